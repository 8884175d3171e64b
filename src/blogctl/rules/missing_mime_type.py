"""missing-mime-type: a feed cannot offer a file whose type it does not know."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each media item, embeds aside, whose media type neither it nor its URL tells."""
    for path, media in shown_media(subject.published):
        if media.type != "embed" and media.media_type is None:
            yield Finding(
                path,
                "the media type of this is not known, so feeds do not enclose it",
                help='say what it is, as in mime = "image/jpeg"',
            )


RULE = Rule(
    name="missing-mime-type",
    severity=Severity.WARNING,
    summary="The media type of a media item is not known.",
    why="Enclosures and attachments must say what they are; without that a feed leaves them out. "
    "Where the URL ends as such files do, as in .mp3, it is told by that.",
    bad="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "audio", url = "https://example.org/a" }]
""",
    good="""
[[updates]]
id = "road"
time = 2024-01-05T09:00:00Z
body = "The road is open."
media = [{ type = "audio", url = "https://example.org/a", mime = "audio/mpeg" }]
""",
    targets=frozenset({"apple", "atom", "jsonfeed", "rss"}),
    check=check,
)
