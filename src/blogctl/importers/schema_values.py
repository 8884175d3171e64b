"""The values of schema.org properties, in all the forms that pages give them.

The same forms come out of JSON-LD and of microdata: texts, numbers, tables of properties, and
arrays of these.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from selectolax.lexbor import LexborNode

from blogctl.importers import without_blanks
from blogctl.importers.bodies import Body, body_of, text_of
from blogctl.importers.bombs import refuse_bombs
from blogctl.importers.html_page import is_absolute, resolved
from blogctl.importers.moments import read_moment
from blogctl.markup.spans import escaped
from blogctl.model import Media

Item = dict[str, Any]

_REFERENCE = re.compile(r"&(?:amp;)*(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NESTED = re.compile(r"&(?:amp;)+(#?\w{1,32};)")
_ONCE = r"&\1"
_BLOCK = re.compile(
    r"</?(?:p|br|div|ul|ol|li|h[1-6]|blockquote|table|figure|section|article|hr|pre)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:p|br|div|ul|ol|li|h[1-6]|blockquote|table|figure|section|article|hr|pre|a|b|i|u|s|em"
    r"|strong|span|img|iframe|video|audio|sup|sub|small|font|q|code|cite|del|ins|mark)\b[^<>]*>",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8}(?:\.\d{1,6})?)S)?)?"
)
_DEEPEST = 8
_HARMLESS = 10_000  # characters that nothing takes long in


class Fragment(str):
    """A text of microdata that is a piece of the page: ``node`` is the element."""

    __slots__ = ("node",)
    node: LexborNode

    @classmethod
    def of(cls, node: LexborNode) -> Fragment:
        """The text of an element."""
        text = cls(text_of(node))
        text.node = node
        return text


class Plain(str):
    """A text that is known to be nothing but a text: no HTML, no references, no list in one."""

    __slots__ = ()


def plain(value: Any) -> Any:
    """A value in which all texts are plain."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return Plain(value) if isinstance(value, str) else value


def types_of(item: Mapping[str, Any]) -> set[str]:
    """The types of an item by their bare names."""
    return {re.split(r"[/#:]", each)[-1] for each in all_of(item.get("@type")) if _is_text(each)}


def all_of(value: Any, depth: int = 0) -> list[Any]:
    """The values of a property, one or many, without what is none."""
    if isinstance(value, list | tuple):
        if depth > _DEEPEST:
            return []
        return [inner for each in value for inner in all_of(each, depth + 1)]
    if isinstance(value, Mapping) and depth < _DEEPEST:
        if "@list" in value or "@set" in value:
            return all_of(value.get("@list", value.get("@set")), depth + 1)
        if "itemListElement" in value:
            return all_of(value["itemListElement"], depth + 1)
        if types_of(value) == {"ListItem"} and "item" in value:
            return all_of(value["item"], depth + 1)
    return [] if value is None or value == "" else [value]


def unescaped(text: str) -> str:
    """A text without character references, however often they were escaped."""
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: html.unescape(f"&{found[1]};"), text)


def words(value: Any) -> str:
    """A value as plain text on one line: a text, or the name of what it is."""
    for each in all_of(value):
        if isinstance(each, Mapping):
            found = words_of_item(each)
        elif isinstance(each, bool):
            continue
        elif isinstance(each, Plain):
            found = str(each)
        else:
            found = unescaped(str(each))
            if _TAG.search(found):
                found = text_of(found)
        if found := " ".join(found.split()):
            return found
    return ""


def words_of_item(item: Mapping[str, Any]) -> str:
    """What an item is called."""
    for key in ("@value", "name", "text", "headline", "alternateName"):
        if key in item and not isinstance(item[key], Mapping) and (found := words(item[key])):
            return found
    return ""


def body(value: Any, base: str | None) -> Body:
    """A value as Markdown, with its media: it may be HTML, or plain, or HTML that was escaped."""
    parts = []
    for each in all_of(value):
        if isinstance(each, Fragment):
            parts.append(body_of(each.node, base))
        else:
            text = words_of_item(each) if isinstance(each, Mapping) else str(each)
            is_plain = isinstance(each, Plain)
            parts.append(_paragraphs(text) if is_plain else _body_of_text(text, base))
    media = [item for part in parts for item in part.media]
    return Body("\n\n".join(part.markdown for part in parts if part.markdown), media)


def _body_of_text(text: str, base: str | None) -> Body:
    plain = unescaped(text)
    if _BLOCK.search(text):
        html = _NESTED.sub(_ONCE, text)
    elif _TAG.search(text):
        lines = [line for line in text.split("\n") if line.strip()]
        html = "".join(f"<p>{_NESTED.sub(_ONCE, line)}</p>" for line in lines)
    elif _BLOCK.search(plain):
        html = plain  # escaped as a whole
    else:
        return _paragraphs(plain)
    if len(html) > _HARMLESS:
        refuse_bombs(html, "a text of an update")
    return body_of(html, base)


def _paragraphs(text: str) -> Body:
    return Body("\n\n".join(filter(None, map(escaped, text.split("\n")))))


def url(value: Any, base: str | None) -> str | None:
    """The address that a value is or has, whole."""
    for each in all_of(value):
        if isinstance(each, Mapping):
            found = next((url(each[key], base) for key in ("url", "@id") if each.get(key)), None)
        else:
            found = resolved(str(each).replace("&amp;", "&"), base) if _is_text(each) else None
        if is_absolute(found):
            return found
    return None


