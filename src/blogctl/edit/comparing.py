"""What two versions of a story differ in: by update and field, whatever their order and layout.

An update is the same one where its id is: the written one, or the one derived from its time.
Texts are compared as :func:`blogctl.model.content` has them, times as instants.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from blogctl.model import Person, Story, StoryMeta, Update
from blogctl.model.identity import fold_value


class Kind(StrEnum):
    """What became of an update, in the order in which a summary tells it."""

    NEW = "new"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    EDITED = "edited"
    MOVED = "moved"
    KEY = "key"
    NOT_KEY = "not key"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    RESTORED = "restored"
    RETRACTED = "retracted"
    UNPUBLISHED = "unpublished"
    REMOVED = "removed"


# What is the first thing to say of an update of which several hold.
_WEIGHT = (
    *(Kind.REMOVED, Kind.UNPUBLISHED, Kind.RETRACTED, Kind.RESTORED, Kind.DRAFTED, Kind.NEW),
    *(Kind.PUBLISHED, Kind.CORRECTED, Kind.EDITED, Kind.MOVED, Kind.KEY, Kind.NOT_KEY),
    *(Kind.PINNED, Kind.UNPINNED),
)
_FIELDS = tuple(name for name in Update.model_fields if name != "id")
# Fields whose change has a name of its own; any other is an edit.
_NAMED = {"time", "status", "key", "pinned", "edited", "corrections", "retraction"}


@dataclass(frozen=True, slots=True)
class Difference:
    """An update that is not the same in both: what became of it, the weightiest first.

    ``fields`` are those that differ, of one that is new or gone those that it has. ``old`` and
    ``new`` are the update on either side, ``None`` where it is not there.
    """

    id: str
    kinds: tuple[Kind, ...]
    fields: tuple[str, ...]
    old: Update | None
    new: Update | None

    @property
    def update(self) -> Update:
        """The update as it is, or as it was."""
        update = self.new or self.old
        assert update is not None  # noqa: S101 - it is on one side, or there is no difference
        return update


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs: the story's own ``fields``, and ``updates``, oldest first.

    ``old`` and ``new`` are what was compared, ``None`` for no story at all.
    """

    old: Story | None
    new: Story | None
    fields: tuple[str, ...]
    updates: tuple[Difference, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        """How many updates there are of each kind, each counted once."""
        found = Counter(difference.kinds[0] for difference in self.updates)
        return {kind: found[kind] for kind in Kind if found[kind]}

    @property
    def summary(self) -> str:
        """All of it in a line, such as ``2 new, 1 corrected, 1 retracted``; empty for nothing."""
        updates = ", ".join(f"{count:,} {kind}" for kind, count in self.counts.items())
        if (self.old is None) is not (self.new is None):
            story = "a new story" if self.old is None else "the story removed"
            return f"{story}: {updates}" if updates else story
        story = f"the story's {', '.join(self.fields)}" if self.fields else ""
        return "; ".join(part for part in (updates, story) if part)


def compare(old: Story | None, new: Story | None) -> Comparison:
    """Compare two versions of a story; ``None`` stands for no story."""
    fields = _differing(
        StoryMeta.model_fields, old.meta if old else None, new.meta if new else None, ({}, {})
    )
    known = _known(old), _known(new)
    before = {update.id: update for update in (old.updates if old else ())}
    after = {update.id: update for update in (new.updates if new else ())}
    found = []
    for id_ in {**before, **after}:
        one, other = before.get(id_), after.get(id_)
        # Most are equal, and this is quick; but in Python true equals 1, in free-form data too.
        if one and one == other and (not one.extra or repr(one.extra) == repr(other.extra)):
            continue
        names = _differing(_FIELDS, one, other, known)
        if names or one is None or other is None:
            found.append(Difference(id_, _kinds(one, other, set(names)), names, one, other))
    found.sort(key=lambda difference: difference.update.time)
    return Comparison(old, new, fields, tuple(found))


def _known(story: Story | None) -> dict[str, Person]:
    return {person.name: person for person in (story.meta.authors if story else ())}


def _differing(
    names: Mapping[str, Any] | tuple[str, ...],
    one: StoryMeta | Update | None,
    other: StoryMeta | Update | None,
    known: tuple[Mapping[str, Person], Mapping[str, Person]],
) -> tuple[str, ...]:
    """The fields that differ; where one side is missing, those that the other has."""
    return tuple(
        name for name in names if _said(one, name, known[0]) != _said(other, name, known[1])
    )


def _said(part: StoryMeta | Update | None, name: str, known: Mapping[str, Person]) -> str:
    """A field's value in a form that is equal where it says the same; empty for its default."""
    value = getattr(part, name, None)
    if part is None or value == type(part).model_fields[name].get_default(
        call_default_factory=True
    ):
        return ""
    if name == "authors":
        # What the story says of its authors is no change of each of their updates.
        value = [each.name if known.get(each.name) == each else each for each in value or ()]
    return json.dumps(fold_value(value), sort_keys=True)


def _kinds(one: Update | None, other: Update | None, fields: set[str]) -> tuple[Kind, ...]:
    if one is None or other is None:
        if other is None:
            return (Kind.REMOVED,)
        return (Kind.DRAFTED if other.status == "draft" else Kind.NEW,)
    found = set(_changes(one, other, fields)) or {Kind.EDITED}
    return tuple(kind for kind in _WEIGHT if kind in found)


def _changes(one: Update, other: Update, fields: set[str]) -> Iterator[Kind]:
    if "status" in fields:
        yield Kind.UNPUBLISHED if other.status == "draft" else Kind.PUBLISHED
    if one.retraction is None and other.retraction is not None:
        yield Kind.RETRACTED
    elif other.retraction is None and one.retraction is not None:
        yield Kind.RESTORED
    elif "retraction" in fields:
        yield Kind.EDITED
    if "corrections" in fields:
        stay = all(correction in other.corrections for correction in one.corrections)
        is_added = stay and len(other.corrections) > len(one.corrections)
        yield Kind.CORRECTED if is_added else Kind.EDITED
    if fields - _NAMED:
        yield Kind.EDITED
    if "time" in fields:
        yield Kind.MOVED
    if "key" in fields:
        yield Kind.KEY if other.key else Kind.NOT_KEY
    if "pinned" in fields:
        yield Kind.PINNED if other.pinned else Kind.UNPINNED
