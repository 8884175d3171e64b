"""Corrections, retractions, publication, the end of a story: what is added, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import (
    Changed,
    When,
    close,
    correct,
    edit,
    publish,
    retract,
    take_back_retraction,
)
from blogctl.errors import StoryError, UnclearSource

NOW = datetime(2024, 1, 5, 12, 0, 0, 5, tzinfo=UTC)
SECOND = NOW.replace(microsecond=0)
LATER = datetime(2024, 1, 5, 15, 0, tzinfo=UTC)
NOW_TEXT = "2024-01-05T12:00:00+00:00"
HEAD = '# The file.\n[story]  # head\nid = "s"\nheadline = "S"  # page title\n'
FIRST = """
# About the first.
[[updates]]
id = "a"   # never change
time = 2024-01-05T09:00:00Z # when
body = "Text."  # words
"""
SEEN = '\n[[updates]]\ntime = 2024-01-05T10:00:00Z\nbody = "No id."\n'
DRAFT = """
# A draft.
[[updates]]
time = 2024-01-05T08:00:00Z  # begun
status = "draft"  # not yet
body = "D"
"""
AHEAD = '\n[[updates]]\nid = "c"\ntime = 2024-01-05T18:00:00Z\nbody = "Ahead."\n'
TAIL = "\n# The end.\n"
STORY = HEAD + FIRST + SEEN + TAIL
DRAFT_ID = "20240105T080000Z"


def at(hour: int) -> When:
    return lambda *_: datetime(2024, 1, 5, hour, tzinfo=UTC)


def twice(change: Callable[[str, datetime], Changed], text: str) -> str:
    """The text after a change that, asked for again later, changes nothing."""
    result = change(text, NOW).text
    assert change(result, NOW).text == result
    assert change(result, LATER).text == result
    return result


def ids(text: str) -> list[str]:
    return [update.id for update in check_text(text).updates if update]


def raw(text: str, id_: str) -> dict[str, Any]:
    found: dict[str, Any] = tomli.loads(text)["updates"][ids(text).index(id_)]
    return found


# --- Corrections ---


def test_a_correction_is_added_with_its_date_and_nothing_else() -> None:
    after = twice(lambda text, now: correct(text, "a", "Not *that*.", now), STORY)
    line = f'corrections = [{{ time = {NOW_TEXT}, text = "Not *that*." }}]\n'
    assert after == HEAD + FIRST + line + SEEN + TAIL


def test_another_correction_comes_behind_the_first() -> None:
    text = correct(STORY, "a", "One.", NOW).text
    text = twice(lambda text, now: correct(text, "a", "Two.", now), text)
    assert [each["text"] for each in raw(text, "a")["corrections"]] == ["One.", "Two."]
    assert text.count("corrections") == 1


def test_a_correction_joins_those_under_headers() -> None:
    tables = (
        "\n# First slip.\n[[updates.corrections]]\n"
        'time = 2024-01-05T09:30:00Z\ntext = "One."\n\n# Free.\n[updates.extra]\na = 1\n'
    )
    text = HEAD + FIRST + tables + SEEN + TAIL
    after = twice(lambda text, now: correct(text, "a", "Two.", now), text)
    new = f'\n[[updates.corrections]]\ntime = {NOW_TEXT}\ntext = "Two."\n'
    assert after == text.replace("\n\n# Free.", f"\n{new}\n# Free.")


def test_a_tall_list_of_corrections_grows_by_a_line() -> None:
    tall = (
        "corrections = [  # all\n"
        '  { time = 2024-01-05T09:30:00Z, text = "One." },  # slip\n  # none after\n]\n'
    )
    after = correct(HEAD + FIRST + tall + SEEN, "a", "Two.", NOW).text
    added = set(after.splitlines()) - set((HEAD + FIRST + tall + SEEN).splitlines())
    assert len(added) == 1
    assert [each["text"] for each in raw(after, "a")["corrections"]] == ["One.", "Two."]


def test_a_correction_is_no_edit_of_the_text() -> None:
    assert "edited" not in raw(correct(STORY, "a", "x", NOW).text, "a")


def test_a_correction_can_have_another_date() -> None:
    text = correct(STORY, "a", "x", NOW, when=at(11)).text
    assert raw(text, "a")["corrections"][0]["time"] == at(11)(None, None)
    assert correct(text, "a", "x", NOW, when=at(11)).text == text
    assert len(raw(correct(text, "a", "x", NOW, when=at(12)).text, "a")["corrections"]) == 2


def test_a_correction_before_the_update_itself_is_refused() -> None:
    with pytest.raises(StoryError, match="not be valid"):
        correct(STORY, "a", "x", NOW, when=at(8))


@pytest.mark.parametrize(("text", "id_"), [(HEAD + DRAFT, DRAFT_ID), (HEAD + AHEAD, "c")])
def test_what_nobody_has_seen_needs_no_correction(text: str, id_: str) -> None:
    with pytest.raises(StoryError, match="not seen"):
        correct(text, id_, "x", NOW)


def test_a_derived_id_stays_derived_where_the_time_stays() -> None:
    after = correct(STORY, "20240105T100000Z", "x", NOW).text
    assert after.count("id = ") == STORY.count("id = ")


# --- Retractions ---


def test_a_retraction_is_a_table_with_its_date() -> None:
    after = twice(lambda text, now: retract(text, "a", now), STORY)
    assert after == HEAD + FIRST + f"retraction = {{ time = {NOW_TEXT} }}\n" + SEEN + TAIL


def test_a_reason_is_kept_with_it() -> None:
    after = twice(lambda text, now: retract(text, "a", now, reason="Wrong."), STORY)
    assert raw(after, "a")["retraction"] == {"time": SECOND, "reason": "Wrong."}
    assert "edited" not in raw(after, "a")


def test_retracted_without_a_reason_again_the_reason_stays() -> None:
    text = retract(STORY, "a", NOW, reason="Wrong.").text
    assert retract(text, "a", LATER).text == text


def test_another_reason_keeps_the_date() -> None:
    text = retract(STORY, "a", NOW).text
    after = retract(text, "a", LATER, reason="Wrong.").text
    assert raw(after, "a")["retraction"] == {"time": SECOND, "reason": "Wrong."}


def test_another_date_keeps_the_reason() -> None:
    text = retract(STORY, "a", NOW, reason="Wrong.").text
    after = retract(text, "a", LATER, when=at(14)).text
    assert raw(after, "a")["retraction"] == {"time": at(14)(None, None), "reason": "Wrong."}


def test_a_retraction_that_is_taken_back_leaves_the_text_but_for_the_mark() -> None:
    text = retract(STORY, "a", NOW, reason="Wrong.").text
    after = take_back_retraction(text, "a", LATER).text
    assert after == HEAD + FIRST + "edited = 2024-01-05T15:00:00+00:00\n" + SEEN + TAIL
    assert take_back_retraction(after, "a", LATER).text == after


def test_comments_of_a_retraction_that_is_taken_back_stay() -> None:
    table = "\n# Why.\n[updates.retraction] # table\ntime = 2024-01-05T09:30:00Z  # noon\n"
    after = take_back_retraction(HEAD + FIRST + table + SEEN, "a", NOW).text
    assert "retraction" not in raw(after, "a")
    block = after[after.index("[[updates]]") : after.rindex("[[updates]]")]
    for comment in ("# Why.", "# table", "# noon"):
        assert comment in block


def test_an_update_that_is_not_retracted_stays_as_it_is() -> None:
    assert take_back_retraction(STORY, "a", NOW).text == STORY


def test_what_said_nothing_else_cannot_be_taken_back() -> None:
    text = f'{HEAD}\n[[updates]]\nid = "e"\ntime = 2024-01-05T09:00:00Z\n'
    text += "retraction = { time = 2024-01-05T10:00:00Z }\n"
    with pytest.raises(StoryError):
        take_back_retraction(text, "e", NOW)


def test_retracting_what_nobody_saw_is_warned_of() -> None:
    assert any("never" in each for each in retract(HEAD + DRAFT, DRAFT_ID, NOW).warnings)
    assert retract(STORY, "a", NOW).warnings == ()


# --- Publication ---


def test_a_draft_gets_the_time_of_its_publication_and_its_place() -> None:
    text = HEAD + DRAFT + FIRST + SEEN + TAIL
    after = twice(lambda text, now: publish(text, DRAFT_ID, now), text)
    new = DRAFT.replace("2024-01-05T08:00:00Z", NOW_TEXT).replace('"draft"', '"published"')
    new = new.replace("[[updates]]\n", f'[[updates]]\nid = "{DRAFT_ID}"\n')
    assert after == HEAD + FIRST + SEEN + new + TAIL


def test_a_draft_can_be_published_at_another_time() -> None:
    text = HEAD + DRAFT + FIRST + SEEN
    after = publish(text, DRAFT_ID, NOW, when=at(8)).text
    assert after == text.replace('"draft"', '"published"')
    assert publish(after, DRAFT_ID, LATER, when=at(8)).text == after


def test_a_publication_that_lies_ahead_is_warned_of() -> None:
    result = publish(HEAD + DRAFT, DRAFT_ID, NOW, when=at(20))
    assert any("ahead" in warning for warning in result.warnings)
    assert publish(result.text, DRAFT_ID, NOW, when=at(20)).text == result.text


def test_what_lies_ahead_is_published_at_once() -> None:
    after = twice(lambda text, now: publish(text, "c", now), STORY.removesuffix(TAIL) + AHEAD)
    assert raw(after, "c")["time"] == SECOND
    assert "status" not in raw(after, "c")


def test_what_is_published_stays_as_it_is() -> None:
    assert publish(STORY, "a", NOW).text == STORY


def test_the_time_of_what_is_published_is_not_changed_by_the_way() -> None:
    with pytest.raises(StoryError, match="published already"):
        publish(STORY, "a", NOW, when=at(11))


def test_the_mark_of_an_edit_that_nobody_could_see_goes() -> None:
    text = HEAD + DRAFT.replace('body = "D"', 'body = "D"\nedited = 2024-01-05T08:30:00Z')
    after = publish(text, DRAFT_ID, NOW).text
    assert "edited" not in raw(after, DRAFT_ID)
    assert check_text(after).errors == ()


def test_a_draft_of_this_very_second_keeps_its_time() -> None:
    text = (HEAD + DRAFT).replace("08:00:00Z", "12:00:00.000002Z")
    after = publish(text, "20240105T120000Z", NOW).text
    assert after == text.replace('"draft"', '"published"')


# --- The end ---


def test_a_story_is_ended_now() -> None:
    after = twice(close, STORY)
    wanted = f'status = "ended"\ncoverage_end = {NOW_TEXT}\n'
    assert after == HEAD + wanted + FIRST + SEEN + TAIL


def test_a_story_with_a_status_keeps_what_stands_beside_it() -> None:
    text = STORY.replace('headline = "S"', 'status = "live" # on air\nheadline = "S"')
    after = close(text, NOW).text
    assert 'status = "ended" # on air\n' in after
    assert tomli.loads(after)["story"]["coverage_end"] == SECOND


def test_a_story_that_ended_stays_so_unless_another_time_is_given() -> None:
    text = close(STORY, NOW).text
    assert close(text, LATER).text == text
    after = close(text, LATER, when=at(14)).text
    assert after == text.replace(NOW_TEXT, "2024-01-05T14:00:00+00:00")


def test_an_end_before_the_last_update_is_warned_of() -> None:
    assert any("after the end" in each for each in close(STORY + AHEAD, NOW).warnings)
    assert close(STORY, NOW).warnings == ()


def test_an_end_before_the_beginning_is_refused() -> None:
    text = STORY.replace('id = "s"', 'id = "s"\ncoverage_start = 2024-01-05T09:00:00Z')
    with pytest.raises(StoryError, match="not be valid"):
        close(text, NOW, when=at(3))


def test_the_end_is_in_the_zone_of_the_story() -> None:
    text = STORY.replace('id = "s"', 'id = "s"\ntimezone = "Asia/Kathmandu"')
    assert "coverage_end = 2024-01-05T17:45:00+05:45\n" in close(text, NOW).text


def test_a_story_table_at_the_end_of_the_file_is_closed_there() -> None:
    text = FIRST.lstrip("\n") + "\n" + HEAD.removeprefix("# The file.\n") + TAIL
    after = close(text, NOW).text
    assert tomli.loads(after)["story"]["status"] == "ended"
    assert after.endswith(TAIL)


@pytest.mark.parametrize(
    "text", ['story = { id = "s", headline = "S" }\n', 'story.id = "s"\nstory.headline = "S"\n']
)
def test_a_story_without_a_header_is_refused_with_what_mends_it(text: str) -> None:
    with pytest.raises(UnclearSource, match=r"\[story\]"):
        close(text, NOW)


def test_errors_elsewhere_do_not_stop_it() -> None:
    result = close(STORY.replace('"No id."', "7"), NOW)
    assert "body = 7" in result.text
    assert any("elsewhere" in warning for warning in result.warnings)


# --- All of them ---

CHANGES: dict[str, Callable[[str], Changed]] = {
    "correct": lambda text: correct(text, "a", "One.\nTwo.", NOW),
    "retract": lambda text: retract(text, "a", NOW, reason="One.\nTwo."),
    "undo": lambda text: take_back_retraction(retract(text, "a", NOW).text, "a", NOW),
    "publish": lambda text: publish(edit(text, "a", {"status": "draft"}, NOW).text, "a", NOW),
    "close": lambda text: close(text, NOW),
}
EVERY = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@EVERY
def test_every_comment_is_still_there_and_every_other_line(
    change: Callable[[str], Changed],
) -> None:
    after = change(STORY).text
    gone = set(STORY.splitlines()) - set(after.splitlines())
    assert all("time = " in line for line in gone)
    for comment in ("# The file.", "# head", "# page title", "# About the first.\n[[updates]]"):
        assert comment in after
    for comment in ("# never change", "# when", "# words", "# The end."):
        assert after.count(comment) == 1


@EVERY
def test_windows_line_endings_stay(change: Callable[[str], Changed]) -> None:
    after = change(STORY.replace("\n", "\r\n")).text
    assert "\n" not in after.replace("\r\n", "")
    assert after.replace("\r\n", "\n") == change(STORY).text


@EVERY
def test_a_missing_final_newline_stays_missing(change: Callable[[str], Changed]) -> None:
    text = HEAD.rstrip("\n") if change is CHANGES["close"] else (HEAD + FIRST).rstrip("\n")
    after = change(text).text
    assert not after.endswith("\n")
    assert check_text(after).errors == ()


@EVERY
def test_an_update_that_nobody_knows_is_refused(change: Callable[[str], Changed]) -> None:
    if change is not CHANGES["close"]:
        with pytest.raises(StoryError, match='no update "a"'):
            change(STORY.replace('"a"', '"b"'))


@EVERY
@pytest.mark.parametrize("text", ["", "[story", "x = 1\n", 'format = 2\n[story]\nid = "s"\n'])
def test_what_is_no_story_is_refused(change: Callable[[str], Changed], text: str) -> None:
    with pytest.raises(StoryError) as caught:
        change(text)
    assert caught.value.help
