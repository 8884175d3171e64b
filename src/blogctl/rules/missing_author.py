"""missing-author: the story has no author."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without authors of which some update that is shown has none either."""
    meta = subject.meta
    if meta is None or meta.authors or "authors" in subject.unread:
        return
    shown = [update for _, update in subject.published if update.retraction is None]
    if not shown or any(not update.authors for update in shown):
        yield Finding(
            ("story",),
            "the story has no authors",
            help='say who writes it: authors = ["…"]',
        )


RULE = Rule(
    name="missing-author",
    severity=Severity.WARNING,
    summary="The story has no author.",
    why="Search engines and readers' programs show who wrote. A feed in Atom must name somebody: "
    "without an author that is the publisher, else the headline.",
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
