"""Free-form data for plug-ins: only what JSON can carry, and not too much of it."""

from __future__ import annotations

import json
from typing import Any

from blogctl.model.refusal import ILLEGAL_CHARACTER, illegal, kind_of, refuse

_LARGEST_INTEGER = 2**53
EXTRA_BYTES = 64 * 1024


def check_extra(value: object) -> dict[str, Any]:
    """The value, if it is free-form data that is safe in JSON and XML; refused otherwise."""
    if not isinstance(value, dict):
        refuse("wrong-type", f"this is {kind_of(value)}, not a table", help="write a table here")
    stack: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, dict):
            for key, inner in item.items():
                _check_extra_text(key, (*path, key))
                stack.append(((*path, key), inner))
        elif isinstance(item, list):
            stack.extend(((*path, index), inner) for index, inner in enumerate(item))
        else:
            _check_extra_scalar(item, path)
    if len(json.dumps(value, ensure_ascii=False).encode()) > EXTRA_BYTES:
        refuse(
            "extra-not-json",
            "extra holds more than 64 KB",
            help="keep large data in a file of its own and its URL here",
        )
    return value


def _check_extra_scalar(item: object, path: tuple[str | int, ...]) -> None:
    if isinstance(item, str):
        _check_extra_text(item, path)
    elif isinstance(item, bool):
        pass
    elif isinstance(item, int):
        if abs(item) > _LARGEST_INTEGER:
            refuse(
                "extra-not-json",
                "this integer lies beyond ±2^53, where JSON readers lose digits",
                help="write it as a string",
                path=path,
            )
    elif isinstance(item, float):
        if item != item or item in (float("inf"), float("-inf")):
            refuse(
                "extra-not-json",
                "JSON has no infinity and no NaN",
                help="write a finite number or leave the key out",
                path=path,
            )
    else:
        refuse(
            "extra-not-json",
            f"JSON has no such type: this is {kind_of(item)}",
            help="write it in quotes, as a string",
            path=path,
        )


def _check_extra_text(text: str, path: tuple[str | int, ...]) -> None:
    found = ILLEGAL_CHARACTER.search(text)
    if found:
        refuse(
            "illegal-character", illegal(found[0]), help="remove it: XML cannot carry it", path=path
        )
