"""Pages without a LiveBlogPosting: h-feed, and what has to be guessed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from blogctl.errors import StoryError
from blogctl.importers.html import HtmlImporter

from .pages import found, imported, page, posting, script, source, updates

ENTRY = """
<article class="h-entry" id="n{n}"><h2 class="p-name">{head}</h2>
<a class="u-url" href="/live#n{n}">
<time class="dt-published" datetime="2024-05-01T1{n}:00:00Z">x</time></a>
<span class="p-author h-card"><a class="p-name u-url" href="/ada">Ada</a></span>
<div class="e-content"><p>Text {n} <b>bold</b></p><img src="/p{n}.jpg" alt="P"></div>
<a class="p-category">sea</a></article>
"""


def test_the_entries_of_a_feed() -> None:
    entries = ENTRY.format(n=1, head="One") + ENTRY.format(n=2, head="Two")
    html = page(f'<div class="h-feed"><h1 class="p-name">Feed</h1>{entries}</div>')
    result = imported(html)
    assert result.story.meta.headline == "Feed"
    first = result.story.updates[0]
    assert (first.id, first.headline, first.body) == ("n1", "One", "Text 1 **bold**")
    assert first.time.isoformat() == "2024-05-01T11:00:00+00:00"
    assert [(each.name, each.url) for each in first.authors] == [
        ("Ada", "https://news.example/ada")
    ]
    assert first.tags == ("sea",) and first.media[0].url == "https://news.example/p1.jpg"
    assert not result.report.is_guess


def test_notes_have_no_headline_and_replies_are_no_updates() -> None:
    note = (
        '<div class="h-entry"><p class="p-name e-content">Just text.</p>'
        '<time class="dt-published" datetime="2024-05-01T11:00:00Z"></time>'
        '<div class="u-comment h-entry"><p class="p-name">A reply</p></div></div>'
    )
    [update] = updates(page(f'<div class="h-feed">{note}</div>'))
    assert (update.headline, update.body) == (None, "Just text.")


@pytest.mark.parametrize(("name", "headline"), [("The tide is…", None), ("The tide", "The tide")])
def test_a_name_that_is_the_text_cut_short_is_no_headline(name: str, headline: str | None) -> None:
    entry = (
        f'<div class="h-entry"><p class="p-name">{name}</p><p class="e-content">The tide is in.</p>'
        '<time class="dt-published" datetime="2024-05-01T11:00:00Z"></time></div>'
    )
    [update] = updates(page(f'<div class="h-feed">{entry}</div>'))
    assert (update.headline, update.body) == (headline, "The tide is in.")


BLOCK = (
    '<div class="item item-{n}" id="e{n}"><span class="time">{time}</span><h3>Head {n}</h3>'
    '<p>This is what happened, number {n}.</p><div class="share-bar">Share</div></div>'
)


def blocks(*times: str) -> str:
    return "".join(BLOCK.format(n=n, time=time) for n, time in enumerate(times, 1))


def test_blocks_with_times_are_guessed() -> None:
    times = [f'<time datetime="2024-05-01T1{n}:00:00Z">1{n}:00</time>' for n in range(3)]
    menu = "".join(f'<li><a href="/{n}">Elsewhere</a></li>' for n in range(30))
    result = imported(page(f"<ul>{menu}</ul><main><h1>Day</h1>{blocks(*times)}</main>"))
    assert result.report.is_guess
    assert [u.headline for u in result.story.updates] == ["Head 1", "Head 2", "Head 3"]
    assert [u.id for u in result.story.updates] == ["e1", "e2", "e3"]
    assert result.story.updates[0].body == "This is what happened, number 1."
    assert result.story.meta.headline == "Day"


def test_seconds_since_1970_are_times() -> None:
    html = "".join(
        f'<li data-timestamp="{1714550400 + n * 60}">Long enough text, number {n}</li>'
        for n in range(3)
    )
    assert [u.time.isoformat() for u in updates(page(f"<ul>{html}</ul>"))] == [
        "2024-05-01T08:00:00+00:00",
        "2024-05-01T08:01:00+00:00",
        "2024-05-01T08:02:00+00:00",
    ]


@pytest.mark.parametrize(
    "day",
    [
        "1 May 2024",
        "May 1, 2024",
        "1st May 2024",
        "2024-05-01",
        "1. Mai 2024",
        "1 maggio 2024",
        "1.5.2024",
    ],
)
def test_clocks_are_of_the_day_above_them(day: str) -> None:
    found_ = updates(page(f"<h2>{day}</h2>{blocks('9:30 am', '14.05')}"), "Europe/London")
    assert [u.time.isoformat() for u in found_] == [
        "2024-05-01T09:30:00+01:00",
        "2024-05-01T14:05:00+01:00",
    ]


def test_clocks_as_texts_have_them() -> None:
    found_ = updates(page(f"<h2>27 septembre 2020</h2>{blocks('15h42', '9.25pm BST')}"), "UTC")
    assert [u.time.isoformat() for u in found_] == [
        "2020-09-27T15:42:00+00:00",
        "2020-09-27T21:25:00+01:00",
    ]


def test_a_clock_and_a_day_in_pieces() -> None:
    html = "".join(
        f'<li><time><i>May</i><i>0{n}</i><i>2024</i></time><b class="dte">21:0{n} (IST)</b>'
        f"<div>This is what happened then, number {n}.</div></li>"
        for n in (1, 2)
    )
    found_ = updates(page(f"<ul>{html}</ul>"), "Asia/Kolkata")
    assert [u.time.isoformat() for u in found_] == [
        "2024-05-01T21:01:00+05:30",
        "2024-05-02T21:02:00+05:30",
    ]
    assert found_[0].body == "This is what happened then, number 1."


def test_a_day_beside_each_clock() -> None:
    html = page(blocks("1 May 2024, 09:30", "2 May 2024 10:00 UTC"))
    assert [u.time.day for u in updates(html, "UTC")] == [1, 2]


def test_clocks_without_any_day_are_no_times() -> None:
    report = imported(page(blocks("09:30", "10:00"))).report
    assert (report.found, report.imported) == (2, 0)


def test_a_page_of_prose_is_no_live_blog() -> None:
    html = page("<h1>About us</h1><p>We were founded on 1 May 2024.</p><p>That is all.</p>")
    assert HtmlImporter().read(source(html)) is None


def test_a_posting_without_updates_gets_those_of_the_page() -> None:
    times = [f'<time datetime="2024-05-01T1{n}:00:00Z">1{n}:00</time>' for n in range(3)]
    result = imported(page(blocks(*times), script(posting(description="Said"))))
    assert result.report.imported == 3 and result.report.is_guess
    assert result.story.meta.summary == "Said"


REFERENCES = [
    *({"@id": f"a{n}", "name": "x", "about": [{"@id": f"a{n + 1}"}] * 20} for n in range(9)),
    {"@type": "LiveBlogPosting", "@id": "p", "headline": "H", "author": [{"@id": "a0"}]},
]

BOMBS: dict[str, Callable[[], str]] = {
    "tags": lambda: "<div>" * 10_000_000,
    "depth": lambda: "<div>" * 900_000,
    "formatting": lambda: "".join(f"<b x={n}>" for n in range(1400)) + "<p>x</p>" * 300_000,
    "attributes": lambda: "<div " + " ".join(f"a{n}=1" for n in range(300_000)) + ">",
    "text": lambda: script(posting({"articleBody": "<p>" + "<i>" * 900_000})),
    "references": lambda: (
        "<p id=big>" + "<i itemprop=x>a</i>" * 5_000 + "</p>"
        '<div itemscope itemtype="https://schema.org/LiveBlogPosting">'
        + '<p itemprop=liveBlogUpdate itemscope itemref="big"></p>' * 1_000
        + "</div>"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_pages_to_choke_on_are_refused_soon(name: str) -> None:
    read = source("<!doctype html><html><body>" + BOMBS[name]())
    start = time.process_time()
    assert HtmlImporter().recognises(read)
    with pytest.raises(StoryError):
        HtmlImporter().read(read)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "body",
    [
        script("[" * 1_000_000),
        script(json.dumps(REFERENCES)),
        script('{"@type": "LiveBlogPosting", "x": ' + "9" * 100_000 + "}"),
        "<div class=u><time datetime='2024-01-01T10:00:00Z'>x</time>" * 1_400,
        '<div itemscope itemtype="x/LiveBlogPosting">'
        + "<b itemprop=liveBlogUpdate itemscope>" * 999,
        "<!--" * 1_000_000,
        "\0" * 1_000_000,
    ],
    ids=["arrays", "references", "number", "blocks", "items", "comments", "zeros"],
)
def test_odd_pages_are_read_or_not_but_soon(body: str) -> None:
    start = time.process_time()
    HtmlImporter().read(source("<!doctype html><html><body>" + body))
    assert time.process_time() - start < 10


def test_a_long_page_takes_about_a_second() -> None:
    text = "All of it is told at some length here, as it would be. " * 20
    items = [
        {
            "headline": f"Head {n}",
            "articleBody": text + str(n),
            "url": f"#b{n}",
            "datePublished": f"2024-05-01T{n // 60:02}:{n % 60:02}:00Z",
        }
        for n in range(400)
    ]
    shown = "".join(
        f'<article id="b{n}"><h3>Head {n}</h3><div><p>{text}<a href="/x">{n}</a></p></div>'
        f"<ul>{'<li><span>Share</span></li>' * 10}</ul></article>"
        for n in range(400)
    )
    html = page(shown, script(posting(*items)))
    assert len(html) > 1_000_000
    start = time.process_time()
    findings = found(html)
    assert time.process_time() - start < 5
    assert len(findings.updates) == 400
    assert all("](https://news.example/x)" in update["body"] for update in findings.updates)
