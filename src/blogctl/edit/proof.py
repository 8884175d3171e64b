"""Proof before write: the new text is parsed again and compared with what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from blogctl.errors import UnclearSource
from blogctl.model import Update
from blogctl.source.blocks import Blocks, split
from blogctl.source.parsing import Unparseable, parse
from blogctl.source.places import Lines
from blogctl.source.scan import Unscannable, comments

Data = dict[str, Any]
UPDATE_KEYS = tuple(Update.model_fields)
"""The keys of an update, in canonical order."""


def clear_blocks(text: str, data: Data) -> Blocks:
    """The blocks of a text that was parsed to ``data``, one for each of its updates.

    :class:`UnclearSource` where the text does not keep each update in one block.
    """
    updates = data.get("updates")
    try:
        blocks = split(text)
    except Unscannable as unsure:
        line, column = Lines.of(text).place(unsure.position)
        raise UnclearSource(
            f"the text at line {line}, column {column} is too unusual to edit safely",
            help="write that line in a plainer way",
        ) from None
    if blocks.parted:
        line, _ = Lines.of(text).place(blocks.parted[0])
        raise UnclearSource(
            f"the table at line {line} is parted from the update it belongs to",
            help="move it up, directly below its [[updates]] block",
        )
    is_array = isinstance(updates, list) and len(blocks.updates) == len(updates) > 0
    if updates is not None and not is_array:
        raise UnclearSource(
            "the updates are not written as [[updates]] blocks",
            help="write each update under a [[updates]] header of its own",
        )
    return blocks


def prove(text: str, meant: Data) -> str:
    """The new text, if it says exactly what was meant; :class:`UnclearSource` otherwise."""
    said = parse(text)
    if isinstance(said, Unparseable) or not _equal(said, meant):
        raise UnclearSource(
            "the edit could not be proved harmless, so nothing was changed",
            help="please report this file as a bug",
        )
    return text


def keep_comments(old: str, new: str) -> None:
    """:class:`UnclearSource` if a comment of the old text is not in the new one."""
    gone = Counter(comment_texts(old)) - Counter(comment_texts(new))
    if gone:
        raise UnclearSource(
            f"the comment {next(iter(gone))} would be lost", help="move it above its key"
        )


def comment_texts(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The comments between two offsets, each from its ``#`` to the end of its line."""
    stop = len(text) if end is None else end
    found = []
    for offset in comments(text, start, stop):
        line = text.find("\n", offset, stop)
        found.append(text[offset : line if line >= 0 else stop].rstrip(" \t\r"))
    return found


def with_updates(data: Data, updates: Sequence[Data]) -> Data:
    """The same data with other updates."""
    return {**data, "updates": list(updates)}


def newline_of(text: str) -> str:
    """The line ending that a text uses: that of its first line."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _equal(one: object, other: object) -> bool:
    # NaN differs from itself; its text does not.
    return one == other or repr(one) == repr(other)
