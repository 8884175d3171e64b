"""relative-url: a relative URL that leads nowhere outside the page."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Path
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._media import shown_media


def check(subject: Subject) -> Iterator[Finding]:
    """Find each relative URL in a story whose own URL is not whole."""
    meta = subject.meta
    if meta is None or (meta.url and _is_whole(meta.url)):
        return
    addresses: list[tuple[Path, str | None]] = [(("story", "url"), meta.url)]
    if meta.image:
        addresses.append((("story", "image", "url"), meta.image.url))
    if meta.publisher:
        addresses.append((("story", "publisher", "url"), meta.publisher.url))
        addresses.append((("story", "publisher", "logo"), meta.publisher.logo))
    addresses += (((*path, "url"), media.url) for path, media in shown_media(subject))
    for index, update in subject.updates:
        if update.retraction is None:
            for number, source in enumerate(update.sources):
                addresses.append((("updates", index, "sources", number, "url"), source.url))
    for path, url in addresses:
        if url and not _is_whole(url):
            yield Finding(
                path,
                "this URL is relative, and the story has no whole URL to resolve it against",
                help='write it whole, or give the story its url = "https://…"',
            )


def _is_whole(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


RULE = Rule(
    name="relative-url",
    severity=Severity.WARNING,
    summary="A relative URL has no base.",
    why="What is read away from the page, in a feed or on a wire, needs whole URLs; others are "
    "left out.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
image = { url = "road.jpg", alt = "The road" }
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
url = "https://example.org/live/coast-road"
image = { url = "road.jpg", alt = "The road" }
""",
    targets=frozenset({"apple", "atom", "google", "jsonfeed", "jsonld", "ninjs", "rss"}),
    check=check,
)
