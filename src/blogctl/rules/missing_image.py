"""missing-image: the story has no lead image."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without an image."""
    if subject.meta and subject.meta.image is None and "image" not in subject.unread:
        yield Finding(
            ("story",),
            "the story has no lead image",
            help='add image = { url = "https://…", alt = "…", width = 1200, height = 675 }',
        )


RULE = Rule(
    name="missing-image",
    severity=Severity.WARNING,
    summary="The story has no lead image.",
    why="Search results and social cards without a picture are hardly seen.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"

""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
image = { url = "https://example.org/road.jpg", alt = "The closed road" }
""",
    targets=frozenset({"google", "html", "jsonld"}),
    check=check,
)
