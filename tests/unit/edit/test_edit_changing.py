"""Editing one update: the keys asked for change, and nothing beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import Changed, RefusedDrafts, block_of, edit, replace_block
from blogctl.errors import StoryError, UnclearSource

NOW = datetime(2024, 1, 5, 12, 0, 0, 123456, tzinfo=UTC)
SECOND = "2024-01-05T12:00:00"
HEAD = '# The file.\n[story]\nid = "s"\nheadline = "S"  # page title\n'
FIRST = """
# About the first.
[[updates]]  # header
id = "a"   # never change
time = 2024-01-05T09:00:00Z # when
headline = "Old"    # beside it
body = "Text."
"""
SECOND_ONE = """
[[updates]]
time = 2024-01-05T10:00:00Z
body = 'No id.'

# apart, but of the second
"""
THIRD = '\n[[updates]]\nid = "c"\ntime = 2024-01-05T13:00:00Z\nbody = "Ahead."\n'
DRAFT = '\n[[updates]]\nid = "d"\ntime = 2024-01-05T08:00:00Z\nbody = "D"\nstatus = "draft"\n'
STORY = HEAD + FIRST + SECOND_ONE
NOTE = f"edited = {SECOND}+00:00\n"


def edited(text: str, id_: str, fields: dict[str, Any], *, media: Sequence[Any] = ()) -> str:
    """The text after an edit that says the same a second time."""
    result = edit(text, id_, fields, NOW, media=media)
    again = edit(result.text, id_, fields, NOW, media=media)
    assert again.text == result.text
    return result.text


def timed(text: str, id_: str, time: datetime) -> Changed:
    result = edit(text, id_, {}, NOW, when=lambda *_: time)
    assert edit(result.text, id_, {}, NOW, when=lambda *_: time).text == result.text
    return result


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, 5, hour, minute, tzinfo=UTC)


def ids(text: str) -> list[str]:
    return [update.id for update in check_text(text).updates if update]


# --- Only the keys concerned ---


def test_a_changed_value_keeps_everything_beside_it() -> None:
    new = FIRST.replace('"Old"', '"New"').replace('body = "Text."\n', f'body = "Text."\n{NOTE}')
    assert edited(STORY, "a", {"headline": "New"}) == HEAD + new + SECOND_ONE


def test_a_removed_key_leaves_its_comment() -> None:
    new = FIRST.replace('headline = "Old"    # beside it', "# beside it")
    assert edited(STORY, "a", {"headline": None}) == HEAD + new + NOTE + SECOND_ONE


def test_a_new_key_stands_in_its_place_by_the_order_of_the_model() -> None:
    text = edited(STORY, "a", {"label": "analysis", "tags": ["x"]})
    said = text[text.index("[[updates]]") : text.index("[[updates]]", 40 + len(HEAD))]
    keys = [line.split(" ")[0] for line in said.splitlines() if " = " in line]
    assert keys == ["id", "time", "headline", "body", "tags", "label", "edited"]


def test_windows_line_endings_stay_and_are_taken_up() -> None:
    text = edited(STORY.replace("\n", "\r\n"), "a", {"body": "two\nlines\n", "label": "x"})
    assert "\n" not in text.replace("\r\n", "")
    assert tomli.loads(text)["updates"][0]["body"] == "two\nlines\n"


def test_a_carriage_return_in_what_is_written_is_a_line_break() -> None:
    text = edited(STORY, "a", {"body": "two\r\nlines"})
    assert tomli.loads(text)["updates"][0]["body"] == "two\nlines"


def test_without_a_final_newline_none_is_added() -> None:
    text = (HEAD + FIRST).removesuffix("\n")
    assert not edited(text, "a", {"headline": "New"}).endswith("\n")


def test_a_comment_inside_a_value_that_goes_stays_above_it() -> None:
    text = STORY.replace('body = "Text."', 'body = "Text."\ntags = [ # why\n  "a",\n]')
    after = edited(text, "a", {"tags": ["b"]})
    assert '# why\ntags = ["b"]\n' in after


def test_an_update_out_of_order_stays_where_it_is_unless_its_time_changes() -> None:
    text = HEAD + SECOND_ONE + FIRST
    after = edited(text, "a", {"headline": "New"})
    assert ids(after) == ["20240105T100000Z", "a"]
    assert ids(timed(text, "a", at(9, 30)).text) == ["a", "20240105T100000Z"]


# --- What readers could notice ---


def raw(text: str, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = tomli.loads(text)["updates"][ids(text).index(id_)]
    return found


@pytest.mark.parametrize(
    "change",
    [{"headline": "New"}, {"body": "New"}, {"key": True}, {"pinned": True}, {"tags": ["x"]}],
    ids=str,
)
def test_what_readers_could_see_gets_a_mark(change: dict[str, Any]) -> None:
    assert raw(edited(STORY, "a", change), "a")["edited"] == NOW.replace(microsecond=0)


@pytest.mark.parametrize(("story", "id_"), [(HEAD + DRAFT, "d"), (HEAD + THIRD, "c")])
def test_what_nobody_could_see_gets_none(story: str, id_: str) -> None:
    assert "edited" not in raw(edited(story, id_, {"headline": "New"}), id_)


def test_the_mark_moves_on_with_each_change() -> None:
    text = edited(STORY, "a", {"headline": "New"})
    later = NOW.replace(hour=13)
    text = edit(text, "a", {"headline": "Newer"}, later).text
    assert raw(text, "a")["edited"] == later.replace(microsecond=0)
    assert text.count("edited") == 1


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('headline = "Old"', {"headline": "Old"}),
        ("key = false", {"key": None}),
        ("key = true", {"key": True}),
        ("pinned = false", {"pinned": None}),
        ('authors = [{ name = "A" }]', {"authors": ["A"]}),
        ("tags = []", {"tags": None}),
        ('body = "x"', {"label": None}),
        ('status = "published"\nbody = "x"', {"key": None}),
    ],
)
def test_what_is_so_already_changes_no_byte(line: str, fields: dict[str, Any]) -> None:
    text = f"{HEAD}\n[[updates]]\nid = 'x'\ntime = 2024-01-05T09:00:00Z\n{line}\n"
    text += "" if "headline" in line or "body" in line else "body = 'b'\n"
    assert edited(text, "x", fields) == text


def test_taking_it_back_from_readers_is_no_edit_they_see() -> None:
    assert "edited" not in raw(edited(STORY, "a", {"status": "draft"}), "a")


def test_the_mark_is_not_before_an_update_of_this_very_second() -> None:
    text = STORY.replace("09:00:00Z", "12:00:00.1Z")
    after = edited(text, "a", {"headline": "New"})
    assert raw(after, "a")["edited"] == raw(after, "a")["time"]


def test_the_mark_is_in_the_zone_of_the_story() -> None:
    text = STORY.replace('id = "s"', 'id = "s"\ntimezone = "Asia/Kathmandu"')
    assert "edited = 2024-01-05T17:45:00+05:45\n" in edited(text, "a", {"headline": "New"})


def test_what_a_retracted_update_says_is_not_seen() -> None:
    text = STORY.replace(
        'body = "Text."', 'body = "Text."\nretraction = { time = 2024-01-05T09:30:00Z }'
    )
    assert "edited" not in raw(edited(text, "a", {"body": "New"}), "a")


# --- Its time ---


def test_a_new_time_moves_the_block_with_its_comments() -> None:
    after = timed(HEAD + FIRST + SECOND_ONE + THIRD, "a", at(11)).text
    assert ids(after) == ["20240105T100000Z", "a", "c"]
    assert "# About the first.\n[[updates]]  # header\nid = " in after
    assert "time = 2024-01-05T11:00:00+00:00 # when\n" in after
    assert "edited" in raw(after, "a")


def test_a_new_time_first_fixes_a_derived_id() -> None:
    result = timed(STORY, "20240105T100000Z", at(8, 30))
    assert ids(result.text) == ["20240105T100000Z", "a"]
    assert raw(result.text, "20240105T100000Z")["id"] == "20240105T100000Z"


def test_an_id_that_was_written_is_not_written_again() -> None:
    assert timed(STORY, "a", at(8)).text.count("id = ") == STORY.count("id = ")


def test_the_same_instant_under_another_offset_is_no_change() -> None:
    from datetime import timedelta, timezone

    same = at(9).astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert timed(STORY, "a", same).text == STORY


def test_a_block_stays_where_its_new_time_fits_and_else_goes_behind_equals() -> None:
    assert ids(timed(STORY, "a", at(10)).text) == ["a", "20240105T100000Z"]
    assert ids(timed(STORY + THIRD, "a", at(13)).text) == ["20240105T100000Z", "c", "a"]


def test_it_is_not_moved_where_the_others_are_out_of_order() -> None:
    text = HEAD + THIRD + FIRST + DRAFT
    assert ids(timed(text, "a", at(11)).text) == ["c", "a", "d"]


def test_a_time_that_lies_ahead_is_warned_of_and_is_no_edit() -> None:
    result = timed(STORY, "a", at(18))
    assert any("ahead" in warning for warning in result.warnings)
    assert "edited" not in raw(result.text, "a")


# --- Media that is there ---

MEDIA = """
[[updates]]
id = "m"
time = 2024-01-05T09:00:00Z

