"""coverage-ends-before-it-starts: the story's coverage_end is earlier than its coverage_start."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find an end of the coverage that lies before its start."""
    meta = subject.meta
    if meta is None or meta.coverage_start is None or meta.coverage_end is None:
        return
    if meta.coverage_end < meta.coverage_start:
        yield Finding(
            ("story", "coverage_end"),
            f"the coverage ends before it starts, at {rfc3339(meta.coverage_start)}",
            help="put coverage_start or coverage_end right",
        )


RULE = Rule(
    name="coverage-ends-before-it-starts",
    severity=Severity.ERROR,
    summary="The coverage ends before it starts.",
    why="Search engines are told both times; a live blog that ends before it starts is dropped "
    "or shown with the wrong date.",
    bad="""
[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T21:00:00Z
coverage_end = 2024-01-05T09:00:00Z
""",
    good="""
[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = 2024-01-05T21:00:00Z
""",
    check=check,
)
