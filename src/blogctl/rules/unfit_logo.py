"""unfit-logo: the publisher's logo is no picture that RSS can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject

# A name without an ending says nothing to the contrary.
_BITMAP = re.compile(r"(?:\.(?:gif|jpe?g|png)|/[^/.]*|^)$", re.IGNORECASE)


def check(subject: Subject) -> Iterator[Finding]:
    """Find a logo whose name is not that of a GIF, JPEG or PNG."""
    publisher = subject.meta.publisher if subject.meta else None
    if publisher and publisher.logo:
        path = urlsplit(urljoin("/", publisher.logo)).path
        if not _BITMAP.search(path):
            yield Finding(
                ("story", "publisher", "logo"),
                "this logo is no GIF, JPEG or PNG, so RSS leaves it out",
                help="give the URL of a bitmap, such as a PNG",
            )


RULE = Rule(
    name="unfit-logo",
    severity=Severity.WARNING,
    summary="The publisher's logo is no GIF, JPEG or PNG.",
    why="RSS allows no other kind of picture for a feed; another is left out.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
publisher = { name = "Example News", logo = "https://example.org/logo.svg" }
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
publisher = { name = "Example News", logo = "https://example.org/logo.png" }
""",
    targets=frozenset({"apple", "rss"}),
    check=check,
)
