"""Putting the updates of a story in the order of their times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blogctl.edit.proof import clear_blocks, prove, with_updates
from blogctl.errors import InvalidStory
from blogctl.source.blocks import Block

if TYPE_CHECKING:
    from blogctl.check import Checked


# With these errors, no time can be trusted.
_BARRIERS = {"unknown-timezone", "newer-format", "not-a-story"}


def sort(checked: Checked) -> str:
    """The text with its update blocks oldest first; ties keep their order.

    Blocks move whole, their comments with them; the white space between them stays where it
    is. A sorted text comes back as it is. :class:`InvalidStory` if the text cannot be parsed
    or an update's time cannot be read, :class:`~blogctl.errors.UnclearSource` if the text
    cannot be edited safely.
    """
    text, data = checked.text, checked.data
    times = [update.time for update in checked.updates if update is not None]
    raw = data.get("updates", []) if data else None
    is_read = isinstance(raw, list) and len(raw) == len(times)
    if data is None or not is_read or _BARRIERS & {error.rule for error in checked.errors}:
        raise InvalidStory(checked.errors, "it cannot be sorted before its errors are mended")
    order = sorted(range(len(times)), key=times.__getitem__)
    if order == list(range(len(times))):
        return text
    blocks = clear_blocks(text, data)
    updates = blocks.updates
    moved = iter(order)
    parts = [
        _moved(text, updates[next(moved)], piece) if piece.is_update else _as_it_is(text, piece)
        for piece in blocks.pieces
    ]
    meant = with_updates(data, [data["updates"][index] for index in order])
    return prove("".join(parts), meant)


def _as_it_is(text: str, piece: Block) -> str:
    return text[piece.start : piece.gap]


def _moved(text: str, block: Block, place: Block) -> str:
    """A block at another place: what it says, and the white space that the place has."""
    said, gap = text[block.start : block.end], text[place.end : place.gap]
    return said + parted(said, gap, is_last=place.gap == len(text))


def parted(said: str, gap: str, *, is_last: bool) -> str:
    """The gap behind a block, with a blank line where that must be.

    A comment at the block's end would otherwise touch the next header and change hands.
    """
    last_line = said[said.rfind("\n") + 1 :]
    if not is_last and gap.count("\n") < 2 and last_line.lstrip(" \t").startswith("#"):
        return gap + gap
    return gap
