"""A story's text as blocks that can be moved, dropped and added, comments and all.

The pieces of a text, in order, are the text. A piece is either an *update*, from the comments
that touch its ``[[updates]]`` header to the last line that says something, or something
*fixed*: the head of the file, tables that are no updates, the end. Between an update and what
follows lies its *gap*: the line ending and blank lines, which belong to the place and not to
the update, so that moving updates moves no white space.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from blogctl.source.scan import Table, scan, statements


class Block(NamedTuple):
    """One piece of a text.

    ``start`` and ``end`` are the offsets of what it says, ``gap`` the offset behind the white
    space that follows; ``header`` is the offset of its header's line, comments excluded.
    """

    is_update: bool
    start: int
    header: int
    end: int
    gap: int


class Blocks(NamedTuple):
    """A text and its pieces.

    ``updates`` are those of the updates, in file order. ``parted`` are the offsets of headers
    below ``updates`` that do not follow an update, and so belong to no block.
    """

    text: str
    pieces: tuple[Block, ...]
    updates: tuple[Block, ...]
    parted: tuple[int, ...]

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each piece, gap included; together they are the whole text."""
        return [(piece.start, piece.gap) for piece in self.pieces]


def split(text: str) -> Blocks:
    """The blocks of a story's text; :class:`Unscannable` where the scan is unsure."""
    tables = scan(text)
    groups, parted = _groups(tables)
    starts = [
        with_comments(text, first.start, tables[number - 1]) if number else 0
        for number, first in ((group.start, tables[group.start]) for group in groups)
    ]
    pieces: list[Block] = []
    for number, group in enumerate(groups):
        first, start = tables[group.start], starts[number]
        is_last = number + 1 == len(groups)
        stop = len(text) if is_last else starts[number + 1]
        if not _is_update(first):
            if start < stop:
                pieces.append(Block(False, start, first.start, stop, stop))
            continue
        end = _tail(text, tables[-1]) if is_last else stop
        pieces.append(Block(True, start, first.start, _said(text, first.body, end), end))
        if end < stop:
            pieces.append(Block(False, end, end, stop, stop))
    updates = tuple(piece for piece in pieces if piece.is_update)
    return Blocks(text, tuple(pieces), updates, tuple(parted))


def _is_update(table: Table) -> bool:
    return table.is_array and table.name == ("updates",)


def _groups(tables: tuple[Table, ...]) -> tuple[list[range], list[int]]:
    """Which tables make up each piece, and the headers below ``updates`` that are parted."""
    starts: list[int] = []
    parted: list[int] = []
    in_update = False
    for number, table in enumerate(tables):
        if _is_update(table):
            starts.append(number)
            in_update = True
        elif table.name[:1] == ("updates",):
            if not in_update:
                parted.append(table.start)
        elif in_update or not starts:
            starts.append(number)
            in_update = False
    ends = [*starts[1:], len(tables)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True)], parted


def with_own_comments(text: str, tables: Sequence[Table]) -> list[str]:
    """What each of a text's tables says, with the comments that touch its header; all the text."""
    starts = [
        with_comments(text, table.start, tables[number - 1]) if number else 0
        for number, table in enumerate(tables)
    ]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def with_comments(text: str, start: int, before: Table) -> int:
    """The offset of the comment lines that touch the header at ``start``, or ``start``.

    ``before`` is the table that stands before the header.
    """
    above = _line_above(text, start)
    if not _is_comment(text, above, start):
        return start
    first = _behind_statements(text, before)
    while above >= first and _is_comment(text, above, start):
        start = above
        above = _line_above(text, start)
    return start


def _line_above(text: str, start: int) -> int:
    return text.rfind("\n", 0, start - 1) + 1 if start > 0 else 0


def _is_comment(text: str, start: int, end: int) -> bool:
    """Whether a line is a comment; ``#:schema`` speaks for the file and belongs to no block."""
    line = text[start:end].lstrip(" \t")
    return line.startswith("#") and not line.startswith("#:")


def _behind_statements(text: str, table: Table) -> int:
    """The offset behind the table's last value: from there on there are only comments."""
    found = statements(text, table.body, table.end)
    return found[-1][2] if found else table.body


def _said(text: str, start: int, end: int) -> int:
    """The offset behind the last character before ``end`` that is not white space."""
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end


def _tail(text: str, last: Table) -> int:
    """The offset where comments set apart at the end of the text begin; its end without any."""
    tail = len(text)
    position = _said(text, last.body, tail)
    line = text.rfind("\n", 0, position) + 1
    if not _is_comment(text, line, position):
        return tail
    first = _behind_statements(text, last)
    while line > first and _is_comment(text, line, position):
        above = _line_above(text, line)
        if not text[above:line].strip():
            tail = line
        position = _said(text, first, line)
        line = text.rfind("\n", 0, position) + 1
    return tail
