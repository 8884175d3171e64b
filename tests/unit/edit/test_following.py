"""A story that follows where it was imported from, and what people changed in it meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import new_text
from blogctl.edit.following import MARK, Followed, follow, marked
from blogctl.model import Story, read

NOW = datetime(2024, 1, 5, 18, tzinfo=UTC)
END = datetime(2024, 1, 5, 17, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, 5, hour, minute, tzinfo=UTC)


def story(*updates: dict[str, Any], **meta: Any) -> Story:
    """A story as an import gives it."""
    result = read({"story": {"id": "s", "headline": "S", **meta}, "updates": list(updates)})
    assert result.story is not None, result.problems
    return result.story


def written(source: Story) -> str:
    """The file that an import makes of a story."""
    updates = tuple(marked(update) for update in source.updates)
    return new_text(source.model_copy(update={"updates": updates}))


def followed(text: str, source: Story) -> Followed:
    """What following gives, which is valid, and changes nothing when done again."""
    result = follow(text, source, NOW)
    checked = check_text(result.text)
    assert not [each for each in checked.diagnostics if each.severity == "error"]
    again = follow(result.text, source, NOW)
    assert again.text == result.text
    assert (again.added, again.changed, dict(again.kept)) == ((), (), {})
    return result


def update(text: str, id_: str) -> dict[str, Any]:
    """An update in a file, without its mark."""
    (found,) = [each for each in tomli.loads(text)["updates"] if each.get("id") == id_]
    found.get("extra", {}).pop(MARK, None)
    return {key: value for key, value in found.items() if value != {}}


ONE: dict[str, Any] = {"id": "a", "time": at(9), "headline": "One", "body": "First text."}
TWO: dict[str, Any] = {"id": "b", "time": at(10), "body": "Second text.", "tags": ["x"]}
SOURCE = story(ONE, TWO)
FILE = written(SOURCE)


def test_changes_nothing_where_the_source_is_the_same() -> None:
    result = followed(FILE, SOURCE)
    assert result.text == FILE
    assert (result.added, result.changed, result.warnings) == ((), (), ())


def test_adds_what_is_new_with_its_mark_and_its_id() -> None:
    new = {"id": "c", "time": at(9, 30), "body": "Between."}
    result = followed(FILE, story(ONE, new, TWO))
    assert result.added == ("c",)
    data = tomli.loads(result.text)["updates"]
    assert [each["id"] for each in data] == ["a", "c", "b"]
    assert set(data[1]["extra"][MARK]) == {"time", "body"}


def test_follows_edits_by_id() -> None:
    edited = {**ONE, "body": "Mended text.", "edited": at(11), "key": True}
    result = followed(FILE, story(edited, TWO))
    assert result.changed == ("a",)
    assert update(result.text, "a") == edited
    assert update(result.text, "b") == update(FILE, "b")


def test_takes_away_what_the_source_took_away() -> None:
    less = {key: value for key, value in TWO.items() if key != "tags"}
    assert update(followed(FILE, story(ONE, less)).text, "b") == {**less, "edited": NOW}


def test_takes_the_later_of_two_changes_as_the_last_one() -> None:
    text = followed(FILE, story({**ONE, "body": "Mended."}, TWO)).text
    assert update(text, "a")["edited"] == NOW
    result = followed(text, story({**ONE, "body": "Mended.", "edited": at(17)}, TWO))
    assert update(result.text, "a")["edited"] == NOW
    result = followed(text, story({**ONE, "body": "Again.", "edited": at(19)}, TWO))
    assert update(result.text, "a")["edited"] == at(19)


def test_follows_a_time_and_keeps_the_order() -> None:
    result = followed(FILE, story({**TWO, "time": at(8)}, ONE))
    assert [each["id"] for each in tomli.loads(result.text)["updates"]] == ["b", "a"]


def test_follows_retractions_and_publications() -> None:
    draft = written(story({**ONE, "status": "draft"}, TWO))
    gone = {**TWO, "retraction": {"time": at(12), "reason": "It was wrong."}}
    result = followed(draft, story(ONE, gone))
    assert result.changed == ("a", "b")
    assert update(result.text, "b")["retraction"] == gone["retraction"]
    assert "status" not in update(result.text, "a")


def test_keeps_what_people_changed_and_follows_the_rest_of_it() -> None:
    by_hand = FILE.replace("First text.", "Better text.")
    source = story({**ONE, "headline": "New", "body": "Other text."}, TWO)
    result = follow(by_hand, source, NOW)
    assert dict(result.kept) == {"a": ("body",)}
    assert result.changed == ("a",)
    assert update(result.text, "a")["body"] == "Better text."
    assert update(result.text, "a")["headline"] == "New"
    again = follow(result.text, source, NOW)
    assert (dict(again.kept), again.text) == ({}, result.text)


def test_tells_of_it_again_when_the_source_changes_again() -> None:
    by_hand = FILE.replace("First text.", "Better text.")
    text = by_hand
    for words in ("Other text.", "Third text."):
        result = follow(text, story({**ONE, "body": words}, TWO), NOW)
        assert dict(result.kept) == {"a": ("body",)}
        text = result.text
    assert update(text, "a")["body"] == "Better text."


def test_says_nothing_of_hand_changes_that_the_source_leaves_alone() -> None:
    by_hand = FILE.replace("First text.", "Better text.").replace('headline = "One"\n', "")
    result = followed(by_hand, SOURCE)
    assert (result.text, dict(result.kept)) == (by_hand, {})


def test_says_nothing_where_people_and_source_made_the_same_change() -> None:
    by_hand = FILE.replace("First text.", "Other text.")
    result = followed(by_hand, story({**ONE, "body": "Other text."}, TWO))
    assert dict(result.kept) == {}


def test_leaves_what_is_no_longer_at_the_source() -> None:
    result = followed(FILE, story(TWO))
    assert result.text == FILE


def test_leaves_what_was_written_by_hand() -> None:
    own = '\n# Ours.\n[[updates]]\nid = "own"\ntime = 2024-01-05T10:30:00Z\nbody = "Ours."  # 1\n'
    result = followed(FILE + own, story({**ONE, "body": "Mended."}, TWO))
    assert own in result.text


def test_keeps_the_fields_of_an_update_without_a_mark() -> None:
    bare = '[story]\nid = "s"\nheadline = "S"\n\n[[updates]]\nid = "a"\n'
    bare += 'time = 2024-01-05T09:00:00Z\nbody = "By hand."\n'
    result = follow(bare, story(ONE), NOW)
    assert dict(result.kept) == {"a": ("headline", "body")}
    assert update(result.text, "a")["body"] == "By hand."
    assert dict(follow(result.text, story(ONE), NOW).kept) == {}


@pytest.mark.parametrize("mark", ['"x"', "5", "{ body = 5 }", "{}"])
def test_bears_a_mark_that_somebody_broke(mark: str) -> None:
    bare = '[story]\nid = "s"\nheadline = "S"\n\n[[updates]]\nid = "a"\n'
    bare += f'time = 2024-01-05T09:00:00Z\nbody = "By hand."\nextra.{MARK} = {mark}\n'
    result = follow(bare, story({**ONE, "body": "Other."}), NOW)
    assert update(result.text, "a")["body"] == "By hand."


def test_keeps_comments_and_other_free_form_data() -> None:
    text = FILE.replace('body = "First text."', 'body = "First text."  # checked')
    text = text.replace('id = "a"', 'id = "a"  # ours')
    text = text.replace("[updates.extra]\n", "[updates.extra]\ndesk = { n = 1 }\n", 1)
    result = followed(text, story({**ONE, "headline": "New"}, TWO))
    assert "# checked" in result.text and "# ours" in result.text
    assert update(result.text, "a")["extra"] == {"desk": {"n": 1}}


def test_finds_updates_whatever_the_case_of_their_ids() -> None:
    result = follow(FILE, story({**ONE, "id": "A", "body": "Mended."}, TWO), NOW)
    assert (result.added, result.changed) == ((), ("a",))


def test_ends_the_story_when_the_source_has_ended() -> None:
    result = followed(FILE, story(ONE, TWO, status="ended", coverage_end=END))
    meta = tomli.loads(result.text)["story"]
    assert (meta["status"], meta["coverage_end"]) == ("ended", END)


def test_ends_a_story_without_a_time_of_its_end() -> None:
    result = followed(FILE, story(ONE, TWO, status="ended"))
    assert tomli.loads(result.text)["story"]["status"] == "ended"


def test_does_not_open_a_story_that_has_ended() -> None:
    ended = written(story(ONE, TWO, status="ended", coverage_end=END))
    assert followed(ended, SOURCE).text == ended
