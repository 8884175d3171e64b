"""Rules of Atom (RFC 4287), and of its pages (RFC 5005)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from blogctl.exporters.visible import visible
from blogctl.model import public_id

from .feed_rules import (
    LANGUAGE,
    NAMESPACES,
    SHARED,
    Made,
    Rule,
    is_iri,
    misplaced,
    names,
    repeated,
    short,
    words,
)

ATOM = dict(SHARED)
_ENTRIES = "atom:entry"
_IDS = ("atom:id", "atom:entry/atom:id")
_PEOPLE = ".//atom:author"
_DATES = ("atom:updated", "atom:entry/atom:updated", "atom:entry/atom:published")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LANGUAGE = f"{{{NAMESPACES['xml']}}}lang"


def atom(rule: Rule) -> Rule:
    ATOM[rule.__name__] = rule
    return rule


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name, "", NAMESPACES) or "").strip()


def _id(element: ET.Element) -> str:
    return (element.text or "").strip()


def _time(element: ET.Element, name: str) -> datetime | None:
    written = _text(element, name)
    return datetime.fromisoformat(written) if _RFC_3339.fullmatch(written) else None


def _missing(element: ET.Element, *needed: str) -> Iterator[str]:
    for name in needed:
        if name not in names(element):
            yield f"{short(element.tag)} has no {name}"


@atom
def feed_has_what_it_needs(made: Made) -> Iterator[str]:
    yield from _missing(made.root, "atom:id", "atom:title", "atom:updated", "atom:generator")


@atom
def feed_says_nothing_twice(made: Made) -> Iterator[str]:
    yield from repeated(made.root, "atom:link", "atom:author", "atom:category", "atom:entry")


@atom
def feed_stands_before_its_entries(made: Made) -> Iterator[str]:
    yield from misplaced(made.root, "atom:entry")


@atom
def entries_have_what_they_need(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        yield from _missing(entry, "atom:id", "atom:title", "atom:updated", "atom:published")


@atom
def entries_say_nothing_twice(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        yield from repeated(entry, "atom:link", "atom:author", "atom:category")


@atom
def entries_have_content(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        yield from _missing(entry, "atom:content")


@atom
def content_is_html(made: Made) -> Iterator[str]:
    for one in made.all("atom:entry/atom:content"):
        if one.get("type") != "html":
            yield str(one.get("type"))


@atom
def ids_are_absolute(made: Made) -> Iterator[str]:
    for one in made.all(*_IDS):
        if not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", _id(one)):
            yield str(one.text)


@atom
def ids_are_unique(made: Made) -> Iterator[str]:
    seen = Counter(map(_id, made.all(*_IDS)))
    yield from (one for one, times in seen.items() if times > 1)


@atom
def language_is_a_tag(made: Made) -> Iterator[str]:
    language = made.root.get(_LANGUAGE, "")
    if not LANGUAGE.fullmatch(language):
        yield language


@atom
def dates_are_rfc_3339_with_an_offset(made: Made) -> Iterator[str]:
    for one in made.all(*_DATES):
        if not _RFC_3339.fullmatch((one.text or "").strip()):
            yield str(one.text)


@atom
def dates_do_not_lie_ahead(made: Made) -> Iterator[str]:
    for element in made.all(".", _ENTRIES):
        for name in ("atom:updated", "atom:published"):
            time = _time(element, name)
            if time and time > made.now:
                yield time.isoformat()


@atom
def entries_are_not_updated_before_they_are_published(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        published, updated = _time(entry, "atom:published"), _time(entry, "atom:updated")
        if published and updated and updated < published:
            yield _text(entry, "atom:id")


@atom
def feed_is_not_older_than_its_entries(made: Made) -> Iterator[str]:
    newest = _time(made.root, "atom:updated")
    for entry in made.all(_ENTRIES):
        updated = _time(entry, "atom:updated")
        if newest and updated and updated > newest:
            yield _text(entry, "atom:id")


@atom
def entries_share_a_time_only_where_the_story_does(made: Made) -> Iterator[str]:
    told = visible(made.story, made.now)
    changed = {public_id(told, each): each.last_changed for each in told.updates}
    seen: dict[datetime, datetime | None] = {}
    for entry in made.all(_ENTRIES):
        updated, real = _time(entry, "atom:updated"), changed.get(_text(entry, "atom:id"))
        if updated and seen.setdefault(updated, real) != real:
            yield updated.isoformat()


@atom
def feed_has_an_author(made: Made) -> Iterator[str]:
    if any("atom:author" not in names(one) for one in made.all(_ENTRIES)) or not made.all(_ENTRIES):
        yield from _missing(made.root, "atom:author")


@atom
def people_have_one_name(made: Made) -> Iterator[str]:
    for person in made.all(_PEOPLE):
        if names(person).count("atom:name") != 1 or not _text(person, "atom:name"):
            yield str(names(person))


@atom
def people_say_nothing_twice(made: Made) -> Iterator[str]:
    for person in made.all(_PEOPLE):
        yield from repeated(person, "atom:name")


@atom
def people_have_an_address_with_an_at_sign(made: Made) -> Iterator[str]:
    for one in made.all(f"{_PEOPLE}/atom:email"):
        if not re.fullmatch(r"[^\s@%,]+@[^\s@%,]+", (one.text or "").strip()):
            yield str(one.text)


@atom
def people_have_a_whole_url(made: Made) -> Iterator[str]:
    for one in made.all(f"{_PEOPLE}/atom:uri"):
        if not is_iri((one.text or "").strip()):
            yield str(one.text)


@atom
def logo_is_whole(made: Made) -> Iterator[str]:
    for one in made.all("atom:logo"):
        if not is_iri((one.text or "").strip()):
            yield str(one.text)


@atom
def categories_have_a_term(made: Made) -> Iterator[str]:
    for one in made.all(".//atom:category"):
        if not one.get("term", "").strip():
            yield f"{one.get('term')!r}"


@atom
def summary_is_not_the_content_again(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        summary = _text(entry, "atom:summary")
        if summary and summary == words(_text(entry, "atom:content")):
            yield summary


@atom
def summary_is_not_the_title_again(made: Made) -> Iterator[str]:
    for entry in made.all(_ENTRIES):
        summary = _text(entry, "atom:summary")
        if summary and summary == _text(entry, "atom:title"):
            yield summary


@atom
def pages_are_of_the_feed_alone(made: Made) -> Iterator[str]:
    for one in made.all("atom:entry/atom:link"):
        if one.get("rel") in ("self", "next", "previous"):
            yield str(one.get("rel"))


def link_of(page: Made, relation: str) -> str | None:
    """Where a page's link of a relation leads."""
    links = page.all(f"atom:link[@rel='{relation}']")
    return links[0].get("href") if links else None


def paging_faults(pages: Sequence[Made]) -> Iterator[str]:
    """What is wrong with how pages lead to each other; the feed itself is the last of them."""
    known = {page.url: page for page in pages}
    for page in pages:
        for there, back in (("next", "previous"), ("previous", "next")):
            other = link_of(page, there)
            if other and (other not in known or link_of(known[other], back) != page.url):
                yield f"{there} of {page.url} does not lead back"
    reached: list[str] = []
    at: str | None = pages[-1].url
    while at in known and at not in reached:
        reached.append(at)
        at = link_of(known[at], "next")
    yield from (f"{url} is never reached" for url in known if url not in reached)
    if len({_text(page.root, "atom:id") for page in pages}) > 1:
        yield "the pages are of several feeds"
    seen = Counter(_text(entry, "atom:id") for page in pages for entry in page.all(_ENTRIES))
    yield from (f"{one} stands on several pages" for one, times in seen.items() if times > 1)
