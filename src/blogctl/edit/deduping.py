"""Removing updates that say the same thing twice, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from blogctl.edit.arranging import parted
from blogctl.edit.proof import (
    clear_blocks,
    comment_texts,
    keep_comments,
    newline_of,
    prove,
    with_updates,
)
from blogctl.errors import InvalidStory, StoryError, UsageError
from blogctl.model import Update, content_hash
from blogctl.model.identity import fold_value
from blogctl.source.blocks import Blocks
from blogctl.source.places import Lines

if TYPE_CHECKING:
    from blogctl.check import Checked

Keep = Literal["first", "last"]
By = Literal["id", "content", "time"]
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Drop:
    """An update that ``dedupe`` removes, and the one that stays in its stead.

    ``line`` is where the removed block's header stood. ``same_content`` is false when they say
    different things. ``lost`` names the fields, but for the id, whose values are not in the one
    that stays.
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


def dedupe(
    text: str | Checked,
    keep: Keep | None = None,
    *,
    by: By | None = None,
    within: timedelta | None = None,
) -> Deduped:
    """Drop updates that are there twice; the first stays, or the last if so told.

    Those are, without ``by``, updates with the same id and content, or with the same instant
    and content. ``by`` narrows that to one of them: ``"id"``, or ``"content"``, which with
    ``within`` also takes what says the same, but for its time, at most that much later than
    the one that stays (or earlier, where the last stays). ``"time"`` takes all updates of one
    instant, whatever they say, and so wants ``keep``.

    Updates with one id and other content are a conflict: :class:`StoryError`, unless ``keep``
    says which of them stays. Comments of a dropped block move to the one that stays. Errors as
    for ``sort``, and :class:`UsageError` for options that do not go together.
    """
    refuse_unclear(keep, by, within)
    from blogctl.check import check_text

    checked = check_text(text, warnings=False) if isinstance(text, str) else text
    updates = [update for update in checked.updates if update is not None]
    if checked.data is None or checked.errors:
        raise InvalidStory(checked.errors, "duplicates cannot be told before its errors are mended")
    stays = _survivors(updates, keep, by, within)
    if not stays:
        return Deduped(checked.text, ())
    blocks = clear_blocks(checked.text, checked.data)
    lines = Lines.of(checked.text)
    drops = tuple(
        _drop(updates[gone], updates[kept], lines.place(blocks.updates[gone].header)[0])
        for gone, kept in sorted(stays.items())
    )
    rest = [raw for i, raw in enumerate(checked.data["updates"]) if i not in stays]
    new = prove(_without(blocks, stays), with_updates(checked.data, rest))
    keep_comments(checked.text, new)
    return Deduped(new, drops)


def refuse_unclear(keep: Keep | None, by: By | None, within: timedelta | None) -> None:
    """:class:`UsageError` for options of :func:`dedupe` that do not go together."""
    if by == "time" and keep is None:
        raise UsageError(
            "of updates at one instant that differ, one would go unread",
            help="say with --keep first or --keep last which of them stays",
        )
    if within is not None and by != "content":
        raise UsageError("a span of time goes with content: --by content --within 10m")


def _survivors(
    updates: list[Update], keep: Keep | None, by: By | None, within: timedelta | None
) -> dict[int, int]:
    """Which updates go, by index, and for each the index of the one that stays."""
    stays: dict[int, int] = {}
    if by in (None, "id"):
        # Conflicts first: what one of them says may be all that is left of it under another id.
        stays |= _chosen(_of_one_id(updates, keep, copies=by == "id"), keep)
    rest = [index for index in range(len(updates)) if index not in stays]
    if by == "content" and within is not None:
        stays |= _resent(updates, keep, within)
    elif by == "time":
        stays |= _chosen(_grouped(rest, lambda index: updates[index].time), keep)
    elif by != "id":
        instants = [
            group for group in _grouped(rest, lambda index: updates[index].time) if len(group) > 1
        ]
        for group in instants:
            stays |= _chosen(_grouped(group, lambda index: content_hash(updates[index])), keep)
    return {gone: _final(kept, stays) for gone, kept in stays.items()}


def _of_one_id(updates: list[Update], keep: Keep | None, *, copies: bool) -> list[list[int]]:
    """The groups of updates with one id that say different things; also others for ``copies``.

    :class:`StoryError` for a conflict that ``keep`` does not settle.
    """
    own = [index for index, update in enumerate(updates) if update.has_own_id]
    groups = [group for group in _grouped(own, lambda i: updates[i].id) if len(group) > 1]
    conflicts = [group for group in groups if len({content_hash(updates[i]) for i in group}) > 1]
    if conflicts and keep is None:
        names = ", ".join(updates[group[0]].id for group in conflicts)
        raise StoryError(
            f"updates with one id say different things: {names}",
            help="--keep first or --keep last decides which of them stays",
        )
    return groups if copies else conflicts


def _resent(updates: list[Update], keep: Keep | None, within: timedelta) -> dict[int, int]:
    """What was sent again, with another time, within a span from the one that stays."""
    stays: dict[int, int] = {}
    for group in _grouped(range(len(updates)), lambda index: _timeless(updates[index])):
        ordered = sorted(
            group, key=lambda index: (updates[index].time, index), reverse=keep == "last"
        )
        kept = ordered[0]
        for index in ordered[1:]:
            if abs(updates[index].time - updates[kept].time) <= within:
                stays[index] = kept
            else:
                kept = index
    return stays


def _timeless(update: Update) -> str:
    """The content's hash as if the update had no time."""
    return content_hash(update.model_copy(update={"time": _ANY_TIME}))


def _grouped(indexes: Iterable[int], key: Callable[[int], Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index in indexes:
        groups[key(index)].append(index)
    return list(groups.values())


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
    names = [name for name in Update.model_fields if name != "id"]
    lost = tuple(name for name in names if _differs(gone, kept, name))
    return Drop(gone.id, kept.id, line, content_hash(gone) == content_hash(kept), lost)


def _differs(gone: Update, kept: Update, name: str) -> bool:
    value = getattr(gone, name)
    is_given = bool(value) and name in gone.model_fields_set
    return is_given and fold_value(value) != fold_value(getattr(kept, name))


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
