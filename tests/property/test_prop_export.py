"""Any story that is valid comes out well-formed in every format, and comes back."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blogctl.check import check_text
from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, Update, public_id, read, update_data

from .strategies import MEDIA, NAMES, TEXT, URLS, data, few, stories, table

OTHERS = ("html", "jsonld", "markdown", "ninjs", "site", "text")
NOW = datetime(2024, 6, 1, tzinfo=UTC)
SITE = "https://example.org/live/x"
ZONES = st.sampled_from(["UTC", "Asia/Kathmandu", "America/St_Johns", "Africa/Monrovia"])
MINUTES = st.integers(0, 59).map(lambda minute: f"2024-01-05T10:{minute:02}:00Z")
RICH = table(
    {"time": MINUTES, "headline": NAMES},
    body=TEXT,
    tags=few(NAMES),
    media=few(MEDIA),
    sources=few(table({"name": NAMES}, url=URLS)),
    corrections=few(table({"time": MINUTES, "text": NAMES})),
    retraction=table({"time": MINUTES}, reason=TEXT),
)


@st.composite
def rich(draw: st.DrawFn) -> Story:
    """A story whose updates have media, sources and corrections."""
    updates = draw(st.lists(RICH, max_size=4))
    named = [{"id": f"u{number}", **update} for number, update in enumerate(updates)]
    return story_of({"story": {"id": "x", "headline": draw(NAMES), "url": SITE}, "updates": named})


def story_of(raw: dict[str, Any]) -> Story:
    result = read(raw, text_times=True)
    assert result.story is not None, result.problems
    return result.story


def made(name: str, story: Story, zone: str = "UTC", **options: object) -> str:
    exporter = load(name)
    within = Context(now=NOW, zone=ZoneInfo(zone))
    document = render(name, exporter, story, options_for(exporter, options), within)
    if isinstance(document, dict):
        document = "".join(map(str, document.values()))
    assert isinstance(document, str)
    document.encode()
    return document


def seen(story: Story) -> list[Update]:
    return newest_first(visible(story, NOW))


def line(text: str | None) -> str:
    return " ".join((text or "").split())


def assert_well_formed(story: Story, zone: str) -> None:
    for name in OTHERS:
        document = made(name, story, zone)
        if name in ("jsonld", "ninjs"):
            json.loads(document)
    updates = seen(story)
    assert_xml("rss", made("rss", story, zone), "item", story)
    assert_xml("atom", made("atom", story, zone), "{http://www.w3.org/2005/Atom}entry", story)
    feed = json.loads(made("jsonfeed", story, zone))
    assert [item["id"] for item in feed["items"]] == [public_id(story, each) for each in updates]
    for item, update in zip(feed["items"], updates, strict=True):
        assert datetime.fromisoformat(item["date_published"]) == update.time
        assert "content_html" in item or "content_text" in item
        if update.retraction is None:
            assert item.get("title", "") == line(update.headline)
    document = made("ndjson", story, extra=True, order="newest")
    lines = [json.loads(each) for each in document.split("\n")[:-1]]
    assert lines == [update_data(each) for each in updates]


def assert_xml(name: str, document: str, tag: str, story: Story) -> None:
    """The feed is well-formed, and an independent parser finds the same in it."""
    entries = list(ET.fromstring(document).iter(tag))
    back = feedparser.parse(document.encode())
    assert not back.bozo, back.get("bozo_exception")
    updates = seen(story)
    assert len(entries) == len(back.entries) == len(updates)
    for found, entry, update in zip(entries, back.entries, updates, strict=True):
        assert entry.id == public_id(story, update)
        if update.time.year > 1900:
            # Older years are no time to the parser of dates in RSS.
            parsed = entry.published_parsed
            utc = update.time.astimezone(UTC)
            assert parsed[:6] == utc.timetuple()[:6], name
        if line(update.headline):
            title = found.findtext(
                "title" if name == "rss" else "{http://www.w3.org/2005/Atom}title"
            )
            assert title == line(update.headline)


@settings(max_examples=40)
@given(data(), ZONES)
def test_any_story_comes_out(raw: dict[str, Any], zone: str) -> None:
    assert_well_formed(story_of(raw), zone)


@settings(max_examples=60)
@given(rich(), ZONES)
def test_a_story_with_everything_comes_out(story: Story, zone: str) -> None:
    assert_well_formed(story, zone)


@settings(max_examples=30)
@given(stories())
def test_any_file_comes_out(drawn: tuple[str, list[str]]) -> None:
    told = read(check_text(drawn[0]).data or {}).story
    assert told is not None
    assert_well_formed(told, "Europe/London")


@pytest.mark.parametrize("name", ["atom", "jsonfeed"])
@settings(max_examples=30)
@given(count=st.integers(0, 30), size=st.integers(1, 9))
def test_pages_hold_every_update_once(name: str, count: int, size: int) -> None:
    updates = [
        {"id": f"u{n}", "time": f"2024-01-05T10:{n:02}:00Z", "body": f"b{n}"} for n in range(count)
    ]
    told = story_of({"story": {"id": "x", "headline": "X"}, "updates": updates})
    exporter = load(name)
    chosen = options_for(exporter, {"page-size": size, "feed-url": "https://example.org/"})
    pages = render(name, exporter, told, chosen, Context(now=NOW, zone=ZoneInfo("UTC")))
    assert isinstance(pages, dict)
    documents = [str(page) for page in pages.values()]
    for update in told.updates:
        mark = public_id(told, update)
        assert sum(mark in document for document in documents) == 1
