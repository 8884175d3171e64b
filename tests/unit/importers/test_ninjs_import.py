"""News objects of ninjs 1 to 3 that others make."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from blogctl.importers import NO, SURE, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.ninjs import NinjsImporter

TERMS = Terms(lambda day, name: f"{day}-story", datetime(2024, 6, 1, tzinfo=UTC))


def imported(data: Any) -> Imported:
    source = Source(json.dumps(data).encode(), "it")
    importer = NinjsImporter()
    assert importer.recognises(source) == SURE
    findings = importer.read(source)
    assert findings is not None
    return assemble(findings, source, "ninjs", TERMS)


def first(number: int, **more: Any) -> dict[str, Any]:
    """An object as version 1 has it."""
    return {
        "uri": f"urn:example:{number}",
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": f"2024-01-05T10:0{number}:00Z",
        "headline": f"Headline {number}",
        "body_html": f"<p>Text <b>{number}</b></p>",
        **more,
    }


def test_version_1_with_a_picture() -> None:
    picture = {
        "type": "picture",
        "description_text": "Smoke",
        "byline": "C. Lens",
        "renditions": {
            "thumbnail": {"href": "https://example.org/s.jpg", "width": 10},
            "original": {
                "href": "https://example.org/l.jpg",
                "width": 900,
                "mimetype": "image/jpeg",
            },
        },
    }
    result = imported(
        first(
            1,
            byline="By A. Writer and B. Writer",
            subject=[{"name": "fire", "code": "1"}],
            associations={"featuremedia": picture},
            urgency=3,
        )
    )
    (update,) = result.story.updates
    assert (update.headline, update.body) == ("Headline 1", "Text **1**")
    assert [each.name for each in update.authors] == ["A. Writer", "B. Writer"]
    assert update.tags == ("fire",)
    assert [(each.url, each.caption, each.credit, each.width) for each in update.media] == [
        ("https://example.org/l.jpg", "Smoke", "C. Lens", 900)
    ]
    assert result.report.homeless == {"urgency": 1}


def test_an_array_is_a_story_of_its_objects() -> None:
    result = imported([first(2), first(1, pubstatus="canceled")])
    assert [each.id for each in result.story.updates] == [
        "i_urn_3Aexample_3A1",
        "i_urn_3Aexample_3A2",
    ]
    assert result.report.retracted == 1


def test_what_a_cancelled_object_said_is_no_reason_for_its_retraction() -> None:
    (update,) = imported([first(1, pubstatus="canceled")]).story.updates
    assert update.retraction is not None and update.retraction.reason is None
    assert (update.headline, update.body) == ("Headline 1", "Text **1**")


def test_tells_of_associations_that_are_no_entries() -> None:
    picture = {"uri": "urn:example:p", "type": "picture", "versioncreated": "2024-01-05T09:00:00Z"}
    result = imported({**first(9), "associations": {"one": first(1), "lead": picture}})
    assert [each.id for each in result.story.updates] == ["i_urn_3Aexample_3A1"]
    assert [(each.what, each.why) for each in result.report.omissions] == [
        ("urn:example:p", "it belongs to no entry")
    ]
    assert not result.report.is_lossless


def test_version_3_with_entries_as_associations() -> None:
    entry = {
        "name": "a",
        "uri": "urn:example:a",
        "type": "text",
        "firstCreated": "2024-01-05T10:00:00Z",
        "versionCreated": "2024-01-05T11:00:00Z",
        "headlines": [{"value": "Kick-off"}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": "1 < 2"}],
        "by": "N. Writer (Reporter)",
        "infoSources": [{"name": "Police", "uri": "https://example.org/p"}],
    }
    result = imported(
        {
            "uri": "urn:example:whole",
            "standard": {"name": "ninjs", "version": "3.0"},
            "type": "composite",
            "headlines": [{"value": "The match"}],
            "descriptions": [{"value": "In short"}],
            "associations": [entry, {"type": "picture"}, None],
        }
    )
    assert (result.story.meta.headline, result.story.meta.summary) == ("The match", "In short")
    (update,) = result.story.updates
    assert update.edited == datetime(2024, 1, 5, 11, tzinfo=UTC)
    assert [(each.name, each.role) for each in update.authors] == [("N. Writer", "Reporter")]
    assert [each.name for each in update.sources] == ["Police"]


@pytest.mark.parametrize("data", [{}, [], {"uri": "x"}, {"uri": "x", "title": "y"}, None, 5, [5]])
def test_anything_else_is_none(data: Any) -> None:
    assert NinjsImporter().recognises(Source(json.dumps(data).encode(), "it")) == NO


@pytest.mark.parametrize("odd", [None, 5, "x", [], {}, [None, 5, "x", {}], {"name": 5}, True])
def test_values_of_any_type_are_no_failure(odd: Any) -> None:
    keys = "headlines bodies by subject subjects renditions associations altIds infoSources genres"
    item = first(1, standard={"name": "ninjs"}) | dict.fromkeys(keys.split(), odd)
    assert imported([item, odd])
    assert imported(item | {"associations": [item, odd]})
