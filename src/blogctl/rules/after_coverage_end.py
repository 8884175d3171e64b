"""after-coverage-end: an update is later than the end of the coverage."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update after the end of the coverage.

    Drafts are left out: their time is set when they are published.
    """
    end = subject.meta.coverage_end if subject.meta else None
    if end is None:
        return
    for index, update in subject.updates:
        if update.time > end and update.status == "published":
            yield Finding(
                ("updates", index, "time"),
                f"this update is later than the end of the coverage, {rfc3339(end)}",
                help="put its time right, or move story.coverage_end",
            )


RULE = Rule(
    name="after-coverage-end",
    severity=Severity.WARNING,
    summary="An update is later than the end of the coverage.",
    why="Readers were told that the coverage is over. Move the end if it goes on.",
    bad="""
[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = 2024-01-05T21:30:00Z
body = "One thing more."
""",
    good="""
[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T22:00:00Z

[[updates]]
time = 2024-01-05T21:30:00Z
body = "One thing more."
""",
    check=check,
)
