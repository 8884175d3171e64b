"""The keys of one block as text: set, removed and added to, with every comment kept.

A block is a header with its keys, and the tables that belong to it below; comments may stand
before the header. Each function gives the block's new text. Nothing but the keys named
changes; comments inside a value that goes stand above where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from blogctl.source.blocks import with_comments
from blogctl.source.places import Span, array_items, table_items
from blogctl.source.scan import (
    Key,
    Table,
    Unscannable,
    comments,
    line_end,
    scan,
    skip_value,
    statements,
)
from blogctl.source.write import entry_text, key_text, line_text, table_text

_BLANKS = " \t\r\n"


class Entry(NamedTuple):
    """A key with its value, as it stands in a table.

    ``keys`` are the parts of the key. ``start`` is the offset of what belongs to it, comments
    and blank lines above included; ``line`` that of the line it stands on; ``value`` and
    ``value_end`` enclose its value; ``end`` is behind its last line, comment included.
    """

    keys: tuple[Key, ...]
    start: int
    line: int
    value: int
    value_end: int
    end: int

    @property
    def name(self) -> tuple[str, ...]:
        """The key, part by part."""
        return tuple(key.name for key in self.keys)


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def entries(text: str, table: Table) -> list[Entry]:
    """The keys that stand directly in a table, in their order."""
    found: list[Entry] = []
    start = table.body
    for keys, value, value_end in statements(text, table.body, table.end):
        line = text.rfind("\n", 0, keys[0].start) + 1
        end = line_end(text, value_end)
        found.append(Entry(keys, start, line, value, value_end, end))
        start = end
    return found


def with_keys(
    block: str, changes: Mapping[str, Any], order: Sequence[str], newline: str = "\n"
) -> str:
    """The block with these keys set to values; ``None`` removes one.

    A key that is new stands behind the last one that comes before it in ``order``.
    """
    said = block.rstrip(_BLANKS)
    blank = block[len(said) :]
    for name, value in changes.items():
        said = _with_key(said + newline, name, value, order, newline).rstrip(_BLANKS)
    return said + blank


def with_item(block: str, name: str, item: Any, order: Sequence[str], newline: str = "\n") -> str:
    """The block with one more item at the end of the array ``name``.

    :class:`Unscannable` for a plain item where the others are tables with headers.
    """
    said = block.rstrip(_BLANKS)
    blank = block[len(said) :]
    text = said + newline
    tables = scan(text)
    main, below = _main(tables), _below(tables, name)
    own = [entry for entry in entries(text, main) if entry.name == (name,)]
    if below:
        if not isinstance(item, Mapping):
            raise Unscannable(below[-1].start)
        header = ".".join(map(key_text, (*main.name, name)))
        end = len(text[: _behind(text, tables, below[-1])].rstrip(_BLANKS))
        new = _ended(table_text(header, item, is_array=True).rstrip("\n"), newline)
        return _apply(text, [_Edit(end, end, newline * 2 + new)]).rstrip(_BLANKS) + blank
    if own and text.startswith("[", own[0].value):
        items = array_items(text, own[0].value)
        if items:
            edits = _appended(text, own[0], items[-1].end, line_text(item), newline)
            return _apply(text, edits).rstrip(_BLANKS) + blank
    return with_keys(block, {name: [item]}, order, newline)


def with_part_keys(
    block: str,
    name: str,
    number: int | None,
    changes: Mapping[str, Any],
    order: Sequence[str],
    newline: str = "\n",
) -> str:
    """The block with keys set in the table ``name``, or in an item of the array of that name.

    ``number`` counts the items from 0. :class:`Unscannable` where there is no such table.
    """
    tables = scan(block)
    main = _main(tables)
    heads = [table for table in _below(tables, name) if len(table.name) == len(main.name) + 1]
    heads = [table for table in heads if table.is_array == (number is not None)]
    index = number or 0
    if index < len(heads):
        start, end = heads[index].start, heads[index].end
        return block[:start] + with_keys(block[start:end], changes, order, newline) + block[end:]
    own = [entry for entry in entries(block, main) if entry.name == (name,)]
    if not own:
        raise Unscannable(main.start)
    parts = [Span(own[0].value, own[0].value_end)]
    if number is not None:
        parts = array_items(block, own[0].value) if block[own[0].value] == "[" else []
    if index >= len(parts) or block[parts[index].start] != "{":
        raise Unscannable(main.start)
    start, end = parts[index]
    inline = block[start:end]
    for key, value in changes.items():
        inline = _with_inline_key(inline, key, value)
    return block[:start] + inline + block[end:]


def _with_key(text: str, name: str, value: Any, order: Sequence[str], newline: str) -> str:
    tables = scan(text)
    main, below = _main(tables), _below(tables, name)
    standing = entries(text, main)
    own = [entry for entry in standing if entry.name[0] == name]
    line, more = "", list[str]()
    if value is not None:
        header = ".".join(map(key_text, main.name))
        line, more = entry_text(header, name, value)
    if line and len(own) == 1 and len(own[0].name) == 1 and not below:
        return _apply(text, _replaced(text, own[0], line, newline))
    edits = [_removed(text, entry, newline) for entry in own]
    edits += [_removed_table(text, tables, table, newline) for table in below]
    if line:
        end = own[0].end if own else _place(standing, name, order, main.body)
        edits.append(_Edit(end, end, _ended(line, newline)))
    text = _apply(text, edits)
    tables_text = "".join(newline + _ended(table, newline) for table in more)
    return text.rstrip(_BLANKS) + newline + tables_text if more else text


def _main(tables: tuple[Table, ...]) -> Table:
    """The table with the block's own header; what stands before it is only comments."""
    if len(tables) < 2:
        raise Unscannable(0)
    return tables[1]


