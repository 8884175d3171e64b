"""Where a value stands in a text: from a path of keys and indexes to offsets, lines, columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from blogctl.source.scan import (
    Table,
    Unscannable,
    assignment,
    closings,
    header_at,
    scan,
    skip_value,
    statements,
)

Path = tuple[str | int, ...]
_DEEPEST = 100  # parts of a key that are followed
_UNKNOWN: Mapping[int, int] = MappingProxyType({})


class Span(NamedTuple):
    """A stretch of the text, as offsets; ``end`` is behind the last character."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a path leads: the ``key`` it ends in and its ``value``.

    An item of an array has no key of its own: there both are the value. What stands under a
    header has that header's key as both. ``exact`` is false when the path itself is not in the
    text, and this is the nearest thing around it.
    """

    key: Span
    value: Span
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Lines:
    """Offsets to lines and columns. A line ends at LF, as in TOML; CR before it is not part."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text."""
        starts = [0]
        position = text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        return cls(text, tuple(starts))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both 1-based, in code points."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its ending."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")


class _Step:
    """A part of dotted keys: ``own`` is the key that ends here, ``first`` the first through it."""

    __slots__ = ("below", "first", "own")

    def __init__(self, first: Place | None = None) -> None:
        self.below: dict[str | int, _Step] = {}
        self.first = first
        self.own: Place | None = None


class _Entries:
    """Keys with their places, as a tree: many dotted keys may begin with the same parts."""

    def __init__(self, found: list[tuple[Path, Place]]) -> None:
        self.spans = [place.value for _, place in found]
        self.root = _Step()
        for path, place in found:
            step = self.root
            for part in path[:_DEEPEST]:
                below = step.below.get(part)
                if below is None:
                    below = step.below[part] = _Step(place)
                step = below
            if step.own is None and len(path) <= _DEEPEST:
                step.own = place


