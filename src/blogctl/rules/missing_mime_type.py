"""missing-mime-type: a feed cannot offer a file whose type it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each media item, embeds aside, without a media type."""
    for path, media in shown_media(subject):
        if media.type != "embed" and media.mime is None:
            yield Finding(
                path,
                "this has no media type, so feeds do not enclose it",
                help='say what the file is, as in mime = "image/jpeg"',
            )


RULE = Rule(
    name="missing-mime-type",
    severity=Severity.WARNING,
    summary="A media item has no media type.",
    why="Enclosures and attachments must say what they are; without that a feed leaves them out.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "audio", url = "https://example.org/a.mp3" }]
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "audio", url = "https://example.org/a.mp3", mime = "audio/mpeg" }]
""",
    targets=frozenset({"apple", "atom", "jsonfeed", "rss"}),
    check=check,
)
