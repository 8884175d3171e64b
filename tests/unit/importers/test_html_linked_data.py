from __future__ import annotations

import json

import pytest

from blogctl.importers import LIKELY, MAYBE, NO, SURE
from blogctl.importers.html import HtmlImporter

from .pages import PAGE, found, imported, page, posting, script, source, updates

BOAT = {"headline": "First boat", "articleBody": "The ferry Anna is in."}
QUAY = {"headline": "Quay full", "articleBody": "No more room at the quay."}


def test_every_update_has_its_time_headline_text_and_address() -> None:
    story = imported(page(head=script(posting(BOAT, QUAY)))).story
    assert [u.headline for u in story.updates] == ["First boat", "Quay full"]
    assert [u.body for u in story.updates] == ["The ferry Anna is in.", "No more room at the quay."]
    assert [u.time.isoformat() for u in story.updates] == [
        "2024-05-01T10:00:00+02:00",
        "2024-05-02T10:00:00+02:00",
    ]
    assert [u.id for u in story.updates] == ["p1", "p2"]
    assert story.updates[0].original_url == f"{PAGE}#p1"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda it: [it],
        lambda it: {"@graph": [{"@type": "WebSite"}, it]},
        lambda it: {"@type": "WebPage", "mainEntity": {"x": [[it]]}},
        lambda it: {**it, "@type": ["NewsArticle", "LiveBlogPosting"]},
        lambda it: {**it, "@type": "http://schema.org/LiveBlogPosting"},
        lambda it: {**it, "liveBlogUpdate": {"@list": it["liveBlogUpdate"]}},
        lambda it: {
            **it,
            "liveBlogUpdate": {"@type": "ItemList", "itemListElement": it["liveBlogUpdate"]},
        },
    ],
)
def test_it_is_found_however_it_is_nested(wrap) -> None:  # type: ignore[no-untyped-def]
    assert len(updates(page(head=script(wrap(posting(BOAT, QUAY)))))) == 2


def test_one_update_need_not_be_in_an_array() -> None:
    data = posting(BOAT)
    data["liveBlogUpdate"] = data["liveBlogUpdate"][0]
    assert len(updates(page(head=script(data)))) == 1


def test_what_is_only_referred_to_is_looked_up() -> None:
    data = posting({**BOAT, "author": {"@id": "#ada"}})
    graph = {"@graph": [data, {"@id": "#ada", "@type": "Person", "name": "Ada", "url": "/ada"}]}
    [author] = updates(page(head=script(graph)))[0].authors
    assert (author.name, author.url) == ("Ada", "https://news.example/ada")


def test_a_broken_block_is_doubted_and_the_others_are_read() -> None:
    report = imported(page(head=script('{"@type": "Thing"') + script(posting(BOAT)))).report
    assert report.imported == 1
    assert any("block 1 of 2" in doubt for doubt in report.doubts)


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!--", "-->"), ("//<![CDATA[\n", "\n//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("", ";")],
)
def test_comments_around_json_are_none_of_it(before: str, after: str) -> None:
    text = f"{before}{json.dumps(posting(BOAT))}{after}"
    assert len(updates(page(head=script(text)))) == 1


def test_line_breaks_in_texts_and_commas_at_ends_are_forgiven() -> None:
    text = json.dumps(posting(BOAT)).replace("is in.", "is\nin.").replace("]}", "],}")
    assert len(updates(page(head=script(text)))) == 1


def test_references_that_were_escaped_twice_are_read() -> None:
    data = posting(
        {"headline": "&amp;quot;Land!&amp;quot;", "articleBody": "Tom &amp;amp; Ida&#39;s"}
    )
    [update] = updates(page(head=script(data)))
    assert update.headline == '"Land!"'
    assert update.body == "Tom & Ida's"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("One line.\nAnother.", "One line.\n\nAnother."),
        ("<p>In <b>bold</b></p><p>Two</p>", "In **bold**\n\nTwo"),
        ("See <a href='/x'>this</a>.\nThen", "See [this](https://news.example/x).\n\nThen"),
        ("&lt;p&gt;Hidden&lt;/p&gt;", "Hidden"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("1. no list", r"1\. no list"),
        ("*star*", r"\*star\*"),
    ],
)
def test_a_text_is_html_or_plain(text: str, markdown: str) -> None:
    [update] = updates(page(head=script(posting({"articleBody": text}))))
    assert update.body == markdown


def test_people_are_texts_items_or_several() -> None:
    given = [
        "Ada",
        {"name": "Bo", "jobTitle": "Skipper"},
        {"@type": "Person", "name": ["Cy", "Di"]},
    ]
    [update] = updates(page(head=script(posting({**BOAT, "author": given}))))
    assert [each.name for each in update.authors] == ["Ada", "Bo", "Cy", "Di"]
    assert update.authors[1].role == "Skipper"


