"""Every rule of RSS and Atom, for the examples and for stories that are hard to tell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings

from blogctl.check import check_text
from blogctl.exporters.registry import load, options_for, render
from blogctl.model import Story, read

from .atom_rules import ATOM, paging_faults
from .broken_feeds import BROKEN
from .exporting import NOW, beside, context, export, story
from .feed_rules import Made, Rule, complaints
from .hard_stories import ATTACKS, HARD, LATER, SITE, attacked, nasty
from .rss_rules import RSS

FEED = "https://example.org/feeds/x"
RULES: dict[str, dict[str, Rule]] = {"rss": RSS, "atom": ATOM}
EACH = [(name, rule) for name, rules in RULES.items() for rule in rules]
BESIDE = beside("rss", "atom", "jsonfeed", "html", "json")
VARIANTS: list[dict[str, object]] = [{}, {"order": "oldest"}, {"key-events": True}]
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
OF_THE_WORDS = ("titles_have_no_markup", "characters_are_fit_for_readers")
"""Rules that a story breaks whose own words are markup or odd characters."""
CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
GOOD = story(
    {
        "headline": "Road & rail",
        "body": "Both lanes are [closed](/roads?a=1&b=2).\n\nBuses follow at *six*.",
        "tags": ["traffic", "coast"],
        "authors": ["An Example", {"name": "B", "url": "mailto:b@example.org"}],
        "media": [
            {
                "type": "video",
                "url": "/v.mp4",
                "mime": "video/mp4",
                "bytes": 4821,
                "width": 640,
                "height": 360,
                "duration": 94,
                "poster": "/p.jpg",
                "caption": "The wave",
            }
        ],
    },
    {"headline": "Open", "body": "It is *over*.", "sources": [{"name": "Council", "url": "/c"}]},
    url=SITE,
    summary="What we know.",
    tags=["weather"],
    authors=[{"name": "C", "url": "/c"}],
    publisher={"name": "P", "logo": "/logo.png"},
)


def made(name: str, told: Story, now: datetime = NOW, **options: object) -> Made:
    url = f"{FEED}.{name}"
    chosen = {"feed-url": url, **options}
    within = context("Europe/London", now, siblings=BESIDE)
    return Made(export(name, told, chosen, within), url, told, now)


def pages(told: Story, size: int, now: datetime = NOW, **options: object) -> list[Made]:
    exporter, url = load("atom"), f"{FEED}.atom"
    chosen = options_for(exporter, {"feed-url": url, "page-size": size, **options})
    documents = render("atom", exporter, told, chosen, context(now=now))
    assert isinstance(documents, dict)
    folder = url.rpartition("/")[0]
    urls = [*(f"{folder}/{name}" for name in list(documents)[:-1]), url]
    return [
        Made(str(document), at, told, now)
        for at, document in zip(urls, documents.values(), strict=True)
    ]


@lru_cache
def example(path: Path, name: str) -> list[Made]:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    feeds = [made(name, told, LATER, **options) for options in VARIANTS]
    if name == "atom":
        feeds += [page for options in VARIANTS for page in pages(told, 4, LATER, **options)]
    return feeds


def faults(told: Story, *but: str) -> list[str]:
    """What any rule has against the feeds of a story."""
    return [
        f"{name}: {each}"
        for name, rules in RULES.items()
        for each in complaints(
            made(name, told), {key: rule for key, rule in rules.items() if key not in but}
        )
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
@pytest.mark.parametrize(("name", "rule"), EACH)
def test_examples_keep_a_rule(name: str, rule: str, path: Path) -> None:
    for feed in example(path, name):
        assert list(RULES[name][rule](feed)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_of_examples_lead_to_each_other(path: Path, order: str) -> None:
    told = example(path, "atom")[0].story
    assert list(paging_faults(pages(told, 4, LATER, order=order))) == []


@pytest.mark.parametrize("what", HARD)
def test_a_story_that_is_hard_to_tell_keeps_the_rules(what: str) -> None:
    assert faults(HARD[what]) == []


@pytest.mark.parametrize("payload", ATTACKS)
def test_a_story_that_attacks_keeps_the_rules(payload: str) -> None:
    assert faults(attacked(payload), "titles_have_no_markup") == []


@settings(max_examples=40, deadline=None)
@given(nasty())
def test_any_story_keeps_the_rules(told: Story) -> None:
    assert faults(told, *OF_THE_WORDS) == []


@pytest.mark.parametrize("name", RULES)
def test_a_good_feed_keeps_the_rules(name: str) -> None:
    assert complaints(made(name, GOOD), RULES[name]) == []


@pytest.mark.parametrize(
    ("name", "rule", "pattern", "instead"),
    [(name, *each) for name, breaks in BROKEN.items() for each in breaks],
)
def test_a_rule_sees_what_breaks_it(name: str, rule: str, pattern: str, instead: str) -> None:
    good = made(name, GOOD)
    escaped = CDATA.sub(lambda found: escape(found[1]), good.text)
    broken = replace(good, text=re.sub(pattern, instead, escaped, count=1))
    assert {each.partition(":")[0] for each in complaints(broken, RULES[name])} == {rule}


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_shown_to_see_something(name: str) -> None:
    assert {rule for rule, _, _ in BROKEN[name]} == set(RULES[name])


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r'<link rel="(next|previous)"[^>]*>', ""),
        (r'(<link rel="(?:next|previous)".*)page-\d', r"\1page-9"),
        (r"<id>.*?</id>", "<id>urn:x</id>"),
        (r"(?s)<entry>.*</entry>", r"\g<0>\g<0>"),
    ],
)
def test_pages_that_lead_astray_are_seen(at: int, pattern: str, instead: str) -> None:
    astray = pages(story(*({"body": f"b{n}"} for n in range(6)), url=SITE), 2)
    assert list(paging_faults(astray)) == []
    text = re.sub(pattern, instead, astray[at].text, count=1)
    assert text != astray[at].text
    astray[at] = replace(astray[at], text=text)
    assert list(paging_faults(astray)) != []
