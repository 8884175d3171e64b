"""Blocks put in an order: what they say moves, the white space behind them does not."""

from __future__ import annotations

from collections.abc import Sequence

from blogctl.source.blocks import Blocks


def arranged(blocks: Blocks, said: Sequence[str]) -> str:
    """The text with what its updates say, in the order given, at the updates' places.

    Each place keeps the white space behind it.
    """
    text, moved = blocks.text, iter(said)
    parts = []
    for piece in blocks.pieces:
        if piece.is_update:
            says, gap = next(moved), text[piece.end : piece.gap]
            parts.append(says + parted(says, gap, is_last=piece.gap == len(text)))
        else:
            parts.append(text[piece.start : piece.gap])
    return "".join(parts)


def parted(said: str, gap: str, *, is_last: bool) -> str:
    """The gap behind a block, with a blank line where that must be.

    A comment at the block's end would otherwise touch the next header and change hands.
    """
    last_line = said[said.rfind("\n") + 1 :]
    if not is_last and gap.count("\n") < 2 and last_line.lstrip(" \t").startswith("#"):
        return gap + gap
    return gap
