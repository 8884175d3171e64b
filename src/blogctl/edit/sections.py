"""A story's text in sections that can be told apart in every version of the file.

A section is one update, or one other table, with the comments that belong to it; what stands
before the first header, and the comments set apart at the end, are sections, too. A section
has units: one for each key, with its comments.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from blogctl.edit.opening import Opened, opened
from blogctl.edit.proof import Data
from blogctl.model import Update, content_hash
from blogctl.source.blocks import with_own_comments
from blogctl.source.keys import entries
from blogctl.source.parsing import Unparseable, parse
from blogctl.source.scan import Table, scan


class Identity(NamedTuple):
    """What tells a section from others, in every version of a story.

    ``kind`` is ``top``, ``table``, ``update`` or ``end``; ``name`` is a table's header, or an
    update's id; ``content`` is there for what is new and has no name of its own: an update
    without an id, an item of an array; ``number`` counts those of which all that is the same.
    """

    kind: str
    name: str = ""
    content: str = ""
    number: int = 0


TOP, END = Identity("top"), Identity("end")
_MOST_COMPARED = 100_000
LAST_WORDS = "#"
"""The name of the unit that holds the comments behind a section's own keys."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A key of a section: its text with its comments.

    ``place`` is 0 where it stands among the keys, 2 where it has headers, 1 where it has both.
    """

    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Section:
    """What one section says, and the white space behind it; ``None`` at the end of the file.

    ``raw`` and ``update`` are an update as it was parsed and, if it could be, read.
    """

    text: str
    gap: str | None
    raw: Data | None = None
    update: Update | None = None

    def units(self, newline: str) -> tuple[str, dict[str, Unit]]:
        """The comments and the header, and the units by the names of their keys."""
        text = self.text + newline
        tables = scan(text)
        main = tables[1] if len(tables) > 1 else tables[0]
        units: dict[str, Unit] = {}

        def add(name: str, said: str, place: int) -> None:
            before = units.get(name)
            joined = before.text + (newline if place else "") + said if before else said
            units[name] = Unit(joined, place if not before or before.place == place else 1)

        position = main.body
        for entry in entries(text, main):
            add(entry.name[0], text[entry.start : entry.end], 0)
            position = entry.end
        texts = with_own_comments(text, tables)
        own = texts[: tables.index(main) + 1]
        behind = text[position : sum(map(len, own))].strip("\r\n")
        if behind:
            add(LAST_WORDS, behind + newline, 0)
        for table, said in zip(tables[2:], texts[2:], strict=True):
            add(table.name[len(main.name)], said.strip("\r\n") + newline, 2)
        return text[: main.body], units

    @property
    def data(self) -> Data:
        """The values of the section's keys."""
        if self.raw is not None:
            return self.raw
        data: Any = one_nan(parse(self.text))
        tables = scan(self.text)
        for key in tables[1].name if len(tables) > 1 else ():
            data = data[key]
            data = data[0] if isinstance(data, list) else data
        return {} if isinstance(data, Unparseable) else data


@dataclass(frozen=True, slots=True)
class Sections:
    """One version of a story: its data, its sections in order, the white space at its end."""

    data: Data
    sections: dict[Identity, Section]
    end: str


class _NaN(float):
    """A NaN that is equal to itself."""

    def __eq__(self, other: object) -> bool:
        return other is self

    __hash__ = float.__hash__


_NAN = _NaN("nan")


class _Found(NamedTuple):
    """A section before it is told from others: whether ``name`` is its own, and its data."""

    kind: str
    name: str
    is_named: bool
    said: str
    data: Data
    update: Update | None = None


def sections_of(text: str, base: Sections | None = None) -> Sections:
    """The sections of a text. Errors as for every edit.

    What has no name of its own is found in the ``base`` by what it says, or is new.
    """
    whole = opened(text)
    data = one_nan(whole.data)
    found = _found(whole, data)
    sections: dict[Identity, Section] = {}
    for each, identity in zip(found, _identities(found, base), strict=True):
        told = each.said.rstrip(" \t\r\n")
        raw = each.data if each.kind == "update" else None
        sections[identity] = Section(told, each.said[len(told) :], raw, each.update)
    last = next(reversed(sections))
    end = sections[last].gap or ""
    sections[last] = replace(sections[last], gap=None)
    return Sections(data, sections, end)