def people(value: Any, base: str | None) -> list[dict[str, Any]]:
    """Authors: persons and organisations, as items or by their names alone."""
    found: list[dict[str, Any]] = []
    for each in all_of(value):
        if isinstance(each, Mapping):
            email = words(each.get("email")).removeprefix("mailto:")
            address = url(each.get("url"), base) or (f"mailto:{email}" if "@" in email else None)
            role = words(each.get("jobTitle"))
            names = [words(name) for name in all_of(each.get("name"))]
            several = [{"name": name} for name in names]
            if len(names) == 1:
                several = [without_blanks({"name": names[0], "url": address, "role": role})]
            found += several
        elif (name := words(each)) and not is_absolute(name):
            found.append({"name": name})
    known = {person["name"]: person for person in reversed(found) if person["name"].strip()}
    return [known[name] for name in dict.fromkeys(each["name"] for each in found) if name in known]


def keywords(value: Any) -> list[str]:
    """Keywords: an array, a text with commas, or defined terms."""
    given = all_of(value)
    if len(given) == 1 and isinstance(given[0], str) and not isinstance(given[0], Plain):
        given = re.split(r"[,;]", unescaped(given[0]))
    return list(dict.fromkeys(filter(None, map(words, given))))


def pictures(value: Any, base: str | None) -> list[dict[str, Any]]:
    """Images, of each the first: the same in several sizes counts once."""
    found: dict[str, dict[str, Any]] = {}
    for each in all_of(value):
        item = each if isinstance(each, Mapping) else {"url": each}
        address = url(item.get("contentUrl"), base) or url(item, base)
        if address is None:
            continue
        caption = words(item.get("caption"))
        credit = item.get("creditText") or item.get("creator") or item.get("author")
        picture = {
            "url": address,
            "caption": caption,
            "alt": words(item.get("description") or item.get("name") or item.get("alternateName")),
            "credit": words(credit) or words(item.get("copyrightHolder")),
            "width": _pixels(item.get("width")),
            "height": _pixels(item.get("height")),
        }
        if picture["alt"] == caption:
            del picture["alt"]
        # Sizes of an image differ in the folders, or in what comes after the question mark.
        name = address.partition("?")[0].rstrip("/").rpartition("/")[2]
        if isinstance(item.get("url"), Plain):
            name = address
        found.setdefault(name, without_blanks(picture))
    return list(found.values())


def photos(value: Any, base: str | None) -> list[dict[str, Any]]:
    """Images as media, with what is said of their files."""
    items = [each for each in all_of(value) if isinstance(each, Mapping)]
    said = {url(each.get("contentUrl"), base) or url(each, base): each for each in reversed(items)}
    return [
        {"type": "image", **each, **facts(said.get(each["url"], {}), "image", each["url"])}
        for each in pictures(value, base)
    ]


def recordings(value: Any, base: str | None, kind: str) -> list[dict[str, Any]]:
    """Videos (or sounds): files where their addresses are known, else what embeds them."""
    found = []
    for each in all_of(value):
        item = each if isinstance(each, Mapping) else {"contentUrl": each}
        file = url(item.get("contentUrl"), base)
        embed = url(item.get("embedUrl"), base) or url(item.get("url"), base)
        name = item.get("name")
        if kind == "video" and isinstance(name, Plain):
            name = item.get("description")  # ours are named by their kind, if by nothing else
        found.append(
            without_blanks(
                {
                    "type": kind if file else "embed",
                    "url": file or embed,
                    "caption": words(item.get("caption") or name),
                    "credit": words(item.get("creditText")),
                    "poster": url(item.get("thumbnailUrl") or item.get("thumbnail"), base),
                    "width": _pixels(item.get("width")),
                    "height": _pixels(item.get("height")),
                    **(facts(item, kind, file) if file else {}),
                }
            )
        )
    return [each for each in found if "url" in each]


def facts(item: Mapping[str, Any], kind: str, address: str) -> dict[str, Any]:
    """What is said of a file: its type where its name does not say it, its size and duration."""
    mime = item.get("encodingFormat")
    size = re.fullmatch(r"[0-9]{1,15}", words(item.get("contentSize")))
    is_new = isinstance(mime, str) and mime != _type_by_name(kind, address)
    return without_blanks(
        {
            "mime": str(mime) if is_new else None,
            "bytes": int(size[0]) or None if size else None,
            "duration": duration(item.get("duration")) if kind != "image" else None,
        }
    )


def _type_by_name(kind: str, address: str) -> str | None:
    return Media.model_construct(type=kind, url=address).media_type


def duration(value: Any) -> float | None:
    """The seconds of a duration in ISO 8601."""
    found = _DURATION.fullmatch(words(value)[:40])
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (float(each or 0) for each in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def event(value: Any) -> dict[str, Any] | None:
    """The event among the things that something is about."""
    for each in all_of(value):
        if isinstance(each, Mapping) and any(name.endswith("Event") for name in types_of(each)):
            times = {"start": each.get("startDate"), "end": each.get("endDate")}
            found = without_blanks(
                {
                    "name": words(each.get("name")),
                    "location": words(each.get("location")),
                    **{key: _event_time(words(time)) for key, time in times.items()},
                }
            )
            if "name" in found:
                return found
    return None


def _event_time(text: str) -> date | datetime | None:
    moment = read_moment(text)
    if moment is not None:
        return moment if moment.tzinfo else moment.date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _pixels(value: Any) -> int | None:
    if isinstance(value, Mapping):
        value = value.get("value")
    found = re.fullmatch(r"(\d{1,6})(?:\.\d+)?(?:\s*px)?", words(value))
    return int(found[1]) or None if found else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
