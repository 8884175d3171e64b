"""A feed in XML before it is parsed: fit to be, within bounds, its media taken out."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import errors

from blogctl.errors import StoryError
from blogctl.importers import Source
from blogctl.importers.entries import as_media
from blogctl.importers.values import address, line, positive, whole_number

_LARGEST = 16_000_000
"""How many characters a feed may have: what has more is read too slowly, and is no feed."""
_MENDED = 1_000_000
"""How many it may have if it is not well-formed: that is read in quadratic time, at worst."""
_DEEPEST = 200

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_DOCTYPE = re.compile(
    r"<!DOCTYPE[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE
)
_ENTRY = re.compile(r"<(/?)(?:[\w.-]+:)?(?:item|entry)[\s>]")
_CUTS = {
    errors.codes[each]
    for each in (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_PARTIAL_CHAR,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
"""What is wrong with XML whose end is missing."""
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_MEDIA = re.compile(r"\{https?://search\.yahoo\.com/mrss/?\}(.+)")
_KEPT = {"keywords", "category"}
_KINDS = {"image": "image", "video": "video", "audio": "audio", "document": "file"}


@dataclass(slots=True)
class RawFeed:
    """A feed as UTF-8 without a document type; ``media`` by the number of their entry.

    ``is_cut`` says that it ends too early, ``ends_inside`` that this is in an entry.
    """

    data: bytes
    media: list[list[dict[str, Any]]] | None = None
    doubts: list[str] = field(default_factory=list)
    is_cut: bool = False
    ends_inside: bool = False

    @classmethod
    def of(cls, source: Source) -> RawFeed:
        """The feed; :class:`~blogctl.errors.StoryError` if it is beyond all bounds."""
        text = source.text
        if len(text) > _LARGEST:
            raise StoryError(f"{source.name}: {len(text):,} characters are too many for a feed")
        doubts = []
        text = _ILLEGAL.sub("", _DECLARATION.sub("", text, count=1)).lstrip()
        if found := _DOCTYPE.search(text, 0, _MENDED):
            if _ENTITY.search(found[0]):
                doubts.append("it has entities of its own: they are left out")
            text = text[: found.start()] + text[found.end() :]
        try:
            return cls(*_without_media(text, source.name), doubts)
        except ET.ParseError as error:
            doubts.append(_fault(error))
            is_cut = error.code in _CUTS
        if len(text) > _MENDED:
            raise StoryError(f"{source.name}: {doubts[-1].partition(':')[0]}, and too long to mend")
        inside = is_cut and _ends_inside(text)
        return cls(text.encode(), None, doubts, is_cut=is_cut, ends_inside=inside)

    def media_of(self, entry: int) -> list[dict[str, Any]] | None:
        """The media of an entry; ``None`` where they have not been taken out."""
        if self.media is None:
            return None
        return self.media[entry] if entry < len(self.media) else []


def _ends_inside(text: str) -> bool:
    """Whether the last entry of a feed has no end."""
    ends = _ENTRY.findall(text)
    return bool(ends) and not ends[-1]


def _fault(error: ET.ParseError) -> str:
    """What is wrong with XML, and where."""
    line, column = error.position
    if error.code in _CUTS:
        where = f"at line {line}, column {column + 1}"
        return f"it ends too early, {where}, and may be cut off: read as far as that goes"
    return f"it is no well-formed XML ({error}): read as well as that goes"


def _without_media(text: str, name: str) -> tuple[bytes, list[list[dict[str, Any]]]]:
    """The feed without Media RSS, whose texts feedparser takes for those of the entry."""
    depth, root = 0, None
    found: list[list[dict[str, Any]]] = []
    data = io.BytesIO(text.encode())
    for event, node in ET.iterparse(data, ("start", "end")):  # noqa: S314 - it has no entities
        if event == "start":
            root = node if root is None else root
            depth += 1
            if depth > _DEEPEST:
                raise StoryError(f"{name}: nested too deeply")
        else:
            depth -= 1
            if node.tag.rpartition("}")[2] in ("item", "entry"):
                found.append(list(_media_in(node)))
                _take_out(node)
    assert root is not None  # noqa: S101 - a document without a root is no XML
    return ET.tostring(root), found


def _media_in(entry: ET.Element) -> Iterator[dict[str, Any]]:
    thumbnails = [each.get("url") for each in entry if _media_name(each) == "thumbnail"]
    nodes = [each for each in entry.iter() if _media_name(each) == "content"]
    for node in nodes:
        yield _item(node)
    if not nodes:
        yield from (as_media(address(url), "", type="image") for url in thumbnails[:1])


def _item(node: ET.Element) -> dict[str, Any]:
    inner = {name: each for each in node if (name := _media_name(each))}

    def said(key: str) -> str:
        return line("".join(inner[key].itertext())) if key in inner else ""

    poster = inner["thumbnail"].get("url") if "thumbnail" in inner else None
    medium = _KINDS.get(node.get("medium") or "")
    return as_media(
        address(node.get("url")),
        (node.get("type") or "").strip(),
        **({"type": medium} if medium else {}),
        caption=said("description") or said("title"),
        credit=said("credit"),
        bytes=whole_number(node.get("fileSize")),
        width=whole_number(node.get("width")),
        height=whole_number(node.get("height")),
        duration=positive(node.get("duration")),
        poster=address(poster) if medium != "image" else None,
    )


def _take_out(node: ET.Element) -> None:
    for child in list(node):
        name = _media_name(child)
        if name and name not in _KEPT:
            node.remove(child)


def _media_name(node: ET.Element) -> str:
    """The name of an element of Media RSS; empty for any other."""
    found = _MEDIA.fullmatch(node.tag) if isinstance(node.tag, str) else None
    return found[1] if found else ""
