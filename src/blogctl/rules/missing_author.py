"""missing-author: the story has no author."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without authors of which some update has none either."""
    meta = subject.meta
    if meta is None or meta.authors or "authors" in subject.unread:
        return
    if not subject.updates or any(not update.authors for _, update in subject.updates):
        yield Finding(
            ("story",),
            "the story has no authors",
            help='say who writes it: authors = ["…"]',
        )


RULE = Rule(
    name="missing-author",
    severity=Severity.WARNING,
    summary="The story has no author.",
    why="Atom asks for an author of each entry, search engines show who wrote.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"

[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
authors = ["An Example"]
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
    targets=frozenset({"atom", "google", "jsonld"}),
    check=check,
)
