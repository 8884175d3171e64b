"""What HTML may hold that readers are to trust, seen by a real parser."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Set
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

import html5lib  # type: ignore[import-untyped]

from blogctl import dialect

from .exporting import BREAK

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
HTML_FORMATS = ("atom", "html", "jsonfeed", "jsonld", "markdown", "ninjs", "rss", "site")

Shape = tuple[object, ...]
"""A tag: its depth, name and attributes."""

_SIZE = {"width", "height"}
_PLAIN = (
    *("DOCUMENT_ROOT", "<!DOCTYPE>", "html", "head", "body", "p", "br", "hr", "ul", "li", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "em", "strong", "del", "s"),
    *("figure", "figcaption", "table", "thead", "tbody", "tr"),
)
_PLAIN_IN_PAGES = (
    *("title", "style", "header", "main", "footer", "nav", "section", "article", "aside"),
    *("div", "span", "details", "summary", "noscript"),
)
_ALWAYS: dict[str, set[str]] = {
    **{tag: set() for tag in _PLAIN},
    "th": {"align"},
    "td": {"align"},
    "code": {"class"},
    "ol": {"start"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", *_SIZE},
    "video": {"src", "controls", "poster"},
    "audio": {"src", "controls"},
}
_DATA = {
    f"data-{name}"
    for name in (
        *("live", "day", "story", "status", "order", "part", "poll", "marker", "version", "to"),
    )
}
_IN_PAGES: dict[str, set[str]] = {
    **{tag: set() for tag in _PLAIN_IN_PAGES},
    "*": {"class", "id", "tabindex", "role", "hidden", "aria-label", "aria-labelledby", *_DATA},
    "script": {"type"},
    "button": {"type"},
    "html": {"lang", "dir"},
    "meta": {"charset", "http-equiv", "content", "name", "property"},
    "link": {"rel", "type", "href"},
    "data": {"value"},
    "time": {"datetime"},
    "img": {"loading", "decoding"},
    "video": {"preload", "playsinline", *_SIZE},
    "audio": {"preload"},
}
_IN_SITES = {
    **_IN_PAGES,
    "base": {"href"},
    "script": {"type", "src"},
    "link": {*_IN_PAGES["link"], "title"},
    "a": {"type"},
    "*": {*_IN_PAGES["*"], "lang", "dir"},
}
_MORE = {"html": _IN_PAGES, "site": _IN_SITES, "jsonld": {"script": {"type"}}}
_ADDRESSES = frozenset({"href", "src", "poster"})
_WORDS = frozenset({"alt", "title", "content", "aria-label", "data-version"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"(?!urn:uuid:)[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)


@lru_cache(maxsize=32)
def tree_of(html: str) -> ET.Element:
    """The document as a browser reads it."""
    whole = html5lib.getTreeBuilder("etree", fullTree=True)
    tree: ET.Element = html5lib.HTMLParser(whole, namespaceHTMLElements=False).parse(html)
    return tree


@lru_cache(maxsize=512)
def faults(html: str, where: str = "") -> tuple[str, ...]:
    """What is in the HTML that must not be there; a page of our own may hold more."""
    return tuple(fault for element in tree_of(html).iter() for fault in _faults_of(element, where))


def _faults_of(element: ET.Element, where: str) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield f"<!--{element.text}-->"
        return
    more = _MORE.get(where, {})
    allowed = _ALWAYS.get(element.tag, set()) | more.get(element.tag, set()) | more.get("*", set())
    if element.tag not in {*_ALWAYS, *more}:
        yield f"<{element.tag}>"
    if element.tag == "script" and not _is_ours(element):
        yield f"<script>{element.text}"
    for name, value in element.attrib.items():
        if name not in allowed:
            yield f"<{element.tag} {name}>"
        if name in _ADDRESSES and not safe(value):
            yield f"{name}={value}"


def _is_ours(script: ET.Element) -> bool:
    """Whether it is the page's own script, or data that no browser runs."""
    text = script.text or ""
    if re.fullmatch(r"assets/live\.[0-9a-f]+\.js", script.get("src", "")):
        return text == ""
    if script.get("type") in ("application/json", "application/ld+json"):
        return "<" not in text and _is_json(text)
    return text == script_of_pages()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def script_of_pages() -> str:
    """The script that stands in every page."""
    return files("blogctl.exporters").joinpath("templates", "live.min.js").read_text("utf-8")


