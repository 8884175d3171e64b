"""A block of the Guardian's content API: its HTML, completed by what its elements say."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

from blogctl.importers import without_blanks
from blogctl.importers.bodies import Body, body_of, text_of
from blogctl.importers.records import first, rows
from blogctl.importers.values import Table, address, positive, table, whole_number

_KINDS = {"image": "image", "video": "video", "audio": "audio"}
_TEXT = ("text", "pullquote", "comment", "rich-link", "richLink", "code", "list", "table")
"""Elements that ``bodyHtml`` has as text."""


def stated(data: Table, *keys: str) -> str:
    """The first time among some keys: a text, or an object with one in ISO 8601."""
    for key in keys:
        value = data.get(key)
        said = first(value, "iso8601", "dateTime") if isinstance(value, dict) else first(data, key)
        if said:
            return said
    return ""


def body_of_block(block: Table, base: str | None) -> tuple[Body, Counter[str]]:
    """The Markdown and the media of a block, and the elements that have no home, by kind."""
    elements = rows(block.get("elements"))
    html = first(block, "bodyHtml")
    if not html:
        html = "".join(first(_data(each), "html") for each in elements)
    if not html:
        html = f"<p>{escape(first(block, 'bodyTextSummary'))}</p>"
    body = body_of(html, base)
    images = [each for each in body.media if each["type"] == "image"]
    number, homeless = 0, Counter[str]()
    for element in elements:
        kind = first(element, "type")
        if not kind or kind in _TEXT:
            continue
        item = _medium(kind, element, base)
        same = [each for each in body.media if each.get("url") == item.get("url")]
        if not same and item["type"] == "image":
            # The picture in the HTML is a copy of another size; they stand in the same order.
            same = images[number : number + 1]
        number += item["type"] == "image"
        if same:
            same[0] |= {key: value for key, value in item.items() if key not in same[0]}
        elif "url" in item:
            body.media.append(item)
        else:
            homeless[f"element {kind[:40]}"] += 1
    return body, homeless


def _data(element: Table) -> Table:
    """What an element says, in the table that its kind is named by: ``imageTypeData``."""
    named = [value for key, value in element.items() if key.endswith("TypeData")]
    return next((table(value) for value in named if value), {})


def _medium(kind: str, element: Table, base: str | None) -> dict[str, Any]:
    """An element that is no text as media of ours, perhaps without an address."""
    data, assets = _data(element), rows(element.get("assets"))
    best = max(assets, key=_width, default={})
    size = table(best.get("typeData"))
    item: dict[str, Any] = {"type": _KINDS.get(kind, "embed")}
    if item["type"] == "embed":
        inside = body_of(first(data, "html"), base).media
        url = address(data.get("originalUrl")) or address(data.get("url"))
        url = url or (inside[0]["url"] if inside else None) or address(data.get("iframeUrl"))
        item |= {"url": url, "caption": text_of(first(data, "title", "caption", "alt"))}
        return without_blanks(item)
    item |= {"url": address(best.get("file"), base), "mime": first(best, "mimeType")}
    item |= {key: whole_number(size.get(key)) for key in ("width", "height")}
    item |= {"alt": first(data, "alt"), "caption": text_of(first(data, "caption", "title"))}
    item["credit"] = text_of(first(data, "credit"))
    if kind != "image":
        item["url"] = item["url"] or address(data.get("url"), base)
        item["duration"] = positive(size.get("durationSeconds")) or positive(data.get("duration"))
        item["duration"] = float(item["duration"]) if item["duration"] else None
    return without_blanks(item)


def _width(asset: Table) -> float:
    return positive(table(asset.get("typeData")).get("width")) or 0