class Places:
    """Finds paths in one text, reading only the tables that a path leads through, and once."""

    def __init__(self, text: str) -> None:
        """Scan ``text``; :class:`Unscannable` if that is unsure."""
        self._text = text
        self._headers: dict[Path, Table] = {}
        self._implied: dict[Path, Table] = {}
        self._entries: dict[int, _Entries] = {}
        self._items: dict[int, list[Span]] = {}
        self._ends: dict[int, int] = {}
        self._tables = scan(text)
        self._starts = [table.start for table in self._tables]
        counts: dict[Path, int] = {}
        for table in self._tables:
            path: Path = ()
            parts = table.name[:_DEEPEST]
            for level, part in enumerate(parts, start=1):
                path = (*path, part)
                self._implied.setdefault(path, table)
                if level == len(parts) and table.is_array:
                    counts[path] = counts.get(path, -1) + 1
                if path in counts:
                    path = (*path, counts[path])
                    self._implied.setdefault(path, table)
            self._headers.setdefault(path, table)

    def find(self, path: Path) -> Place:
        """Where ``path`` stands, or the nearest thing around it that stands in the text."""
        for length in range(len(path), 0, -1):
            place = self._find_exactly(path[:length])
            if place is not None:
                return place._replace(exact=length == len(path))
        return Place(Span(0, 0), Span(0, 0), exact=False)

    def leaf_at(self, offset: int) -> Span | None:
        """The plain value, no array or inline table, that an offset lies in."""
        table = self._tables[bisect_right(self._starts, offset) - 1]
        spans = self._under_header(table).spans
        while True:
            number = bisect_right(spans, offset, key=lambda span: span.start) - 1
            span = spans[number] if number >= 0 and offset < spans[number].end else None
            opening = self._text[span.start] if span else ""
            if opening == "[" and span:
                spans = self._in_array(span.start)
            elif opening == "{" and span:
                spans = self._in_table(span.start).spans
            else:
                return span

    def _find_exactly(self, path: Path) -> Place | None:
        if path in self._headers:
            return self._header(self._headers[path], path)
        for length in range(len(path) - 1, -1, -1):
            table = self._headers.get(path[:length])
            found = self._among(self._under_header(table), path[length:]) if table else None
            if found is not None:
                return found
        table = self._implied.get(path)
        return self._header(table, path) if table else None

    def _header(self, table: Table, path: Path) -> Place:
        keys = header_at(self._text, table.start)[0]
        parts = sum(isinstance(step, str) for step in path)
        span = Span(keys[0].start, keys[min(parts, len(keys)) - 1].end)
        return Place(span, span)

    def _under_header(self, table: Table) -> _Entries:
        if table.body not in self._entries:
            self._entries[table.body] = _Entries(
                [
                    (
                        tuple(key.name for key in keys),
                        Place(Span(keys[0].start, keys[-1].end), Span(start, end)),
                    )
                    for keys, start, end in statements(self._text, table.body, table.end)
                ]
            )
        return self._entries[table.body]

    def _in_table(self, start: int) -> _Entries:
        # Two things cannot begin at one offset, so headers and inline tables share a cache.
        if start not in self._entries:
            self._entries[start] = _Entries(table_items(self._text, start, self._ends_from(start)))
        return self._entries[start]

    def _in_array(self, start: int) -> list[Span]:
        if start not in self._items:
            self._items[start] = array_items(self._text, start, self._ends_from(start))
        return self._items[start]

    def _ends_from(self, start: int) -> dict[int, int]:
        # Found in one go for all that is inside, however deep: no level reads its inside again.
        if start not in self._ends:
            self._ends |= closings(self._text, start)
        return self._ends

    def _among(self, entries: _Entries, path: Path) -> Place | None:
        step: _Step | None = entries.root
        for done, part in enumerate(path):
            if step is None:
                return None
            found = self._inside(step.own, path[done:]) if step.own else None
            if found is not None:
                return found
            step = step.below.get(part)
        return (step.own or step.first) if step else None

    def _inside(self, place: Place, path: Path) -> Place | None:
        """The place of a path relative to a value: into its inline tables and arrays."""
        if not path:
            return place
        start = place.value.start
        if self._text[start] == "{":
            return self._among(self._in_table(start), path)
        if self._text[start] != "[" or not isinstance(path[0], int):
            return None
        items = self._in_array(start)
        if path[0] >= len(items):
            return None
        item = items[path[0]]
        return self._inside(Place(item, item), path[1:])


def array_items(text: str, start: int, ends: Mapping[int, int] = _UNKNOWN) -> list[Span]:
    """The items of the array that begins at an offset.

    ``ends`` may tell where arrays and inline tables inside it end, as ``closings`` finds them.
    """
    items = []
    position = _next(text, start + 1)
    while not text.startswith("]", position):
        end = ends.get(position) or skip_value(text, position)
        items.append(Span(position, end))
        position = _next(text, end)
    return items


def table_items(
    text: str, start: int, ends: Mapping[int, int] = _UNKNOWN
) -> list[tuple[Path, Place]]:
    """The keys and values of the inline table that begins at an offset; ``ends`` as for arrays."""
    items: list[tuple[Path, Place]] = []
    position = _next(text, start + 1)
    while not text.startswith("}", position):
        keys, value = assignment(text, position)
        end = ends.get(value) or skip_value(text, value)
        path = tuple(key.name for key in keys)
        items.append((path, Place(Span(keys[0].start, keys[-1].end), Span(value, end))))
        position = _next(text, end)
    return items


def _next(text: str, position: int) -> int:
    """The offset of the next item or closing bracket: behind blanks, commas, comments."""
    while position < len(text):
        character = text[position]
        if character == "#":
            position = text.find("\n", position)
            if position < 0:
                break
        elif character not in " \t\r\n,":
            return position
        position += 1
    raise Unscannable(min(max(position, 0), len(text)))
