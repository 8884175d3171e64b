"""A story's text in sections that can be told apart in every version of the file.

A section is one update, or one other table, with the comments that belong to it; what stands
before the first header, and the comments set apart at the end, are sections, too. A section
has units: one for each key, with its comments.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from blogctl.edit.opening import opened
from blogctl.edit.proof import Data
from blogctl.model import Update, content_hash
from blogctl.source.blocks import with_comments
from blogctl.source.keys import entries
from blogctl.source.parsing import Unparseable, parse
from blogctl.source.scan import Table, scan


class Identity(NamedTuple):
    """What tells a section from others, in every version of a story.

    ``kind`` is ``top``, ``table``, ``update`` or ``end``; ``name`` is a table's header, or an
    update's id; ``content`` is there for a new update without an id; ``number`` counts those
    of which all that is the same.
    """

    kind: str
    name: str = ""
    content: str = ""
    number: int = 0


TOP, END = Identity("top"), Identity("end")
LAST_WORDS = "#"
"""The name of the unit that holds the comments behind a section's own keys."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A key of a section: its text with its comments; ``is_table`` where it has headers."""

    text: str
    is_table: bool


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

        def add(name: str, said: str, is_table: bool) -> None:
            before = units.get(name)
            joined = before.text + (newline if is_table else "") + said if before else said
            units[name] = Unit(joined, is_table or bool(before and before.is_table))

        position = main.body
        for entry in entries(text, main):
            add(entry.name[0], text[entry.start : entry.end], False)
            position = entry.end
        below = tables[2:]
        starts = [
            with_comments(text, table.start, before)
            for table, before in zip(below, tables[1:], strict=False)
        ]
        behind, *said = [
            text[start:end].strip("\r\n") for start, end in pairwise([position, *starts, len(text)])
        ]
        if behind:
            add(LAST_WORDS, behind + newline, False)
        for table, each in zip(below, said, strict=True):
            add(table.name[len(main.name)], each + newline, True)
        return text[: main.body], units

    @property
    def data(self) -> Data:
        """The values of the section's keys."""
        if self.raw is not None:
            return self.raw
        data: Any = parse(self.text)
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


def sections_of(text: str, base: Sections | None = None) -> Sections:
    """The sections of a text; none for an empty one. Errors as for every edit.

    Two new updates of one second without an id are told apart by their content; whether one is
    new the ``base`` says.
    """
    if not text.strip():
        return Sections({}, {}, text)
    whole = opened(text)
    found: dict[Identity, Section] = {}
    counts: Counter[Identity] = Counter()

    def add(
        identity: Identity, said: str, raw: Data | None = None, update: Update | None = None
    ) -> None:
        told = said.rstrip()
        if told:
            counted = identity._replace(number=counts[identity])
            found[counted] = Section(told, said[len(told) :], raw, update)
            counts[identity] += 1

    updates = zip(whole.ids, whole.raw_updates, whole.story.updates, strict=True)
    for piece in whole.blocks.pieces:
        said = text[piece.start : piece.gap]
        if piece.is_update:
            id_, raw, update = next(updates)
            add(_identity(id_, raw, update, base), said, raw, update)
            continue
        for table, part in _tables(said):
            if table.name:
                add(Identity("table", ".".join(table.name)), part)
            else:
                add(END if piece.start else TOP, part)
    last = next(reversed(found))
    end = found[last].gap or ""
    found[last] = replace(found[last], gap=None)
    return Sections(whole.data, found, end)


def _tables(text: str) -> list[tuple[Table, str]]:
    """The tables of a text, each with the comments that touch its header."""
    tables = scan(text)
    starts = [with_comments(text, t.start, tables[i - 1]) if i else 0 for i, t in enumerate(tables)]
    texts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return list(zip(tables, texts, strict=True))


def _identity(id_: str, raw: Data, update: Update | None, base: Sections | None) -> Identity:
    whole = Identity("update", id_)
    if "id" in raw or base is None or whole in base.sections or update is None:
        return whole
    return whole._replace(content=content_hash(update))
