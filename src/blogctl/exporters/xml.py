"""Elements of XML feeds, with everything that comes from a story escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape


def element(name: str, text: str, **attributes: str | None) -> str:
    """An element that holds text."""
    start = f"{name}{_attributes(attributes)}" if attributes else name
    return f"<{start}>{escaped(text)}</{name}>"


def markup(name: str, html: str, **attributes: str | None) -> str:
    """An element that holds HTML as text: as it is, for whoever reads the feed itself."""
    if "]]>" in html or "\r" in html:
        return element(name, html, **attributes)
    return f"<{name}{_attributes(attributes)}><![CDATA[{html}]]></{name}>"


def empty(name: str, **attributes: str | None) -> str:
    """An element without content; an attribute that is ``None`` is left out, here as elsewhere."""
    return f"<{name}{_attributes(attributes)}/>"


def opening(name: str, **attributes: str | None) -> str:
    """The tag that opens an element."""
    return f"<{name}{_attributes(attributes)}>"


def escaped(text: str) -> str:
    """A text between tags."""
    # XML readers would turn a carriage return into a line feed.
    return escape(text, quote=False).replace("\r", "&#13;")


def line(text: str) -> str:
    """A text on one line, white space collapsed."""
    return " ".join(text.split())


@lru_cache(maxsize=1024)
def named(name: str, text: str) -> str:
    """An element that holds a name, on one line: of a person or a tag, as they come often."""
    return element(name, line(text))


def _attributes(attributes: Mapping[str, str | None]) -> str:
    # A colon cannot stand in Python's names, so xml:lang is written xml_lang.
    return "".join(
        f' {name.replace("_", ":")}="{_exact(escape(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _exact(value: str) -> str:
    # XML readers would turn white space in attributes into spaces.
    return value.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#9;")
