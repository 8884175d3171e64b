"""Feeds of others: every version, odd and broken ones, and those that mean harm."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from blogctl.errors import StoryError
from blogctl.importers import NO, SURE, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.feed import FeedImporter

TERMS = Terms(lambda day, name: f"{day}-story", datetime(2024, 6, 1, tzinfo=UTC))
PLUS_TWO = timezone(timedelta(hours=2))

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Harbour fire</title><link>https://example.org/fire</link>
<description>All we know</description><language>en-gb</language>
<image><url>https://example.org/lead.png</url><title>Smoke</title></image>
<item><title>Out</title><guid isPermaLink="false">n-2</guid><link>https://example.org/fire/2</link>
<pubDate>Fri, 05 Jan 2024 12:00:00 +0200</pubDate>
<atom:updated>2024-01-05T12:30:00+02:00</atom:updated>
<dc:creator>A. Writer</dc:creator><dc:creator>B. Writer</dc:creator>
<category>fire</category><category>harbour</category>
<description>The fire is</description>
<content:encoded><![CDATA[<p>The fire is <b>out</b>.</p><script>x()</script>]]></content:encoded>
<enclosure url="https://example.org/a.mp3" type="audio/mpeg" length="120"/>
<media:group><media:content url="https://example.org/b.jpg" medium="image" width="640">
<media:description>Smoke over the quay</media:description><media:credit>C. Lens</media:credit>
</media:content></media:group></item>
<item><guid>n-1</guid><pubDate>Fri, 05 Jan 2024 11:00:00 +0200</pubDate>
<description>A fire has broken out.</description>
<media:content url="https://example.org/c.jpg"><media:description>Sheds</media:description>
</media:content></item>
</channel></rss>"""

ITEM = "<item><title>T</title><guid>g</guid><pubDate>{}</pubDate></item>"
FEED = '<rss version="2.0"><channel><title>F</title>{}</channel></rss>'


def imported(data: str | bytes | dict[str, Any], **more: Any) -> Imported:
    if isinstance(data, dict):
        data = json.dumps(data)
    source = Source(data.encode() if isinstance(data, str) else data, "it", **more)
    importer = FeedImporter()
    assert importer.recognises(source) == SURE
    findings = importer.read(source)
    assert findings is not None
    return assemble(findings, source, "feed", TERMS)


def json_feed(*items: Any, **more: Any) -> dict[str, Any]:
    version = "https://jsonfeed.org/version/1"
    return {"version": version, "title": "F", "items": list(items), **more}


def test_rss_2() -> None:
    story = imported(RSS).story
    assert (story.meta.headline, story.meta.summary) == ("Harbour fire", "All we know")
    assert (story.meta.url, story.meta.language) == ("https://example.org/fire", "en-gb")
    assert story.meta.image
    assert story.meta.image.alt == "Smoke"
    first, second = story.updates
    assert (first.id, first.headline, first.body) == ("n-1", None, "A fire has broken out.")
    assert [(each.url, each.caption) for each in first.media] == [
        ("https://example.org/c.jpg", "Sheds")
    ]
    assert (second.id, second.headline, second.body) == ("n-2", "Out", "The fire is **out**.")
    assert second.time == datetime(2024, 1, 5, 12, tzinfo=PLUS_TWO)
    assert second.edited == datetime(2024, 1, 5, 12, 30, tzinfo=PLUS_TWO)
    assert [each.name for each in second.authors] == ["A. Writer", "B. Writer"]
    assert second.tags == ("fire", "harbour")
    assert second.original_url == "https://example.org/fire/2"
    assert [(each.type, each.caption, each.credit, each.bytes) for each in second.media] == [
        ("image", "Smoke over the quay", "C. Lens", None),
        ("audio", None, None, 120),
    ]


def test_rss_1_has_dates_of_dublin_core() -> None:
    story = imported(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://example.org/"><title>F</title></channel>'
        '<item rdf:about="https://example.org/1"><title>One</title>'
        "<dc:date>2024-01-05T10:00:00Z</dc:date></item></rdf:RDF>"
    ).story
    assert [(each.headline, each.edited) for each in story.updates] == [("One", None)]


def test_atom_says_an_edit_only_where_there_is_one() -> None:
    entry = (
        "<entry><id>{0}</id><title type='html'>A &amp;amp; B</title>"
        "<published>2024-01-05T10:00:00Z</published><updated>2024-01-05T10:{0}:00Z</updated>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Now <em>so</em></p>"
        "</div></content><author><name>N</name><email>n@example.org</email></author>"
        "<link rel='enclosure' type='video/mp4' href='https://example.org/v.mp4'/></entry>"
    )
    story = imported(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title>"
        + entry.format("00")
        + entry.format("20")
        + "<link rel='next' href='https://example.org/older.atom'/></feed>"
    )
    edits = {each.id: each.edited for each in story.story.updates}
    assert edits == {"00": None, "20": datetime(2024, 1, 5, 10, 20, tzinfo=UTC)}
    update = story.story.updates[0]
    assert (update.headline, update.body) == ("A & B", "Now *so*")
    assert [(each.name, each.url) for each in update.authors] == [("N", "mailto:n@example.org")]
    assert [each.type for each in update.media] == ["video"]
    assert [each.what for each in story.report.omissions] == ["https://example.org/older.atom"]


