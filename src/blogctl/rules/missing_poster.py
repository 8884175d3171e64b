"""missing-poster: a film has no still picture."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each video without a poster."""
    for path, media in shown_media(subject.published):
        if media.type == "video" and media.poster is None:
            yield Finding(
                path,
                "this video has no poster",
                help='add a still picture: poster = "https://…"',
            )


RULE = Rule(
    name="missing-poster",
    severity=Severity.WARNING,
    summary="A video has no poster.",
    why="Search engines list no video without a still picture of it.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "video", url = "https://example.org/a.mp4" }]
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "video", url = "https://example.org/a.mp4", poster = "/a.jpg" }]
""",
    targets=frozenset({"google", "jsonld"}),
    check=check,
)
