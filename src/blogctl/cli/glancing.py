"""A glance at a story for completion: ids and titles, straight from its text.

What is no TOML, or no update, is passed over: somebody may be in the middle of writing it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import tomli

from blogctl import files
from blogctl.errors import BlogctlError
from blogctl.source.scan import Unscannable, scan
from blogctl.times import TimeProblem, find_zone, resolve_local

_LARGEST = 64 * 1024 * 1024  # bytes: more would not be there before the next key
_DEEPEST = 2000  # updates from the end that are asked for their tags
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_OWN_ID = re.compile(r"^[ \t]*(?:id|\"id\"|'id')[ \t]*=", re.MULTILINE)
_LONGEST = 120  # characters of a title


@dataclass(frozen=True, slots=True)
class Seen:
    """An update as far as a glance shows it."""

    id: str
    title: str
    is_draft: bool
    is_retracted: bool
    is_ahead: bool
    """Whether readers are still to see it: a draft, or one whose time lies ahead."""

    @property
    def marks(self) -> list[str]:
        """What people want to know of it before they choose it."""
        marks = {"draft": self.is_draft, "retracted": self.is_retracted}
        return [name for name, is_set in marks.items() if is_set]


class Glance:
    """A story's text, of which only what is asked for is read."""

    def __init__(self, text: str) -> None:
        self._text = text

    def updates(self, beginning: str = "") -> Iterator[Seen]:
        """The updates whose ids begin so, the last in the file first."""
        for data in self._newest(beginning):
            if (seen := self._seen(data)) is not None and seen.id.startswith(beginning):
                yield seen

    def texts(self, field: str) -> list[str]:
        """Each text that a field such as ``tags`` has, or name of ``authors``, newest first."""
        found: dict[str, None] = {}
        for number, data in enumerate(self._newest("")):
            if number == _DEEPEST:
                break
            found |= dict.fromkeys(_texts(data.get(field)))
        return list(found | dict.fromkeys(_texts(self._meta.get(field))))

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where each update begins and ends, the tables below it included."""
        try:
            tables = scan(self._text)
        except Unscannable:
            return []
        spans: list[tuple[int, int]] = []
        for table in tables:
            if table.is_array and table.name == ("updates",):
                spans.append((table.start, table.end))
            elif spans and table.name[:1] == ("updates",):
                spans[-1] = (spans[-1][0], table.end)
        return spans

    @cached_property
    def _meta(self) -> dict[str, Any]:
        first = self._spans[0][0] if self._spans else len(self._text)
        story = _parsed(self._text[:first]).get("story")
        return story if isinstance(story, dict) else {}

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        try:
            return find_zone(str(self._meta.get("timezone")))
        except TimeProblem:
            return None

    def _newest(self, beginning: str) -> Iterator[dict[str, Any]]:
        """The data of the updates, the last first, but for those with an id that begins else."""
        if not self._spans:
            updates = _parsed(self._text).get("updates")
            listed = updates if isinstance(updates, list) else []
            yield from (each for each in reversed(listed) if isinstance(each, dict))
        for start, end in reversed(self._spans):
            text = self._text[start:end]
            # Parsing takes most of the time. An id that is escaped is not worth it.
            if beginning in text or not _OWN_ID.search(text):
                yield from _parsed(text).get("updates", [])[:1]

    def _seen(self, data: dict[str, Any]) -> Seen | None:
        time = self._instant(data.get("time"))
        id_ = data.get("id", f"{time:%Y%m%dT%H%M%SZ}" if time else None)
        if not isinstance(id_, str) or not _ID.fullmatch(id_):
            return None
        is_draft = data.get("status") == "draft"
        return Seen(
            id_,
            _title(data),
            is_draft,
            is_retracted="retraction" in data,
            is_ahead=is_draft or (time is not None and time > datetime.now(UTC)),
        )

    def _instant(self, time: object) -> datetime | None:
        if not isinstance(time, datetime):
            return None
        try:
            return (time if time.tzinfo else resolve_local(time, self._zone)).astimezone(UTC)
        except (TimeProblem, OverflowError):
            return None


@lru_cache(maxsize=8)
def glance(path: str) -> Glance:
    """A glance at the story in a file; an empty one if there is none that can be read."""
    path = os.path.expanduser(path)  # noqa: PTH111
    try:
        if files.is_regular(path):
            return Glance(files.decode(files.read_bytes(path, max_size=_LARGEST)))
    except (BlogctlError, files.NotText):
        pass
    return Glance("")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return {}


def _title(data: dict[str, Any]) -> str:
    for key in ("headline", "body", "label"):
        if isinstance(text := data.get(key), str) and text.strip():
            return text.strip()[:_LONGEST]
    return ""


def _texts(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        text = each.get("name") if isinstance(each, dict) else each
        if isinstance(text, str) and text:
            yield text
