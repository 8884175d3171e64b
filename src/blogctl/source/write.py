"""New TOML text for values, updates and whole stories; it never rewrites an existing file.

Scalars and keys are written by tomli_w, the layout is ours: short arrays and tables on one
line, long ones under headers of their own. A string with a carriage return is written on one
line, with escapes: TOML and editors turn line breaks into their own kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import tomli_w

WIDTH = 100


def value_text(value: Any) -> str:
    """A value on one line; only a string with line breaks, alone, becomes a longer one."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text(key)} = {_flat(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flat(item) for item in value)}]"
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({"v": value}, multiline_strings=True)[4:-1]
    return _flat(value)


def key_text(key: str) -> str:
    """A key, quoted where it must be."""
    return tomli_w.dumps({key: 0})[:-5]


def table_text(header: str, data: Mapping[str, Any], *, is_array: bool = False) -> str:
    """A table under its header, and the tables in it that are too long for one line."""
    lines = [f"[[{header}]]\n" if is_array else f"[{header}]\n"]
    below: list[str] = []
    for key, value in data.items():
        name = key_text(key)
        line = f"{name} = {value_text(value)}\n"
        if not _is_long(line, value):
            lines.append(line)
        elif isinstance(value, Mapping):
            below.append(table_text(f"{header}.{name}", value))
        elif _is_tables(value):
            below += [table_text(f"{header}.{name}", item, is_array=True) for item in value]
        elif isinstance(value, list | tuple):
            items = "".join(f"    {_flat(item)},\n" for item in value)
            lines.append(f"{name} = [\n{items}]\n")
        else:
            lines.append(line)
    return "\n".join(["".join(lines), *below])


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


def _flat(value: Any) -> str:
    """A value on one line, strings with escaped line breaks included."""
    if isinstance(value, Mapping | list | tuple):
        return value_text(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return tomli_w.dumps({"v": value})[4:-1]
