"""Two versions of a story compared: what differs, and under which name."""

from __future__ import annotations

from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.edit import Comparison, Kind, compare
from blogctl.model import Story, read

HEAD = {"id": "s", "headline": "S", "timezone": "Europe/London"}
ONE = {"id": "one", "time": "2024-01-05T09:00:00Z", "body": "One.\n\nTwo."}
CORRECTION = {"time": "2024-01-05T10:00:00Z", "text": "It is one lane."}
RETRACTION = {"retraction": {"time": "2024-01-05T10:00:00Z"}}


def story(*updates: dict[str, Any], **head: Any) -> Story:
    result = read({"story": {**HEAD, **head}, "updates": list(updates)}, text_times=True)
    assert result.story, result.problems
    return result.story


def changed(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """An update of a story that became another."""
    return compare(story({**ONE, **old}), story({**ONE, **new}))


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ({}, {"body": "Three."}, ["edited"]),
        ({}, {"headline": "H"}, ["edited"]),
        ({"extra": {"x": 1}}, {"extra": {"x": True}}, ["edited"]),
        ({}, {"edited": "2024-01-05T10:00:00Z"}, ["edited"]),
        ({}, {"corrections": [CORRECTION]}, ["corrected"]),
        ({}, {"corrections": [CORRECTION], "body": "Three."}, ["corrected", "edited"]),
        ({"corrections": [CORRECTION]}, {}, ["edited"]),
        (
            {"corrections": [CORRECTION]},
            {"corrections": [{**CORRECTION, "text": "No, two."}]},
            ["edited"],
        ),
        ({}, RETRACTION, ["retracted"]),
        (RETRACTION, {}, ["restored"]),
        (RETRACTION, {"retraction": {**RETRACTION["retraction"], "reason": "X"}}, ["edited"]),
        ({"status": "draft"}, {}, ["published"]),
        ({"status": "draft"}, {"time": "2024-01-05T11:00:00Z"}, ["published", "moved"]),
        ({}, {"status": "draft"}, ["unpublished"]),
        ({}, {"time": "2024-01-05T09:00:01Z"}, ["moved"]),
        ({}, {"key": True, "pinned": True}, ["key", "pinned"]),
        ({"key": True, "pinned": True}, {}, ["not key", "unpinned"]),
    ],
)
def test_what_became_of_an_update(
    old: dict[str, Any], new: dict[str, Any], kinds: list[str]
) -> None:
    comparison = changed(old, new)
    (difference,) = comparison.updates
    assert list(difference.kinds) == kinds
    said = {name for name in {**old, **new} if repr(old.get(name)) != repr(new.get(name))}
    assert set(difference.fields) == said
    assert comparison.summary == f"1 {kinds[0]}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"time": "2024-01-05T10:00:00+01:00"}),
        ({}, {"body": "\nOne.  \n\nTwo.\n\n"}),
        ({}, {"status": "published", "key": False, "tags": []}),
        ({"extra": {"a": 1, "b": 2}}, {"extra": {"b": 2, "a": 1}}),
    ],
)
def test_the_same_said_otherwise_is_no_difference(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert changed(old, new).updates == ()
    assert changed(old, new).summary == ""


def test_order_and_layout_are_no_difference() -> None:
    texts = [
        '[story]\nid="s"\nheadline="S"\n[[updates]]\ntime=2024-01-05T09:00:00Z\nbody="x"\n'
        '[[updates]]\ntime=2024-01-05T10:00:00Z\nbody="""\ny\n"""\n',
        '# Said.\n[[updates]]\nbody = "y"\nid = "20240105T100000Z"\ntime = 2024-01-05T10:00:00Z\n'
        '[[updates]]\nbody = "x"\ntime = 2024-01-05T09:00:00Z\n[story]\nheadline = "S"\nid = "s"\n',
    ]
    one, other = (check_text(text).story for text in texts)
    assert one
    assert other
    assert compare(one, other).summary == ""


def test_what_the_story_says_of_its_authors_is_no_change_of_their_updates() -> None:
    updates = [{**ONE, "authors": ["Ann", {"name": "Ben", "role": "Reporter"}]}]
    old, new = (
        story(*updates, authors=["Ann"]),
        story(*updates, authors=[{"name": "Ann", "url": "https://example.org/ann"}]),
    )
    assert old.updates != new.updates, "they have the story's fields"
    comparison = compare(old, new)
    assert comparison.updates == ()
    assert comparison.fields == ("authors",)
    assert comparison.summary == "the story's authors"


def test_the_summary_counts_each_update_once_in_one_order() -> None:
    def at(minute: int, **fields: Any) -> dict[str, Any]:
        return {"time": f"2024-01-05T09:{minute:02}:00Z", "body": "x", **fields}

    old = story(*(at(n) for n in range(5)))
    new = story(
        at(1, **RETRACTION, corrections=[CORRECTION], body="y"),
        at(2, corrections=[CORRECTION], body="y"),
        at(9),
        at(3),
        at(4, body="y"),
        at(8),
        at(7, status="draft"),
        headline="T",
    )
    comparison = compare(old, new)
    assert comparison.summary == (
        "2 new, 1 drafted, 1 corrected, 1 edited, 1 retracted, 1 removed; the story's headline"
    )
    assert comparison.counts == {
        Kind.NEW: 2,
        Kind.DRAFTED: 1,
        Kind.CORRECTED: 1,
        Kind.EDITED: 1,
        Kind.RETRACTED: 1,
        Kind.REMOVED: 1,
    }
    times = [difference.update.time for difference in comparison.updates]
    assert times == sorted(times)
    assert [difference.id[9:13] for difference in comparison.updates] == (
        ["0900", "0901", "0902", "0904", "0907", "0908", "0909"]
    )


def test_thousands_are_told_apart_by_commas() -> None:
    updates = ({"id": f"u{n}", "time": "2024-01-05T09:00:00Z", "body": "x"} for n in range(1000))
    assert compare(story(), story(*updates)).summary == "1,000 new"


def test_no_story_at_all_has_nothing() -> None:
    whole = story(ONE)
    assert compare(None, whole).summary == "a new story: 1 new"
    assert compare(None, whole).fields == ("id", "headline", "timezone")
    assert compare(whole, None).summary == "the story removed: 1 removed"
    assert compare(None, story()).summary == "a new story"
    assert compare(None, None).summary == ""
