"""missing-alt-text: an image has no words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Path
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each image without ``alt``; an empty one says that the image is decoration.

    Retracted updates are left out: their images are shown nowhere.
    """
    if subject.meta and subject.meta.image and subject.meta.image.alt is None:
        yield _finding(("story", "image"))
    for path, media in shown_media(subject.updates):
        if media.type == "image" and media.alt is None:
            yield _finding(path)


def _finding(path: Path) -> Finding:
    return Finding(
        path,
        "this image has no alternative text",
        help='say what it shows, alt = "…", or write alt = "" if it is mere decoration',
    )


RULE = Rule(
    name="missing-alt-text",
    severity=Severity.WARNING,
    summary="An image has no alternative text.",
    why="Readers who cannot see the image have it read out to them; without a text they hear "
    "a file name or nothing.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The first cars are through."
media = [{ type = "image", url = "https://example.org/cars.jpg" }]
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The first cars are through."
media = [{ type = "image", url = "https://example.org/cars.jpg", alt = "Cars on the road" }]
""",
    check=check,
)
