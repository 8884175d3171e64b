"""LiveBlogPosting as a document of its own: of others, and ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blogctl.exporters import Context
from blogctl.exporters.jsonld import JsonLdExporter
from blogctl.exporters.options import Ordered
from blogctl.exporters.visible import visible
from blogctl.importers import NO, SURE, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.jsonld import JsonLdImporter
from blogctl.model import read

from .pages import page, posting, script

NOW = datetime(2024, 6, 1, tzinfo=UTC)
TIME = datetime(2024, 1, 5, 9, tzinfo=UTC)
BOAT = {"headline": "First boat", "articleBody": "The ferry Anna is in."}
QUAY = {"headline": "Quay full", "articleBody": "No more room at the quay."}


def source(data: Any) -> Source:
    return Source((data if isinstance(data, str) else json.dumps(data)).encode(), "it")


def imported(data: Any) -> Imported:
    given = source(data)
    findings = JsonLdImporter().read(given)
    assert findings is not None
    return assemble(findings, given, "jsonld", Terms(lambda day, _: f"{day}-story", NOW))


def ours(*updates: dict[str, Any], **meta: Any) -> dict[str, Any]:
    """Our JSON-LD of a story with these updates."""
    story = read(
        {
            "story": {"id": "x-1", "headline": "Harbour", "url": "https://example.org/x-1", **meta},
            "updates": [{"id": f"u{n}", "time": TIME, **each} for n, each in enumerate(updates)],
        }
    ).story
    assert story is not None
    context = Context(now=NOW, zone=ZoneInfo("UTC"))
    made = JsonLdExporter().render(visible(story, NOW), Ordered(), context)
    data: dict[str, Any] = json.loads(made)
    return data


@pytest.mark.parametrize(
    "wrap",
    [
        lambda it: it,
        lambda it: [{"@type": "WebSite"}, it],
        lambda it: {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, it]},
        lambda it: {"@type": "WebPage", "mainEntity": it},
        lambda it: [posting(BOAT, headline="Another"), it],
    ],
)
def test_the_fullest_posting_is_read_wherever_it_stands(wrap: Any) -> None:
    data = wrap(posting(BOAT, QUAY))
    assert JsonLdImporter().recognises(source(data)) == SURE
    story = imported(data).story
    assert story.meta.headline == "The harbour opens"
    assert [each.headline for each in story.updates] == ["First boat", "Quay full"]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "{}",
        '{"@type": "NewsArticle", "headline": "About a LiveBlogPosting"}',
        '{"@type": "LiveBlogPosting", "headline": "cut',
        '["LiveBlogPosting"]',
        page(head=script(posting(BOAT))),
    ],
)
def test_without_a_posting_there_is_nothing(data: str) -> None:
    assert JsonLdImporter().recognises(source(data)) == NO
    assert JsonLdImporter().read(source(data)) is None


def test_a_notice_of_ours_is_a_retraction() -> None:
    gone = {
        "body": "Old",
        "retraction": {"time": TIME.replace(hour=10), "reason": "Not *so*.\n\nNo"},
    }
    result = imported(ours(gone))
    [update] = result.story.updates
    assert update.retraction is not None
    assert (update.retraction.time, update.retraction.reason) == (
        TIME.replace(hour=10),
        "Not so.\n\nNo",
    )
    assert (update.headline, update.body, update.edited, update.extra) == (None, None, None, {})
    assert not result.report.homeless


@pytest.mark.parametrize(
    "said",
    [
        {"creativeWorkStatus": "Published"},
        {"creativeWorkStatus": "First boat"},
        {"creativeWorkStatus": "Retracted", "articleBody": "This was retracted (at noon)."},
    ],
)
def test_a_status_that_is_no_notice_of_ours_retracts_nothing(said: dict[str, str]) -> None:
    [update] = imported(posting({**BOAT, **said})).story.updates
    assert update.retraction is None
    assert update.extra == {"creativeWorkStatus": said["creativeWorkStatus"]}


def test_texts_of_ours_are_nothing_but_texts() -> None:
    said = {"headline": "How &amp; and <b> look", "body": "`<p>x</p>` and `&lt;`", "tags": ["a, b"]}
    [update] = imported(ours(said)).story.updates
    assert (update.headline, update.tags) == (said["headline"], ("a, b",))
    assert update.body == r"\<p>x\</p> and \&lt;"


def test_what_ours_has_in_every_update_is_no_stand_in() -> None:
    picture = {"type": "image", "url": "https://example.org/a/x.jpg", "bytes": 5}
    other = picture | {"url": "https://example.org/b/x.jpg"}
    said = {"headline": "Harbour", "body": "Text.", "media": [picture, other]}
    updates = imported(ours(*[said] * 4)).story.updates
    assert [each.id for each in updates] == ["u0", "u1", "u2", "u3"]
    for update in updates:
        assert update.headline == "Harbour"
        assert [(each.url, each.bytes) for each in update.media] == [
            (picture["url"], 5),
            (other["url"], 5),
        ]


def test_titles_that_stand_for_headlines_are_none() -> None:
    film = {"type": "video", "url": "https://example.org/v.mp4"}
    body = "Word " * 40
    cut, bare = imported(ours({"body": body}, {"media": [film]})).story.updates
    assert cut.headline is None and cut.body == body.strip()
    assert bare.headline is None and bare.media[0].caption is None


def test_a_story_that_nobody_names_gets_a_name() -> None:
    data = ours({"body": "x"}, url="https://example.org/live")
    assert imported(data).story.meta.id == "2024-01-05-story"
    data["url"] = "http://[broken"
    assert imported(data).story.meta.id == "2024-01-05-story"


def test_order_is_by_time_where_there_are_several() -> None:
    later = TIME + timedelta(minutes=1)
    data = ours({"body": "a"}, {"body": "b", "time": later}, {"body": "c", "time": later})
    assert [each.body for each in imported(data).story.updates] == ["a", "b", "c"]
    data["liveBlogUpdate"].reverse()
    assert [each.body for each in imported(data).story.updates] == ["a", "b", "c"]
