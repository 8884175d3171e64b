"""before-coverage-start: an update is earlier than the start of the coverage."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update before the start of the coverage.

    Drafts are left out: their time is set when they are published.
    """
    start = subject.meta.coverage_start if subject.meta else None
    if start is None:
        return
    for index, update in subject.updates:
        if update.time < start and update.status == "published":
            yield Finding(
                ("updates", index, "time"),
                f"this update is earlier than the start of the coverage, {rfc3339(start)}",
                help="put its time right, or move story.coverage_start",
            )


RULE = Rule(
    name="before-coverage-start",
    severity=Severity.WARNING,
    summary="An update is earlier than the start of the coverage.",
    why="Either the time of the update is mistyped, or the coverage began earlier than search "
    "engines are told.",
    bad="""
[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = 2024-01-04T09:30:00Z
body = "Good morning."
""",
    good="""
[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = 2024-01-05T09:30:00Z
body = "Good morning."
""",
    check=check,
)
