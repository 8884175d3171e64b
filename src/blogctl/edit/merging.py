"""Merging two versions of a story that were made of one, by update and key, not by line.

What one side added, changed or removed is so in the merged text. Where both changed one key of
one update to different values, or one changed an update that the other removed, both stand
there between conflict markers, and nowhere else. Comments of both sides stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from blogctl.edit.arranging import parted
from blogctl.edit.order import merged_order
from blogctl.edit.proof import UPDATE_KEYS, Data, comment_texts, newline_of
from blogctl.edit.sections import (
    END,
    TOP,
    Identity,
    Section,
    Sections,
    one_nan,
    sections_of,
)
from blogctl.edit.units import Both, merged_units
from blogctl.errors import StoryError, UnclearSource
from blogctl.model import Update, new_id
from blogctl.source.keys import with_keys
from blogctl.source.parsing import Unparseable, parse

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, and what each of the conflicts in it is about, in a sentence."""

    text: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A merged section.

    ``raws`` are an update's data if every conflict goes to our side, and to theirs; ``None``
    where that side removed it, and for what is no update.
    """

    pieces: tuple[str | Both, ...]
    gap: str | None
    update: Update | None
    raws: tuple[Data | None, Data | None]

    @property
    def time(self) -> datetime:
        """The time of an update, also of one that is not valid, as far as it could be read."""
        if self.update:
            return self.update.time
        times = [raw.get("time") for raw in self.raws if raw]
        known = [time for time in times if isinstance(time, datetime) and time.tzinfo]
        return min(known, default=_EARLIEST)


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merge what ``ours`` and ``theirs`` made of ``base``, which is empty where there is none.

    Without conflicts the story is the same whichever side is ours. Line endings are those of
    ours. :class:`~blogctl.errors.StoryError` where a version is no story or too unusual to be
    edited safely.
    """
    if theirs in (ours, base):
        return Merged(ours, ())
    if ours == base:
        return Merged(theirs, ())
    newline = newline_of(ours or theirs)
    old = Sections({}, {}, base)
    if base.strip():
        old = _side("the base", base, newline, None)
    one = _side("our side", ours, newline, old)
    other = _side("their side", theirs, newline, old)
    parts: dict[Identity, _Part] = {}
    for identity in dict.fromkeys([*one.sections, *other.sections]):
        before = old.sections.get(identity)
        sides = one.sections.get(identity), other.sections.get(identity)
        part = _merged(identity, before, *sides, newline)
        if part is not None:
            parts[identity] = part
    _tell_apart(parts, newline)
    order = _order(old, one, other, parts)
    end = _changed(old.end, one.end, other.end) or ""
    merged = [parts[identity] for identity in order]
    texts = [_text(merged, end, newline, side) for side in (0, 1)]
    for side, (text, version) in enumerate(zip(texts, (one, other), strict=True)):
        meant = [parts[i].raws[side] for i in order if i.kind == "update"]
        _prove(text, [raw for raw in meant if raw is not None], old, version, (one, other))
    conflicts = tuple(
        _told(identity, piece)
        for identity in order
        for piece in parts[identity].pieces
        if isinstance(piece, Both)
    )
    return Merged(_text(merged, end, newline, None), conflicts)


def _side(name: str, text: str, newline: str, base: Sections | None) -> Sections:
    try:
        return sections_of(_with_newline(text, newline), base)
    except StoryError as error:
        raise error.about(name) from None


def _with_newline(text: str, newline: str) -> str:
    if not text or newline_of(text) == newline:
        return text
    return text.replace("\r\n", "\n").replace("\n", newline)


def _merged(
    identity: Identity,
    before: Section | None,
    ours: Section | None,
    theirs: Section | None,
    newline: str,
) -> _Part | None:
    """The merged section; ``None`` if it is to go."""
    if ours is not None and theirs is not None:
        gap = _changed(before.gap if before else None, ours.gap, theirs.gap)
        if ours.text == theirs.text or (before and theirs.text == before.text):
            return _part(ours, gap)
        if before and ours.text == before.text:
            return _part(theirs, gap)
        merged = merged_units(before, ours, theirs, newline)
        is_ours = ours.raw is not None and merged.ours.get("time") == ours.raw.get("time")
        update = ours.update if is_ours else theirs.update
        if ours.raw is None:
            return _Part(merged.pieces, gap, None, (None, None))
        return _Part(merged.pieces, gap, update, (merged.ours, merged.theirs))
    stays = ours or theirs
    if stays is None or (before and _says_the_same(identity, before, stays)):
        return None
    if before is None or identity == END:
        # The last comments are nobody's to remove: they go to another table if theirs goes.
        return _part(stays, stays.gap)
    text = stays.text + newline
    both = Both("", text if ours else "", text if theirs else "")
    raws = (ours.raw if ours else None, theirs.raw if theirs else None)
    return _Part((both,), stays.gap, stays.update, raws)


def _changed(before: str | None, ours: str | None, theirs: str | None) -> str | None:
    """The white space of the side that changed it; where both did, the longer."""
    if theirs in (ours, before):
        return ours
    if ours == before:
        return theirs
    return max(ours or "", theirs or "", key=lambda gap: (len(gap), gap))


def _part(section: Section, gap: str | None) -> _Part:
    return _Part((section.text,), gap, section.update, (section.raw, section.raw))