def safe(address: str) -> bool:
    """Whether an address is relative or of a harmless scheme, as browsers read it."""
    # They drop white space and control characters before they look.
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20]", "", address))
    return scheme is None or scheme[1].lower() in _SCHEMES


@lru_cache(maxsize=512)
def shape(html: str, *, addresses: bool = True, closed: Set[str] = frozenset()) -> list[Shape]:
    """All tags with their depth and attributes, but without any words.

    Without ``addresses`` those may differ; of the classes ``closed`` the inside does not count.
    """
    return list(_shape(tree_of(html), _WORDS if addresses else _WORDS | _ADDRESSES, closed))


def _shape(
    parent: ET.Element, hidden: Set[str], closed: Set[str], depth: int = 0
) -> Iterator[Shape]:
    for element in parent:
        said = ((name, None if name in hidden else value) for name, value in element.items())
        yield (depth, element.tag, *said)
        if not closed & set(element.get("class", "").split()):
            yield from _shape(element, hidden, closed, depth + 1)


@lru_cache(maxsize=512)
def words_in(html: str) -> list[str]:
    """The texts and the values of attributes, in their order, white space collapsed.

    The version of a page, a hash of all the others, is left out.
    """
    return [
        squeezed(text)
        for element in tree_of(html).iter()
        for text in (element.text, *element.attrib.values(), element.tail)
        if text
        and not (element.tag == "script" and text is element.text)
        and text is not element.get("data-version")
    ]


def squeezed(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def comrak(markdown: str) -> str:
    """The HTML of Markdown, its tags left as they are."""
    return dialect.render(markdown, raw_html=True)


@lru_cache(maxsize=512)
def markdown_it(markdown: str) -> str:
    """The same by another engine, with links of all schemes."""
    return re.sub(r' style="text-align:\w+"', "", str(_markdown_it().render(markdown)))


@lru_cache(maxsize=1)
def _markdown_it() -> Any:
    library = import_module("markdown_it")
    reader = library.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True
    return reader


# The other engine is in the extra "bench"; without it, the rest is to be tested all the same.
READERS = (comrak, markdown_it) if find_spec("markdown_it") else (comrak,)


def html_in(name: str, document: str) -> list[str]:
    """All HTML that an exported document holds, or that it becomes."""
    if name == "html":
        return [document]
    if name == "site":
        files = document.split(BREAK)
        return [each for each in files if each.lstrip().startswith("<!doctype html>")]
    if name == "markdown":
        return [read(document) for read in READERS]
    if name in ("atom", "rss"):
        return [each.text or "" for each in ET.fromstring(document).iter() if _is_html(each)]
    if name == "jsonld":
        return [f'<script type="application/ld+json">{document}</script><p>end</p>']
    data = json.loads(document)
    if name == "jsonfeed":
        return [item["content_html"] for item in data["items"] if "content_html" in item]
    bodies = [body for each in (data, *data["associations"]) for body in each.get("bodies", [])]
    return [body["value"] for body in bodies if body["contentType"] == "text/html"]


def _is_html(element: ET.Element) -> bool:
    return element.tag in ("description", CONTENT) or element.get("type") in ("html", "xhtml")


def faults_in(name: str, document: str) -> list[str]:
    """What must not be there in the HTML of a document, and in its addresses."""
    found = (each for html in html_in(name, document) for each in faults(html, name))
    return [f"{name}: {each}" for each in found]


def shapes_in(name: str, document: str, *, addresses: bool = True) -> list[list[Shape]]:
    """The shapes of all HTML in a document."""
    return [shape(html, addresses=addresses) for html in html_in(name, document)]


def addresses_in(name: str, document: str) -> list[str]:
    """What begins with a scheme in the data of a feed or of JSON."""
    if name in ("atom", "rss"):
        elements = list(ET.fromstring(document).iter())
        texts = [each.text or "" for each in elements]
        texts += [value for each in elements for value in each.attrib.values()]
    else:
        texts = list(strings(json.loads(document)))
    return [text for text in texts if _ADDRESS.match(text)]


def strings(data: Any) -> Iterator[str]:
    """All strings in JSON data, keys left out."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings(each)