def _below(tables: tuple[Table, ...], name: str) -> list[Table]:
    """The tables of a block that stand under headers of their own, for one of its keys."""
    prefix = (*_main(tables).name, name)
    return [table for table in tables[2:] if table.name[: len(prefix)] == prefix]


def _place(standing: Sequence[Entry], name: str, order: Sequence[str], first: int) -> int:
    """Where a new key is put: behind the last of those that come before it."""
    ranks = {key: rank for rank, key in enumerate(order)}
    rank = ranks.get(name, len(ranks))
    before = [entry.end for entry in standing if ranks.get(entry.name[0], len(ranks)) <= rank]
    return max(before, default=first)


def _replaced(text: str, entry: Entry, line: str, newline: str) -> list[_Edit]:
    inside: list[int] = []
    skip_value(text, entry.value, inside)
    written = line.partition(" = ")[2].rstrip("\n")
    edits = [_Edit(entry.value, entry.value_end, _ended(written, newline))]
    if inside:
        above = _comment_lines(text, inside, _indent(text, entry.line), newline)
        edits.insert(0, _Edit(entry.line, entry.line, above))
    return edits


def _removed(text: str, entry: Entry, newline: str) -> _Edit:
    said = comments(text, entry.line, entry.end)
    indent = _indent(text, entry.line)
    return _Edit(entry.line, entry.end, _comment_lines(text, said, indent, newline))


def _removed_table(text: str, tables: tuple[Table, ...], table: Table, newline: str) -> _Edit:
    end = _behind(text, tables, table)
    said = comments(text, table.start, end)
    return _Edit(table.start, end, _comment_lines(text, said, "", newline))


def _behind(text: str, tables: tuple[Table, ...], table: Table) -> int:
    """The offset where the comments of the next table begin, or the end of the text."""
    following = [each.start for each in tables if each.start > table.start]
    return with_comments(text, min(following), table) if following else len(text)


def _comment_lines(text: str, offsets: Sequence[int], indent: str, newline: str) -> str:
    lines = []
    for offset in offsets:
        end = text.find("\n", offset)
        comment = text[offset : end if end >= 0 else len(text)].rstrip(_BLANKS)
        lines.append(indent + comment + newline)
    return "".join(lines)


def _indent(text: str, line: int) -> str:
    stop = line
    while text[stop] in " \t":
        stop += 1
    return text[line:stop]


def _appended(text: str, entry: Entry, last: int, item: str, newline: str) -> list[_Edit]:
    """The edits that put an item behind the last one, which ends at ``last``, of an array."""
    comma, close = -1, last
    while text[close] != "]":
        if text[close] == "#":
            close = text.index("\n", close)
        elif text[close] == ",":
            comma = close
        close += 1
    line = text.find("\n", comma + 1 if comma >= 0 else last)
    if not 0 <= line < close:
        # The bracket stands on the line of the last item, and so does the new one.
        return [_Edit(last, last, f", {item}")]
    start = text.rfind("\n", 0, last) + 1
    indent = _indent(text, start) if start > entry.value else "    "
    line -= text[line - 1] == "\r"
    new = _Edit(line, line, f"{newline}{indent}{item}" + ("," if comma >= 0 else ""))
    return [new] if comma >= 0 else [_Edit(last, last, ","), new]


def _with_inline_key(inline: str, key: str, value: Any) -> str:
    """An inline table with one key set, or removed."""
    items = table_items(inline, 0)
    found = [number for number, (path, _) in enumerate(items) if path == (key,)]
    if value is not None and found:
        span = items[found[0]][1].value
        return inline[: span.start] + line_text(value) + inline[span.end :]
    if value is not None:
        last = items[-1][1].value.end if items else 1
        lead = ", " if items else " "
        return inline[:last] + f"{lead}{key_text(key)} = {line_text(value)}" + inline[last:]
    if not found:
        return inline
    # With the comma behind it, or for the last one the comma before it.
    number = found[0]
    place = items[number][1]
    if number + 1 < len(items):
        return inline[: place.key.start] + inline[items[number + 1][1].key.start :]
    start = items[number - 1][1].value.end if number else place.key.start
    return inline[:start] + inline[place.value.end :]


def _ended(text: str, newline: str) -> str:
    return text if newline == "\n" else text.replace("\n", newline)


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])
