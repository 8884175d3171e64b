"""missing-size: a feed offers a file without its size."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media
from blogctl.rules._urls import is_whole, without_base


def check(subject: Subject) -> Iterator[Finding]:
    """Find each media item that RSS encloses, the first of its update that it can, unsized."""
    only_whole = bool(without_base(subject, RULE.targets))
    enclosed: set[int | str] = set()
    for path, media in shown_media(subject.published):
        if media.type == "embed" or media.media_type is None or path[1] in enclosed:
            continue
        if only_whole and not is_whole(media.url):
            continue
        enclosed.add(path[1])
        if not media.bytes:
            yield Finding(
                path,
                "the size of this file is not known, so RSS gives it as 0",
                help="say how many bytes it has, as in bytes = 48213",
            )


RULE = Rule(
    name="missing-size",
    severity=Severity.WARNING,
    summary="The media item that RSS encloses has no size.",
    why="RSS requires the length of an enclosure in bytes, so that people know what they are "
    "about to load. Only the first file of each update is enclosed.",
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
media = [{ type = "audio", url = "https://example.org/a.mp3", bytes = 48213 }]
""",
    targets=frozenset({"apple", "rss"}),
    check=check,
)
