"""What differs between two versions of a story, as text for people."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from blogctl.cli import stories
from blogctl.cli.show import clock_text, title
from blogctl.cli.wording import COME, GONE, come, gone, lines_of, text_change
from blogctl.reporters.safe import shown
from blogctl.reporters.style import BOLD, paint
from blogctl.times import to_zone

if TYPE_CHECKING:
    from blogctl.edit import Comparison, Difference

_OTHERWISE = "33"
_STYLES = {"new": COME, "published": COME, "restored": COME}
_STYLES |= {"retracted": GONE, "unpublished": GONE, "removed": GONE}
_SHORT = re.compile(r"[^,:]{1,30}")
_UNTOLD = {"time", "headline"}  # of an update that is new or gone: they stand in its first line


def comparison_text(comparison: Comparison, color: bool, name: str | None = None) -> str:
    """The summary in a line, then the story's own fields, then each update that differs.

    Begins with the ``name`` of the story, if given; empty where nothing differs.
    """
    told = comparison.new or comparison.old
    if told is None or not comparison.summary:
        return ""
    zone = stories.zone_of(told.meta.timezone)
    first = f"{shown(name)}: {comparison.summary}" if name else comparison.summary
    parts = [paint(first, BOLD, color)]
    old, new = (side.meta if side else None for side in (comparison.old, comparison.new))
    fields = "\n".join(_fields(comparison.fields, old, new, zone, color))
    parts += [f"{paint('story', f'{BOLD};{_OTHERWISE}', color)}\n{fields}"] if fields else []
    parts += [_update_text(difference, zone, color) for difference in comparison.updates]
    return "\n\n".join(parts) + "\n"


def _update_text(difference: Difference, zone: ZoneInfo | None, color: bool) -> str:
    update = difference.update
    style = f"{BOLD};{_STYLES.get(difference.kinds[0], _OTHERWISE)}"
    kinds = paint(", ".join(difference.kinds), style, color)
    first = f"{kinds}  {clock_text(update.time, zone)}  {update.id}  {shown(title(update))}"
    is_change = difference.old is not None and difference.new is not None
    fields = tuple(name for name in difference.fields if is_change or name not in _UNTOLD)
    told = _fields(fields, difference.old, difference.new, zone, color)
    return "\n".join([first.rstrip(), *told])


def _fields(
    names: tuple[str, ...], old: Any, new: Any, zone: ZoneInfo | None, color: bool
) -> list[str]:
    """The lines that say what became of each field."""
    told = []
    for name in names:
        lines = _change(getattr(old, name, None), getattr(new, name, None), zone, color)
        if len(lines) == 1:
            told.append(f"  {name}: {lines[0]}")
        else:
            told += [f"  {name}:", *(f"    {line}".rstrip() for line in lines)]
    return told


def _change(old: Any, new: Any, zone: ZoneInfo | None, color: bool) -> list[str]:
    if _is_word(old) and _is_word(new):
        return [f"{shown(_said(old, zone))} → {shown(_said(new, zone))}"]
    if isinstance(old, str) and isinstance(new, str):
        return text_change(old, new, color)
    if isinstance(old, tuple | dict) or isinstance(new, tuple | dict):
        return _items_change(_items(old, zone), _items(new, zone), color)
    lines = [gone(line, color) for line in _lines(old, zone)]
    return lines + [come(line, color) for line in _lines(new, zone)]


def _is_word(value: Any) -> bool:
    """Whether a value is one short thing, such as a status or a time."""
    return isinstance(value, bool | datetime) or (isinstance(value, str) and value.isidentifier())


def _items_change(old: list[str], new: list[str], color: bool) -> list[str]:
    """The items that went and came; all of them, if there is no such but another order."""
    went, came = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not went and not came:
        return [gone(", ".join(old), color), come(", ".join(new), color)]
    lines = [gone(line, color) for line in _chosen(old, went)]
    return lines + [come(line, color) for line in _chosen(new, came)]


def _chosen(items: list[str], counts: Counter[str]) -> list[str]:
    """So many of the items, in their order: short ones, such as tags, in one line."""
    chosen = [item for item in items if counts[item] > 0 and not counts.subtract([item])]
    is_short = len(chosen) > 1 and all(_SHORT.fullmatch(item) for item in chosen)
    return [", ".join(chosen)] if is_short else chosen


def _items(value: Any, zone: ZoneInfo | None) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {json.dumps(each, ensure_ascii=False)}" for key, each in value.items()]
    return [_said(each, zone) for each in value or ()]


def _lines(value: Any, zone: ZoneInfo | None) -> list[str]:
    if value is None:
        return []
    return lines_of(value) if isinstance(value, str) else [_said(value, zone)]


def _said(value: Any, zone: ZoneInfo | None) -> str:
    """A value in a line: a part of a story by its fields, a time as the story's clocks show it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return to_zone(value, zone).isoformat(" ")
    if not hasattr(type(value), "model_fields"):
        return str(value)
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    fields = {name: field for name, field in fields.items() if field is not None}
    if set(fields) == {"name"}:
        return str(fields["name"])
    if fields.keys() <= {"time", "text", "reason"}:  # a correction, a retraction
        return " ".join(_said(field, zone) for field in fields.values())
    return ", ".join(f"{name}: {_said(field, zone)}" for name, field in fields.items())
