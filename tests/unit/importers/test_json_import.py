"""Our own data as JSON that somebody has changed, or that is only a part."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from blogctl.errors import StoryError
from blogctl.importers import LIKELY, NO, SURE, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.json import JsonImporter

TERMS = Terms(lambda day, name: f"{day}-story", datetime(2024, 6, 1, tzinfo=UTC))
UPDATE = {"id": "a", "time": "2024-01-05T10:00:00Z", "body": "Open."}
META = {"id": "x", "headline": "Coast road"}


def source(data: Any) -> Source:
    return Source((data if isinstance(data, str) else json.dumps(data)).encode(), "it")


def imported(data: Any) -> Imported:
    findings = JsonImporter().read(source(data))
    assert findings is not None
    return assemble(findings, source(data), "json", TERMS)


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        ({"story": META, "updates": [UPDATE]}, SURE),
        ({"format": 1, "story": META}, SURE),
        (f"{json.dumps(UPDATE)}\n{json.dumps(UPDATE)}\n", SURE),
        ([UPDATE], LIKELY),
        (UPDATE, LIKELY),
        ([], NO),
        ({"story": "x", "updates": []}, NO),
        ({"time": 1, "body": "x", "other": 2}, NO),
        ("text", NO),
    ],
)
def test_recognition(data: Any, sure: int) -> None:
    assert JsonImporter().recognises(source(data)) == sure


def test_a_single_update_and_several_are_a_story() -> None:
    for data in (UPDATE, [UPDATE], json.dumps({**UPDATE, "content_hash": "0"}) + "\n"):
        result = imported(data)
        assert [each.body for each in result.story.updates] == ["Open."]
        assert result.report.is_lossless


def test_what_is_wrong_is_left_out_and_told() -> None:
    wrong = {**UPDATE, "id": "uuid-b", "key": "yes", "colour": "red", "media": [{"type": "image"}]}
    result = imported({"story": META, "updates": [UPDATE, wrong, 5], "more": 1})
    assert [each.id for each in result.story.updates] == ["a", "uuid-b"]
    assert result.report.homeless == {"more": 1, "updates.colour": 1}
    assert [each.what for each in result.report.omissions] == [
        "1 of 3 updates",
        "media.0 of uuid-b",
        "key of uuid-b",
    ]


def test_a_format_of_the_future_is_one_error() -> None:
    with pytest.raises(StoryError, match="format 2"):
        imported({"format": 2, "story": META, "updates": []})


@pytest.mark.parametrize("odd", [None, 5, "x", [], {}, [None, 5, {}], True, "\ud800"])
def test_values_of_any_type_are_no_failure(odd: Any) -> None:
    keys = ["id", "authors", "extra"]
    meta = dict.fromkeys([*keys, "headline", "timezone", "image", "related"], odd)
    update = dict.fromkeys([*keys, "body", "media", "corrections", "retraction"], odd)
    assert imported({"story": meta, "updates": [UPDATE, {**UPDATE, **update}, odd]})
    assert imported({"story": {**META, "extra": {"\ud800": odd}}, "updates": [UPDATE]})


def test_what_is_nested_too_deeply_is_refused() -> None:
    deep = '{"story": {"id": "x", "extra": ' + "[" * 100_000
    assert JsonImporter().recognises(source(deep)) == NO
