"""A story that follows where it was imported from, and what people changed in it meanwhile."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import new_text
from blogctl.edit.following import Followed, follow
from blogctl.edit.marks import MARK, STORY, Assumed, marked, marks_in
from blogctl.errors import StoryError
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
    return new_text(marked(source, {}))


def followed(text: str, source: Story, assumed: Assumed | None = None) -> Followed:
    """What following gives, which is valid, and changes nothing when done again."""
    result = follow(text, source, NOW, assumed or {})
    checked = check_text(result.text)
    assert not [each for each in checked.diagnostics if each.severity == "error"]
    again = follow(result.text, source, NOW, assumed or {})
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
    assert set(marks_in(data[1]["extra"]) or ()) == {"time", "body"}


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
    result = follow(by_hand, source, NOW, {})
    assert dict(result.kept) == {"a": ("body",)}
    assert result.changed == ("a",)
    assert update(result.text, "a")["body"] == "Better text."
    assert update(result.text, "a")["headline"] == "New"
    again = follow(result.text, source, NOW, {})
    assert (dict(again.kept), again.text) == ({}, result.text)


def test_tells_of_it_again_when_the_source_changes_again() -> None:
    by_hand = FILE.replace("First text.", "Better text.")
    text = by_hand
    for words in ("Other text.", "Third text."):
        result = follow(text, story({**ONE, "body": words}, TWO), NOW, {})
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
    result = follow(bare, story(ONE), NOW, {})
    assert dict(result.kept) == {"a": ("headline", "body")}
    assert update(result.text, "a")["body"] == "By hand."
    assert dict(follow(result.text, story(ONE), NOW, {}).kept) == {}


@pytest.mark.parametrize("mark", ['"x"', "5", "{ body = 5 }", "{}"])
def test_bears_a_mark_that_somebody_broke(mark: str) -> None:
    bare = '[story]\nid = "s"\nheadline = "S"\n\n[[updates]]\nid = "a"\n'
    bare += f'time = 2024-01-05T09:00:00Z\nbody = "By hand."\nextra.{MARK} = {mark}\n'
    result = follow(bare, story({**ONE, "body": "Other."}), NOW, {})
    assert update(result.text, "a")["body"] == "By hand."


def test_keeps_comments_and_other_free_form_data() -> None:
    text = FILE.replace('body = "First text."', 'body = "First text."  # checked')
    text = text.replace('id = "a"', 'id = "a"  # ours')
    text = re.sub(r"(?m)^extra = \{(?= imported = .*headline)", "extra = { desk = { n = 1 },", text)
    result = followed(text, story({**ONE, "headline": "New"}, TWO))
    assert "# checked" in result.text and "# ours" in result.text
    assert update(result.text, "a")["extra"] == {"desk": {"n": 1}}


IMAGES = [{"caption": "The road.", "credit": "Photo: An Example"}, {"caption": "c" * 90}]


def test_follows_free_form_data_key_by_key() -> None:
    one = {**ONE, "extra": {"images": IMAGES}}
    result = followed(FILE, story(one, TWO, extra={"images": IMAGES[:1]}))
    assert (result.changed, result.story) == (("a",), ("extra.images",))
    assert update(result.text, "a") == {**one}  # readers see nothing of it: it is no edit
    by_hand = result.text.replace("extra = {", "extra = { desk = 7,", 1)
    by_hand = by_hand.replace("[updates.extra]", "[updates.extra]\ndesk = 7")
    assert "desk = 7" in by_hand
    less = {**ONE, "extra": {"images": IMAGES[:1]}}
    again = followed(by_hand, story(less, TWO))
    assert again.kept == {} and again.story_kept == ()
    data = tomli.loads(again.text)
    assert "images" not in data["story"].get("extra", {})
    assert update(again.text, "a")["extra"]["images"] == IMAGES[:1]
    assert again.text.count("desk = 7") == by_hand.count("desk = 7")


def test_keeps_free_form_data_that_people_changed() -> None:
    file = written(story({**ONE, "extra": {"images": IMAGES}}, TWO))
    by_hand = file.replace("The road.", "The road, seen from the bridge.")
    result = follow(by_hand, story({**ONE, "extra": {"images": IMAGES[:1]}}, TWO), NOW, {})
    assert dict(result.kept) == {"a": ("extra.images",)}
    assert "seen from the bridge" in result.text
    assert followed(result.text, story({**ONE, "extra": {"images": IMAGES[:1]}}, TWO)).kept == {}


def test_finds_updates_whatever_the_case_of_their_ids() -> None:
    result = follow(FILE, story({**ONE, "id": "A", "body": "Mended."}, TWO), NOW, {})
    assert (result.added, result.changed) == ((), ("a",))


def test_ends_the_story_when_the_source_has_ended() -> None:
    result = followed(FILE, story(ONE, TWO, status="ended", coverage_end=END))
    meta = tomli.loads(result.text)["story"]
    assert (meta["status"], meta["coverage_end"]) == ("ended", END)


def test_ends_a_story_without_a_time_of_its_end() -> None:
    result = followed(FILE, story(ONE, TWO, status="ended"))
    assert tomli.loads(result.text)["story"]["status"] == "ended"


def test_opens_a_story_again_only_if_the_source_says_that_it_goes_on() -> None:
    ended = written(story(ONE, TWO, status="ended", coverage_end=END))
    silent = {STORY: {"status", "coverage_end"}}
    assert followed(ended, SOURCE, silent).text == ended
    result = followed(ended, SOURCE)
    assert result.story == ("status", "coverage_end")
    meta = tomli.loads(result.text)["story"]
    assert meta["status"] == "live" and "coverage_end" not in meta


def test_leaves_a_story_open_that_somebody_opened_again() -> None:
    ended = story(ONE, TWO, status="ended", coverage_end=END)
    by_hand = re.sub("coverage_end = .*\n", "", written(ended).replace('"ended"', '"paused"'))
    assert followed(by_hand, ended).text == by_hand


# The story's own fields

RICH: dict[str, Any] = {
    "summary": "So far.",
    "body": "Background.\n\nAnd more of it.\n",
    "note": "A note.",
    "url": "https://example.org/live",
    "authors": [{"name": "An Example", "url": "https://example.org/an"}],
    "tags": ["weather"],
    "publisher": {"name": "Example News", "logo": "https://example.org/" + "l" * 90 + ".png"},
    "image": {"url": "https://example.org/a.jpg", "alt": "The road", "caption": "c" * 90},
    "related": [{"headline": "Before", "url": "https://example.org/1", "rel": "previous"}],
    "about": {"name": "Storm", "location": "Dover", "start": date(2024, 1, 5)},
}
OTHER: dict[str, Any] = {
    "headline": "S, and on",
    "summary": "So far, and on.",
    "body": "Background.\n\nAnd much more of it.\n",
    "note": "Another note.",
    "url": "https://example.org/live/2",
    "authors": [{"name": "An Example", "url": "https://example.org/other"}, {"name": "B"}],
    "tags": ["weather", "roads"],
    "publisher": {"name": "Example News", "logo": "https://example.org/" + "m" * 90 + ".png"},
    "image": {"url": "https://example.org/b.jpg", "alt": "The road", "caption": "d" * 90},
    "related": [
        {"headline": "Before " + "x" * 90, "url": "https://example.org/1", "rel": "previous"},
        {"headline": "Next", "url": "https://example.org/2", "rel": "next"},
    ],
    "about": {"name": "Storm", "location": "Deal"},
    "coverage_start": at(8),
}


def test_follows_the_story_s_own_fields() -> None:
    source = story(ONE, TWO, **RICH)
    for new in (OTHER, RICH, {}, OTHER):
        after = story(ONE, TWO, **new)
        text = followed(written(source), after).text
        assert read(tomli.loads(strip(text))).story == after
        source = after


def strip(text: str) -> str:
    """A story without its marks."""
    text = re.sub(r"(?m)^extra = \{ imported = .*\n", "", text)
    return re.sub(r"(?m)^\[(story|updates)\.extra\]\nimported = .*\n", "", text)


def test_keeps_the_story_s_fields_that_people_changed_and_follows_the_rest() -> None:
    by_hand = written(story(ONE, **RICH)).replace("A note.", "Our note.  # really")
    by_hand = by_hand.replace('summary = "So far."', 'summary = "So far."  # theirs')
    result = follow(by_hand, story(ONE, **{**RICH, "note": "X", "summary": "Y"}), NOW, {})
    assert (result.story, result.story_kept) == (("summary",), ("note",))
    assert 'summary = "Y"  # theirs' in result.text and "Our note.  # really" in result.text
    again = follow(result.text, story(ONE, **{**RICH, "note": "X", "summary": "Y"}), NOW, {})
    assert (again.text, again.story_kept) == (result.text, ())


def test_keeps_all_fields_of_a_story_that_was_not_imported() -> None:
    bare = '[story]\nid = "s"\nheadline = "Ours"\n\n[story.publisher]\nname = "Us"  # us\n'
    result = followed(bare, story(ONE, **RICH))
    meta = tomli.loads(result.text)["story"]
    assert {key: meta[key] for key in meta if key != "extra"} == {
        "id": "s",
        "headline": "Ours",
        "publisher": {"name": "Us"},
    }
    assert {"headline", "publisher", "summary"} <= set(result.story_kept)
    later = followed(result.text, story(ONE, **RICH, status="ended", coverage_end=END))
    assert later.story == ("status", "coverage_end")


def test_assumed_fields_follow_nothing() -> None:
    source = story(ONE, TWO, headline="Untitled", tags=["defaults"])
    text = written(source)
    assumed = {STORY: {"headline", "tags", "id"}}
    without = story(ONE, TWO, headline="Invented", tags=["others"], id="invented")
    assert followed(text, without, assumed).text == text
    said = followed(text, story(ONE, TWO, headline="At last", tags=["theirs"]))
    assert said.story == ("headline", "tags")


def test_tables_of_the_story_behind_its_updates_are_left_alone() -> None:
    source = story(ONE, publisher=RICH["publisher"])
    text = written(source)
    table = re.search(r"\[story\.publisher\]\n(?:.+\n)+", text)
    assert table
    moved = text.replace(table[0], "") + "\n" + table[0]
    result = follow(moved, story(ONE, publisher=OTHER["publisher"]), NOW, {})
    assert table[0] in result.text
    assert result.story_kept == ("publisher",)


# Another story


def test_refuses_another_story() -> None:
    others = ({**ONE, "id": "x"}, {**TWO, "id": "y"})
    with pytest.raises(StoryError, match="another story now"):
        follow(FILE, story(*others, id="t", headline="Flood"), NOW, {})
    url, other = "https://example.org/1", "https://example.org/2"
    text = written(story(ONE, url=url))
    unknown = {STORY: {"id"}}
    with pytest.raises(StoryError, match="another story now"):
        follow(text, story(*others, url=other), NOW, unknown)


@pytest.mark.parametrize(
    ("updates", "meta", "assumed"),
    [
        ([{**ONE, "id": "x"}], {}, {}),  # the same story, later
        ([ONE, {**TWO, "id": "y"}], {"id": "t"}, {}),  # an update in common
        ([{**ONE, "id": "x"}], {"id": "t"}, {STORY: {"id"}}),  # an id made of the headline
        ([], {"id": "t"}, {}),
    ],
)
def test_takes_a_story_for_the_same_unless_it_is_plainly_another(
    updates: list[dict[str, Any]], meta: dict[str, Any], assumed: Assumed
) -> None:
    followed(FILE, story(*updates, **meta), assumed)


def test_two_stories_go_into_one_where_that_is_asked_for() -> None:
    both = re.sub(r"(?m)\A(.*?)^extra = .*?\n", r"\1", FILE, flags=re.DOTALL)
    assert followed(both, story({**ONE, "id": "x"}, id="t")).added == ("x",)


# What people did, and what cannot be


def test_keeps_an_update_that_would_say_nothing() -> None:
    text = written(story(ONE)).replace('body = "First text."\n', "")
    source = story({"id": "a", "time": at(9), "body": "Other."})
    result = follow(text, source, NOW, {})
    assert result.kept == {"a": ("headline", "body")}
    assert update(result.text, "a") == {"id": "a", "time": at(9), "headline": "One"}
    assert follow(result.text, source, NOW, {}).text == result.text


def test_an_update_in_error_stays_and_the_others_follow() -> None:
    broken = FILE.replace('id = "a"', 'id = "a"\nurgent = true')
    result = follow(broken, story({**ONE, "body": "1"}, {**TWO, "body": "2"}), NOW, {})
    assert result.changed == ("b",)
    assert any('update "a" is not valid' in each for each in result.warnings)


def test_many_changes_take_one_pass() -> None:
    many: list[dict[str, Any]] = [
        {"id": f"u{n}", "time": at(9, n % 60), "body": f"{n}"} for n in range(60)
    ]
    later = [{**each, "time": each["time"] + timedelta(hours=n % 3)} for n, each in enumerate(many)]
    later = sorted(({**each, "key": True} for each in later), key=lambda each: each["time"])
    result = followed(written(story(*many)), story(*later))
    assert len(result.changed) == 60
    times = [each["time"] for each in tomli.loads(result.text)["updates"]]
    assert times == sorted(times)
    assert {each["id"] for each in tomli.loads(result.text)["updates"]} == {
        f"u{n}" for n in range(60)
    }


def test_follows_key_and_pinned_and_a_retraction_taken_back() -> None:
    gone = {**ONE, "key": True, "pinned": True, "retraction": {"time": at(12), "reason": "Wrong."}}
    text = followed(FILE, story(gone, TWO)).text
    assert update(text, "a") == gone
    assert update(followed(text, SOURCE).text, "a") == {**ONE, "edited": NOW}


def test_takes_a_correction_for_no_edit() -> None:
    corrected = {**ONE, "corrections": [{"time": at(12), "text": "It was two."}]}
    assert update(followed(FILE, story(corrected, TWO)).text, "a") == corrected


def test_an_untimed_draft_that_people_dated_stays_where_they_put_it() -> None:
    draft = {"id": "n", "time": at(9), "status": "draft", "body": "When?"}
    untimed = {"n": {"time", "status"}}
    text = written(story(ONE, draft))
    dated = text.replace('status = "draft"\n', "")
    assert followed(dated, story(ONE, {**draft, "time": at(10)}), untimed).text == dated
    said = followed(text, story(ONE, {**draft, "time": at(11), "status": "published"}))
    assert update(said.text, "n") == {"id": "n", "time": at(11), "body": "When?"}


def test_a_bare_name_stays_a_bare_name() -> None:
    authors = {"authors": RICH["authors"]}
    text = written(story(ONE, **authors))
    new = {**TWO, **authors}
    added = followed(text, story({**ONE, **authors}, new, **authors))
    assert tomli.loads(added.text)["updates"][1]["authors"] == ["An Example"]
    assert update(added.text, "a")["authors"] == ["An Example"]


# What was withdrawn at the source


NOTHING = story()


def withdrawn(text: str, **when: datetime) -> Followed:
    """What following a source gives that knows only of updates that were taken away."""
    result = follow(text, NOTHING, NOW, {STORY: {"headline", "id"}}, when)
    again = follow(result.text, NOTHING, NOW, {STORY: {"headline", "id"}}, when)
    assert (again.text, again.changed) == (result.text, ())
    assert not check_text(result.text).diagnostics
    return result


def test_what_was_withdrawn_is_retracted_and_all_else_stays() -> None:
    file = written(story(ONE, TWO, url="https://example.org/live", tags=["road"]))
    result = withdrawn(file, a=at(11), c=at(11))
    assert (result.changed, result.unknown, result.added) == (("a",), ("c",), ())
    assert update(result.text, "a") == {**ONE, "retraction": {"time": at(11)}}
    assert update(result.text, "b") == update(file, "b")
    assert tomli.loads(result.text)["story"] == tomli.loads(file)["story"]


def test_a_retraction_that_somebody_undid_stays_undone() -> None:
    text = withdrawn(FILE, a=at(11)).text
    undone = re.sub(r"retraction = .*\n", "", text)
    assert withdrawn(undone, a=at(11)).text == undone


def test_what_was_written_by_hand_is_not_retracted() -> None:
    plain = new_text(SOURCE)
    result = withdrawn(plain, a=at(11))
    assert (result.changed, result.kept) == ((), {"a": ("retraction",)})
    assert update(result.text, "a") == ONE


def test_what_is_not_valid_is_not_retracted_but_told() -> None:
    broken = FILE.replace('body = "First text."', "body = 7")
    result = follow(broken, NOTHING, NOW, {}, {"a": at(11)})
    assert (result.text, result.unknown) == (broken, ("a",))
