"""The canonical layout of TOML text: white space and the order of keys, and nothing else.

One blank line between tables, at most one anywhere else; ``key = value`` without indentation;
two spaces before a comment beside a value; the items of an array on one line, or each on its
own where the array has several lines. What stands in a string, a comment or a number is not
touched, and a comment goes where its key goes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence

from blogctl.source.blocks import with_own_comments
from blogctl.source.keys import Entry, entries
from blogctl.source.places import table_items
from blogctl.source.scan import (
    Key,
    Table,
    closings,
    dotted_key,
    header_at,
    scan,
    skip_value,
)

Order = Callable[[tuple[str, ...]], Sequence[str]]
"""The order of the keys in a table of that name; keys it does not name stay behind the others."""

_INDENT = "    "


def laid_out(text: str, order: Order) -> str:
    """A piece of a text, with line feeds only, in canonical layout; without a final line feed.

    The tables of an update stand in the order of its keys, all others where they are.
    """
    tables = scan(text)
    parts = []
    end = 0
    for table, own in zip(tables, with_own_comments(text, tables), strict=True):
        start, end = end, end + len(own)
        parts.append((table, _table(text, table, start, end, order)))
    if len(tables) > 1 and tables[1].is_array and tables[1].name == ("updates",):
        ranks = _ranks(order(("updates",)))
        parts[2:] = sorted(parts[2:], key=lambda part: _rank(ranks, part[0].name[1]))
    return "\n\n".join(said for _, said in parts if said)


def _table(text: str, table: Table, start: int, end: int, order: Order) -> str:
    lines = _comment_lines(text[start : table.start]) if table.name else []
    if table.name:
        lines.append(_header(text, table))
    found = entries(text, table)
    behind = found[-1].end if found else table.body
    ranks = _ranks(order(table.name))
    begun = len(lines)
    for entry in sorted(found, key=lambda entry: _rank(ranks, entry.name[0])):
        above = _comment_lines(text[entry.start : entry.line])
        if len(lines) == begun:
            above = _without_blanks(above)
        lines += [*above, _entry(text, entry)]
    tail = _comment_lines(text[behind:end])
    while tail and not tail[-1]:
        tail.pop()
    return "\n".join([*lines, *(tail if lines else _without_blanks(tail))])


def _ranks(order: Sequence[str]) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(order)}


def _rank(ranks: dict[str, int], key: str) -> int:
    return ranks.get(key, len(ranks))


def _comment_lines(text: str) -> list[str]:
    """Lines that are blank or comments, without indentation, and runs of blank ones as one."""
    lines: list[str] = []
    for line in text.removesuffix("\n").split("\n") if text else ():
        said = line.strip(" \t\r")
        if said or not lines or lines[-1]:
            lines.append(said)
    return lines


def _without_blanks(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0] else lines


def _header(text: str, table: Table) -> str:
    keys, is_array, end = header_at(text, table.start)
    name = _key(text, keys)
    header = f"[[{name}]]" if is_array else f"[{name}]"
    return header + _beside(text[keys[-1].end : end].lstrip(" \t]"))


def _entry(text: str, entry: Entry) -> str:
    start, end = entry.value, entry.value_end
    value = text[start:end]
    if value[0] in "[{":
        with contextlib.suppress(_Odd):
            value = _value(text, start, end, "", closings(text, start))
    return f"{_key(text, entry.keys)} = {value}{_beside(text[end : entry.end])}"


def _key(text: str, keys: Sequence[Key]) -> str:
    return ".".join(text[key.start : key.end] for key in keys)


class _Odd(Exception):
    """A value that is written in a way that has no canonical layout; it is left as it is."""


def _value(text: str, start: int, end: int, indent: str, ends: Mapping[int, int]) -> str:
    if text[start] == "[":
        return _array(text, start, end, indent, ends)
    if text[start] == "{":
        return _inline_table(text, start, end, indent, ends)
    return text[start:end]


def _inline_table(text: str, start: int, end: int, indent: str, ends: Mapping[int, int]) -> str:
    said = []
    position = start + 1
    for _, place in table_items(text, start, ends):
        if text[position : place.key.start].strip(" \t,"):
            raise _Odd
        keys, _ = dotted_key(text, place.key.start)
        position = place.value.end
        said.append(f"{_key(text, keys)} = {_value(text, *place.value, indent, ends)}")
    behind = text[position : end - 1].strip(" \t")
    if behind.strip(","):
        raise _Odd
    return f"{{ {', '.join(said)}{behind} }}" if said else "{}"


def _array(text: str, start: int, end: int, indent: str, ends: Mapping[int, int]) -> str:
    """An array on one line, or, where it has several, with each item on its own."""
    rows: list[str] = []
    opening, deeper = "[", indent + _INDENT
    is_fresh = wants_comma = False  # at the beginning of a line; directly behind an item
    position = start + 1
    while position < end - 1:
        following = position + 1
        if text[position] == "\n":
            is_fresh = True
        elif text[position] == "#":
            following = text.index("\n", position)
            comment = text[position:following].rstrip(" \t\r")
            if is_fresh:
                rows.append(comment)
            elif rows:
                rows[-1] += f"  {comment}"
            else:
                opening += f"  {comment}"
            wants_comma = False
        elif text[position] == ",":
            if not wants_comma:
                raise _Odd
            rows[-1] += ","
            wants_comma = False
        elif text[position] not in " \t\r":
            following = ends.get(position) or skip_value(text, position)
            rows.append(_value(text, position, following, deeper, ends))
            is_fresh, wants_comma = False, True
        position = following
    if "\n" not in text[start:end]:
        return f"[{' '.join(rows)}]"
    if not rows and opening == "[":
        return "[]"
    return "\n".join([opening, *(deeper + row for row in rows), f"{indent}]"])


def _beside(comment: str) -> str:
    comment = comment.strip(" \t\r\n")
    return f"  {comment}" if comment else ""
