"""Records in the JSON of other systems: found in their wrappers, and taken as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from blogctl.importers.values import Table, table, text

_DEEPEST = 4  # levels of wrappers around what is looked for
_MOST = 1000  # values looked at
_PAGES = 50  # of an array, how many are looked into
_YES = frozenset({"true", "1", "yes", "on"})
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)


def rows(value: object) -> list[Table]:
    """The objects in an array, or among the values of an object."""
    if isinstance(value, dict):
        value = list(value.values())
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def first(data: Table, *keys: str) -> str:
    """The first text among some keys that is not blank; blank if there is none."""
    return next(filter(None, (text(data.get(key)) for key in keys)), "")


def flag(value: object) -> bool:
    """Whether a value says yes: true, a number but 0, or a text such as "true"."""
    if isinstance(value, str):
        return value.strip().lower() in _YES
    return isinstance(value, bool | int | float) and bool(value)


def number(value: object) -> float | None:
    """A number, perhaps written as a text; ``None`` for one beyond all measure."""
    said = text(value)
    return float(said) if _NUMBER.fullmatch(said) else None


def under(data: object, *keys: str) -> Any:
    """What is under a path of keys; ``None`` where that breaks off."""
    for key in keys:
        data = table(data).get(key)
    return data


def unwrapped(value: object) -> Iterator[Any]:
    """A value and what is wrapped in it, from outside to inside: objects and arrays."""
    layer: list[Any] = [value] if isinstance(value, dict | list) else []
    seen = 0
    for _ in range(_DEEPEST + 1):
        inner: list[Any] = []
        for each in layer:
            seen += 1
            if seen > _MOST:
                return
            yield each
            held = each.values() if isinstance(each, dict) else each[:_PAGES]
            inner += [one for one in held if isinstance(one, dict | list)]
        layer = inner
