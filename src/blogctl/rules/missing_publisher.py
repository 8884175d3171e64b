"""missing-publisher: nobody says who publishes the story."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without a publisher."""
    meta = subject.meta
    if meta and meta.publisher is None and "publisher" not in subject.unread:
        yield Finding(
            ("story",),
            "the story names no publisher",
            help='add publisher = { name = "…", url = "https://…", logo = "https://…" }',
        )


RULE = Rule(
    name="missing-publisher",
    severity=Severity.WARNING,
    summary="The story names no publisher.",
    why="Search engines show news under the name of its publisher.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"

""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
publisher = { name = "Example News", logo = "https://example.org/logo.png" }
""",
    targets=frozenset({"google", "jsonld"}),
    check=check,
)
