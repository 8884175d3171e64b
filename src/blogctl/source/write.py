"""New TOML text for values, updates and whole stories; it never rewrites an existing file.

Scalars and keys are written by tomli_w, the layout is ours: short arrays and tables on one
line, long ones under headers of their own. A string with a carriage return is written on one
line, with escapes: TOML and editors turn line breaks into their own kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import tomli_w

WIDTH = 100


def value_text(value: Any) -> str:
    """A value on one line; only a string with line breaks, alone, becomes a longer one."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text(key)} = {line_text(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(line_text(item) for item in value)}]"
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({"v": value}, multiline_strings=True)[4:-1]
    return line_text(value)


@lru_cache(maxsize=1000)  # the same few stand in every update
def key_text(key: str) -> str:
    """A key, quoted where it must be."""
    return tomli_w.dumps({key: 0})[:-5]


def table_text(header: str, data: Mapping[str, Any], *, is_array: bool = False) -> str:
    """A table under its header, and the tables in it that are too long for one line."""
    lines = [f"[[{header}]]\n" if is_array else f"[{header}]\n"]
    below: list[str] = []
    for key, value in data.items():
        line, tables = entry_text(header, key, value)
        lines.append(line)
        below += tables
    return "\n".join(["".join(lines), *below])


def entry_text(header: str, key: str, value: Any) -> tuple[str, list[str]]:
    """A key and its value in the table under ``header``.

    As its line or lines, or, where that is too long, as tables of their own below it.
    """
    name = key_text(key)
    line = f"{name} = {value_text(value)}\n"
    if not _is_long(line, value):
        return line, []
    if isinstance(value, Mapping):
        return "", [table_text(f"{header}.{name}", value)]
    if _is_tables(value):
        return "", [table_text(f"{header}.{name}", item, is_array=True) for item in value]
    items = "".join(f"    {line_text(item)},\n" for item in value)
    return f"{name} = [\n{items}]\n", []


def _is_long(line: str, value: Any) -> bool:
    if isinstance(value, Mapping):
        nested = any(isinstance(item, Mapping | list | tuple) for item in value.values())
        return len(line) > WIDTH or nested or _has_breaks(value)
    return isinstance(value, list | tuple) and (len(line) > WIDTH or _has_breaks(value))


def _has_breaks(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(_has_breaks(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_has_breaks(item) for item in value)


def _is_tables(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) > 0
        and all(isinstance(item, Mapping) for item in value)
    )


def line_text(value: Any) -> str:
    """A value on one line, strings with escaped line breaks included."""
    if isinstance(value, Mapping | list | tuple):
        return value_text(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return tomli_w.dumps({"v": value})[4:-1]