def test_media_of_all_kinds() -> None:
    data = posting(
        {
            **BOAT,
            "image": [
                {"url": "https://i.example/l/a.jpg", "width": "1200", "caption": "Boat"},
                "https://i.example/s/a.jpg",
                "/b.jpg",
            ],
            "video": {
                "@type": "VideoObject",
                "contentUrl": "https://i.example/v.mp4",
                "duration": "PT1M5S",
                "thumbnailUrl": "https://i.example/v.jpg",
                "name": "Film",
            },
        }
    )
    [update] = updates(page(head=script(data)))
    image, other, film = update.media
    assert (image.url, image.width, image.caption) == ("https://i.example/l/a.jpg", 1200, "Boat")
    assert other.url == "https://news.example/b.jpg"
    assert (film.type, film.duration, film.poster) == ("video", 65, "https://i.example/v.jpg")


def test_an_image_on_every_update_is_left_out_and_told() -> None:
    image = {"image": "https://i.example/logo.png"}
    result = imported(page(head=script(posting(*({**BOAT, **image} for _ in range(4))))))
    assert not any(update.media for update in result.story.updates)
    assert any("4 updates" in each.what for each in result.report.omissions)


def test_the_story_around_the_updates() -> None:
    data = posting(
        BOAT,
        description="A day at sea.",
        url=PAGE,
        inLanguage="en-GB",
        keywords="sea, boats",
        author={"name": "Desk"},
        publisher={"name": "News", "url": "https://news.example", "logo": {"url": "/l.png"}},
        about={"@type": "SportsEvent", "name": "Fair", "location": {"name": "Quay"}},
        coverageStartTime="2024-05-01T08:00:00Z",
    )
    meta = imported(page(head=script(data))).story.meta
    assert (meta.summary, meta.url, meta.language) == ("A day at sea.", PAGE, "en-GB")
    assert meta.tags == ("sea", "boats")
    assert meta.publisher is not None and meta.publisher.logo == "https://news.example/l.png"
    assert meta.about is not None and (meta.about.name, meta.about.location) == ("Fair", "Quay")
    assert meta.coverage_start is not None and meta.status == "live"


@pytest.mark.parametrize(
    ("end", "status", "doubted"),
    [
        ("2024-05-01T20:15:00Z", "ended", False),
        ("2024-05-02T08:00:00Z", "ended", True),  # so many days after the update, to the second
        ("2024-07-01T20:00:00Z", "live", True),  # yet to come
        ("2024-05-01T07:00:00Z", "live", True),  # before the update
    ],
)
def test_the_end_of_the_coverage(end: str, status: str, doubted: bool) -> None:
    result = imported(page(head=script(posting(BOAT, coverageEndTime=end))))
    assert result.story.meta.status == status
    assert (result.story.meta.coverage_end is not None) == (status == "ended")
    assert any("coverage" in doubt for doubt in result.report.doubts) == doubted


def test_the_page_says_what_the_data_does_not() -> None:
    head = '<meta property="og:site_name" content="News"><meta property="og:title" content="Else">'
    result = imported(page(head=head + script(posting(BOAT)), lang="de"))
    meta = result.story.meta
    assert (meta.headline, meta.language, meta.url) == ("The harbour opens", "de", PAGE)
    assert meta.publisher is not None and meta.publisher.name == "News"
    assert result.report.origins["story.publisher"] == "og:site_name"


def test_what_has_no_home_is_counted_and_kept() -> None:
    result = imported(page(head=script(posting({**BOAT, "backstory": "Why", "award": "x"}))))
    assert result.report.homeless == {"backstory": 1, "award": 1}
    assert result.story.updates[0].extra == {"backstory": "Why"}


def test_two_updates_of_one_instant_stay_two() -> None:
    time = {"datePublished": "2024-05-01T10:00:00Z"}
    assert len(updates(page(head=script(posting({**BOAT, **time}, {**QUAY, **time}))))) == 2


def test_an_update_without_time_is_left_out_and_told() -> None:
    report = imported(page(head=script(posting(BOAT, {**QUAY, "datePublished": None})))).report
    assert (report.found, report.imported) == (2, 1)


def test_of_several_live_blogs_the_fullest_is_read_and_the_others_told() -> None:
    other = posting(BOAT, headline="Another")
    report = imported(page(head=script(other) + script(posting(BOAT, QUAY)))).report
    assert report.imported == 2
    assert any("Another" in each.what for each in report.omissions)


def test_a_live_blog_that_stands_twice_counts_once() -> None:
    report = imported(page(head=script(posting(BOAT, QUAY)) * 2)).report
    assert report.imported == 2 and not report.omissions


# The page around the data


def shown(text: str, time: str = "", more: str = "") -> str:
    return (
        f'<article id="p1" class="post {more}">{time}<h3>First boat</h3>'
        f'<p class="byline">By Ida</p><div class="text"><p>{text}</p></div></article>'
    )


def test_the_page_has_links_where_the_data_has_plain_text() -> None:
    body = shown('The <a href="/anna">ferry Anna</a> is in.')
    [update] = updates(page(body, script(posting(BOAT))))
    assert update.body == "The [ferry Anna](https://news.example/anna) is in."
    assert [each.name for each in update.authors] == ["Ida"]


