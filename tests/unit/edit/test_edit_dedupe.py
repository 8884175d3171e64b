"""Deduplicating: what says the same goes, what only happens at the same time stays."""

from __future__ import annotations

import pytest

from blogctl.check import check_text
from blogctl.edit import Deduped, Drop, Keep, dedupe
from blogctl.errors import InvalidStory, StoryError, UnclearSource

HEAD = '[story]\nid = "x"\nheadline = "A story"\ntimezone = "Europe/London"\n'


def deduped(text: str, keep: Keep | None = None) -> Deduped:
    result = dedupe(check_text(text, judge=False), keep)
    again = dedupe(check_text(result.text, judge=False), keep)
    assert again == Deduped(result.text, ())
    assert bool(result.drops) == (result.text != text)
    return result


def update(body: str, time: str = "2024-01-05T09:00:00Z", **more: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in more.items())
    return f'[[updates]]\n{lines}time = {time}\nbody = "{body}"\n'


def test_a_copy_goes_and_its_comments_stay() -> None:
    before = """\
[story]
id = "x"
headline = "A story"

# Kept.
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "The road is open."

# Sent again at ten.
[[updates]] # copy
id = "b"
time = 2024-01-05T10:00:00+01:00 # the same instant
tags = [ # none
]
body = '''
The road is open.  # this is text
'''

[[updates]]
id = "c"
time = 2024-01-05T10:00:00Z
body = "The road is closed."

# The end.
"""
    after = """\
[story]
id = "x"
headline = "A story"

# Kept.
# Sent again at ten.
# copy
# the same instant
# none
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
id = "c"
time = 2024-01-05T10:00:00Z
body = "The road is closed."

# The end.
"""
    before = before.replace("The road is open.  # this is text", "The road is open.")
    result = deduped(before)
    assert result.text == after
    assert result.drops == (Drop("b", "a", 12, same_content=True, lost=()),)


def test_the_last_stays_if_told_so() -> None:
    text = HEAD + update("A", id="'a'") + "\n# second\n" + update("A", id="'b'")
    assert deduped(text).text == HEAD + "# second\n" + update("A", id="'a'")
    assert deduped(text, "last").text == HEAD + "# second\n" + update("A", id="'b'")
    assert [drop.id for drop in deduped(text, "last").drops] == ["a"]


@pytest.mark.parametrize(
    "other",
    [
        update("A", "2024-01-05T10:00:00+01:00", id="'b'"),
        update("A", "2024-01-05T09:00:00", id="'b'"),
        update("A", "2024-01-05T09:00:00.000Z", id="'b'"),
        update("A", id="'a'"),
        update("A  ", id="'b'"),
        update(r"A\n\n", id="'b'"),
        update(r"\nA", id="'b'"),
        update("A", id="'b'", edited="2024-01-05T12:00:00Z"),
        update("A", id="'b'", extra="{ k = 1 }"),
        update("A", id="'b'", tags="[]", key="false", status="'published'", headline="''"),
    ],
)
def test_what_says_the_same(other: str) -> None:
    text = HEAD + update("A", id="'a'") + "\n" + other
    result = deduped(text)
    assert result.text.count("[[updates]]") == 1
    assert "id = 'a'" in result.text


@pytest.mark.parametrize(
    "other",
    [
        update("B", id="'b'"),
        update("a", id="'b'"),
        update(" A", id="'b'"),
        update("A", "2024-01-05T09:00:00.000001Z", id="'b'"),
        update("A", "2024-01-05T09:00:01Z", id="'b'"),
        update("A", "2024-01-05T09:00:00+01:00", id="'b'"),
        update("A", id="'b'", headline="'A'"),
        update("A", id="'b'", tags="['t']"),
        update("A", id="'b'", key="true"),
        update("A", id="'b'", status="'draft'"),
        update("A", id="'b'", label="'breaking'"),
        update("A", id="'b'", authors="['B']"),
        update("A", id="'b'", sources="[{ name = 's' }]"),
        update("A", id="'b'", original_url="'/a'"),
        update("A", id="'b'", retraction="{ time = 2024-01-05T10:00:00Z }"),
    ],
)
def test_what_does_not_say_the_same_stays_to_the_byte(other: str) -> None:
    text = HEAD + update("A", id="'a'") + other
    for keep in (None, "first", "last"):
        assert deduped(text, keep) == Deduped(text, ())


