"""The page, read by a browser's parser and by a parser of microformats."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import Any

import mf2py
import pytest
from bs4 import BeautifulSoup, Tag
from jinja2.exceptions import SecurityError, UndefinedError

from blogctl.exporters.rendering import environment
from blogctl.exporters.view import Time
from blogctl.model import Story

from .exporting import beside, context, export, story

SITE = "https://example.org/live/x"


def page(told: Story, options: dict[str, object] | None = None, **within: Any) -> BeautifulSoup:
    return BeautifulSoup(export("html", told, options, context(**within)), "html5lib")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select(selector)
    assert len(found) == 1, (selector, found)
    return found[0]


def shown(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def meta(soup: BeautifulSoup, name: str) -> list[str]:
    return [str(tag["content"]) for tag in soup.select(f'meta[property="{name}"]')]


FULL = story(
    {
        "headline": "Warning",
        "body": "An *amber* warning.",
        "key": True,
        "time": datetime(2024, 1, 4, 22, 40, tzinfo=UTC),
    },
    {"body": "Good morning.", "authors": ["An Example"]},
    {
        "headline": "Road closed",
        "body": "# Where\n\nThe [A259](/a259).\n\n| a | b |\n|---|--:|\n| 1 | 2 |",
        "authors": [{"name": "B. Writer", "url": "https://example.org/b", "role": "Reporter"}],
        "tags": ["transport", "A259"],
        "label": "breaking",
        "sources": [{"name": "Police", "url": "https://example.org/p"}, {"name": "Council"}],
        "edited": datetime(2024, 1, 5, 10, 20, tzinfo=UTC),
        "corrections": [{"time": datetime(2024, 1, 5, 10, 20, tzinfo=UTC), "text": "*Two* lanes."}],
    },
    {
        "body": "x",
        "retraction": {"time": datetime(2024, 1, 5, 10, 45, tzinfo=UTC), "reason": "Not *so*."},
    },
    {"headline": "Power cut", "body": "12,000 homes.", "key": True, "pinned": True},
    language="en-GB",
    timezone="Europe/London",
    url=SITE,
    summary="What we know.",
    authors=["An Example"],
    tags=["weather"],
    note="Times are *local*.",
    body="## Before\n\nIt began.",
    publisher={"name": "Example News", "url": "https://example.org"},
    image={
        "url": "/a.jpg",
        "alt": "A wave",
        "caption": "The wall.",
        "credit": "A. P.",
        "width": 16,
        "height": 9,
    },
    about={"name": "Storm", "location": "Dover", "start": datetime(2024, 1, 5, tzinfo=UTC).date()},
    related=[{"headline": "Yesterday", "url": "https://example.org/y", "rel": "previous"}],
)


def test_headings_are_in_order_under_one_h1() -> None:
    soup = page(FULL, zone="Europe/London")
    headings = [(tag.name, shown(tag)) for tag in soup.select("h1, h2, h3, h4, h5, h6")]
    assert headings == [
        ("h1", "Coast road"),
        ("h2", "Key events"),
        ("h2", "Pinned"),
        ("h3", "Power cut"),
        ("h2", "Updates"),
        ("h3", "Power cut"),
        ("h3", "Road closed"),
        ("h4", "Where"),
        ("h3", "Warning"),
        ("h2", "Background"),
        ("h3", "Before"),
        ("h2", "More on this story"),
    ]


def test_headings_in_an_update_without_its_own_take_its_place() -> None:
    soup = page(story({"body": "# Where\n\n## Exactly"}))
    assert [tag.name for tag in soup.select("article h3, article h4, article h5")] == ["h3", "h4"]


def test_the_page_has_landmarks_and_a_way_past_them() -> None:
    soup = page(FULL)
    for landmark in ("main", "body > header", "body > footer"):
        one(soup, landmark)
    first = one(soup, "body > a:first-child")
    assert one(soup, str(first["href"]).replace("#", "[id='") + "']").name == "h2"
    labels = [tag["aria-labelledby"] for tag in soup.select("[aria-labelledby]")]
    assert labels
    assert all(len(soup.select(f'[id="{label}"]')) == 1 for label in labels)


def test_ids_are_the_updates_and_none_comes_twice() -> None:
    soup = page(FULL)
    assert [tag["id"] for tag in soup.select("article[id]")] == ["u4", "u3", "u2", "u1", "u0"]
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    targets = {str(tag["href"])[1:] for tag in soup.select('a[href^="#"]')}
    assert targets <= set(ids)


def test_an_update_may_be_called_like_a_part_of_the_page() -> None:
    told = story(
        *({"id": name, "body": "x"} for name in ("updates", "main", "key", "pinned", "note"))
    )
    ids = [str(tag["id"]) for tag in page(told).select("[id]")]
    assert len(ids) == len({name.lower() for name in ids})


def test_microformats_tell_the_story() -> None:
    html = export("html", FULL, within=context("Europe/London"))
    [feed] = mf2py.parse(doc=html, url=SITE, html_parser="html5lib")["items"]
    assert feed["type"] == ["h-feed"]
    properties = feed["properties"]
    assert properties["name"] == ["Coast road"]
    assert properties["summary"] == ["What we know."]
    assert properties["url"] == [SITE]
    assert properties["photo"] == [{"value": "https://example.org/a.jpg", "alt": "A wave"}]
    assert [author["properties"]["name"] for author in properties["author"]] == [["An Example"]]
    assert set(properties) == {"name", "summary", "url", "photo", "author"}

    entries = feed["children"]
    assert [entry["type"] for entry in entries] == [["h-entry"]] * 5
    assert [entry["properties"]["uid"] for entry in entries] == [
        [f"{SITE}#u{n}"] for n in (4, 3, 2, 1, 0)
    ]
    closed = entries[2]["properties"]
    assert closed["name"] == ["Road closed"]
    assert closed["url"] == [f"{SITE}#u2"]
    assert closed["published"] == ["2024-01-05T09:02:00Z"]
    assert closed["updated"] == ["2024-01-05T10:20:00Z"]
    assert closed["category"] == ["transport", "A259"]
    [writer] = closed["author"]
    assert writer["type"] == ["h-card"]
    assert writer["properties"]["name"] == ["B. Writer"]
    assert writer["properties"]["url"] == ["https://example.org/b"]
    assert writer["properties"]["job-title"] == ["Reporter"]
    assert "The A259." in closed["content"][0]["value"]


@pytest.mark.parametrize(
    "update",
    [
        {"body": "x"},
        {"media": [{"type": "image", "url": "/a.jpg", "alt": "A wave"}]},
        {"media": [{"type": "file", "url": "/a.pdf"}]},
        {"retraction": {"time": datetime(2024, 1, 5, 10, tzinfo=UTC)}},
        {"headline": "  ", "body": "x", "tags": ["y"], "authors": ["z"]},
    ],
)
def test_an_update_without_a_headline_has_no_name(update: dict[str, Any]) -> None:
    html = export("html", story(update))
    [feed] = mf2py.parse(doc=html, url=SITE, html_parser="html5lib")["items"]
    [entry] = feed["children"]
    assert "name" not in entry["properties"]
    assert entry["properties"]["content"]


def test_times_are_those_of_the_zone_with_their_offset() -> None:
    soup = page(story({"body": "x"}), zone="Asia/Kathmandu")
    time = one(soup, "time.dt-published")
    assert time["datetime"] == "2024-01-05T14:45:00+05:45"
    assert shown(time) == "14:45 UTC+5:45"
    assert shown(one(soup, ".day")) == "Friday, 5 January 2024"
    assert "Asia/Kathmandu" in shown(one(soup, "footer"))


def test_days_part_the_updates_where_the_zone_has_midnight() -> None:
    told = story(
        {"body": "a", "time": datetime(2024, 1, 5, 19, 59, tzinfo=UTC)},
        {"body": "b", "time": datetime(2024, 1, 5, 20, 1, tzinfo=UTC)},
    )
    days = [shown(tag) for tag in page(told, zone="Asia/Tbilisi").select(".day")]
    assert days == ["Saturday, 6 January 2024", "Friday, 5 January 2024"]
    assert len(page(told).select(".day")) == 1


@pytest.mark.parametrize(
    ("status", "word"),
    [("upcoming", "Upcoming"), ("live", "Live"), ("paused", "Paused"), ("ended", "Ended")],
)
def test_the_status_is_shown(status: str, word: str) -> None:
    assert shown(one(page(story({"body": "x"}, status=status)), ".badge")) == word


def test_the_pinned_update_comes_first_and_counts_once() -> None:
    soup = page(FULL)
    copy = one(soup, ".pinned article")
    assert not copy.get("id")
    classes = {name for tag in [copy, *copy.select("*")] for name in tag.get("class") or []}
    assert not any(re.match(r"(h|p|u|dt|e)-", str(name)) for name in classes)
    assert one(copy, ".in-place a")["href"] == "#u4"
    assert "12,000 homes." in shown(copy)
    assert soup.select(".updates article")[0]["id"] == "u4"


def test_a_pinned_update_beyond_the_limit_is_there_in_full() -> None:
    told = story({"body": "old", "pinned": True}, {"body": "new"}, {"body": "newest"})
    soup = page(told, {"limit": 2})
    assert [tag["id"] for tag in soup.select(".h-entry")] == ["u0", "u2", "u1"]
    assert one(soup, ".pinned article")["id"] == "u0"


def test_the_newest_pinned_update_wins() -> None:
    told = story({"body": "a", "pinned": True}, {"body": "b", "pinned": True}, {"body": "c"})
    assert "b" in shown(one(page(told), ".pinned article .text"))


def test_key_events_lead_to_their_updates() -> None:
    soup = page(FULL)
    links = one(soup, ".key-events").select("a")
    assert [link["href"] for link in links] == ["#u4", "#u0"]
    assert [shown(link) for link in links] == ["09:04 Power cut", "4 January 2024, 22:40 Warning"]


def test_many_key_events_fold_away_and_untitled_ones_take_their_first_words() -> None:
    told = story(*({"body": f"Goal number *{n}*.", "key": True} for n in range(12)))
    soup = page(told)
    assert len(soup.select(".key-events > ol > li")) == 8
    assert len(soup.select(".key-events details li")) == 4
    assert "Goal number 11." in shown(soup.select(".key-events a")[0])
    assert not page(story({"body": "x"})).select(".key-events")


def test_a_retraction_is_a_notice_and_no_key_event() -> None:
    retraction = {"time": datetime(2024, 1, 5, 10, 45, tzinfo=UTC), "reason": "Not *so*."}
    soup = page(story({"headline": "x", "key": True, "pinned": True, "retraction": retraction}))
    article = one(soup, "article.retracted")
    assert "This update was retracted (10:45 UTC). Not so." in shown(article)
    assert not soup.select(".key-events, .pinned, h3")


def test_corrections_sources_tags_and_edits_are_shown() -> None:
    article = one(page(FULL), "#u2")
    assert shown(one(article, ".correction")) == "Correction, 10:20 UTC Two lanes."
    assert shown(one(article, ".sources")) == "Sources: Police , Council".replace(" ,", ",")
    assert one(article, ".sources a")["href"] == "https://example.org/p"
    assert [shown(tag) for tag in article.select(".tags li")] == ["transport", "A259"]
    assert shown(one(article, ".edited")) == "Updated 10:20 UTC"
    assert shown(one(article, ".label")) == "breaking"
    assert not one(page(FULL), "#u1").select(".edited, .sources, .tags, .label")


def test_what_belongs_to_the_story_is_shown() -> None:
    soup = page(FULL)
    assert shown(one(soup, ".summary")) == "What we know."
    assert "Last updated 5 January 2024, 10:45 UTC" in shown(one(soup, ".story"))
    assert shown(one(soup, ".event")) == "Storm, Dover, 5 January 2024"
    assert "Times are local." in shown(one(soup, ".note"))
    assert "It began." in shown(one(soup, ".background"))
    assert shown(one(soup, ".lead figcaption")) == "The wall. Credit: A. P."
    lead = one(soup, ".lead img")
    assert [lead[name] for name in ("src", "alt", "width", "height")] == [
        "/a.jpg",
        "A wave",
        "16",
        "9",
    ]
    assert shown(one(soup, ".related li")) == "Previous Yesterday"
    assert one(soup, ".related a")["rel"] == ["prev"]
    assert "weather" in shown(one(soup, "footer"))
    assert shown(one(soup, ".masthead")) == "Example News"


def test_media_of_every_kind() -> None:
    media = [
        {
            "type": "image",
            "url": "a.jpg",
            "alt": 'A "wave"',
            "width": 4,
            "height": 3,
            "credit": "C",
        },
        {"type": "video", "url": "v.mp4", "alt": "Film", "poster": "p.jpg", "caption": "See"},
        {"type": "audio", "url": "a.mp3"},
        {"type": "embed", "url": "https://example.org/post", "caption": "A post"},
        {"type": "file", "url": "f.pdf"},
    ]
    soup = page(story({"media": media}))
    image = one(soup, "article img")
    assert image.attrs == {
        "src": "a.jpg",
        "alt": 'A "wave"',
        "width": "4",
        "height": "3",
        "loading": "lazy",
        "decoding": "async",
    }
    video = one(soup, "video")
    assert (video["src"], video["poster"], video["aria-label"]) == ("v.mp4", "p.jpg", "Film")
    assert video.has_attr("controls")
    assert not video.has_attr("autoplay")
    assert one(soup, "audio").has_attr("controls")
    assert [(link["href"], shown(link)) for link in soup.select(".attachment a")] == [
        ("https://example.org/post", "A post"),
        ("f.pdf", "Download the file"),
    ]
    assert not soup.select("iframe, object, embed")


def test_an_image_without_alternative_text_has_an_empty_one() -> None:
    assert one(page(story({"media": [{"type": "image", "url": "a.jpg"}]})), "img")["alt"] == ""


def test_images_and_tables_in_texts_suit_the_page() -> None:
    soup = page(story({"body": "![A wave](a.jpg)\n\n    x\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |"}))
    assert one(soup, "article img")["loading"] == "lazy"
    assert [tag.get("class") for tag in soup.select("th")] == [["center"], ["right"]]
    assert not soup.select("[align]")
    assert one(soup, ".table > table")
    assert one(soup, ".table")["tabindex"] == one(soup, "pre")["tabindex"] == "0"


def test_relative_addresses_stay_unless_the_base_is_asked_for() -> None:
    told = story({"body": "[a](a) ![b](/b)", "sources": [{"name": "c", "url": "c"}]}, url=SITE)
    for base_url in (None, SITE):
        plain = page(told, base_url=base_url)
        assert [tag["href"] for tag in plain.select(".text a")] == ["a", "c"]
        assert one(plain, ".text img")["src"] == "/b"
    based = page(told, {"base_url": "https://cdn.example/x/"})
    assert [tag["href"] for tag in based.select(".text a")] == [
        "https://cdn.example/x/a",
        "https://cdn.example/x/c",
    ]
    assert one(based, ".text img")["src"] == "https://cdn.example/b"


def test_others_learn_what_the_page_is() -> None:
    soup = page(FULL, siblings=beside("html", "rss", "json"))
    assert one(soup, "title").get_text() == "Coast road – Example News"
    assert one(soup, "link[rel=canonical]")["href"] == SITE
    assert one(soup, "meta[name=description]")["content"] == "What we know."
    assert meta(soup, "og:title") == ["Coast road"]
    assert meta(soup, "og:url") == [SITE]
    assert meta(soup, "og:site_name") == ["Example News"]
    assert meta(soup, "og:image") == ["https://example.org/a.jpg"]
    assert meta(soup, "article:published_time") == ["2024-01-04T22:40:00Z"]
    assert meta(soup, "article:modified_time") == ["2024-01-05T10:45:00Z"]
    assert [(link["href"], link["type"]) for link in soup.select("link[rel=alternate]")] == [
        ("s.rss", "application/rss+xml"),
        ("s.json", "application/json"),
    ]
    assert [link["href"] for link in soup.select("footer a")] == ["s.rss"]


def test_without_an_address_nothing_is_claimed() -> None:
    soup = page(story({"body": "x"}, image={"url": "a.jpg"}))
    assert not soup.select("link[rel=canonical], link[rel=alternate], .u-url[value]")
    assert meta(soup, "og:url") == meta(soup, "og:image") == []


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab-IR", "rtl"), ("ur-Latn", "ltr")],
)
def test_language_and_direction(language: str, direction: str) -> None:
    html = one(page(story({"body": "x"}, language=language)), "html")
    assert (html["lang"], html["dir"]) == (language, direction)


def test_nothing_yet() -> None:
    start = datetime(2031, 1, 5, 20, tzinfo=UTC)
    soup = page(story(status="upcoming", coverage_start=start))
    assert shown(one(soup, ".empty")) == "No updates yet."
    assert "Coverage begins 5 January 2031, 20:00 UTC" in shown(one(soup, ".story"))
    assert "Last updated" not in shown(one(soup, "main"))
    assert not soup.select("article, .day")


def test_order_and_limit() -> None:
    told = story({"body": "a"}, {"body": "b", "key": True}, {"body": "c"})

    def ids(**options: object) -> list[object]:
        return [tag["id"] for tag in page(told, options).select("article")]

    assert ids() == ["u2", "u1", "u0"]
    assert ids(order="oldest") == ["u0", "u1", "u2"]
    assert ids(limit="2", order="oldest") == ["u1", "u2"]
    assert not page(told, {"limit": 1}).select(".key-events")


def test_only_our_own_script_runs_and_nothing_is_fetched_but_media() -> None:
    soup = page(FULL)
    policy = str(one(soup, "meta[http-equiv]")["content"])
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    style = one(soup, "style").string or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == f"'sha256-{digest}'"
    (script,) = soup.select("script:not([type])")
    digest = base64.b64encode(hashlib.sha256((script.string or "").encode()).digest()).decode()
    assert directives["script-src"] == f"'sha256-{digest}'"
    assert directives["connect-src"] == "'self'"
    assert set(directives) == {
        *("default-src", "style-src", "script-src", "connect-src"),
        *("img-src", "media-src", "base-uri", "form-action"),
    }
    assert "--paper" in style
    assert not soup.select("script[src], [style], link[rel=stylesheet], iframe")
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize(
    ("thing", "reach"),
    [
        (Time("iso", "text"), "__class__"),
        (Time("iso", "text"), "__init__"),
        (Time("iso", "text"), "_replace"),
        (FULL.meta, "__class__"),
        (FULL.meta, "__dict__"),
        ("text", "__class__"),
    ],
)
def test_a_template_reaches_data_and_nothing_behind_it(thing: object, reach: str) -> None:
    sandbox = environment()
    with pytest.raises(SecurityError):
        sandbox.from_string("{{ thing." + reach + ".x }}").render(thing=thing)
    with pytest.raises(SecurityError):
        sandbox.from_string("{{ (thing|attr('" + reach + "')).x }}").render(thing=thing)


def test_a_template_reads_the_data_itself() -> None:
    template = environment().from_string("{{ thing.iso }} {{ thing.no }}")
    with pytest.raises(UndefinedError):
        template.render(thing=Time("iso", "text"))
