"""The story's own data as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from blogctl.model import Story, read

from .exporting import export, story

FULL = story(
    {
        "body": "Both lanes are *open*.\r\n",
        "extra": {"minute": 43, "deep": {"a": [1, 2.5, "x"]}},
    },
    {
        "headline": "🌊 ]]> &amp;lt; \u2028 «é»",
        "authors": ["An Example", {"name": "B", "role": "Reporter"}],
        "media": [{"type": "video", "url": "v.mp4", "duration": 1.5, "bytes": 10}],
        "sources": [{"name": "Council"}],
        "corrections": [{"time": datetime(2024, 1, 5, 9, 30, tzinfo=UTC), "text": "x"}],
        "edited": datetime(2024, 1, 5, 9, 30, 0, 123456, tzinfo=UTC),
    },
    {"retraction": {"time": datetime(2024, 1, 5, 10, tzinfo=UTC)}},
    language="pt-BR",
    timezone="Europe/London",
    status="paused",
    authors=[{"name": "An Example", "url": "mailto:a@example.org"}],
    related=[{"headline": "x", "url": "/x"}],
    extra={"desk": "news"},
)


def back(text: str) -> Story:
    result = read(json.loads(text), text_times=True)
    assert result.story is not None, result.problems
    return result.story


def test_reading_it_back_gives_the_same_story() -> None:
    assert back(export("json", FULL, {"extra": "true"})) == FULL


def test_free_form_data_is_left_out_unless_asked_for() -> None:
    text = export("json", FULL)
    assert "extra" not in text
    assert "desk" not in text
    without = back(text)
    assert without.meta == FULL.meta.model_copy(update={"extra": {}})
    assert [update.body for update in without.updates] == [update.body for update in FULL.updates]


def test_it_is_for_people_too() -> None:
    text = export("json", FULL)
    assert text.startswith('{\n  "format": 1,\n  "story": {\n    "id": "s",\n')
    assert text.endswith("\n}\n")
    assert "🌊 ]]> &amp;lt;" in text


def test_a_limit_keeps_the_newest_in_the_order_of_the_file() -> None:
    told = story(
        {"body": "a", "time": datetime(2024, 1, 5, 11, tzinfo=UTC)},
        {"body": "b", "time": datetime(2024, 1, 5, 9, tzinfo=UTC)},
        {"body": "c", "time": datetime(2024, 1, 5, 10, tzinfo=UTC)},
    )
    assert [update.body for update in back(export("json", told, {"limit": "2"})).updates] == [
        "a",
        "c",
    ]
    assert len(back(export("json", told, {"limit": 9})).updates) == 3
