"""missing-story-url: the story does not say where readers find it."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a story without a URL."""
    meta = subject.meta
    if meta and meta.url is None and "url" not in subject.unread:
        yield Finding(
            ("story",),
            "the story has no url, so nothing can link to it",
            help='add where readers find it: url = "https://…"',
        )


RULE = Rule(
    name="missing-story-url",
    severity=Severity.WARNING,
    summary="The story has no URL.",
    why="Feeds and search engines link each update to the story's page; without one they have "
    "nothing to lead to. The page itself names it for search engines and social cards.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"

""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
url = "https://example.org/live/coast-road"
""",
    targets=frozenset({"apple", "atom", "google", "html", "jsonfeed", "jsonld", "rss"}),
    check=check,
)