def _says_the_same(identity: Identity, one: Section, other: Section) -> bool:
    if one.text == other.text:
        return True
    comments = [Counter(comment_texts(side.text)) for side in (one, other)]
    # An id that was only derived so far, and is written out now, says nothing new.
    said = [{"id": identity.name, **side.data} for side in (one, other)]
    return said[0] == said[1] and comments[0] == comments[1]


def _told(identity: Identity, conflict: Both) -> str:
    name = identity.name or "the file"
    if conflict.key:
        return f"{name}: both sides changed its {conflict.key}"
    return f"{name}: one side changed it, the other removed it"


def _tell_apart(parts: dict[Identity, _Part], newline: str) -> None:
    """Give ids to new updates of one second that came without one from either side."""
    seconds = Counter(identity.name.lower() for identity in parts if identity.kind == "update")
    for identity, part in parts.items():
        raw, update = part.raws[0], part.update
        texts = [piece for piece in part.pieces if isinstance(piece, str)]
        is_whole = len(texts) == len(part.pieces)
        if identity.content and seconds[identity.name.lower()] > 1 and raw and update and is_whole:
            id_ = new_id(update)
            text = with_keys("".join(texts), {"id": id_}, UPDATE_KEYS, newline)
            named = {**raw, "id": id_}
            parts[identity] = replace(part, pieces=(text,), raws=(named, named))


def _order(
    old: Sections, one: Sections, other: Sections, parts: dict[Identity, _Part]
) -> list[Identity]:
    """The sections in the order of both sides; the updates by time where one side's are."""

    def rank(identity: Identity) -> Any:
        return (identity.kind == "update", parts[identity].time, identity)

    kept = parts.keys() - {TOP, END}
    versions = [list(version.sections) for version in (old, one, other)]
    order = merged_order(versions[0], versions[1], versions[2], kept, rank)
    timed = [part for identity, part in parts.items() if identity.kind == "update"]
    for version in versions[1:]:
        times = [parts[i].time for i in version if i.kind == "update" and i in parts]
        if times == sorted(times) and all(part.time > _EARLIEST for part in timed):
            updates = [identity for identity in order if identity.kind == "update"]
            by_time = iter(sorted(updates, key=lambda identity: parts[identity].time))
            order = [next(by_time) if i.kind == "update" else i for i in order]
            break
    return [i for i in (TOP, *order, END) if i in parts]


def _text(parts: Sequence[_Part], end: str, newline: str, side: int | None) -> str:
    """The text of sections, with conflicts as markers, or as one side has them."""
    said = [(_said(part, side, newline).rstrip("\r\n"), part.gap) for part in parts]
    said = [(text, gap) for text, gap in said if text]
    texts = []
    for number, (text, gap) in enumerate(said):
        if number == len(said) - 1:
            texts.append(text + end)
        else:
            texts.append(text + parted(text, gap or newline * 2, is_last=False))
    return "".join(texts)


def _said(part: _Part, side: int | None, newline: str) -> str:
    texts = []
    for piece in part.pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif side is not None:
            texts.append((piece.ours, piece.theirs)[side])
        else:
            texts += [f"<<<<<<< ours{newline}", piece.ours, f"======={newline}"]
            texts += [piece.theirs, f">>>>>>> theirs{newline}"]
    return "".join(texts)


def _prove(
    text: str,
    meant: Sequence[Data],
    old: Sections,
    version: Sections,
    both: tuple[Sections, Sections],
) -> None:
    """:class:`UnclearSource` unless the text has the updates meant, and nothing of it is lost."""
    said: Data | Unparseable = one_nan(parse(text))
    is_proved = not isinstance(said, Unparseable) and said.get("updates", []) == list(meant)
    if is_proved and not isinstance(said, Unparseable):
        datas = [{**data, "updates": []} for data in (said, old.data, *(s.data for s in both))]
        is_proved = _is_merged(datas[0], datas[1], datas[2], datas[3])
        new = Counter(_all_comments(version)) - Counter(_all_comments(old))
        is_proved &= not new - Counter(comment_texts(text))
    if not is_proved:
        raise UnclearSource("the two versions could not be merged with proof")


def _is_merged(value: Any, old: Any, one: Any, other: Any) -> bool:
    """Whether a value, ``None`` where there is none, may come of merging two of it."""
    if old in (one, other) or one == other:
        return bool(value == (other if one == old else one))
    if value in (one, other):
        return True  # there is a conflict, and this is one side of it
    sides = (value, one, other)
    if all(isinstance(side, dict) for side in sides):
        before = old if isinstance(old, dict) else {}
        keys = dict.fromkeys([*value, *before, *one, *other])
        return all(
            _is_merged(value.get(key), before.get(key), one.get(key), other.get(key))
            for key in keys
        )
    if not all(isinstance(side, list) for side in sides):
        return False
    known = _leaves(old) if isinstance(old, list) else []
    said = _leaves(value)
    return all(leaf in said or leaf in known for leaf in [*_leaves(one), *_leaves(other)])


def _leaves(items: list[Any]) -> list[Any]:
    """The items of a list, and where they are tables those of each."""
    return [leaf for item in items for leaf in (item.items() if isinstance(item, dict) else [item])]


def _all_comments(version: Sections) -> list[str]:
    return [each for section in version.sections.values() for each in comment_texts(section.text)]
