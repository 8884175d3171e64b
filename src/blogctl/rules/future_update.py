"""future-update: a published update lies in the future."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find each published update whose time is still to come."""
    now = subject.now
    if now is None:
        return
    for index, update in subject.updates:
        if update.time > now and update.status == "published" and index not in subject.partial:
            yield Finding(
                ("updates", index, "time"),
                f"this update is later than now, {rfc3339(now)}: readers do not see it yet",
                help='put its time right, or write status = "draft" until it is time',
            )


RULE = Rule(
    name="future-update",
    severity=Severity.WARNING,
    summary="A published update has a time that is still to come.",
    why="Readers do not see an update before its time. A time in the future is mostly a "
    "mistyped day or a wrong time zone.",
    bad="""
[[updates]]
time = 2100-01-05T09:00:00Z
body = "The road is open."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
    on=False,
    check=check,
)
