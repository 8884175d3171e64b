"""The update that an edit is about: found, changed in its block alone, moved, and proved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blogctl.check import errors_in
from blogctl.edit.arranging import arranged
from blogctl.edit.opening import Opened, RefusedDrafts, When, errors_elsewhere, opened
from blogctl.edit.proof import UPDATE_KEYS, Data, keep_comments, newline_of, prove, with_updates
from blogctl.errors import StoryError, UnclearSource
from blogctl.model import ReadStory, StoryMeta, Update, derived_id, read, read_update
from blogctl.source.keys import with_keys
from blogctl.source.places import Lines
from blogctl.source.scan import Unscannable
from blogctl.times import rfc3339

# What readers see nothing of.
_UNSEEN = {"id", "edited", "extra", "original_url", "status"}

Write = Callable[[str], str]
"""From the text of a block to what it becomes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The text after a change, and what to warn of."""

    text: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An update's block as it becomes, its data, and the update that this is."""

    block: str
    raw: Data
    after: Update


@dataclass(frozen=True, slots=True)
class Target:
    """The update that is to change: its number, its data, and as it was read, if it could be."""

    whole: Opened
    index: int
    now: datetime

    @property
    def raw(self) -> Data:
        """The update as the parser gave it."""
        data: Data = self.whole.data["updates"][self.index]
        return data

    @property
    def update(self) -> Update | None:
        """The update as it was read; ``None`` if anything in it is wrong."""
        if self.index in self.whole.story.partial:
            return None
        return self.whole.story.updates[self.index]

    @property
    def newline(self) -> str:
        """The text's line ending."""
        return newline_of(self.whole.text)

    @property
    def block(self) -> str:
        """What the update's block says."""
        return self.whole.block(self.index)

    def moment(self, when: When | None = None) -> datetime:
        """The time that ``when`` says, or else now, but not before the update's own."""
        own = self.update.time if self.update else None
        moment = self.whole.moment(self.now, when, own)
        if when is None and self.update and moment < self.update.time <= self.now:
            return self.update.time
        return moment

    def with_keys(self, block: str, changes: Data) -> str:
        """A block of the update with keys set or removed, and every comment kept."""
        new = with_keys(block, changes, UPDATE_KEYS, self.newline)
        keep_comments(block, new)
        return new

    def written(self, write: Write) -> str:
        """What ``write`` makes of the block; :class:`UnclearSource` where that is too unusual."""
        try:
            return write(self.block)
        except Unscannable as unsure:
            line, _ = Lines.of(self.block).place(unsure.position)
            raise UnclearSource(
                f"the update is written in too unusual a way to edit it at its line {line}",
                help="write each table of it under a header of its own",
            ) from None


def find_target(text: str, id: str, now: datetime) -> Target:  # noqa: A002
    """The update with an id in a text; :class:`StoryError` if not just one has it."""
    whole = opened(text)
    return Target(whole, whole.index_of(id), now)


def changed(
    target: Target,
    changes: Data,
    write: Write | None = None,
    *,
    marks_edit: bool = True,
    warnings: Sequence[str] = (),
    label: str = "",
) -> Changed:
    """The text with changes made to an update's data, and by ``write`` to its block.

    ``label`` names what is at fault if the update cannot be so; without one it is the request,
    unless the update was wrong before.
    """
    new = rewritten(target, changes, write, marks_edit=marks_edit, label=label)
    if new is None:
        return Changed(target.whole.text)
    text, data = placed(target.whole, {target.index: new})
    refuse_new_errors(target.whole.story, data)
    return Changed(text, (*warnings, *_warnings(target, target.update, new.after)))