def test_an_anchor_in_a_block_leads_to_it_but_not_to_what_it_shares() -> None:
    inside = '<div class="key-event"><a id="p1"></a><p>The ferry Anna <i>is</i> in.</p></div>'
    beside = '<a id="p2"></a><p>No more <i>room</i> at the quay.</p>'
    first, second = updates(page(inside + beside, script(posting(BOAT, QUAY))))
    assert first.key and first.body == "The ferry Anna *is* in."
    assert not second.key and second.body == QUAY["articleBody"]


def test_the_page_has_the_headline_and_the_key_event_that_the_data_lacks() -> None:
    body = shown("The ferry Anna is in.", more="is-key-event pinned")
    [update] = updates(page(body, script(posting({"articleBody": BOAT["articleBody"]}))))
    assert update.headline == "First boat"
    assert update.key and update.pinned


def test_a_text_that_the_data_cuts_is_whole_on_the_page() -> None:
    body = shown("The ferry Anna is in. All are well.")
    [update] = updates(page(body, script(posting({"articleBody": "The ferry Anna is in. All…"}))))
    assert update.body == "The ferry Anna is in. All are well."


def test_a_local_time_with_a_z_is_mended_where_the_page_has_an_offset() -> None:
    time = '<time datetime="2024-05-01T10:00:00+02:00">10:00</time>'
    data = posting({**BOAT, "datePublished": "2024-05-01T10:00:00Z"})
    result = imported(page(shown("The ferry Anna is in.", time), script(data)))
    assert result.story.updates[0].time.isoformat() == "2024-05-01T10:00:00+02:00"
    assert any("as if they were UTC" in doubt for doubt in result.report.doubts)


def test_a_z_on_the_page_alone_is_doubted_and_not_followed() -> None:
    time = '<time datetime="2024-05-01T10:00:00Z">10:00</time>'
    result = imported(page(shown("The ferry Anna is in.", time), script(posting(BOAT))))
    assert result.story.updates[0].time.isoformat() == "2024-05-01T10:00:00+02:00"
    assert any("taken as the structured data has" in doubt for doubt in result.report.doubts)


def test_seconds_that_say_another_hour_are_doubted() -> None:
    time = '<span data-timestamp="1714550400"></span>'  # 08:00 UTC
    data = posting({**BOAT, "datePublished": "2024-05-01T10:00:00Z"})
    result = imported(page(shown("The ferry Anna is in.", time), script(data)))
    assert result.story.updates[0].time.isoformat() == "2024-05-01T10:00:00+00:00"
    assert any("other instants" in doubt for doubt in result.report.doubts)


def test_local_times_are_read_in_the_zone_that_is_said() -> None:
    data = posting({**BOAT, "datePublished": "2024-05-01T10:00:00"})
    [update] = updates(page(head=script(data)), "Europe/Paris")
    assert update.time.isoformat() == "2024-05-01T10:00:00+02:00"
    body = '<div data-timezone="America/New_York"></div>'
    [update] = updates(page(body, script(data)))
    assert update.time.isoformat() == "2024-05-01T10:00:00-04:00"


@pytest.mark.parametrize("value", [None, 7, True, [], {}, [[1]], {"@value": 3}, "", [None], 1e300])
def test_odd_values_are_taken_as_what_they_are(value: object) -> None:
    keys = ("headline", "articleBody", "author", "image", "video", "keywords", "url", "@id",
            "dateModified", "correction", "citation", "sharedContent", "identifier")  # fmt: skip
    update = {"datePublished": "2024-05-01T10:00:00Z", **dict.fromkeys(keys, value)}
    data = posting(BOAT, **dict.fromkeys(("publisher", "about", "inLanguage", "author"), value))
    data["liveBlogUpdate"] += [update, value]
    assert imported(page(head=script(data))).report.imported >= 1


def test_importing_twice_gives_the_same() -> None:
    html = page(shown("The ferry Anna is in."), script(posting(BOAT, QUAY)))
    assert imported(html).story == imported(html).story
    assert found(html).origins == found(html).origins


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (page(head=script(posting(BOAT))), SURE),
        (page('<div itemscope itemtype=https://schema.org/LiveBlogPosting></div>'), SURE),
        ('<!doctype html><html><main class="wrap h-feed" data-story="s">', SURE),
        (page('<div class="h-feed"><p class="h-entry">'), LIKELY),
        (page('<p class="x h-entry"><p class=h-entry>'), LIKELY),
        (page("<p>LiveBlogPosting and h-entry are words.</p>"), MAYBE),
        ("<div>A piece of a page</div>", MAYBE),
        ('{"html": "<html>"}', NO),
        ("<?xml version='1.0'?><rss><channel></channel></rss>", NO),
        ("10:00 <b>News</b>", NO),
        ("", NO),
    ],
)  # fmt: skip
def test_what_it_recognises(text: str, sure: int) -> None:
    assert HtmlImporter().recognises(source(text)) == sure