def test_json_feed_1() -> None:
    item = {
        "id": 7,
        "content_text": "1 < 2\n*not* emphasis",
        "date_published": "2024-01-05T10:00:00Z",
        "author": {"name": "N"},
        "tags": ["a", "a", None],
        "attachments": [{"url": "https://example.org/a.pdf", "mime_type": "application/pdf"}],
        "mood": "calm",
    }
    result = imported(json_feed(item, expired=True))
    (update,) = result.story.updates
    assert update.id == "7"
    assert update.body == "1 \\< 2\\\n\\*not\\* emphasis" or "*not*" not in (update.body or "")
    assert ([each.name for each in update.authors], update.tags) == (["N"], ("a",))
    assert [(each.type, each.mime) for each in update.media] == [("file", None)]
    assert result.story.meta.status == "ended"
    assert result.report.homeless == {"items.mood": 1}


def test_the_report_says_that_a_feed_is_not_all() -> None:
    (doubt,) = imported(RSS).report.doubts
    assert doubt.startswith("a feed holds only its newest entries, here 2:")


def test_a_title_that_only_begins_the_text_is_no_headline() -> None:
    item = (
        "<item><title>The tide is coming…</title><description>The tide is coming in now."
        "</description><pubDate>Fri, 05 Jan 2024 10:00:00 GMT</pubDate></item>"
    )
    (update,) = imported(FEED.format(item)).story.updates
    assert (update.headline, update.body) == (None, "The tide is coming in now.")


@pytest.mark.parametrize("when", ["Fri, 31 Feb 2024 10:00:00 GMT", "yesterday", "2024", "0"])
def test_a_time_that_feedparser_might_make_up_is_doubted(when: str) -> None:
    result = imported(FEED.format(ITEM.format(when)))
    assert result.story.updates == ()
    assert any(f'"{when}" is no time' in doubt for doubt in result.report.doubts)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("windows-1251", "windows-1251"),
        ("utf-8", "windows-1251"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-8"),
        ("utf-8-sig", "iso-8859-1"),
    ],
)
def test_encodings_right_and_wrong(encoding: str, declared: str) -> None:
    text = RSS.replace('"1.0"?', f'"1.0" encoding="{declared}"?').replace("Out", "Пожар")
    assert imported(text.encode(encoding)).story.updates[1].headline == "Пожар"


def bomb() -> str:
    lines = ['<!ENTITY e0 "boom">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)]
    feed = FEED.format(ITEM.format("Fri, 05 Jan 2024 10:00:00 GMT").replace(">T<", ">&e11;T<"))
    return f"<!DOCTYPE rss [{''.join(lines)}]>{feed}"


def test_entities_do_not_explode() -> None:
    before = time.monotonic()
    result = imported(bomb())
    assert len(result.story.updates) == 1
    assert "boom" not in str(result.story)
    assert "it has entities of its own: they are left out" in result.report.doubts
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1:9/x"'])
def test_external_entities_are_not_read(entity: str) -> None:
    feed = FEED.format(ITEM.format("Fri, 05 Jan 2024 10:00:00 GMT").replace(">T<", ">T&x;<"))
    result = imported(f"<!DOCTYPE rss [<!ENTITY x {entity}>]>{feed}")
    assert "root:" not in str(result.story)


def test_what_is_not_well_formed_is_read_and_told() -> None:
    result = imported(RSS.replace("Harbour fire", "Fire & smoke").replace("</rss>", ""))
    assert result.story.meta.headline == "Fire & smoke"
    assert len(result.story.updates) == 2
    assert any("no well-formed XML" in doubt for doubt in result.report.doubts)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (FEED.format("<a>" * 5000), "nested too deeply"),
        (FEED.format(" " * 16_000_001), "too many for a feed"),
        (FEED.format("<a b='" * 200_000), "too long to mend"),
    ],
)
def test_what_is_beyond_bounds_is_one_error(data: str, why: str) -> None:
    with pytest.raises(StoryError, match=why):
        FeedImporter().read(Source(data.encode(), "it"))


@pytest.mark.parametrize(
    "data",
    ["<html><body><rss></rss>", "", "[]", "{}", '{"version": 1}', "rss", "<feeder/>", "<feed/>"],
)
def test_anything_else_is_no_feed(data: str) -> None:
    assert FeedImporter().recognises(Source(data.encode(), "it")) == NO


@pytest.mark.parametrize("odd", [None, 5, "x", [], {}, [None, 5, "x", {}], {"name": 5}, True])
def test_json_of_any_type_is_no_failure(odd: Any) -> None:
    keys = ["id", "url", "title", "content_html", "content_text", "image", "authors", "tags"]
    item = dict.fromkeys([*keys, "attachments", "_blogctl"], odd)
    feed = json_feed({**item, "date_published": "2024-01-05T10:00:00Z", "summary": "S"}, odd)
    assert imported(feed | dict.fromkeys(["title", "authors", "language", "_blogctl"], odd))
    assert imported(json_feed() | {"items": odd})


def test_many_entries_of_one_id_are_numbered_in_no_time() -> None:
    items = ITEM.format("Fri, 05 Jan 2024 10:00:00 GMT") * 3000
    before = time.monotonic()
    story = imported(FEED.format(items)).story
    assert (story.updates[0].id, story.updates[-1].id) == ("g", "g-3000")
    assert time.monotonic() - before < 20
