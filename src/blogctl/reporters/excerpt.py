"""One line of a file with a span to point at, in as much room as a terminal has."""

from __future__ import annotations

from collections.abc import Sequence

from blogctl.reporters.safe import pieces, width

_TAB = "    "
_CONTEXT = 12
"""How many columns of what is about a long span stay in sight."""


def excerpt(line: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """The line as it is shown, with the first column of the span, and its length in columns.

    ``start`` and ``end`` are indexes into the line. Of a line with more than ``room`` columns
    a window about the span's start is left, with ``…`` where something was cut. At least one
    column is marked, if need be the one behind the line.
    """
    start = min(max(start, 0), len(line))
    end = min(max(end, start), len(line))
    # No more than `room` characters to either side can be seen, and a line may be megabytes.
    low, high = max(0, start - room), min(len(line), start + room)
    cells = [_TAB if piece == r"\t" else piece for piece in pieces(line[low:high])]
    widths = [width(cell) for cell in cells]
    start, end = start - low, min(end, high) - low
    while 0 < start < len(cells) and widths[start] == 0:
        start -= 1  # a combining mark is seen on the character before it

    first, last = 0, len(cells)
    cut_before, cut_after = low > 0, high < len(line)
    if cut_before or cut_after or sum(widths) > room:
        first, last = _window(widths, start, end, room - len("……"))
        cut_before, cut_after = cut_before or first > 0, cut_after or last < len(cells)

    text = "…" * cut_before + "".join(cells[first:last]) + "…" * cut_after
    indent = cut_before + sum(widths[first:start])
    return text, indent, max(1, sum(widths[start : min(end, last)]))


def _window(widths: Sequence[int], start: int, end: int, room: int) -> tuple[int, int]:
    """The cells to show: the span in the middle, or more of one side where the other is short."""
    span = min(sum(widths[start:end]), room - _CONTEXT)
    first, _ = _backward(widths, start, (room - span) // 2)
    last, left = _forward(widths, first, room)
    first, _ = _backward(widths, first, left)
    while first < start and widths[first] == 0:
        first += 1  # a mark whose character was cut would settle on the ellipsis
    return first, last


def _forward(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """How far to the right the room reaches, and what is left of it."""
    while at < len(widths) and widths[at] <= room:
        room -= widths[at]
        at += 1
    return at, room


def _backward(widths: Sequence[int], at: int, room: int) -> tuple[int, int]:
    """How far to the left the room reaches, and what is left of it."""
    while at > 0 and widths[at - 1] <= room:
        at -= 1
        room -= widths[at]
    return at, room
