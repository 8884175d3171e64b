"""JSON that people and programs hand in: strict, and with the line of what is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from blogctl.errors import StoryError, UsageError

if TYPE_CHECKING:
    from blogctl.edit import Draft

CONTENT_HASH = "content_hash"
"""What ``list --ndjson`` adds to each update, and reading leaves out again."""


def read_lines(text: str, name: str) -> list[Draft]:
    """The updates of a text with one JSON object a line; blank lines are left out."""
    from blogctl.edit import Draft

    drafts = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            fields = parse_object(line, f"{name}, line {number}")
            fields.pop(CONTENT_HASH, None)
            drafts.append(Draft(fields, text_times=True, label=f"line {number}"))
    if not drafts:
        raise UsageError(f"{name} holds no updates", help="write one JSON object a line")
    return drafts


def parse_object(text: str, name: str) -> dict[str, Any]:
    """The object of a JSON text (RFC 8259), without double keys, NaN and infinity."""
    try:
        data = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}"
        why = error.msg[:1].lower() + error.msg[1:]
        raise StoryError(f"{name}: no JSON at {place}: {why}") from None
    except (RecursionError, ValueError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise StoryError(f"{name}: {why}") from None
    if not isinstance(data, dict):
        raise StoryError(f"{name}: this is no JSON object", help='write { "key": "value" }')
    return data


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f'the key "{double}" is there twice')
    return data


def _constant(name: str) -> NoReturn:
    raise ValueError(f"JSON has no {name}")
