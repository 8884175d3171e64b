"""Elements of XML feeds, with everything that comes from a story escaped."""

from __future__ import annotations

from xml.sax.saxutils import escape

# XML readers would turn white space in attributes into spaces.
_EXACT_ATTRIBUTE = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def element(name: str, text: str, **attributes: str) -> str:
    """An element that holds text."""
    return f"<{name}{_attributes(attributes)}>{escaped(text)}</{name}>"


def empty(name: str, **attributes: str) -> str:
    """An element without content."""
    return f"<{name}{_attributes(attributes)}/>"


def opening(name: str, **attributes: str) -> str:
    """The tag that opens an element."""
    return f"<{name}{_attributes(attributes)}>"


def escaped(text: str) -> str:
    """A text between tags."""
    # XML readers would turn a carriage return into a line feed.
    return escape(text).replace("\r", "&#13;")


def line(text: str) -> str:
    """A text on one line, white space collapsed."""
    return " ".join(text.split())


def _attributes(attributes: dict[str, str]) -> str:
    # A colon cannot stand in Python's names, so xml:lang is written xml_lang.
    return "".join(
        f' {name.replace("_", ":")}="{escape(value, _EXACT_ATTRIBUTE)}"'
        for name, value in attributes.items()
    )
