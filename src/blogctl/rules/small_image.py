"""small-image: the lead image is narrower than search engines ask for."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject

NARROWEST = 1200  # pixels


def check(subject: Subject) -> Iterator[Finding]:
    """Find a lead image of less than 1200 pixels."""
    image = subject.meta.image if subject.meta else None
    if image and image.width is not None and image.width < NARROWEST:
        yield Finding(
            ("story", "image", "width"),
            f"this image is {image.width} pixels wide",
            help=f"give one of at least {NARROWEST} pixels",
        )


RULE = Rule(
    name="small-image",
    severity=Severity.WARNING,
    summary="The lead image is less than 1200 pixels wide.",
    why="Google shows large previews of wide pictures only.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
image = { url = "https://example.org/road.jpg", alt = "The closed road", width = 640 }
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
image = { url = "https://example.org/road.jpg", alt = "The closed road", width = 1600 }
""",
    targets=frozenset({"google"}),
    check=check,
)
