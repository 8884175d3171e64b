"""guid-from-time: an update whose identity in feeds changes when its time does."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find each published update that has no id of its own."""
    for index, update in subject.updates:
        if not update.has_own_id and update.status == "published" and index not in subject.partial:
            yield Finding(
                ("updates", index),
                "this update has no id: its guid is made of its time and changes with it",
                help=f'write id = "{update.id}", or let `blogctl format` do it',
            )


RULE = Rule(
    name="guid-from-time",
    severity=Severity.WARNING,
    summary="A published update has no id of its own.",
    why="Readers' programs know an update by its guid, which is made of its id. Without one it is "
    "made of the time: put the time right, and everybody gets the update again as a new one.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Doors open."
""",
    good="""
[[updates]]
id = "doors"
time = 2024-01-05T09:00:00Z
body = "Doors open."
""",
    targets=frozenset({"apple", "atom", "jsonfeed", "jsonld", "ninjs", "rss"}),
    check=check,
)
