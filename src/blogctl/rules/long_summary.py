"""long-summary: a summary longer than search results show."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject

LONGEST = 160


def check(subject: Subject) -> Iterator[Finding]:
    """Find a summary of more than 160 characters."""
    summary = subject.meta.summary if subject.meta else None
    if summary and len(summary) > LONGEST:
        yield Finding(
            ("story", "summary"),
            f"this summary has {len(summary)} characters",
            help=f"cut it to {LONGEST} characters",
        )


RULE = Rule(
    name="long-summary",
    severity=Severity.WARNING,
    summary="The summary has more than 160 characters.",
    why="Search results cut longer ones off in mid-sentence.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
summary = "The road along the coast has been closed since the storm of Tuesday night, \
between the old harbour and the mouth of the tunnel, \
and the county council does not say when it will be open again to cars."
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
summary = "The road is closed between the harbour and the tunnel."
""",
    targets=frozenset({"google"}),
    check=check,
)
