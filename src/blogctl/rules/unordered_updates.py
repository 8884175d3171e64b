"""unordered-updates: the updates do not stand in the order of their times."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update that is earlier than one above it."""
    latest = None
    for index, update in subject.updates:
        if latest is not None and update.time < latest:
            yield Finding(
                ("updates", index, "time"),
                f"this update is earlier than one above it, of {rfc3339(latest)}",
                help="run `blogctl sort` on the file",
            )
        else:
            latest = update.time


RULE = Rule(
    name="unordered-updates",
    severity=Severity.WARNING,
    summary="An update is earlier than one that stands above it.",
    why="A story is kept oldest first, so that adding is appending and a diff is an addition.",
    bad="""
[[updates]]
time = 2024-01-05T10:00:00Z
body = "Second."

[[updates]]
time = 2024-01-05T09:00:00Z
body = "First."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "First."

[[updates]]
time = 2024-01-05T10:00:00Z
body = "Second."
""",
    check=check,
)
