"""Atom (RFC 4287), read back by an independent parser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from calendar import timegm
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from blogctl.check import check_text
from blogctl.errors import UsageError
from blogctl.exporters.registry import load, options_for, render
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, public_id, read

from .exporting import context, export, story, tags_of, words_of

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/live/x"
FEED = "https://example.org/feeds/s.atom"
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
# RFC 3339, section 5.6, with the capitals that RFC 4287 (section 3.3) wants.
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)


def feed_of(told: Story, options: dict[str, object] | None = None, **within: Any) -> ET.Element:
    return ET.fromstring(export("atom", told, options, context(**within)))


def entry(update: dict[str, Any], **meta: Any) -> ET.Element:
    found = feed_of(story(update, **{"url": SITE, **meta})).find(f"{ATOM}entry")
    assert found is not None
    return found


def text(element: ET.Element, path: str) -> str:
    found = element.findtext("/".join(ATOM + step for step in path.split("/")))
    assert found is not None, path
    return found


def links(element: ET.Element, rel: str) -> list[dict[str, str]]:
    return [one.attrib for one in element.findall(f"{ATOM}link") if one.attrib["rel"] == rel]


def pages(told: Story, **options: object) -> dict[str, ET.Element]:
    atom = load("atom")
    chosen = options_for(atom, {"feed-url": FEED, "page-size": 3, **options})
    made = render("atom", atom, told, chosen, context())
    assert isinstance(made, dict)
    return {name: ET.fromstring(document) for name, document in made.items()}


def ids(page: ET.Element) -> list[str | None]:
    return [one.text for one in page.findall(f"{ATOM}entry/{ATOM}id")]


def numbered(count: int) -> Story:
    return story(*({"body": f"b{n}"} for n in range(count)), url=SITE)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns"])
def test_an_example_comes_back(path: Path, zone: str) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    made = feedparser.parse(export("atom", told, within=context(zone, LATER)))
    seen = newest_first(visible(told, LATER))
    assert not made.bozo
    assert made.version == "atom10"
    assert made.feed.id == public_id(told)
    assert made.feed.title == told.meta.headline
    assert made.feed.link == told.meta.url
    assert len(seen) > 5
    for back, update in zip(made.entries, seen, strict=True):
        assert back.id == public_id(told, update)
        assert back.link == f"{told.meta.url}#{update.id}"
        assert timegm(back.published_parsed) == int(update.time.timestamp())
        assert timegm(back.updated_parsed) == int(update.last_changed.timestamp())
        assert back.content[0].type == "text/html"
        if update.headline:
            assert back.title == " ".join(update.headline.split())
        assert back.title
        assert [tag.term for tag in back.get("tags", [])] == list(update.tags)


def test_contents_come_back_as_they_are() -> None:
    told = story({"headline": "A", "body": "One *two* [three](/t?a=1&b=2)."}, url=SITE)
    back = feedparser.parse(export("atom", told)).entries[0]
    assert back.content[0].value == (
        '<p>One <em>two</em> <a href="https://example.org/t?a=1&amp;b=2"'
        ' rel="noopener noreferrer">three</a>.</p>'
    )


def test_only_a_long_text_is_summed_up() -> None:
    told = story({"headline": "A", "body": "Word " * 59}, {"headline": "B", "body": "Word " * 61})
    long, short = feed_of(told).iter(f"{ATOM}entry")
    assert (long.findtext(f"{ATOM}summary") or "").endswith("Word…")
    assert short.find(f"{ATOM}summary") is None


def test_what_every_feed_must_have() -> None:
    told = story({"body": "x"}, url=SITE, summary="Why", language="pt-BR")
    made = feed_of(told, {"feed-url": FEED})
    assert made.tag == f"{ATOM}feed"
    assert made.attrib == {"{http://www.w3.org/XML/1998/namespace}lang": "pt-BR"}
    for once in ("id", "title", "updated", "subtitle", "generator"):
        assert len(made.findall(ATOM + once)) == 1
    assert text(made, "id").startswith("urn:uuid:")
    own = "application/atom+xml"
    assert links(made, "self") == [{"rel": "self", "type": own, "href": FEED}]
    assert links(made, "alternate") == [{"rel": "alternate", "type": "text/html", "href": SITE}]


def test_what_every_entry_must_have() -> None:
    made = entry({"body": "x"})
    for once in ("id", "title", "updated", "published", "content"):
        assert len(made.findall(ATOM + once)) == 1
    assert [one["href"] for one in links(made, "alternate")] == [f"{SITE}#u0"]
    content = made.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html"}


def test_a_feed_without_addresses_has_no_links() -> None:
    made = feed_of(story({"body": "x"}))
    assert [one.tag for one in made.iter() if one.tag == f"{ATOM}link"] == []


@pytest.mark.parametrize(
    ("meta", "names"),
    [
        ({"authors": ["A", "B & C"], "publisher": {"name": "P"}}, ["A", "B & C"]),
        ({"publisher": {"name": "P"}}, ["P"]),
        ({}, ["Coast road"]),
    ],
)
@pytest.mark.parametrize("updates", [[], [{"body": "x"}], [{"body": "x", "authors": ["D"]}]])
def test_a_feed_always_has_an_author(
    meta: dict[str, Any], names: list[str], updates: list[dict[str, Any]]
) -> None:
    made = feed_of(story(*updates, **meta))
    assert [one.findtext(f"{ATOM}name") for one in made.findall(f"{ATOM}author")] == names


def test_people_have_a_page_or_an_address() -> None:
    people = [
        {"name": "A", "url": "/a"},
        {"name": "B", "url": "mailto:b@example.org?subject=x"},
        {"name": "C"},
    ]
    made = entry({"body": "x", "authors": people}).findall(f"{ATOM}author")
    assert [{part.tag.removeprefix(ATOM): part.text for part in one} for one in made] == [
        {"name": "A", "uri": "https://example.org/a"},
        {"name": "B", "email": "b@example.org"},
        {"name": "C"},
    ]


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("UTC", "2024-01-05T09:00:00"),
        ("Asia/Kathmandu", "2024-01-05T14:45:00+05:45"),
        ("America/St_Johns", "2024-01-05T05:30:00-03:30"),
    ],
)
def test_times_have_the_offset_of_the_zone(zone: str, written: str) -> None:
    edited = datetime(2024, 1, 5, 9, 1, 2, tzinfo=UTC)
    made = feed_of(story({"body": "x", "edited": edited}), zone=zone)
    assert text(made, "entry/published").startswith(written)
    for path in ("updated", "entry/published", "entry/updated"):
        assert STAMP.fullmatch(text(made, path))
    for path in ("updated", "entry/updated"):
        assert datetime.fromisoformat(text(made, path)) == edited


def test_updated_is_there_without_any_time() -> None:
    made = feed_of(story(), now=AT)
    assert datetime.fromisoformat(text(made, "updated")) == AT
    assert made.find(f"{ATOM}entry") is None


def test_titles_are_never_empty() -> None:
    picture = {"media": [{"type": "image", "url": "/a.jpg"}]}
    assert text(entry(picture), "title") == "5 January 2024, 09:00 UTC"
    assert text(entry({"body": "# Short\n\nMore."}), "title") == "Short"
    assert text(entry({"headline": " Own\n one ", "body": "x"}), "title") == "Own one"


def test_a_retracted_update_is_a_short_notice() -> None:
    gone = {"headline": "False", "body": "False", "tags": ["False"], "authors": ["False"]}
    made = entry({**gone, "retraction": {"time": AT, "reason": "It was *wrong*."}})
    assert "False" not in ET.tostring(made, encoding="unicode")
    assert text(made, "title") == "Update retracted"
    assert words_of(text(made, "content")) == (
        "This update was retracted (5 January 2024, 10:45 UTC). It was wrong."
    )
    assert datetime.fromisoformat(text(made, "updated")) == AT


def test_corrections_and_sources_are_in_the_content() -> None:
    update = {
        "headline": "x",
        "body": "y",
        "sources": [{"name": "A & B", "url": "/s"}],
        "corrections": [{"time": AT, "text": "It was **two**."}],
    }
    made = entry(update)
    assert words_of(text(made, "content")) == (
        "y Correction (5 January 2024, 10:45 UTC): It was two. Source: A & B"
    )
    assert datetime.fromisoformat(text(made, "updated")) == AT


def test_media_of_a_known_type_are_enclosed() -> None:
    media = [
        {"type": "video", "url": "/v.mp4?a&b", "mime": "video/mp4", "bytes": 7},
        {"type": "audio", "url": "/a.mp3", "mime": "audio/mpeg"},
        {"type": "embed", "url": "/e", "mime": "text/html"},
        {"type": "image", "url": "/i.jpg", "alt": "A wave"},
    ]
    made = entry({"body": "x", "media": media})
    base = "https://example.org"
    assert links(made, "enclosure") == [
        {"rel": "enclosure", "href": f"{base}/v.mp4?a&b", "type": "video/mp4", "length": "7"},
        {"rel": "enclosure", "href": f"{base}/a.mp3", "type": "audio/mpeg"},
        {"rel": "enclosure", "href": f"{base}/i.jpg", "type": "image/jpeg"},
    ]
    kinds = {tag for tag, _ in tags_of(text(made, "content"))}
    assert {"img", "video", "audio", "a"} <= kinds


@pytest.mark.parametrize(
    "exact", ["]]>", "&amp;lt;", "<b>", "\"'", "👩\u200d👧", "e\u0301", "&#13;", "a\u2028b"]
)
def test_texts_are_exact(exact: str) -> None:
    update = {"headline": f"x{exact}", "body": f"```\n{exact}\n```", "tags": [exact]}
    told = story(update, url=SITE, headline=exact, summary=exact, authors=[exact])
    made = feed_of(told)
    line = " ".join(exact.split())
    assert text(made, "title") == text(made, "subtitle") == text(made, "author/name") == line
    assert text(made, "entry/title") == f"x{line}"
    assert [one.attrib["term"] for one in made.iter(f"{ATOM}category")] == [line]
    assert words_of(text(made, "entry/content")) == line
    assert not feedparser.parse(export("atom", told)).bozo


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (3, [3]), (5, [5]), (6, [3, 3]), (8, [3, 5])]
)
def test_every_update_is_on_one_page(count: int, sizes: list[int]) -> None:
    told = numbered(count)
    made = pages(told)
    assert list(made)[-1] == "s.atom"
    assert [len(ids(page)) for page in made.values()] == sizes
    newest = [one for page in reversed(made.values()) for one in ids(page)]
    assert newest == [public_id(told, update) for update in reversed(told.updates)]
    oldest = [one for page in pages(told, order="oldest").values() for one in ids(page)]
    assert oldest == newest[::-1]


def test_older_pages_stay_as_they_are() -> None:
    known: dict[str, list[str | None]] = {}
    for count in range(20):
        made = {name: ids(page) for name, page in pages(numbered(count)).items()}
        made.pop("s.atom")
        assert {name: made[name] for name in known} == known
        known = made
    assert list(known) == [f"s.page-{number}.atom" for number in range(1, 6)]


def test_pages_lead_to_each_other() -> None:
    made = pages(numbered(10))
    addresses = [FEED.replace("s.atom", name) for name in made]
    assert addresses[-1] == FEED
    for at, page in enumerate(made.values()):
        around = {"self": at, "next": at - 1, "previous": at + 1}
        for rel, other in around.items():
            hrefs = [one["href"] for one in links(page, rel)]
            assert hrefs == ([addresses[other]] if 0 <= other < len(made) else [])
        assert text(page, "id") == text(made["s.atom"], "id")


def test_pages_that_nobody_would_find_are_refused() -> None:
    atom = load("atom")
    with pytest.raises(UsageError, match="page-size needs feed-url"):
        render("atom", atom, numbered(9), options_for(atom, {"page-size": "2"}), context())


def test_older_pages_stay_as_they_are_to_the_byte() -> None:
    before, after = pages(numbered(13)), pages(numbered(14))
    assert len(before) > 2
    for name in list(before)[:-1]:
        assert ET.tostring(before[name]) == ET.tostring(after[name])


def test_the_last_change_counts_and_never_lies_ahead() -> None:
    ahead = AT + timedelta(days=900)
    made = feed_of(story({"body": "x"}, {"body": "y", "edited": AT}, coverage_start=ahead))
    assert datetime.fromisoformat(text(made, "updated")) == AT
