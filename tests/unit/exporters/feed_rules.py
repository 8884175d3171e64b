"""Rules for feeds of either kind, each a check of its own that tells what breaks it.

They are those of the standards and those that validators of feeds warn about besides. Names of
elements are written with the usual prefixes; RSS has none, Atom has ``atom:``.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

import html5lib  # type: ignore[import-untyped]
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment

from blogctl.model import Story

from .exporting import NOW

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
MIME = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_NAMESPACE = re.compile(r'\sxmlns(?::(\w+))?="([^"]*)"')
_PART = r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
_MORE = r"(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[\w.~%!$&'()*+,;=-]+)(?::\d+)?"
_WEB = re.compile(rf"https?://{_HOST}(?:/{_PART})?(?:\?{_MORE})?(?:#{_MORE})?", re.ASCII)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:#x?)?\w+;")
_DISCOURAGED = re.compile("[\x7f-\x84\x86-\x9f\ufffd]")
_ACTIVE = ["script", "style", "object", "embed", "applet", "iframe", "frame", "meta", "link",
           "base", "form", "svg", "math"]  # fmt: skip
_ADDRESSES = ("href", "src", "poster", "srcset", "cite", "action", "data")
_RELATIONS = {"alternate", "enclosure", "hub", "next", "previous", "self"}

TITLES = ("channel/title", "channel/image/title", "channel/item/title", "channel/copyright",
          "atom:title", "atom:subtitle", "atom:entry/atom:title")  # fmt: skip
TEXTS = (*TITLES, "channel/description", "channel/item/description", ".//content:encoded",
         ".//dc:creator", ".//media:description", ".//media:credit", "channel/generator",
         "atom:generator", ".//atom:summary", ".//atom:content")  # fmt: skip
HTMLS = ("channel/item/description", "channel/item/content:encoded",
         "atom:entry/atom:content[@type='html']")  # fmt: skip
VALUES = ("channel/link", "channel/language", "channel/lastBuildDate", "channel/image/url",
          "channel/image/link", "channel/item/link", "channel/item/guid", "channel/item/pubDate",
          ".//atom:id", ".//atom:updated", ".//atom:published", ".//atom:email", ".//atom:uri",
          "atom:logo")  # fmt: skip
LINKS = ("channel/atom:link", ".//atom:link")
FEED_LINKS = ("channel/atom:link", "atom:link")

CHILDREN = {
    "rss": "channel",
    "channel": "title link description language lastBuildDate pubDate generator docs category image"
    " item atom:link dc:creator",
    "image": "url title link",
    "item": "title link description guid pubDate author category enclosure content:encoded"
    " dc:creator media:content atom:updated",
    "media:content": "media:description media:credit media:thumbnail",
    "atom:feed": "atom:id atom:title atom:subtitle atom:updated atom:generator atom:link"
    " atom:author atom:category atom:logo atom:entry",
    "atom:entry": "atom:id atom:title atom:published atom:updated atom:link atom:author"
    " atom:category atom:summary atom:content",
    "atom:author": "atom:name atom:email atom:uri",
}
ATTRIBUTES = {
    "rss": "version",
    "guid": "isPermaLink",
    "enclosure": "url length type",
    "media:content": "url medium type fileSize width height duration",
    "media:description": "type",
    "media:thumbnail": "url",
    "atom:feed": "xml:lang",
    "atom:link": "rel href type length hreflang",
    "atom:category": "term",
    "atom:content": "type",
}


@dataclass(frozen=True)
class Made:
    """A feed, where it will be found, and the story and the time that it was made from."""

    text: str
    url: str
    story: Story
    now: datetime = NOW

    @cached_property
    def root(self) -> ET.Element:
        """Its outermost element."""
        return ET.fromstring(self.text)

    def all(self, *paths: str) -> list[ET.Element]:
        """The elements at some paths."""
        found = (one for path in paths for one in self.root.iterfind(path, NAMESPACES))
        return list(dict.fromkeys(found))


Rule = Callable[[Made], Iterator[str]]
SHARED: dict[str, Rule] = {}


def shared(rule: Rule) -> Rule:
    SHARED[rule.__name__] = rule
    return rule


def complaints(made: Made, rules: dict[str, Rule]) -> list[str]:
    return [f"{name}: {each}" for name, rule in rules.items() for each in rule(made)]


def short(tag: str) -> str:
    """The name of an element or attribute with its usual prefix."""
    for prefix, namespace in NAMESPACES.items():
        tag = tag.replace(f"{{{namespace}}}", f"{prefix}:")
    return tag


def names(element: ET.Element) -> list[str]:
    return [short(child.tag) for child in element]


def repeated(element: ET.Element, *often: str) -> Iterator[str]:
    """The names of children that stand more than once, but for those that may."""
    seen = names(element)
    for name in dict.fromkeys(seen):
        if seen.count(name) > 1 and name not in often:
            yield f"{short(element.tag)} has more than one {name}"


def misplaced(element: ET.Element, last: str) -> Iterator[str]:
    """The names of children behind the first of those that must come last."""
    seen = names(element)
    behind = seen[seen.index(last) :] if last in seen else []
    yield from (f"{name} stands behind {last}" for name in behind if name != last)


def is_uri(text: str) -> bool:
    """Whether a text is a whole URL of the web (RFC 3986)."""
    return _WEB.fullmatch(text) is not None


def is_iri(text: str) -> bool:
    """Whether a text is a whole URL of the web that may have letters of any script (RFC 3987)."""
    return is_uri(re.sub(r"[^\x00-\x7f]", "x", text))


def words(html: str) -> str:
    return " ".join(_parsed(html).get_text().split())


@lru_cache(maxsize=4096)
def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


@lru_cache(maxsize=4096)
def _faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parseFragment(html)
    return [code for _, code, _ in parser.errors if code != "invalid-codepoint"]


def _htmls(made: Made) -> Iterator[BeautifulSoup]:
    yield from (_parsed(one.text or "") for one in made.all(*HTMLS))


def _attributes(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all(True):
        assert isinstance(tag, Tag)
        yield from ((name, str(value)) for name, value in tag.attrs.items())


@shared
def document_is_utf_8_without_a_doctype(made: Made) -> Iterator[str]:
    if not made.text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n'):
        yield made.text[:50]
    if "<!DOCTYPE" in made.text:
        yield "it has a document type"


@shared
def namespaces_are_known(made: Made) -> Iterator[str]:
    known = {**NAMESPACES, "": NAMESPACES["atom"]}
    for prefix, namespace in _NAMESPACE.findall(made.text):
        if known.get(prefix) != namespace:
            yield f"{prefix} is {namespace}"


@shared
def elements_are_known(made: Made) -> Iterator[str]:
    for parent in made.root.iter():
        allowed = CHILDREN.get(short(parent.tag), "").split()
        for name in names(parent):
            if name not in allowed:
                yield f"{name} in {short(parent.tag)}"


@shared
def attributes_are_known(made: Made) -> Iterator[str]:
    for element in made.root.iter():
        allowed = ATTRIBUTES.get(short(element.tag), "").split()
        for name in map(short, element.attrib):
            if name not in allowed:
                yield f"{name} of {short(element.tag)}"


@shared
def text_stands_in_leaves_only(made: Made) -> Iterator[str]:
    for element in made.root.iter():
        mixed = [element.text or "", *(child.tail or "" for child in element)]
        if len(element) and "".join(mixed).strip():
            yield f"{short(element.tag)} holds text"


@shared
def characters_are_fit_for_readers(made: Made) -> Iterator[str]:
    yield from (f"{found!a}" for found in _DISCOURAGED.findall(made.text))


@shared
def texts_are_not_blank(made: Made) -> Iterator[str]:
    for one in made.all(*TEXTS):
        if not (one.text or "").strip():
            yield f"{short(one.tag)} says nothing"


@shared
def values_have_no_space_around_them(made: Made) -> Iterator[str]:
    for element in made.all(*VALUES):
        if element.text and element.text != element.text.strip():
            yield f"{short(element.tag)} is {element.text!r}"


@shared
def titles_have_no_markup(made: Made) -> Iterator[str]:
    yield from (one.text or "" for one in made.all(*TITLES) if _MARKUP.search(one.text or ""))


@shared
def html_is_well_formed(made: Made) -> Iterator[str]:
    yield from (fault for one in made.all(*HTMLS) for fault in _faults(one.text or ""))


@shared
def html_has_no_active_elements(made: Made) -> Iterator[str]:
    for soup in _htmls(made):
        yield from (tag.name for tag in soup.find_all(_ACTIVE) if isinstance(tag, Tag))


@shared
def html_has_no_comments(made: Made) -> Iterator[str]:
    for soup in _htmls(made):
        yield from (str(one) for one in soup.find_all(string=True) if isinstance(one, Comment))


@shared
def html_has_no_active_attributes(made: Made) -> Iterator[str]:
    for soup in _htmls(made):
        for name, value in _attributes(soup):
            script = re.match(r"[\x00-\x20]*(javascript|vbscript|data):", value, re.IGNORECASE)
            if name == "style" or name.startswith("on") or (script and name in _ADDRESSES):
                yield f"{name}={value}"


@shared
def html_has_no_relative_urls(made: Made) -> Iterator[str]:
    for soup in _htmls(made):
        for name, value in _attributes(soup):
            if name in _ADDRESSES and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
                yield f"{name}={value}"


@shared
def self_link_stands_once(made: Made) -> Iterator[str]:
    found = [one for one in made.all(*FEED_LINKS) if one.get("rel") == "self"]
    if len(found) != 1:
        yield f"there are {len(found)}"


@shared
def self_link_is_where_the_feed_is(made: Made) -> Iterator[str]:
    for one in made.all(*FEED_LINKS):
        if one.get("rel") == "self" and one.get("href") != made.url:
            yield f"{one.get('href')} is not {made.url}"


@shared
def links_lead_to_whole_urls(made: Made) -> Iterator[str]:
    for one in made.all(*LINKS):
        if not is_iri(one.get("href", "")):
            yield str(one.get("href"))


@shared
def links_have_a_known_relation(made: Made) -> Iterator[str]:
    yield from (str(rel) for one in made.all(*LINKS) if (rel := one.get("rel")) not in _RELATIONS)


@shared
def links_have_a_media_type(made: Made) -> Iterator[str]:
    for one in made.all(*LINKS):
        if not MIME.fullmatch(one.get("type", "")):
            yield str(one.get("type"))


@shared
def links_have_a_length_in_digits(made: Made) -> Iterator[str]:
    for one in made.all(*LINKS):
        if not one.get("length", "0").isdecimal():
            yield str(one.get("length"))


@shared
def one_alternate_for_each_type_and_language(made: Made) -> Iterator[str]:
    for parent in made.all("channel", ".", "atom:entry"):
        alternates = [
            (one.get("type"), one.get("hreflang"))
            for one in parent.iterfind("atom:link[@rel='alternate']", NAMESPACES)
        ]
        yield from (f"{one}" for one in set(alternates) if alternates.count(one) > 1)
