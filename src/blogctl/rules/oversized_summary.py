"""oversized-summary: a summary with more bytes than a feed's description may have."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject

MOST = 4000


def check(subject: Subject) -> Iterator[Finding]:
    """Find a summary of more than 4,000 bytes."""
    summary = subject.meta.summary if subject.meta else None
    size = len(summary.encode()) if summary else 0
    if size > MOST:
        yield Finding(
            ("story", "summary"),
            f"this summary has {size:,} bytes",
            help=f"cut it to {MOST:,} bytes, which is as many letters, or fewer with accents",
        )


RULE = Rule(
    name="oversized-summary",
    severity=Severity.WARNING,
    summary="The summary has more than 4,000 bytes.",
    why="It becomes the feed's description, and Apple takes no more of one.",
    bad=f"""
[story]
id = "coast-road"
headline = "Coast road"
summary = \"\"\"
{"The road is closed between the harbour and the tunnel. " * 80}\"\"\"
""",
    good="""
[story]
id = "coast-road"
headline = "Coast road"
summary = "The road is closed between the harbour and the tunnel."
""",
    targets=frozenset({"apple", "rss"}),
    check=check,
)
