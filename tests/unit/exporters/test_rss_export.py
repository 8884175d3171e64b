"""RSS 2.0, read back by an independent parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from calendar import timegm
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser
import pytest

from blogctl.model import Story, public_id

from .exporting import context, export, story, tags_of, words_of

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
SITE = "https://example.org/live/x"


def channel(told: Story, options: dict[str, object] | None = None, **within: Any) -> ET.Element:
    found = ET.fromstring(export("rss", told, options, context(**within))).find("channel")
    assert found is not None
    return found


def item(update: dict[str, Any], **meta: Any) -> ET.Element:
    found = channel(story(update, url=SITE, **meta)).find("item")
    assert found is not None
    return found


def text(element: ET.Element, name: str) -> str:
    found = element.findtext(name)
    assert found is not None, name
    return found


def test_every_entry_comes_back() -> None:
    told = story(
        *(
            {
                "headline": f"Headline {n} & <more>",
                "body": f"Body *{n}* says [so](/there?a=1&b={n}).",
                "tags": ["weather", f"t{n}"],
                "authors": ["An Example"],
                "time": datetime(2024, 1, 5, 9, tzinfo=UTC) + timedelta(minutes=7 * n),
            }
            for n in range(40)
        ),
        url=SITE,
        summary="What we know.",
    )
    feed = feedparser.parse(export("rss", told, within=context("Asia/Kathmandu")))
    assert not feed.bozo
    assert feed.version == "rss20"
    assert (feed.feed.title, feed.feed.link) == ("Coast road", SITE)
    assert feed.feed.subtitle == "What we know."
    assert len(feed.entries) == 40
    for entry, update in zip(feed.entries, reversed(told.updates), strict=True):
        assert entry.id == public_id(told, update)
        assert not entry.guidislink
        assert entry.link == f"{SITE}#{update.id}"
        assert timegm(entry.published_parsed) == update.time.timestamp()
        assert entry.title == update.headline
        assert [tag.term for tag in entry.tags] == list(update.tags)
        assert entry.author == "An Example"
        n = update.id[1:]
        assert entry.content[0].value == (
            f'<p>Body <em>{n}</em> says <a href="https://example.org/there?a=1&amp;b={n}"'
            ' rel="noopener noreferrer">so</a>.</p>'
        )
        assert entry.summary == f"Body {n} says so."


@pytest.mark.parametrize(
    "exact",
    [
        "]]>",
        "a ]]> b",
        "&amp;lt;",
        "&lt;b&gt;",
        "1 < 2 & 3 > 2",
        "👩\u200d👧 🌊",
        "e\u0301",
        "'\"",
        "&#13;",
    ],
)
def test_texts_are_exact(exact: str) -> None:
    made = item({"headline": exact, "body": f"```\n{exact}\n```", "tags": [exact]}, summary=exact)
    assert text(made, "title") == exact
    assert text(made, "category") == exact
    assert words_of(text(made, "description")) == exact
    assert words_of(text(made, CONTENT)) == exact
    feed = feedparser.parse(export("rss", story({"headline": exact, "body": f"`` {exact} ``"})))
    assert not feed.bozo
    assert words_of(feed.entries[0].content[0].value) == exact


def test_the_parts_of_an_item_stand_in_the_order_readers_expect() -> None:
    made = item({"headline": "x", "body": "y"})
    assert [child.tag for child in made] == [
        "title",
        "link",
        "guid",
        "pubDate",
        "description",
        CONTENT,
    ]
    guid = made.find("guid")
    assert guid is not None
    assert guid.attrib == {"isPermaLink": "false"}
    assert (guid.text or "").startswith("urn:uuid:")


def test_a_guid_outlives_new_texts_and_new_addresses() -> None:
    first = item({"headline": "x", "body": "y"})
    moved = channel(story({"headline": "z"}, url="https://other.example/"))
    assert text(first, "guid") == text(moved, "item/guid")


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Europe/London", "Fri, 05 Jan 2024 09:00:00 +0000"),
        ("Asia/Kathmandu", "Fri, 05 Jan 2024 14:45:00 +0545"),
        ("Pacific/Auckland", "Fri, 05 Jan 2024 22:00:00 +1300"),
        ("America/St_Johns", "Fri, 05 Jan 2024 05:30:00 -0330"),
    ],
)
def test_times_are_in_the_zone_of_the_story(zone: str, written: str) -> None:
    made = channel(story({"body": "x"}), zone=zone)
    assert text(made, "item/pubDate") == written
    assert text(made, "lastBuildDate") == written


def test_the_last_change_is_of_content_and_never_lies_ahead() -> None:
    edited = datetime(2024, 1, 5, 11, 30, tzinfo=UTC)
    ahead = datetime(2031, 1, 1, tzinfo=UTC)
    made = channel(story({"body": "x", "edited": edited}, {"body": "y"}, coverage_start=ahead))
    assert parsedate_to_datetime(text(made, "lastBuildDate")) == edited
    empty = channel(story(coverage_start=ahead, status="upcoming"))
    assert empty.find("lastBuildDate") is None
    assert empty.find("item") is None


def test_titles_fall_back_to_the_first_words_and_then_to_nothing() -> None:
    assert text(item({"headline": "  Own\n headline ", "body": "x"}), "title") == "Own headline"
    assert text(item({"body": "# Short\n\nAnd more."}), "title") == "Short"
    long = text(item({"body": "word " * 100}), "title")
    assert long.startswith("word word")
    assert long.endswith("word…")
    assert len(long) <= 100
    picture = item({"media": [{"type": "image", "url": "/a.jpg", "alt": "A wave"}]})
    assert picture.find("title") is None
    assert tags_of(text(picture, "description"))[1] == (
        "img",
        {"src": "https://example.org/a.jpg", "alt": "A wave"},
    )


def test_the_summary_is_short_and_the_content_whole() -> None:
    made = item({"headline": "x", "body": "word " * 200})
    assert len(text(made, "description")) <= 300
    assert text(made, CONTENT).count("word") == 200


def test_a_headline_alone_needs_no_description() -> None:
    made = item({"headline": "x"})
    assert made.find("description") is None
    assert made.find(CONTENT) is None


@pytest.mark.parametrize(
    ("meta", "base_url", "feed_url", "link"),
    [
        ({"url": SITE + "#x"}, None, None, SITE),
        ({"url": "/live/x"}, "https://example.org", None, SITE),
        ({}, "https://example.org/live/", None, "https://example.org/live/"),
        (
            {"publisher": {"name": "P", "url": "https://p.example"}},
            None,
            "https://f.example/a.rss",
            "https://p.example",
        ),
        ({}, None, "https://f.example/a.rss", "https://f.example/a.rss"),
        ({}, None, None, "urn:uuid:"),
    ],
)
def test_the_channel_always_has_a_link(
    meta: dict[str, Any], base_url: str | None, feed_url: str | None, link: str
) -> None:
    options: dict[str, object] = {"feed-url": feed_url} if feed_url else {}
    made = channel(story({"body": "x"}, **meta), options, base_url=base_url)
    assert text(made, "link").startswith(link)
    assert (link == "urn:uuid:") or text(made, "link") == link


def test_the_feed_says_where_it_is_when_that_is_known() -> None:
    told = story({"body": "x"}, url=SITE)
    assert channel(told).find(ATOM_LINK) is None
    self_link = {"rel": "self", "type": "application/rss+xml"}
    for url in ("https://f.example/s.rss", "https://f.example/"):
        found = channel(told, {"feed-url": url}).find(ATOM_LINK)
        assert found is not None
        assert found.attrib == {"href": "https://f.example/s.rss", **self_link}


def test_a_feed_has_no_relative_address_in_it() -> None:
    update = {
        "body": "[a](/a) ![b](b.jpg) [c](#c)",
        "media": [{"type": kind, "url": f"{kind}.x", "caption": f"the {kind}", "poster": "p.jpg"}
                  for kind in ("image", "video", "audio", "embed", "file")],
        "sources": [{"name": "Council", "url": "council.html"}],
        "corrections": [{"time": datetime(2024, 1, 5, 10, tzinfo=UTC), "text": "[d](d)"}],
    }  # fmt: skip
    for meta in ({}, {"url": SITE}, {"url": "/live/x"}):
        told = story(update, publisher={"name": "P", "url": "/", "logo": "/l.png"}, **meta)
        made = channel(told)
        whole = meta.get("url") == SITE
        content = text(made, f"item/{CONTENT}")
        targets = [
            value
            for _, attributes in tags_of(content)
            for name, value in attributes.items()
            if name in ("href", "src", "poster")
        ]
        assert len(targets) == (13 if whole else 0)
        assert all((target or "").startswith("https://example.org/") for target in targets)
        for word in ("a", "b", "c", "d", "Council", "the image", "the file"):
            assert word in words_of(content).split() or word in words_of(content)
        links = [element.attrib["url"] for element in made.iter() if "url" in element.attrib]
        assert all(link.startswith("https://example.org/") for link in links)
        assert bool(links) is whole
        assert (made.find("image") is not None) is whole


def test_media_are_enclosed_and_described() -> None:
    made = item(
        {
            "body": "x",
            "media": [
                {"type": "image", "url": "https://example.org/a.jpg", "alt": "A wave & more"},
                {
                    "type": "video",
                    "url": "https://example.org/v.mp4?a=1&b=2",
                    "mime": "video/mp4",
                    "bytes": 4821,
                    "width": 640,
                    "height": 360,
                    "duration": 94.5,
                    "poster": "https://example.org/p.jpg",
                    "caption": "The wave",
                    "credit": "C. Reader",
                },
                {"type": "audio", "url": "https://example.org/a.mp3", "mime": "audio/mpeg"},
                {"type": "embed", "url": "https://example.org/post"},
            ],
        }
    )
    enclosures = [element.attrib for element in made.findall("enclosure")]
    assert enclosures == [
        {"url": "https://example.org/v.mp4?a=1&b=2", "length": "4821", "type": "video/mp4"}
    ]
    image, video, audio = made.findall(f"{MEDIA}content")
    assert image.attrib == {
        "url": "https://example.org/a.jpg",
        "medium": "image",
        "type": "image/jpeg",
    }
    assert text(image, f"{MEDIA}description") == "A wave & more"
    assert video.attrib == {
        "url": "https://example.org/v.mp4?a=1&b=2",
        "medium": "video",
        "type": "video/mp4",
        "fileSize": "4821",
        "width": "640",
        "height": "360",
        "duration": "94",
    }
    assert text(video, f"{MEDIA}description") == "The wave"
    assert text(video, f"{MEDIA}credit") == "C. Reader"
    thumbnail = video.find(f"{MEDIA}thumbnail")
    assert thumbnail is not None
    assert thumbnail.attrib == {"url": "https://example.org/p.jpg"}
    assert audio.attrib["medium"] == "audio"
    kinds = [tag for tag, _ in tags_of(text(made, CONTENT))]
    assert {"img", "video", "audio", "a", "figcaption"} <= set(kinds)
    assert not {"iframe", "object", "embed", "script"} & set(kinds)


def test_an_enclosure_of_unknown_size_has_length_0() -> None:
    media = [{"type": "audio", "url": "https://example.org/a.mp3", "mime": "audio/mpeg"}]
    enclosure = item({"media": media}).find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib["length"] == "0"


def test_a_retracted_update_is_a_short_notice() -> None:
    told = story(
        {
            "headline": "False",
            "body": "False",
            "retraction": {
                "time": datetime(2024, 1, 5, 10, 45, tzinfo=UTC),
                "reason": "The **figure** was wrong.",
            },
        },
        {"body": "x", "retraction": {"time": datetime(2024, 1, 5, 10, 45, tzinfo=UTC)}},
        url=SITE,
    )
    bare, reasoned = channel(told).findall("item")
    assert "False" not in ET.tostring(reasoned, encoding="unicode")
    assert text(reasoned, "title") == "Update retracted"
    assert text(reasoned, "description") == "The figure was wrong."
    assert words_of(text(reasoned, CONTENT)) == (
        "This update was retracted (5 January 2024, 10:45 UTC). The figure was wrong."
    )
    assert text(reasoned, "guid") == public_id(told, told.updates[0])
    assert words_of(text(bare, "description")).startswith("This update was retracted")


def test_corrections_sources_and_labels_are_in_the_content() -> None:
    content = text(
        item(
            {
                "headline": "x",
                "body": "y",
                "label": "analysis",
                "sources": [{"name": "A & B", "url": "https://example.org/?a&b"}, {"name": "C"}],
                "corrections": [
                    {"time": datetime(2024, 1, 5, 10, tzinfo=UTC), "text": "It was **two**."}
                ],
            }
        ),
        CONTENT,
    )
    assert words_of(content) == (
        "analysis y Correction (5 January 2024, 10:00 UTC): It was two. Sources: A & B, C"
    )
    assert ("a", {"href": "https://example.org/?a&b"}) in tags_of(content)


def test_names_stand_in_creators_and_never_in_author() -> None:
    made = item({"body": "x", "authors": ["A & B", {"name": "C", "url": "mailto:c@example.org"}]})
    assert [element.text for element in made.findall(CREATOR)] == ["A & B", "C"]
    assert made.find("author") is None


def test_order_and_limit() -> None:
    told = story({"body": "a"}, {"body": "b"}, {"body": "c"})

    def titles(**options: object) -> list[str | None]:
        return [element.text for element in channel(told, options).findall("item/title")]

    assert titles() == ["c", "b", "a"]
    assert titles(order="oldest") == ["a", "b", "c"]
    assert titles(limit="2") == ["c", "b"]
    assert titles(limit="2", order="oldest") == ["b", "c"]


def test_the_channel_describes_the_story() -> None:
    made = channel(
        story(
            headline="A & B",
            language="pt-BR",
            tags=["x", "y"],
            authors=["An Example"],
            url=SITE,
            publisher={"name": "P", "logo": "https://example.org/logo.png"},
            body="Background in *Markdown*.",
        )
    )
    assert text(made, "title") == "A & B"
    assert text(made, "language") == "pt-BR"
    assert text(made, "description") == "Background in Markdown."
    assert [element.text for element in made.findall("category")] == ["x", "y"]
    assert text(made, "image/url") == "https://example.org/logo.png"
    assert text(channel(story(headline="A < B")), "description") == "A &lt; B"


def test_a_carriage_return_survives_xml() -> None:
    made = channel(story(headline="x", summary="a\r\nb"))
    assert text(made, "description") == "a\r\nb"
