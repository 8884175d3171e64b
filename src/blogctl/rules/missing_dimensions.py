"""missing-dimensions: nobody knows how much room a picture will need."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Image, Media, Path
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each picture that is shown without its width or height, the lead image first."""
    image = subject.meta.image if subject.meta else None
    shown: list[tuple[Path, Image | Media]] = [(("story", "image"), image)] if image else []
    shown += [each for each in shown_media(subject.published) if each[1].type == "image"]
    for path, picture in shown:
        if picture.width is None or picture.height is None:
            yield Finding(
                path,
                "the page cannot keep room for this image: its size is not known",
                help="say how many pixels it has, as in width = 1600, height = 900",
            )


RULE = Rule(
    name="missing-dimensions",
    severity=Severity.WARNING,
    summary="An image has no width or no height.",
    why="A page that does not know a picture's size keeps a room for it that may not fit.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "image", url = "https://example.org/a.jpg", alt = "The road" }]
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "image", url = "/a.jpg", alt = "The road", width = 1600, height = 900 }]
""",
    targets=frozenset({"html"}),
    check=check,
)
