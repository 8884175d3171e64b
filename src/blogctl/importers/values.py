"""Values of JSON that may be of any type, taken as what they are meant to be, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

Table = Mapping[str, Any]

_LONGEST = 25  # digits of a number that anybody means
_STARTS = ("{", "[")


def parsed(text: str) -> Any:
    """A text as JSON; ``None`` if it is none, or nested more deeply than anybody means."""
    if not text.lstrip().startswith(_STARTS):
        return None
    try:
        return json.loads(text, parse_int=_number, parse_constant=lambda _: None, strict=False)
    except (ValueError, RecursionError):
        return None


def text(value: object) -> str:
    """A text, or a number as one, without outer blanks; else nothing."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def table(value: object) -> Table:
    """An object; an empty one in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def tables(value: object) -> list[Table]:
    """The objects in an array; of an object by itself, that."""
    if isinstance(value, Mapping):
        return [value]
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The texts in an array, each once; of a text by itself, that."""
    items = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, map(text, items))))


def whole_number(value: object) -> int | None:
    """A number above 0, perhaps written as a text; else ``None``."""
    number = positive(value)
    return round(number) or None if number is not None else None


def positive(value: object) -> int | float | None:
    """A number above 0 that is not beyond all measure, perhaps written as a text."""
    said = text(value)
    if not said or len(said) > _LONGEST or not said.replace(".", "", 1).isascii():
        return None
    try:
        number = float(said)
    except ValueError:
        return None
    if not 0 < number < 2**53:
        return None
    return int(number) if number == int(number) else number


def address(value: object, base: str | None = None) -> str | None:
    """A whole http or https URL, resolved against ``base`` where it is relative; else ``None``."""
    said = text(value)
    try:
        url = urljoin(base, said) if base and said else said
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def line(value: str) -> str:
    """A text on one line."""
    return " ".join(value.split())


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST else float(digits)
