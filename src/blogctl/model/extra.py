"""Free-form data for plug-ins: only what JSON can carry, and not too much of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from blogctl.model.refusal import ILLEGAL_CHARACTER, illegal, kind_of, refuse

EXTRA_BYTES = 64 * 1024
_LARGEST_INTEGER = 2**53
_DEEPEST = 100  # levels of tables and arrays

_Path = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong with one value in free-form data, and where in it that value is."""

    path: _Path
    rule: str
    message: str
    help: str


def check_extra(value: object) -> dict[str, Any]:
    """The value, if it is free-form data that is safe in JSON and XML.

    Otherwise a ``PydanticCustomError`` whose context has every :class:`Fault` as ``faults``.
    """
    if not isinstance(value, dict):
        refuse("wrong-type", f"this is {kind_of(value)}, not a table", help="write a table here")
    faults = list(_faults(value))
    if not faults and len(json.dumps(value, ensure_ascii=False).encode()) > EXTRA_BYTES:
        help_ = "keep large data in a file of its own and its URL here"
        faults.append(Fault((), "extra-not-json", "extra holds more than 64 KB", help_))
    if faults:
        raise PydanticCustomError("extra-not-json", "free-form data", {"faults": faults})
    return value


def _faults(value: dict[str, Any]) -> Iterator[Fault]:
    stack: list[tuple[_Path, object]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if len(path) > _DEEPEST:
            yield Fault(path, "extra-not-json", "this is nested too deeply", "flatten it")
        elif isinstance(item, dict):
            for key, inner in item.items():
                yield from _text_faults(key, (*path, key))
                stack.append(((*path, key), inner))
        elif isinstance(item, list):
            stack.extend(((*path, index), inner) for index, inner in enumerate(item))
        elif isinstance(item, str):
            yield from _text_faults(item, path)
        else:
            yield from _number_faults(item, path)


def _text_faults(text: str, path: _Path) -> Iterator[Fault]:
    found = ILLEGAL_CHARACTER.search(text)
    if found:
        yield Fault(path, "illegal-character", *illegal(found[0]))


def _number_faults(item: object, path: _Path) -> Iterator[Fault]:
    if isinstance(item, bool):
        return
    if isinstance(item, int):
        if abs(item) > _LARGEST_INTEGER:
            message = "this integer lies beyond ±2^53, where JSON readers lose digits"
            yield Fault(path, "extra-not-json", message, "write it as a string")
    elif isinstance(item, float):
        if not math.isfinite(item):
            help_ = "write a finite number or leave the key out"
            yield Fault(path, "extra-not-json", "JSON has no infinity and no NaN", help_)
    else:
        message = f"JSON has no such type: this is {kind_of(item)}"
        yield Fault(path, "extra-not-json", message, "write it in quotes, as a string")
