"""What readers may see, when it last changed, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from blogctl.exporters.visible import last_changed, newest_first, visible

from .exporting import export, story

NINE = datetime(2024, 1, 5, 9, tzinfo=UTC)
TEN = datetime(2024, 1, 5, 10, tzinfo=UTC)
NOON = datetime(2024, 1, 5, 12, tzinfo=UTC)


def test_drafts_and_the_future_are_withheld() -> None:
    told = story(
        {"body": "a", "time": NINE},
        {"body": "b", "time": NINE, "status": "draft"},
        {"body": "c", "time": NOON},
        {"body": "d", "time": TEN},
    )
    assert [update.body for update in visible(told, TEN).updates] == ["a", "d"]
    assert len(told.updates) == 4


def test_what_happened_later_has_not_happened_yet() -> None:
    told = story(
        {"body": "a", "time": NINE, "edited": NOON,
         "corrections": [{"time": TEN, "text": "early"}, {"time": NOON, "text": "late"}]},
        {"body": "b", "time": NINE, "retraction": {"time": NOON}},
    )  # fmt: skip
    first, second = visible(told, TEN).updates
    assert ([each.text for each in first.corrections], first.edited) == (["early"], None)
    assert (second.body, second.retraction) == ("b", None)
    assert last_changed(visible(told, TEN), TEN) == TEN
    first, second = visible(told, NOON).updates
    assert (len(first.corrections), first.edited) == (2, NOON)
    assert (second.body, second.retraction is None) == (None, False)


def test_of_a_retracted_update_only_the_retraction_is_left() -> None:
    retraction = {"time": TEN, "reason": "wrong"}
    told = story(
        {"headline": "x", "body": "x", "key": True, "pinned": True, "tags": ["x"],
         "extra": {"x": 1}, "label": "x", "retraction": retraction, "time": NINE},
    )  # fmt: skip
    [left] = visible(told, NOON).updates
    assert left.model_dump(exclude_defaults=True) == {
        "id": "u0",
        "time": NINE,
        "retraction": retraction,
    }


def test_what_changed_last() -> None:
    plain = {"body": "a", "time": NINE}
    assert last_changed(story(plain)) == NINE
    assert last_changed(story({**plain, "edited": TEN})) == TEN
    assert last_changed(story({**plain, "corrections": [{"time": NOON, "text": "x"}]})) == NOON
    assert last_changed(story({**plain, "retraction": {"time": TEN}})) == TEN
    assert last_changed(story()) is None
    assert last_changed(story(coverage_start=NOON, status="upcoming")) == NOON


def test_a_coverage_yet_to_come_is_no_change() -> None:
    told = story({"body": "a", "time": NINE}, coverage_start=NOON, status="upcoming")
    assert last_changed(told, TEN) == NINE


def test_of_equal_times_the_later_in_the_file_is_newer() -> None:
    told = story(
        {"body": "a", "time": NINE},
        {"body": "b", "time": TEN},
        {"body": "c", "time": NINE},
        {"body": "d", "time": NINE},
    )
    assert [update.body for update in newest_first(told)] == ["b", "d", "c", "a"]


def test_of_several_pinned_updates_the_newest_visible_one_is() -> None:
    told = story(
        {"body": "a", "time": TEN, "pinned": True},
        {"body": "b", "time": TEN, "pinned": True},
        {"body": "c", "time": NINE, "pinned": True},
        {"body": "d", "time": NOON, "pinned": True},
    )
    assert [update.body for update in visible(told, TEN).updates if update.pinned] == ["b"]
    assert [update.body for update in visible(told, NOON).updates if update.pinned] == ["d"]


def test_a_retracted_update_is_left_only_where_it_was_wanted() -> None:
    retraction = {"time": TEN}
    told = story(
        {"body": "a", "time": NINE, "key": True, "retraction": retraction},
        {"body": "b", "time": NINE, "retraction": retraction},
        {"body": "c", "time": NINE, "key": True, "retraction": {"time": NOON}},
        {"body": "d", "time": NINE},
    )
    left = visible(told, TEN, lambda update: update.key).updates
    assert [update.id for update in left] == ["u0", "u2", "u3"]
    assert (left[0].key, left[0].body, left[1].key) == (False, None, True)


@pytest.mark.parametrize("option", [{"tag": "zq"}, {"key_events": True}])
@pytest.mark.parametrize(
    "name", ["html", "site", "rss", "atom", "jsonfeed", "jsonld", "json", "ndjson", "ninjs", "text"]
)
def test_every_format_keeps_the_notice_of_what_it_was_asked_for(
    name: str, option: dict[str, object]
) -> None:
    meant = {"headline": "zqx", "tags": ["zq"], "key": True}
    retracted = {"time": TEN, "reason": "It was wrong."}
    other = {"headline": "zqx", "retraction": {"time": TEN, "reason": "Not asked for."}}
    told = story({**meant, "retraction": retracted}, {**meant, "headline": "Seen"}, other)
    document = export(name, told, option)
    assert "It was wrong." in document
    assert "Seen" in document
    assert "Not asked for." not in document
    assert "zqx" not in document
