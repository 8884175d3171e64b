"""duplicate-update: an update says, at the same instant, what an earlier one says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from blogctl.diagnostics import Severity
from blogctl.model import Update, content_hash
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._ids import name_of


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update with the instant and content of an earlier one, but another id."""
    whole = [pair for pair in subject.updates if pair[0] not in subject.partial]
    if len({update.time for _, update in whole}) == len(whole):
        return
    by_time: dict[datetime, list[tuple[int, Update]]] = {}
    for index, update in whole:
        by_time.setdefault(update.time, []).append((index, update))
    for group in by_time.values():
        if len(group) > 1:
            yield from _within(group)


def _within(group: list[tuple[int, Update]]) -> Iterator[Finding]:
    firsts: dict[str, tuple[int, Update]] = {}
    # The ids so far by content; true for one that stands in the file.
    ids: dict[str, dict[str, bool]] = {}
    for index, update in group:
        content = content_hash(update)
        name, own = update.id.lower(), update.has_own_id
        seen = ids.setdefault(content, {})
        is_duplicate_id = name in seen and (own or seen[name])
        if content in firsts and not is_duplicate_id:
            yield Finding(
                ("updates", index),
                f"this update says the same as {name_of(*firsts[content])}",
                help="run `blogctl dedupe` on the file to drop the copy",
            )
        firsts.setdefault(content, (index, update))
        seen[name] = seen.get(name, False) or own


RULE = Rule(
    name="duplicate-update",
    severity=Severity.WARNING,
    summary="Two updates have the same time and the same content.",
    why="Readers would get the same news twice. It happens when an update is sent again, or "
    "when two people paste it.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
id = "road-again"
time = 2024-01-05T10:00:00+01:00
body = "The road is open."
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
id = "bridge"
time = 2024-01-05T10:00:00+01:00
body = "The bridge is open."
""",
    check=check,
)
