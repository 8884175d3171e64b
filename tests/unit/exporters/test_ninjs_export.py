"""ninjs 3.1, held to the rules of the schema that the IPTC publishes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from blogctl.check import check_text
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, public_id, read

from .exporting import context, export, story, words_of
from .hard_stories import attacked
from .payloads import PAYLOADS

SITE = "https://example.org/live/x"
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
_HOLDS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
URI = {
    "type": "string",
    "pattern": rf"^[A-Za-z][A-Za-z0-9+.-]*:(//\[[0-9A-Fa-f:.]+\])?{_HOLDS}+"
    rf"(\?({_HOLDS}|\?)*)?(#({_HOLDS}|\?)*)?$",
}
"""A URI of RFC 3986, in which nothing is but ASCII."""
STAMP = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}


def only(*required: str, **properties: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def texts(*names: str) -> dict[str, Any]:
    return dict.fromkeys(names, TEXT)


CONCEPT = {**texts("name", "rel", "literal"), "uri": URI}
VALUE = texts("role", "contentType", "value")
RENDITION = only(
    "name",
    **texts("name", "contentType", "title", "format", "aspectRatio", "videoCodec", "bitrate"),
    **dict.fromkeys(("width", "height", "sizeInBytes"), WHOLE),
    href=URI,
    duration={"type": "number"},
)
NEWS = {
    **texts("profile", "version", "edNote", "language", "title", "by", "slugline", "located"),
    **texts("copyrightHolder", "copyrightNotice", "usageTerms"),
    **dict.fromkeys(("firstCreated", "versionCreated", "contentCreated", "expires"), STAMP),
    "uri": URI,
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component",
                      "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    "headlines": many(only("value", **VALUE)),
    "descriptions": many(only("value", **VALUE)),
    "bodies": many(only("value", **VALUE, charCount=WHOLE, wordCount=WHOLE)),
    "people": many(only(**CONCEPT)),
    "places": many(only(**CONCEPT)),
    "events": many(only(**CONCEPT, id=TEXT)),
    "subjects": many(only(**CONCEPT, creator=TEXT, relevance=WHOLE, confidence=WHOLE)),
    "genres": many(only(**texts("name", "uri", "literal"))),
    "infoSources": many(only(**texts("name", "role", "literal"), uri=URI)),
    "altIds": many(only(**texts("role", "value"))),
    "standard": only(**texts("name", "version"), schema=URI),
    "renditions": many(RENDITION),
}  # fmt: skip
ASSOCIATION = only("name", "uri", **NEWS, name=TEXT, rel=TEXT)
CHECK = Draft202012Validator(only("uri", **NEWS, associations=many(ASSOCIATION)))

FULL = {
    "headline": "Tide & <time>",
    "body": "One *two* [three](/t).",
    "label": "analysis",
    "authors": [{"name": "A", "url": "/a"}, "B"],
    "tags": ["x", "y"],
    "corrections": [{"time": AT, "text": "It was *two*."}],
    "sources": [{"name": "Council", "url": "/c"}],
    "media": [
        {"type": "image", "url": "/i.jpg", "alt": "A wave", "width": 8, "height": 6},
        {"type": "video", "url": "/v.mp4", "mime": "video/mp4", "bytes": 7, "duration": 1.5},
        {"type": "embed", "url": "/e", "caption": "A post"},
    ],
}


def news(told: Story, options: dict[str, object] | None = None, **within: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export("ninjs", told, options, context(**within)))
    CHECK.validate(found)
    return found


def association(update: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = news(story(update, url=SITE))["associations"][0]
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"uri": "x"},
        {"uri": "urn:x:y", "more": 1},
        {"uri": "https://example.org/ü"},
        {"uri": "https://example.org/%zz"},
        {"uri": "https://example.org/#a#b"},
        {"uri": "urn:x:y", "type": "liveblog"},
        {"uri": "urn:x:y", "pubStatus": "cancelled"},
        {"uri": "urn:x:y", "representationType": "complete"},
        {"uri": "urn:x:y", "versionCreated": "2024-01-05T09:00:00"},
        {"uri": "urn:x:y", "bodies": [{"role": "main"}]},
        {"uri": "urn:x:y", "renditions": [{"href": "https://x.example/"}]},
        {"uri": "urn:x:y", "associations": [{"uri": "urn:x:z"}]},
        {"uri": "urn:x:y", "associations": [{"name": "a"}]},
        {"uri": "urn:x:y", "associations": [{"name": "a", "uri": "urn:x:z", "more": 1}]},
    ],
)
def test_the_rules_refuse_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert not CHECK.is_valid(wrong)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_follows_the_rules(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    made = news(told, now=LATER, zone="Asia/Kathmandu")
    seen = newest_first(visible(told, LATER))
    assert made["uri"] == public_id(told)
    assert [one["uri"] for one in made["associations"]] == [public_id(told, each) for each in seen]
    for one, update in zip(made["associations"], seen, strict=True):
        assert datetime.fromisoformat(one["firstCreated"]) == update.time
        assert datetime.fromisoformat(one["versionCreated"]) == update.last_changed
        assert one["pubStatus"] == ("canceled" if update.retraction else "usable")


@pytest.mark.parametrize(
    "told",
    [
        story(),
        story({"headline": "x"}, {"body": "x"}, {"media": [{"type": "file", "url": "/f"}]}),
        story(FULL, {**FULL, "retraction": {"time": AT}}),
        story(
            FULL,
            url="/live",
            status="upcoming",
            summary="",
            note="*Note*",
            body="# B",
            image={"url": "/i"},
            about={"name": "Storm", "location": "Dover"},
            publisher={"name": "P"},
        ),
    ],
)
@pytest.mark.parametrize("base", [None, "https://example.org"])
def test_odd_stories_follow_the_rules(told: Story, base: str | None) -> None:
    made = news(told, base_url=base)
    assert len(made.get("associations", [])) == len(told.updates)
    names = [one["name"] for one in made.get("associations", [])]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("payload", PAYLOADS[:8])
def test_attacks_follow_the_rules(payload: str) -> None:
    assert news(attacked(payload))["headlines"] == [{"value": payload}]


def test_the_story_is_told() -> None:
    made = news(story(url=SITE, summary="Why", note="*Note*", tags=["t"], authors=["A", "B"]))
    assert made["standard"]["version"] == "3.1"
    assert (made["type"], made["representationType"]) == ("composite", "full")
    assert (made["by"], made["language"]) == ("A, B", "en")
    assert made["descriptions"] == [{"role": "summary", "value": "Why"}]
    assert made["subjects"] == [{"name": "t", "literal": "t"}]
    assert {"role": "story", "value": "s"} in made["altIds"]


def test_an_update_is_told() -> None:
    made = association(FULL)
    assert (made["name"], made["type"], made["rel"]) == ("u0", "text", "update")
    assert made["headlines"] == [{"value": "Tide & <time>"}]
    html, plain = made["bodies"]
    assert (html["contentType"], plain["contentType"]) == ("text/html", "text/plain")
    assert "Correction (5 January 2024, 10:45 UTC): It was two." in words_of(html["value"])
    text = "One two three.\nCorrection (5 January 2024, 10:45 UTC): It was two."
    assert (plain["value"], plain["charCount"], plain["wordCount"]) == (text, len(text), 12)
    assert made["by"] == "A, B"
    assert made["infoSources"] == [
        {"name": "Council", "role": "source", "uri": "https://example.org/c"}
    ]
    assert made["altIds"] == [
        {"role": "update", "value": "u0"},
        {"role": "url", "value": f"{SITE}#u0"},
    ]
    assert made["genres"] == [{"literal": "analysis"}]
    assert made["renditions"][1] == {
        "name": "video-2",
        "href": "https://example.org/v.mp4",
        "contentType": "video/mp4",
        "sizeInBytes": 7,
        "duration": 1.5,
    }
    assert made["version"] == made["versionCreated"]
    assert datetime.fromisoformat(made["versionCreated"]) == AT


def test_the_note_is_for_readers() -> None:
    made = news(story(url=SITE, note="*Note*", body="Before."))
    assert "edNote" not in made
    assert [(one["role"], one["contentType"], one["value"]) for one in made["bodies"]] == [
        ("main", "text/html", "<p>Before.</p>"),
        ("main", "text/plain", "Before."),
        ("note", "text/html", "<p><em>Note</em></p>"),
        ("note", "text/plain", "Note"),
    ]


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("/ü/a-b?q=ü&r=%C3%BC#ü", "https://example.org/%C3%BC/a-b?q=%C3%BC&r=%C3%BC#%C3%BC"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("//[::1]:8080/a[1]", "https://[::1]:8080/a%5B1%5D"),
        ("/100%/x#a#b", "https://example.org/100%25/x#a%23b"),
        ("/a(b)'c*~!$,;=@:", "https://example.org/a(b)'c*~!$,;=@:"),
    ],
)
def test_every_url_is_a_uri(url: str, href: str) -> None:
    made = news(
        story({"media": [{"type": "file", "url": url}]}, image={"url": url}, url=f"{SITE}-ü")
    )
    assert made["renditions"][0]["href"] == href
    assert made["associations"][0]["renditions"][0]["href"] == href


def test_who_made_a_picture_is_told() -> None:
    made = news(story(image={"url": "/i", "alt": "A", "caption": "B", "credit": "C"}, url=SITE))
    assert made["renditions"][0]["title"] == "B · Credit: C"


def test_a_retracted_update_is_canceled() -> None:
    made = association({**FULL, "retraction": {"time": AT, "reason": "It was *wrong*."}})
    assert set(made) == {
        *("name", "rel", "uri", "type", "representationType", "version", "firstCreated"),
        *("versionCreated", "contentCreated", "pubStatus", "language", "title", "bodies", "altIds"),
    }
    assert made["pubStatus"] == "canceled"
    html, plain = made["bodies"]
    assert words_of(html["value"]).endswith("It was wrong.")
    assert plain["value"] == words_of(html["value"]).replace("). ", ").\n")
    assert datetime.fromisoformat(made["versionCreated"]) == AT


def test_a_story_without_updates_has_no_times() -> None:
    made = news(story())
    assert not {"firstCreated", "versionCreated", "version", "associations"} & set(made)
