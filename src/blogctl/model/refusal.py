"""How a value is refused, in the words that people read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NoReturn

from pydantic_core import PydanticCustomError

# XML 1.0 (section 2.2) can carry all others.
ILLEGAL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def refuse(rule: str, message: str, *, help: str, **context: object) -> NoReturn:  # noqa: A002
    """Raise the error that breaks ``rule``; braces in the texts are kept as they are."""
    raise PydanticCustomError(
        rule,
        "{message}",
        {"message": message, "help": help, **context},
    )


def kind_of(value: object) -> str:
    """What a TOML or JSON value is, in words."""
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, datetime):
        return "a date with a time"
    if isinstance(value, date):
        return "a bare date"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return "an array"
    return "nothing" if value is None else "a bare time"


def illegal(character: str) -> tuple[str, str]:
    """The message and the help for a character that XML 1.0 cannot carry."""
    return (
        f"the character U+{ord(character):04X} is not allowed in a story",
        "remove it: XML, and so every feed, cannot carry it",
    )
