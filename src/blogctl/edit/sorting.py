"""Putting the updates of a story in the order of their times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from blogctl.edit.proof import clear_blocks, prove, with_updates
from blogctl.errors import InvalidStory
from blogctl.source.blocks import Blocks

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
    texts = [text[each.start : each.end] for each in blocks.updates]
    meant = with_updates(data, [data["updates"][index] for index in order])
    return prove(arranged(blocks, [texts[index] for index in order]), meant)


def sort_text(text: str, path: str = "<story>") -> str:
    """As :func:`sort`, from the text alone; a long and plainly written one goes quickly."""
    from blogctl.edit.plain import plain

    story = plain(text)
    new = story.sorted() if story else None
    if new is not None:
        return new
    from blogctl.check import check_text

    return sort(check_text(text, path, judge=False))


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