def one_nan(value: Any) -> Any:
    """The same data, in which each NaN is equal to the others."""
    if isinstance(value, dict):
        return {key: one_nan(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [one_nan(inner) for inner in value]
    return _NAN if isinstance(value, float) and math.isnan(value) else value


def _found(whole: Opened, data: Data) -> list[_Found]:
    found: list[_Found] = []
    updates = zip(whole.ids, data.get("updates", []), whole.story.updates, strict=True)
    for piece in whole.blocks.pieces:
        said = whole.text[piece.start : piece.gap]
        if piece.is_update:
            id_, raw, update = next(updates)
            found.append(_Found("update", id_, "id" in raw, said, raw, update))
            continue
        for table, part in _tables(said):
            if table.is_array:
                items = Section(part, None).data
                found.append(_Found("table", ".".join(table.name), False, part, items))
            elif table.name:
                found.append(_Found("table", ".".join(table.name), True, part, {}))
            else:
                found.append(_Found("end" if piece.start else "top", "", True, part, {}))
    return [each for each in found if each.said.strip()]


def _tables(text: str) -> list[tuple[Table, str]]:
    """The tables of a text, each with the comments that touch its header.

    With an item of an array come the tables that belong to it.
    """
    tables = scan(text)
    parts: list[tuple[Table, str]] = []
    for table, part in zip(tables, with_own_comments(text, tables), strict=True):
        above, said = parts[-1] if parts else (table, "")
        size = len(above.name)
        if above.is_array and len(table.name) > size and table.name[:size] == above.name:
            parts[-1] = (above, said + part)
        else:
            parts.append((table, part))
    return parts


def _identities(found: Sequence[_Found], base: Sections | None) -> list[Identity]:
    identities: dict[int, Identity] = {}
    counts: Counter[Identity] = Counter()

    def name(index: int, content: str = "") -> None:
        identity = Identity(found[index].kind, found[index].name, content)
        identities[index] = identity._replace(number=counts[identity])
        counts[identity] += 1

    nameless = [index for index, each in enumerate(found) if not each.is_named]
    for index, each in enumerate(found):
        if each.is_named:
            name(index)
    if base is None:
        for index in nameless:
            name(index)
    else:
        taken = set(identities.values())
        free: dict[tuple[str, str], dict[Identity, Data]] = {}
        for identity, section in base.sections.items():
            if identity not in taken:
                free.setdefault((identity.kind, identity.name), {})[identity] = section.data
        groups: dict[tuple[str, str], dict[int, Data]] = {}
        for index in nameless:
            own = (found[index].kind, found[index].name)
            groups.setdefault(own, {})[index] = found[index].data
        for own, group in groups.items():
            identities |= _alike(group, free.get(own, {}))
        for index in nameless:
            if index not in identities:
                each = found[index]
                name(index, content_hash(each.update) if each.update else repr(each.data))
    return [identities[index] for index in range(len(found))]


def _alike(found: dict[int, Data], free: dict[Identity, Data]) -> dict[int, Identity]:
    """Each with what it was in the base: what says the same, or else as much as possible."""
    alike: dict[int, Identity] = {}
    left = dict(free)
    known: dict[str, list[Identity]] = {}
    for identity, old in free.items():
        known.setdefault(repr(sorted(old.items())), []).append(identity)
    for index, data in found.items():
        same = known.get(repr(sorted(data.items())))
        if same:
            alike[index] = same.pop(0)
            del left[alike[index]]
    if len(found) * len(left) > _MOST_COMPARED:
        # That many without a name are no list anybody keeps by hand: the place has to do.
        rest = (index for index in found if index not in alike)
        return alike | dict(zip(rest, left, strict=False))
    pairs = [
        (-sum(key in old and old[key] == data[key] for key in data), identity.number, index)
        for index, data in found.items()
        for identity, old in left.items()
        if index not in alike
    ]
    numbers = {identity.number: identity for identity in left}
    for _, number, index in sorted(pairs):
        if index not in alike and number in numbers:
            alike[index] = numbers.pop(number)
    return alike
