"""Plain tables that line up on a terminal, whatever their texts hold."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from blogctl.cli.terminal import columns
from blogctl.reporters.safe import clip, shown, width


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns under their heads; on a terminal no line is too long for it."""
    cells = [[shown(cell) for cell in row] for row in [head, *rows]]
    last = len(head) - 1
    widths = [max(width(row[column]) for row in cells) for column in range(last)]
    room = columns() if sys.stdout.isatty() else 0
    lines = []
    for row in cells:
        line = "  ".join(
            cell + " " * (room_for - width(cell))
            for cell, room_for in zip(row, [*widths, 0], strict=True)
        ).rstrip()
        lines.append(clip(line, room) if room else line)
    return "\n".join(lines) + "\n"
