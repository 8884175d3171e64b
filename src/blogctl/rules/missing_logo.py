"""missing-logo: the publisher has no logo."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Find a publisher without a logo."""
    publisher = subject.meta.publisher if subject.meta else None
    if publisher and publisher.logo is None:
        yield Finding(
            ("story", "publisher"),
            "the publisher has no logo",
            help='add logo = "https://…", a picture of it',
        )


RULE = Rule(
    name="missing-logo",
    severity=Severity.WARNING,
    summary="The publisher has no logo.",
    why="Search engines show the logo beside the story.",
    bad="""
[story]
id = "coast-road"
headline = "Coast road"
publisher = { name = "Example News" }
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
publisher = { name = "Example News", logo = "https://example.org/logo.png" }
""",
    targets=frozenset({"google", "jsonld"}),
    check=check,
)