def test_what_is_lost_with_a_copy_is_named() -> None:
    edited = "2024-01-05T12:00:00Z"
    copy = update("A", id="'b'", edited=edited, extra="{ k = 1 }")
    (drop,) = deduped(HEAD + update("A", id="'a'") + copy).drops
    assert drop.lost == ("edited", "extra")
    (drop,) = deduped(HEAD + copy + update("A", id="'a'")).drops
    assert drop.lost == ()


def test_many_copies_go_to_the_first() -> None:
    text = HEAD + "".join(f"# {n}\n" + update("A", id=f"'{n}'") + "\n" for n in range(5))
    result = deduped(text)
    assert result.text == HEAD + "# 0\n# 1\n# 2\n# 3\n# 4\n" + update("A", id="'0'") + "\n"
    assert [(drop.id, drop.kept_id) for drop in result.drops] == [(n, "0") for n in "1234"]


CONFLICT = HEAD + update("A", id="'a'") + "# b\n" + update("B", id="'a'")


def test_one_id_with_two_contents_is_a_conflict() -> None:
    with pytest.raises(StoryError) as caught:
        deduped(CONFLICT)
    assert "a" in caught.value.message.split(": ")[1]
    assert caught.value.help
    assert "--keep" in caught.value.help


def test_a_conflict_is_settled_by_who_asks() -> None:
    first, last = deduped(CONFLICT, "first"), deduped(CONFLICT, "last")
    assert first.text == HEAD + "# b\n" + update("A", id="'a'")
    assert last.text == HEAD + "# b\n" + update("B", id="'a'")
    assert first.drops == (Drop("a", "a", 10, same_content=False, lost=("body",)),)
    assert last.drops == (Drop("a", "a", 5, same_content=False, lost=("body",)),)


def test_ids_that_differ_in_case_are_not_one() -> None:
    text = HEAD + update("A", id="'a'") + update("B", id="'A'")
    assert deduped(text, "first").text == text


def test_updates_without_ids_at_one_instant_are_no_conflict() -> None:
    text = HEAD + update("A") + update("B") + update("A")
    assert deduped(text).text == HEAD + update("A") + update("B")


@pytest.mark.parametrize("keep", ["first", "last"])
def test_settling_a_conflict_loses_no_content_that_another_id_has(keep: Keep) -> None:
    # Update x says A, and so does one of the two that share the id y.
    x, y1, y2 = update("A", id="'x'"), update("A", id="'y'"), update("B", id="'y'")
    text = HEAD + (x + y1 + y2 if keep == "last" else y2 + y1 + x)
    result = deduped(text, keep)
    assert 'body = "A"' in result.text
    assert "'x'" in result.text or "'y'" in result.text


def test_windows_line_endings_and_a_missing_last_one() -> None:
    text = (HEAD + update("A", id="'a'") + "\n# copy\n" + update("A", id="'b'")).rstrip("\n")
    after = (HEAD + "# copy\n" + update("A", id="'a'")).rstrip("\n")
    assert deduped(text).text == after
    assert deduped(text.replace("\n", "\r\n")).text == after.replace("\n", "\r\n")


def test_what_follows_the_last_copy_keeps_its_distance() -> None:
    text = (
        HEAD
        + update("A", id="'a'")
        + "\n"
        + update("A", id="'b'")
        + "\n\n\n# The end.\n\n# Really.\n"
    )
    assert deduped(text).text == HEAD + update("A", id="'a'") + "\n\n\n# The end.\n\n# Really.\n"


def test_a_story_table_between_copies_stays() -> None:
    table = "\n# about\n[story.about]\nname = 'e'\n\n"
    text = HEAD + update("A", id="'a'") + table + update("A", id="'b'")
    assert deduped(text).text.startswith(HEAD + update("A", id="'a'") + table.rstrip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = 'b\n",
        HEAD + update("A", "'ten'"),
        HEAD + update("A", colour="'red'") + update("A", colour="'red'"),
        HEAD + update("A", id="'a b'"),
        "format = 2\n" + HEAD,
    ],
)
def test_what_cannot_be_read_for_certain_is_refused(text: str) -> None:
    with pytest.raises(InvalidStory) as caught:
        deduped(text)
    assert caught.value.diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "updates = [{ time = 2024-01-05T10:00:00Z, body = 'A' }, "
        "{ time = 2024-01-05T10:00:00Z, body = 'A' }]\n" + HEAD,
        HEAD + update("A") + update("A") + "[story.extra]\na = 1\n[updates.extra]\nb = 1\n",
    ],
)
def test_what_cannot_be_edited_safely_is_refused(text: str) -> None:
    with pytest.raises(UnclearSource) as caught:
        deduped(text)
    assert caught.value.help
    assert "bug" not in caught.value.help
