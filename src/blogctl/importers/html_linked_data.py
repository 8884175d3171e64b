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
_MOST_COPIES = 1_000_000
"""How many values may be put in the place of references."""


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
    references = _References(known)
    return [references.whole(item, ()) for item in found]


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


class _References:
    """The items that others may only refer to.

    Those that refer to one another can stand for more than a memory holds: what is put in the place
    of references is bounded as a whole, and the references after that stay as they are.
    """

    def __init__(self, known: dict[str, Item]) -> None:
        self._known, self._left = known, _MOST_COPIES

    def whole(self, value: Any, above: tuple[str, ...], *, is_copy: bool = False) -> Any:
        """A value in which each ``{"@id": …}`` is what it stands for."""
        self._left -= is_copy
        if len(above) > _DEEPEST:
            return None
        if isinstance(value, list):
            return [self.whole(each, (*above, ""), is_copy=is_copy) for each in value]
        if not isinstance(value, dict):
            return value
        id_ = value.get("@id")
        is_short = isinstance(id_, str) and len(value) <= 2
        if is_short and id_ in self._known and id_ not in above and self._left > 0:
            value, is_copy = self._known[id_], True
        around = (*above, id_ if isinstance(id_, str) else "")
        return {
            key: self.whole(each, around, is_copy=is_copy)
            for key, each in value.items()
            if key != "@context"
        }
