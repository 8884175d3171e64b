"""JSON-LD in a page: all that its scripts say, whatever is around it and however it is nested."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from blogctl.importers.html_page import Page
from blogctl.importers.schema_values import Item, types_of

POSTING = "LiveBlogPosting"

_BEFORE = re.compile(r"(?:\s|//|/\*|\*/|<!--|<!\[CDATA\[)*")
_AFTER = (";", "//", "/*", "*/", "-->", "]]>")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_DEEPEST = 12
_LONGEST_NUMBER = 18


def linked_data(page: Page, doubts: list[str]) -> list[Item]:
    """The live blogs in a page's JSON-LD; what cannot be read goes to ``doubts``."""
    roots = []
    scripts = page.css('script[type*="ld+json" i]')
    for number, script in enumerate(scripts, 1):
        text = script.text(deep=True) or ""
        if not text.strip():
            continue
        try:
            roots.append(_parsed(text))
        except (ValueError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else _why(error)
            doubts.append(
                f"JSON-LD block {number} of {len(scripts)} is no JSON ({why}): it is left out"
            )
    return postings_in(roots)


def postings_in(roots: Iterable[Any]) -> list[Item]:
    """The live blogs in JSON-LD that was read, with what they only refer to put in its place."""
    items = list(_items(roots))
    known: dict[str, Item] = {}
    for item in items:
        id_ = item.get("@id")
        if isinstance(id_, str) and len(item) > 2 and len(item) > len(known.get(id_, ())):
            known[id_] = item
    found = [item for item in items if POSTING in types_of(item)]
    return [_whole(item, known, ()) for item in found]


def _parsed(text: str) -> Any:
    text = _inside(text)
    if re.match(r"[{\[]\s*&quot;", text):
        text = unescape(text)
    try:
        return _loads(text)
    except ValueError:
        return _loads(_TRAILING_COMMA.sub("", text))


def _inside(text: str) -> str:
    """A script without the comments that hide it from old browsers."""
    before = _BEFORE.match(text)
    text = text[before.end() if before else 0 :].rstrip()
    while text.endswith(_AFTER):
        text = text.removesuffix(next(each for each in _AFTER if text.endswith(each))).rstrip()
    return text


def _loads(text: str) -> Any:
    return json.loads(text, strict=False, parse_int=_number)


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _why(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return "a value that cannot be"


def _items(roots: Iterable[Any]) -> Iterator[Item]:
    """All objects, however deep; no recursion, since the depth is not ours to choose."""
    waiting = list(roots)[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(list(value.values())[::-1])
        elif isinstance(value, list):
            waiting.extend(value[::-1])


def _whole(value: Any, known: dict[str, Item], above: tuple[str, ...]) -> Any:
    """A value in which each ``{"@id": …}`` is what it stands for."""
    if len(above) > _DEEPEST:
        return None
    if isinstance(value, list):
        return [_whole(each, known, (*above, "")) for each in value]
    if not isinstance(value, dict):
        return value
    id_ = value.get("@id")
    if isinstance(id_, str) and len(value) <= 2 and id_ in known and id_ not in above:
        value = known[id_]
    around = (*above, id_ if isinstance(id_, str) else "")
    return {key: _whole(each, known, around) for key, each in value.items() if key != "@context"}
