"""Sorting: whole blocks move, and nothing else changes."""

from __future__ import annotations

import pytest

from blogctl.check import check_text
from blogctl.edit import sort
from blogctl.errors import InvalidStory, UnclearSource

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'


def sorted_text(text: str) -> str:
    result = sort(check_text(text, judge=False))
    assert sort(check_text(result, judge=False)) == result
    # The rules that judge a story make no difference.
    assert sort(check_text(text)) == result
    return result


def test_blocks_move_with_their_comments() -> None:
    before = """\
#:schema story.schema.json
# The story of the road.
[story]
id = "x"
headline = "A story"

# Updates follow, oldest first.

# Sent by phone.
[[updates]] # second
time = 2024-01-05T10:00:00Z   # about ten
body = "Second."
tags = [
  "a", # a ] in a comment
]

# Still about the second.

[["updates"]]
body = '''
[[updates]]
# no comment'''
"time" = 2024-01-05T09:00:00Z

# The end.
"""
    after = """\
#:schema story.schema.json
# The story of the road.
[story]
id = "x"
headline = "A story"

# Updates follow, oldest first.

[["updates"]]
body = '''
[[updates]]
# no comment'''
"time" = 2024-01-05T09:00:00Z

# Sent by phone.
[[updates]] # second
time = 2024-01-05T10:00:00Z   # about ten
body = "Second."
tags = [
  "a", # a ] in a comment
]

# Still about the second.

# The end.
"""
    assert sorted_text(before) == after


def test_the_tables_of_an_update_move_with_it() -> None:
    before = f"""\
{HEAD}
[[updates]]
time = 2024-01-05T10:00:00Z
body = "B"
[[updates.media]]
type = "image"
url = "b.jpg"
alt = "b"
[updates.extra]
b = 1

[[updates]]
time = 2024-01-05T09:00:00Z
body = "A"
extra.a = 1
"""
    after = f"""\
{HEAD}
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A"
extra.a = 1

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B"
[[updates.media]]
type = "image"
url = "b.jpg"
alt = "b"
[updates.extra]
b = 1
"""
    assert sorted_text(before) == after


def test_tables_of_the_story_stay_where_they_are() -> None:
    before = f"""\
{HEAD}
[[updates]]
time = 2024-01-05T11:00:00Z
body = "C"

# About the event.
[story.about]
name = "e"

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B"


[[updates]]
time = 2024-01-05T09:00:00Z
body = "A"
[story.extra]
z = 1
"""
    after = f"""\
{HEAD}
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A"

# About the event.
[story.about]
name = "e"

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B"


[[updates]]
time = 2024-01-05T11:00:00Z
body = "C"
[story.extra]
z = 1
"""
    assert sorted_text(before) == after


def test_instants_count_and_not_their_spelling() -> None:
    before = """\
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"
[[updates]]
time = 2024-07-05T10:30:00
body = "local, 09:30 UTC"
[[updates]]
time = 2024-07-05T12:00:00+03:00
body = "09:00 UTC"
[[updates]]
time = 2024-07-05 09:15:00z
body = "09:15 UTC"
"""
    after = sorted_text(before)
    bodies = [line for line in after.split("\n") if line.startswith("body")]
    assert bodies == ['body = "09:00 UTC"', 'body = "09:15 UTC"', 'body = "local, 09:30 UTC"']


def test_equal_instants_keep_their_order() -> None:
    times = ["11:00:00+01:00", "10:00:00Z", "12:00:00+02:00", "09:00:00Z", "10:00:00Z"]
    text = HEAD + "".join(
        f'[[updates]]\ntime = 2024-01-05T{time}\nbody = "{number}"\n'
        for number, time in enumerate(times)
    )
    result = sorted_text(text)
    assert [line[8] for line in result.split("\n") if line.startswith("body")] == list("30124")


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD + "\n\n\n",
        HEAD + "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'",
        HEAD + "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n\n\n# end",
        HEAD.replace("\n", "\r\n")
        + "\t[[updates]]  \r\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\r\n \r\n"
        + "[[updates]]\ntime=2024-01-05T10:00:00+01:00\nbody='B'\n[[updates]]\n"
        + "time = 2024-01-05T09:00:00.000001Z\nbody = 'C'",
        "updates = [{ time = 2024-01-05T09:00:00Z, body = 'A' }]\n" + HEAD,
    ],
)
def test_what_is_in_order_stays_as_it_is_to_the_byte(text: str) -> None:
    assert sorted_text(text) == text


def test_windows_line_endings_stay() -> None:
    before = (
        HEAD + "\n# b\n[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = '''\nB'''\n\n"
        "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n\n# end\n"
    ).replace("\n", "\r\n")
    after = (
        HEAD + "\n[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n\n"
        "# b\n[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = '''\nB'''\n\n# end\n"
    ).replace("\n", "\r\n")
    assert sorted_text(before) == after


def test_a_missing_last_line_ending_stays_missing() -> None:
    before = (
        HEAD + "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'B'\n"
        "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A' # of A"
    )
    after = (
        HEAD + "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A' # of A\n"
        "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'B'"
    )
    assert sorted_text(before) == after


def test_a_comment_at_the_end_of_a_block_does_not_change_hands() -> None:
    before = (
        HEAD + "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'B'\n"
        "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n# of A"
    )
    after = (
        HEAD + "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n# of A\n\n"
        "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'B'"
    )
    assert sorted_text(before) == after


def test_errors_that_leave_the_times_alone_do_not_matter() -> None:
    before = (
        HEAD + "colour = 'red'\n[[updates]]\ntime = 2024-01-05T10:00:00Z\n"
        "body = 'B'\npinned = 'yes'\n[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n"
    )
    assert sorted_text(before).index("'A'") < sorted_text(before).index("'B'")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "format = 1\n",
        "a = 'b\n",
        HEAD + "[[updates]]\ntime = 'ten'\nbody = 'A'\n",
        HEAD + "[[updates]]\nbody = 'A'\n",
        HEAD + "[[updates]]\ntime = 2024-01-05T10:00:00\nbody = 'A'\n",
        HEAD + "timezone = 'Mars'\n[[updates]]\ntime = 2024-01-05T10:00:00\nbody = 'A'\n",
        "format = 2\n" + HEAD + "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'A'\n",
        "updates = 5\n" + HEAD,
        "updates = [5]\n" + HEAD,
        "<<<<<<< a\n" + HEAD + "=======\n>>>>>>> b\n",
    ],
)
def test_what_cannot_be_sorted(text: str) -> None:
    with pytest.raises(InvalidStory) as caught:
        sorted_text(text)
    assert caught.value.exit_code == 1
    assert caught.value.diagnostics


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "updates = [{ time = 2024-01-05T10:00:00Z, body = 'B' }, "
            "{ time = 2024-01-05T09:00:00Z, body = 'A' }]\n" + HEAD,
            "[[updates]]",
        ),
        (
            HEAD + "[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = 'B'\n"
            "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'A'\n"
            "[story.extra]\na = 1\n[updates.extra]\nb = 1\n",
            "line 12",
        ),
    ],
)
def test_what_cannot_be_sorted_safely_says_where_and_how_to_mend_it(text: str, words: str) -> None:
    with pytest.raises(UnclearSource) as caught:
        sorted_text(text)
    assert words in caught.value.message
    assert caught.value.help
    assert "bug" not in caught.value.help