# The picture.
[[updates.media]]
type = "image"  # a photo
url = "a.jpg"

[[updates.media]]
type = "image"
url = "b.jpg"
alt = "B"
"""
INLINE = """
[[updates]]
id = "m"
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg" }, { type = "image", url = "b.jpg", alt = "B" }] # two
"""


@pytest.mark.parametrize("block", [MEDIA, INLINE], ids=["tables", "inline"])
def test_media_are_described_in_their_order(block: str) -> None:
    after = edited(HEAD + block, "m", {}, media=[{"alt": "A"}, {"caption": "C", "alt": None}])
    first, second = raw(after, "m")["media"]
    assert first == {"type": "image", "url": "a.jpg", "alt": "A"}
    assert second == {"type": "image", "url": "b.jpg", "caption": "C"}
    assert "edited" in raw(after, "m")
    for said in ("# The picture.", "# a photo", "# two"):
        assert (said in after) == (said in block)


@pytest.mark.parametrize("block", [MEDIA, INLINE], ids=["tables", "inline"])
def test_a_description_that_is_there_changes_nothing(block: str) -> None:
    assert edited(HEAD + block, "m", {}, media=[{"alt": None}, {"alt": "B"}]) == HEAD + block


def test_more_descriptions_than_media_are_refused() -> None:
    with pytest.raises(StoryError, match="2 media items"):
        edit(HEAD + MEDIA, "m", {}, NOW, media=[{"alt": "1"}, {"alt": "2"}, {"alt": "3"}])


def test_media_that_is_none_is_refused_and_not_a_crash() -> None:
    text = HEAD + INLINE.replace('{ type = "image", url = "a.jpg" }', '"a.jpg"')
    with pytest.raises(StoryError):
        edit(text, "m", {}, NOW, media=[{"alt": "A"}])


# --- What is refused ---


def test_an_unknown_id_is_told_with_the_nearest() -> None:
    with pytest.raises(StoryError, match='no update "aa"') as caught:
        edit(STORY.replace('"a"', '"aaa"'), "aa", {"headline": "x"}, NOW)
    assert caught.value.help == 'did you mean "aaa"?'


def test_an_id_of_two_updates_is_not_guessed_at() -> None:
    with pytest.raises(StoryError, match="2 updates"):
        edit(HEAD + FIRST + FIRST, "a", {"headline": "x"}, NOW)


def test_an_edit_that_would_leave_nothing_is_refused() -> None:
    with pytest.raises(RefusedDrafts):
        edit(STORY, "a", {"headline": None, "body": None}, NOW)


def test_an_edit_that_would_make_the_story_invalid_is_refused() -> None:
    text = STORY.replace(
        'body = "Text."',
        'body = "Text."\ncorrections = [{ time = 2024-01-05T09:30:00Z, text = "c" }]',
    )
    with pytest.raises(StoryError, match="not be valid"):
        edit(text, "a", {}, NOW, when=lambda *_: at(10))


@pytest.mark.parametrize(
    "broken", ['status = "nope"', "nope = 1", 'coverage_end = "soon"', "headline2 = 'x'"]
)
def test_errors_elsewhere_do_not_stop_it(broken: str) -> None:
    text = STORY.replace('id = "s"', f'id = "s"\n{broken}')
    result = edit(text, "a", {"headline": "New"}, NOW)
    assert 'headline = "New"' in result.text
    assert any("elsewhere" in warning for warning in result.warnings)


def test_an_error_in_another_update_stays_as_it_is() -> None:
    text = STORY.replace("'No id.'", "7")
    result = edit(text, "a", {"headline": "New"}, NOW)
    assert "body = 7" in result.text
    assert result.warnings


def test_an_edit_can_mend_what_is_wrong_with_the_update() -> None:
    text = STORY.replace('"Text."', "7")
    after = edit(text, "a", {"body": "Right."}, NOW).text
    assert check_text(after).errors == ()


def test_updates_in_one_array_are_refused_with_what_mends_it() -> None:
    text = 'updates = [{ id = "a", time = 2024-01-05T09:00:00Z, body = "b" }]\n' + HEAD
    with pytest.raises(UnclearSource) as caught:
        edit(text, "a", {"headline": "x"}, NOW)
    assert "[[updates]]" in str(caught.value.help)


# --- The whole block ---


def test_the_block_is_that_update_alone_with_its_comments() -> None:
    block = block_of(STORY, "a")
    assert block == FIRST.removeprefix("\n")
    assert block_of(STORY.replace("\n", "\r\n"), "a") == block


def test_what_comes_back_replaces_it_and_nothing_else() -> None:
    old = block_of(STORY, "a")
    new = old.replace('"Old"    # beside it', '"New" # mine')
    after = replace_block(STORY, "a", old, new, NOW).text
    assert after == HEAD + "\n" + new + NOTE + SECOND_ONE


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_comes_back_as_it_was_changes_nothing(ending: str) -> None:
    text = STORY.replace("\n", ending)
    assert replace_block(text, "a", block_of(text, "a"), block_of(text, "a"), NOW).text == text


def test_mixed_line_endings_of_an_untouched_block_stay() -> None:
    text = STORY.replace('headline = "Old"    # beside it\n', 'headline = "Old" \r\n')
    old = block_of(text, "a")
    assert replace_block(text, "a", old, old.strip("\n"), NOW).text == text


def test_a_local_time_can_be_written_with_its_offset() -> None:
    text = STORY.replace("09:00:00Z", "09:00:00").replace(
        'id = "s"', 'id = "s"\ntimezone = "Europe/London"'
    )
    old = block_of(text, "a")
    after = replace_block(text, "a", old, old.replace("09:00:00 ", "10:00:00+01:00 "), NOW).text
    assert after == text.replace("09:00:00 ", "10:00:00+01:00 ")


def test_comments_can_be_edited_without_a_mark() -> None:
    old = block_of(STORY, "a")
    after = replace_block(STORY, "a", old, old.replace("# About", "# All about"), NOW).text
    assert after == STORY.replace("# About", "# All about")


def test_a_time_changed_by_hand_fixes_the_id_and_moves_the_block() -> None:
    id_ = "20240105T100000Z"
    old = block_of(STORY, id_)
    after = replace_block(STORY, id_, old, old.replace("10:00", "08:00"), NOW).text
    assert ids(after) == [id_, "a"]
    assert raw(after, id_)["id"] == id_


def test_a_derived_id_may_be_written_by_hand() -> None:
    id_ = "20240105T100000Z"
    old = block_of(STORY, id_)
    new = old.replace("time =", f'id = "{id_}"\ntime =')
    assert ids(replace_block(STORY, id_, old, new, NOW).text) == ["a", id_]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda old: old.replace('"a"', '"b"'), "cannot be changed"),
        (lambda old: old.replace('id = "a"   # never change\n', ""), "cannot be changed"),
        (lambda old: old + "\n[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'x'\n", "not one"),
        (lambda old: old + "\n[story.extra]\na = 1\n", "not one"),
        (lambda _: "# nothing\n", "not one"),
        (lambda old: old.replace("[[updates]]", "[updates]"), "not one"),
        (lambda old: old.replace('"Old"', "Old"), "line 5"),
    ],
)
def test_what_cannot_be_meant_is_refused(change: Any, message: str) -> None:
    old = block_of(STORY, "a")
    with pytest.raises(StoryError, match=message):
        replace_block(STORY, "a", old, change(old), NOW)


def test_what_somebody_else_changed_is_not_overwritten() -> None:
    old = block_of(STORY, "a")
    theirs = edit(STORY, "a", {"headline": "Theirs"}, NOW).text
    with pytest.raises(StoryError, match="meantime"):
        replace_block(theirs, "a", old, old.replace('"Old"', '"Mine"'), NOW)


def test_a_change_elsewhere_in_the_meantime_is_kept() -> None:
    old = block_of(STORY, "a")
    theirs = STORY.replace("No id.", "Theirs.")
    after = replace_block(theirs, "a", old, old.replace('"Old"', '"Mine"'), NOW).text
    assert "Theirs." in after
    assert '"Mine"' in after
