"""A web page, parsed once for all who read in it, and what it says of itself as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from blogctl.importers import Source, without_blanks
from blogctl.importers.bodies import text_of
from blogctl.importers.bombs import refuse_bombs


class Page:
    """A page: its tree, its address, its head.

    ``base`` is what its relative URLs are resolved against, ``None`` for a file that does not say
    where it belongs. :class:`~blogctl.errors.StoryError` for a page made to choke on.
    """

    def __init__(self, source: Source) -> None:
        refuse_bombs(source.text, source.name)
        self.source = source
        self.tree = LexborHTMLParser(source.text)

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that a selector finds."""
        return self.tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that a selector finds."""
        return self.tree.css_first(selector)

    @cached_property
    def base(self) -> str | None:
        """Where relative URLs lead from."""
        own = attribute(self.first("base[href]"), "href")
        where = self.source.url or self.canonical
        if own and where:
            return resolved(own, where)
        return own if is_absolute(own) else where

    @cached_property
    def canonical(self) -> str | None:
        """The address that the page gives itself, if it is a whole one."""
        link = attribute(self.first('link[rel~="canonical"][href]'), "href")
        for url in (link, self.meta("og:url")):
            if url and self.source.url:
                url = resolved(url, self.source.url)
            if is_absolute(url):
                return url
        return None

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in self.css("meta[content]"):
            given = node.attributes
            name = (given.get("property") or given.get("name") or "").strip().lower()
            if name and (content := (given.get("content") or "").strip()):
                found.setdefault(name, []).append(content)
        return found

    def meta(self, name: str) -> str | None:
        """The content of the first meta element of a name."""
        return next(iter(self._metas.get(name, ())), None)

    @cached_property
    def language(self) -> str | None:
        """The language of the page, a BCP 47 tag."""
        given = attribute(self.first("html"), "lang") or attribute(self.first("html"), "xml:lang")
        tag = given or (self.meta("og:locale") or "")
        return tag.strip().replace("_", "-") or None

    @cached_property
    def by_id(self) -> dict[str, LexborNode]:
        """Elements by the ids that links can lead to, or that scripts know them by."""
        found: dict[str, LexborNode] = {}
        for name in ("id", "data-id", "data-block-id", "data-post-id", "data-entry-id", "name"):
            for node in self.css(f"[{name}]"):
                if node.tag not in ("meta", "input", "script", "iframe"):
                    found.setdefault((node.attributes.get(name) or "").strip(), node)
        return found

    def story(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What the page as a whole says of the story, and where it says so."""
        said: dict[str, Any] = {}
        origins: dict[str, str] = {}
        heading = self.first("h1")
        title = self.first("title")
        site, image = self.meta("og:site_name"), self.meta("og:image")
        for field, value, origin in (
            ("headline", self.meta("og:title"), "og:title"),
            ("headline", text_of(heading) if heading is not None else None, "h1"),
            ("headline", text_of(title) if title is not None else None, "title"),
            ("summary", self.meta("og:description"), "og:description"),
            ("summary", self.meta("description"), "meta description"),
            ("language", self.language, "html lang"),
            ("url", self.canonical, "canonical link"),
            ("publisher", {"name": site} if site else None, "og:site_name"),
            ("image", {"url": image} if is_absolute(image) else None, "og:image"),
            ("tags", list(dict.fromkeys(self._metas.get("article:tag", ()))), "article:tag"),
        ):
            if value and field not in said:
                said[field], origins[f"story.{field}"] = value, origin
        if "image" in said:
            alt = self.meta("og:image:alt")
            said["image"] = without_blanks({**said["image"], "alt": alt})
        return said, origins


def attribute(node: LexborNode | None, name: str) -> str | None:
    """An attribute of an element, stripped; ``None`` if there is none."""
    value = node.attributes.get(name) if node is not None else None
    return (value or "").strip() or None


def classes(node: LexborNode) -> list[str]:
    """The classes of an element."""
    return (node.attributes.get("class") or "").split()


def is_absolute(url: str | None) -> bool:
    """Whether a URL is one of the web, and whole."""
    return bool(url and re.match(r"https?://[^/\s]", url, re.IGNORECASE))


def resolved(url: str | None, base: str | None) -> str | None:
    """A URL in the light of another; ``None`` for none, and for what leads nowhere."""
    url = (url or "").strip()
    if not url or re.match(r"(?:data|javascript|about|blob):", url, re.IGNORECASE):
        return None
    try:
        return urljoin(base, url) if base else url
    except ValueError:
        return None


def squeezed(text: str) -> str:
    """The letters and digits of a text, to compare it with what is spaced in another way."""
    return re.sub(r"[\W_]+", "", text)


def ancestors(node: LexborNode, most: int = 100) -> Iterator[LexborNode]:
    """The elements around an element, from inside."""
    parent = node.parent
    while parent is not None and most and parent.tag not in ("body", "html", "-document"):
        yield parent
        parent, most = parent.parent, most - 1