def rewritten(
    target: Target,
    changes: Data,
    write: Write | None = None,
    *,
    marks_edit: bool = True,
    label: str = "",
) -> Rewritten | None:
    """The update's block with changes made as by :func:`changed`; ``None`` if it stays."""
    wanted = different(target, changes)
    changes = changes if write else wanted
    before, meta = target.update, target.whole.story.meta
    label = label or ("" if before else f'update "{target.whole.ids[target.index]}"')
    after = _read(merged(target.raw, changes), meta, label)
    if before and not write and after.model_dump() == before.model_dump():
        return None  # only spelled in another way
    more: Data = {}
    known = target.whole.story.updates[target.index]  # also where something in it is wrong
    if known and "id" not in target.raw and after.time != known.time:
        more["id"] = derived_id(known.time)
    seen = before and before.is_visible(target.now) and after.is_visible(target.now)
    if marks_edit and before and seen and "edited" not in wanted and _notice(before, after):
        more["edited"] = target.moment()
    old = target.block
    new = target.written(write) if write else target.with_keys(old, changes)
    new = target.with_keys(new, more)
    if new == old:
        return None
    raw = merged(target.raw, {**changes, **more})
    return Rewritten(new, raw, _read(raw, meta))


def placed(whole: Opened, rewrites: Mapping[int, Rewritten]) -> tuple[str, Data]:
    """The text with updates rewritten, by their numbers, and its data.

    An update whose time changes goes to its place, unless the others are out of order; it stays
    where it is if that will do. The text is proved.
    """
    texts = [whole.block(number) for number in range(len(whole.blocks.updates))]
    data = list(whole.data["updates"])
    for index, new in rewrites.items():
        texts[index], data[index] = new.block, new.raw
    times = {index: new.after.time for index, new in rewrites.items()}
    order = _order(whole.story.updates, times)
    meant = with_updates(whole.data, [data[index] for index in order])
    return prove(arranged(whole.blocks, [texts[index] for index in order]), meant), meant


def different(target: Target, changes: Data) -> Data:
    """The changes that change something."""
    raw, before = target.raw, target.update
    different = {key: value for key, value in changes.items() if raw.get(key) != value}
    if before and different.get("time") == before.time:
        del different["time"]
    return different


def merged(data: Any, changes: Mapping[str, Any]) -> Data:
    """Data with keys set, or with ``None`` removed."""
    whole = {**(data if isinstance(data, dict) else {}), **changes}
    return {key: value for key, value in whole.items() if value is not None}


def refuse_new_errors(old: ReadStory, new: Data) -> None:
    """:class:`StoryError` if data has an error that the story before had not."""
    known = Counter(rule for rule, _ in errors_in(old))
    for rule, finding in errors_in(read(new)):
        if not known[rule]:
            message = f"so the story would not be valid: {finding.message}"
            raise StoryError(message, help=finding.help)
        known[rule] -= 1


def _read(raw: Data, meta: StoryMeta | None, label: str = "") -> Update:
    update, problems = read_update(raw, meta)
    if update is None:
        raise RefusedDrafts([(label, problem) for problem in problems])
    return update


def _notice(before: Update, after: Update) -> bool:
    """Whether readers can tell one state of an update from the other."""
    names = set(Update.model_fields) - _UNSEEN
    if before.retraction and after.retraction:
        names = {"retraction"}
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _order(updates: Sequence[Update | None], times: Mapping[int, datetime]) -> Sequence[int]:
    """The numbers of the updates in their order once some have these times."""
    known = {index: update.time for index, update in enumerate(updates) if update is not None}
    moved = {index: time for index, time in times.items() if known.get(index) != time}
    rest = [index for index in range(len(updates)) if index not in moved]
    standing = [known[index] for index in rest if index in known]
    if len(standing) < len(rest) or standing != sorted(standing):
        return range(len(updates))
    slots = []
    for index, time in moved.items():
        own = bisect_left(rest, index)
        first, last = bisect_left(standing, time), bisect_right(standing, time)
        slots.append((own if first <= own <= last else last, time, index))
    for slot, _, index in sorted(slots, reverse=True):
        rest.insert(slot, index)
    return rest


def _warnings(target: Target, before: Update | None, after: Update) -> Iterator[str]:
    if after.time > target.now and (before is None or before.time != after.time):
        yield f"its time lies ahead: readers see nothing of it before {rfc3339(after.time)}"
    problems = target.whole.story.problems
    elsewhere = [each for each in problems if each.path[:2] != ("updates", target.index)]
    if elsewhere:
        yield errors_elsewhere(len(elsewhere))
