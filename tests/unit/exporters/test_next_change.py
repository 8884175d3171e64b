"""When readers will see something else, held to what they see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from blogctl.exporters.visible import next_change, visible
from blogctl.model import Story, read

NOW = datetime(2024, 1, 5, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BEFORE, SOON, LATER = NOW - 60 * MINUTE, NOW + MINUTE, NOW + 9 * MINUTE


def story(*updates: dict[str, Any], **meta: Any) -> Story:
    found = read({"story": {"id": "s", "headline": "S", **meta}, "updates": list(updates)}).story
    assert found is not None
    return found


def update(time: datetime = BEFORE, **fields: Any) -> dict[str, Any]:
    return {"time": time, "headline": "H", **fields}


@pytest.mark.parametrize(
    "fields",
    [
        {"time": SOON},
        {"edited": SOON},
        {"corrections": [{"time": BEFORE, "text": "T"}, {"time": SOON, "text": "T"}]},
        {"retraction": {"time": SOON}},
    ],
)
def test_it_is_when_something_is_seen_that_was_not(fields: dict[str, Any]) -> None:
    told = story(update(**fields), update(LATER))
    assert next_change(told, NOW) == SOON
    just_before = SOON - timedelta(microseconds=1)
    assert visible(told, NOW) == visible(told, just_before) != visible(told, SOON)
    assert next_change(told, SOON) == LATER
    assert next_change(told, LATER) is None


def test_the_coverage_counts() -> None:
    assert next_change(story(coverage_start=SOON), NOW) == SOON
    assert next_change(story(coverage_start=BEFORE), NOW) is None


def test_a_draft_has_no_moment() -> None:
    assert next_change(story(update(SOON, status="draft")), NOW) is None
    assert next_change(story(), NOW) is None
