"""What ``add`` needs to know of a story, and how a block is put into its text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol

from blogctl.edit.opening import Opened
from blogctl.edit.proof import Data, newline_of, prove, with_updates
from blogctl.model import StoryMeta, Update
from blogctl.source.write import table_text


class Ground(Protocol):
    """A story that updates are added to.

    ``data`` is what was parsed of it, with its head at least; ``times`` are those of its
    updates in file order, ``None`` where one cannot be read; ``problems`` counts its errors.
    """

    @property
    def data(self) -> Data: ...  # noqa: D102

    @property
    def meta(self) -> StoryMeta | None: ...  # noqa: D102

    @property
    def times(self) -> Sequence[datetime | None]: ...  # noqa: D102

    @property
    def problems(self) -> int: ...  # noqa: D102

    def has(self, id: str) -> bool:  # noqa: A002
        """Whether an update has an id, in upper or lower case."""

    def find(self, id: str) -> Update | None:  # noqa: A002
        """The update with an id, in upper or lower case; ``None`` if it cannot be read."""

    def inserted(self, slots: Sequence[tuple[int, Data]]) -> str:
        """The text with updates put in, each before the one that has its number now, proved.

        The numbers do not fall.
        """


class Whole:
    """A story of which everything was parsed and read."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.data = opened.data
        self.meta = opened.story.meta
        self.times = [update.time if update else None for update in opened.story.updates]
        self.problems = len(opened.story.problems)

    @cached_property
    def _known(self) -> dict[str, Update | None]:
        raws = self._opened.raw_updates
        unread = {str(raw.get("id")).lower(): None for raw in raws if "id" in raw}
        read = {update.id.lower(): update for update in self._opened.story.updates if update}
        return {**unread, **read}

    def has(self, id: str) -> bool:  # noqa: A002
        """Whether an update has an id, in upper or lower case."""
        return id.lower() in self._known

    def find(self, id: str) -> Update | None:  # noqa: A002
        """The update with an id, in upper or lower case; ``None`` if it cannot be read."""
        return self._known[id.lower()]

    def inserted(self, slots: Sequence[tuple[int, Data]]) -> str:
        """The text with updates put in, proved as a whole."""
        blocks = self._opened.blocks
        newline, raws = newline_of(blocks.text), self._opened.raw_updates
        parts, meant = [], []
        position = done = 0
        for slot, data in slots:
            if slot > 0:
                offset = blocks.updates[slot - 1].end
            elif blocks.updates:
                offset = blocks.updates[0].start
            else:
                offset = len(blocks.text.rstrip(" \t\r\n"))
            leads = slot == 0 and bool(blocks.updates)
            parts += [blocks.text[position:offset], parted_block(data, newline, leads=leads)]
            meant += [*raws[done:slot], data]
            position, done = offset, slot
        parts.append(blocks.text[position:])
        meant += raws[done:]
        return prove("".join(parts), with_updates(self.data, meant))


def parted_block(data: Data, newline: str, *, leads: bool) -> str:
    """The block of a new update with a blank line before it, or behind it where it ``leads``."""
    block = table_text("updates", data, is_array=True).rstrip("\n").replace("\n", newline)
    return block + newline * 2 if leads else newline * 2 + block
