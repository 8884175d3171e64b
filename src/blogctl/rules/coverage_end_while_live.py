"""coverage-end-while-live: a story has a coverage_end and has not ended."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find an end of the coverage in a story that goes on."""
    meta = subject.meta
    if meta is None or meta.coverage_end is None or "status" in subject.unread:
        return
    if meta.status != "ended":
        yield Finding(
            ("story", "coverage_end"),
            f'the coverage has an end, but the status of the story is "{meta.status}"',
            help='write status = "ended", or remove coverage_end until it is over',
        )


RULE = Rule(
    name="coverage-end-while-live",
    severity=Severity.ERROR,
    summary='The story has a coverage_end, but its status is not "ended".',
    why="An end tells search engines that the live coverage is over, and they drop the "
    '"Live" badge while you are still reporting.',
    bad="""
[story]
id = "x"
headline = "A story"
status = "live"
coverage_end = 2024-01-05T21:00:00Z
""",
    good="""
[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z
""",
    check=check,
)
