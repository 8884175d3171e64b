"""missing-summary: the story has no summary."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without a summary, or with a blank one."""
    meta = subject.meta
    if meta and not (meta.summary or "").strip() and "summary" not in subject.unread:
        yield Finding(
            ("story",),
            "the story has no summary",
            help='say in a sentence what it is about: summary = "…"',
        )


RULE = Rule(
    name="missing-summary",
    severity=Severity.WARNING,
    summary="The story has no summary.",
    why="Feed readers, search results and social cards show it below the headline; without one "
    "they show whatever comes first.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"

""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
summary = "The road is closed between the harbour and the tunnel."
""",
    targets=frozenset({"apple", "atom", "google", "html", "jsonfeed", "rss"}),
    check=check,
)
