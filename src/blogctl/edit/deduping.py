"""Removing updates that say the same thing twice, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from blogctl.edit.proof import clear_blocks, comment_texts, newline_of, prove, with_updates
from blogctl.edit.sorting import parted
from blogctl.errors import InvalidStory, StoryError
from blogctl.model import Update, content_hash
from blogctl.source.blocks import Blocks
from blogctl.source.places import Lines

if TYPE_CHECKING:
    from blogctl.check import Checked

Keep = Literal["first", "last"]


@dataclass(frozen=True, slots=True)
class Drop:
    """An update that ``dedupe`` removes, and the one that stays in its stead.

    ``line`` is where the removed block's header stood. ``same_content`` is false when only
    the ids are equal. ``lost`` names the fields outside the content that differed.
    """

    id: str
    kept_id: str
    line: int
    same_content: bool
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deduped:
    """The text after ``dedupe``, and what it dropped, in file order."""

    text: str
    drops: tuple[Drop, ...]


def dedupe(checked: Checked, keep: Keep | None = None) -> Deduped:
    """Drop updates whose content equals another's; the first stays, or the last if so told.

    Updates with one id and other content are a conflict: :class:`StoryError`, unless ``keep``
    says which of them stays. The same instant with other content is no duplicate. Comments of
    a dropped block move to the one that stays. Errors as for ``sort``.
    """
    updates = [update for update in checked.updates if update is not None]
    if checked.data is None or checked.errors:
        raise InvalidStory(checked.errors, "duplicates cannot be told before its errors are mended")
    stays = _survivors(updates, keep)
    if not stays:
        return Deduped(checked.text, ())
    blocks = clear_blocks(checked.text, checked.data)
    lines = Lines.of(checked.text)
    drops = tuple(
        _drop(updates[gone], updates[kept], lines.place(blocks.updates[gone].header)[0])
        for gone, kept in sorted(stays.items())
    )
    rest = [raw for i, raw in enumerate(checked.data["updates"]) if i not in stays]
    text = prove(_without(blocks, stays), with_updates(checked.data, rest))
    return Deduped(text, drops)


def _survivors(updates: list[Update], keep: Keep | None) -> dict[int, int]:
    """Which updates go, by index, and for each the index of the one that stays."""
    ids: dict[str, list[int]] = defaultdict(list)
    for index, update in enumerate(updates):
        if update.has_own_id:
            ids[update.id].append(index)
    conflicts = [
        group
        for group in ids.values()
        if len(group) > 1 and len({content_hash(updates[index]) for index in group}) > 1
    ]
    if conflicts and keep is None:
        names = ", ".join(updates[group[0]].id for group in conflicts)
        raise StoryError(
            f"updates with one id say different things: {names}",
            help="--keep first or --keep last decides which of them stays",
        )
    # Conflicts first: what one of them says may be all that is left of it under another id.
    stays = _chosen(conflicts, keep)
    instants: dict[datetime, list[int]] = defaultdict(list)
    for index, update in enumerate(updates):
        if index not in stays:
            instants[update.time].append(index)
    contents: dict[str, list[int]] = defaultdict(list)
    for group in instants.values():
        if len(group) > 1:
            for index in group:
                contents[content_hash(updates[index])].append(index)
    stays |= _chosen(contents.values(), keep)
    return {gone: _final(kept, stays) for gone, kept in stays.items()}


def _chosen(groups: Iterable[list[int]], keep: Keep | None) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for group in groups:
        kept = group[-1] if keep == "last" else group[0]
        chosen |= {index: kept for index in group if index != kept}
    return chosen


def _final(index: int, stays: dict[int, int]) -> int:
    while index in stays:
        index = stays[index]
    return index


def _drop(gone: Update, kept: Update, line: int) -> Drop:
    lost = tuple(name for name in ("edited", "extra") if _differs(gone, kept, name))
    return Drop(gone.id, kept.id, line, content_hash(gone) == content_hash(kept), lost)


def _differs(gone: Update, kept: Update, name: str) -> bool:
    value = getattr(gone, name)
    return bool(value) and value != getattr(kept, name)


def _without(blocks: Blocks, stays: dict[int, int]) -> str:
    """The text without the blocks that go; their comments stand above those that stay."""
    text, newline = blocks.text, newline_of(blocks.text)
    inherited: dict[int, list[str]] = defaultdict(list)
    for gone, kept in sorted(stays.items()):
        block = blocks.updates[gone]
        inherited[kept] += comment_texts(text, block.start, block.end)
    parts: list[tuple[str, str]] = []
    numbers = iter(range(len(blocks.updates)))
    follows_update = False
    for position, piece in enumerate(blocks.pieces):
        said, gap = text[piece.start : piece.end], text[piece.end : piece.gap]
        if not piece.is_update:
            parts.append((said, gap))
            follows_update = False
            continue
        number = next(numbers)
        after = blocks.pieces[position + 1 : position + 2]
        if number not in stays:
            lead = text[piece.start : piece.header]
            added = "".join(comment + newline for comment in inherited[number])
            parts.append((lead + added + text[piece.header : piece.end], gap))
            follows_update = True
        elif follows_update and not (after and after[0].is_update):
            # The last of a run goes: what followed it now follows the one before it.
            last_said = parts[-1][0]
            parts[-1] = (last_said, parted(last_said, gap, is_last=not after))
    return "".join(said + gap for said, gap in parts)
