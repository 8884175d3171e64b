"""Merging what two sides made of one section, key by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from blogctl.edit.order import merged_order
from blogctl.edit.proof import Data, comment_texts
from blogctl.edit.sections import LAST_WORDS, Section, Unit
from blogctl.model import StoryMeta, Update
from blogctl.source.keys import with_item
from blogctl.source.scan import Unscannable

_MOST_JOINED = 100  # items; more are no list that people add to at once
_KEYS = dict.fromkeys([*Update.model_fields, *StoryMeta.model_fields])
_RANKS = {key: rank for rank, key in enumerate(_KEYS)}


class Both(NamedTuple):
    """A conflict: what ``key``, or without one the whole, is on either side, as text."""

    key: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergedSection:
    """A merged section: its text in pieces, and its data if every conflict goes to one side."""

    pieces: tuple[str | Both, ...]
    ours: Data
    theirs: Data


class _Side(NamedTuple):
    """One key on one side: its unit and its value; without a unit the key is not there."""

    unit: Unit | None
    value: Any

    @property
    def text(self) -> str:
        return self.unit.text if self.unit else ""


class _Result(NamedTuple):
    said: str | Both
    place: int  # as in a unit; a conflict stands between keys and tables where it is either
    ours: Any
    theirs: Any


_NOTHING = _Side(None, None)


def merged_units(
    before: Section | None, ours: Section, theirs: Section, newline: str
) -> MergedSection:
    """Merge two versions of a section that differ from each other and from the one before."""
    versions = (before, ours, theirs)
    heads = [section.units(newline)[0] if section else "" for section in versions]
    sides = [_sides(section, newline) for section in versions]
    names = dict.fromkeys([*sides[1], *sides[2]])
    results: dict[str, _Result] = {}
    for name in names:
        each = [side.get(name, _NOTHING) for side in sides]
        result = _merged(name, each[0], each[1], each[2], heads[1], newline)
        if result.said:
            results[name] = result
    order = merged_order(
        list(sides[0]), list(sides[1]), list(sides[2]), results, lambda name: (_rank(name), name)
    )
    order.sort(key=lambda name: results[name].place)
    pieces: list[str | Both] = [_head(heads[0], heads[1], heads[2], newline)]
    for name in order:
        said = results[name].said
        if results[name].place and pieces[-1] and isinstance(said, str):
            said = newline + said
        pieces.append(said)
    own = [name for name in order if name != LAST_WORDS]
    return MergedSection(
        tuple(pieces),
        {name: results[name].ours for name in own if results[name].ours is not None},
        {name: results[name].theirs for name in own if results[name].theirs is not None},
    )


def _rank(name: str) -> int:
    return _RANKS.get(name, len(_RANKS))


def _sides(section: Section | None, newline: str) -> dict[str, _Side]:
    if section is None:
        return {}
    data = section.data
    return {name: _Side(unit, data.get(name)) for name, unit in section.units(newline)[1].items()}


def _head(before: str, ours: str, theirs: str, newline: str) -> str:
    if theirs in (ours, before):
        return ours
    return theirs if ours == before else _longer_with(ours, theirs, before, newline)


def _longer_with(ours: str, theirs: str, before: str, newline: str) -> str:
    """The longer of two texts that say the same, with the comments that only the other has."""
    one, other = sorted((ours, theirs), key=lambda text: (len(text), text))
    return _with_comments_of(other, one, before, newline)


def _with_comments_of(text: str, other: str, before: str, newline: str) -> str:
    """A text with the comments above it that are new in another and not in it."""
    new = (
        Counter(comment_texts(other))
        - Counter(comment_texts(before))
        - Counter(comment_texts(text))
    )
    return "".join(comment + newline for comment in new.elements()) + text


def _merged(
    name: str, before: _Side, ours: _Side, theirs: _Side, head: str, newline: str
) -> _Result:
    if theirs.text in (ours.text, before.text):
        return _as(ours)
    if ours.text == before.text:
        return _as(theirs)
    if name == LAST_WORDS or ours.value == theirs.value:
        # The same, but for white space and comments.
        side = ours if ours.unit else theirs
        text = _longer_with(ours.text, theirs.text, before.text, newline)
        return _as(side, text)
    if ours.value == before.value:
        return _as(theirs, _with_comments_of(theirs.text, ours.text, before.text, newline))
    if theirs.value == before.value:
        return _as(ours, _with_comments_of(ours.text, theirs.text, before.text, newline))
    chosen = _settled(name, ours, theirs)
    if chosen is not None:
        other = theirs if chosen is ours else ours
        return _as(chosen, _with_comments_of(chosen.text, other.text, before.text, newline))
    joined = _joined(name, before, ours, theirs, head, newline)
    if joined is not None:
        return joined
    places = {side.unit.place for side in (ours, theirs) if side.unit}
    place = 1 if len(places) > 1 else places.pop()
    return _Result(Both(name, ours.text, theirs.text), place, ours.value, theirs.value)


def _as(side: _Side, text: str | None = None) -> _Result:
    place = side.unit.place if side.unit else 0
    return _Result(side.text if text is None else text, place, side.value, side.value)


def _settled(name: str, ours: _Side, theirs: _Side) -> _Side | None:
    """The side to take where one of two values is plainly right: the later edit, say."""
    sides = (ours, theirs)
    if name == "edited":
        return _by_time(sides, max)
    if name == "retraction" and all(isinstance(side.value, Mapping) for side in sides):
        rest = [{**side.value, "time": None} for side in sides]
        if rest[0] == rest[1]:
            return _by_time(sides, min)
    return None


def _by_time(sides: tuple[_Side, _Side], choose: Any) -> _Side | None:
    times = [_time(side.value) for side in sides]
    known = [time for time in times if time]
    if len(known) < len(times) or len({time.tzinfo for time in known}) > 1:
        return None
    return sides[times.index(choose(known))]


def _time(value: Any) -> datetime | None:
    """The instant of a time, or of a table that has one; without a zone it is as it stands."""
    if isinstance(value, Mapping):
        value = value.get("time")
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value


def _joined(
    name: str, before: _Side, ours: _Side, theirs: _Side, head: str, newline: str
) -> _Result | None:
    """A list to which both sides have only added, with the additions of both."""
    old = before.value if before.unit else []
    if not all(isinstance(value, list) for value in (old, ours.value, theirs.value)):
        return None
    if any([item for item in side.value if item in old] != old for side in (ours, theirs)):
        return None
    # Which comes first must not depend on which side is ours.
    first, second = sorted((ours, theirs), key=lambda side: _precedence(side.value, old))
    head = head or f"[top]{newline}"
    block = head + first.text
    value = list(first.value)
    new = [item for item in second.value if item not in value]
    if len(new) > _MOST_JOINED:
        return None
    try:
        for item in new:
            block = with_item(block, name, item, (), newline)
            value.append(item)
    except Unscannable:
        return None
    text = block.removeprefix(head)
    text = _with_comments_of(text, second.text, before.text, newline)
    return _as(_Side(first.unit, value), text)


def _precedence(items: list[Any], old: list[Any]) -> tuple[str, str]:
    new = [item for item in items if item not in old]
    time = _time(new[0]) if new else None
    return (time.isoformat() if time else "", repr(new))
