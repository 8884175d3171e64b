"""The updates' own data, one JSON object a line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.exporters.visible import visible
from blogctl.model import Story, read

from .exporting import context, export, story
from .test_json_export import FULL

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)


def lines(told: Story, **options: object) -> list[dict[str, Any]]:
    document = export("ndjson", told, options, context(now=LATER))
    parts = document.split("\n")
    assert parts.pop() == ""
    assert "\r" not in document
    return [json.loads(part) for part in parts]


def back(told: Story, found: list[dict[str, Any]]) -> Story:
    """The story whose updates are these lines."""
    meta = json.loads(export("json", told))["story"]
    result = read({"story": meta, "updates": found}, text_times=True)
    assert result.story is not None, result.problems
    return result.story


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_comes_back(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    found = lines(told)
    seen = sorted(visible(told, LATER).updates, key=lambda update: update.time)
    assert list(back(told, found).updates) == [
        update.model_copy(update={"extra": {}}) for update in seen
    ]


def test_every_field_comes_back() -> None:
    found = lines(FULL, extra=True)
    assert list(back(FULL, found).updates) == list(FULL.updates)
    assert all(next(iter(one)) == "id" for one in found)


def test_free_form_data_stays_inside_unless_asked_for() -> None:
    told = story({"body": "x", "extra": {"minute": 43}})
    assert "extra" not in lines(told)[0]
    assert lines(told, extra="true")[0]["extra"] == {"minute": 43}


def test_the_oldest_comes_first_unless_asked_otherwise() -> None:
    told = story({"body": "a"}, {"body": "b"}, {"body": "c"})
    assert [one["id"] for one in lines(told)] == ["u0", "u1", "u2"]
    assert [one["id"] for one in lines(told, order="newest")] == ["u2", "u1", "u0"]
    assert [one["id"] for one in lines(told, limit="2")] == ["u1", "u2"]


def test_an_update_keeps_to_its_line() -> None:
    nasty = "a\nb\r\nc\u2028d\u0085e ]]> &amp;lt; 🌊"
    (found,) = lines(story({"headline": nasty, "body": nasty}))
    assert found["headline"] == found["body"] == nasty


def test_a_line_more_changes_no_other() -> None:
    updates = [{"body": f"b{n}"} for n in range(9)]
    before, after = (export("ndjson", story(*updates[:count])) for count in (8, 9))
    assert after.startswith(before)


def test_a_retracted_update_says_only_that() -> None:
    gone = {"headline": "False", "body": "False", "tags": ["False"], "extra": {"a": "False"}}
    (found,) = lines(story({**gone, "retraction": {"time": AT, "reason": "Why"}}), extra=True)
    assert set(found) == {"id", "time", "retraction"}
    assert found["retraction"] == {"time": "2024-01-05T10:45:00Z", "reason": "Why"}


def test_a_story_without_updates_has_no_lines() -> None:
    assert export("ndjson", story()) == ""
