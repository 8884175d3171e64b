"""same-change-time: two entries of a feed changed at the same instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find each published update that last changed at the instant of an earlier one."""
    seen: dict[datetime, str] = {}
    for index, update in subject.published:
        newest = update.last_changed
        if newest in seen:
            yield Finding(
                ("updates", index),
                f"this update last changed at the same instant as {seen[newest]}",
                help="give its time or edited a few seconds more, if that is true",
            )
        seen.setdefault(newest, f'"{update.id}"')


RULE = Rule(
    name="same-change-time",
    severity=Severity.WARNING,
    summary="Two updates last changed at the same instant.",
    why="Validators of Atom warn of entries that share their time of change: some readers take "
    "them for one.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
id = "bridge"
time = 2024-01-05T09:00:00Z
body = "The bridge is open."
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
id = "bridge"
time = 2024-01-05T09:00:20Z
body = "The bridge is open."
""",
    targets=frozenset({"atom"}),
    check=check,
)
