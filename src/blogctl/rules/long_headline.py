"""long-headline: a headline is longer than search engines show."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Path
from blogctl.rules import Finding, Rule, Subject

LONGEST = 110


def check(subject: Subject) -> Iterator[Finding]:
    """Find each headline of more than 110 characters.

    Retracted updates are left out: their headlines are shown nowhere.
    """
    if subject.meta and len(subject.meta.headline) > LONGEST:
        yield _finding(("story", "headline"), subject.meta.headline)
    for index, update in subject.updates:
        headline = update.headline
        if headline and len(headline) > LONGEST and update.retraction is None:
            yield _finding(("updates", index, "headline"), headline)


def _finding(path: Path, headline: str) -> Finding:
    return Finding(
        path,
        f"this headline has {len(headline)} characters",
        help=f"cut it to {LONGEST} characters and put the rest into the body",
    )


RULE = Rule(
    name="long-headline",
    severity=Severity.WARNING,
    summary="A headline has more than 110 characters.",
    why="Search engines and feed readers cut long headlines off in mid-sentence.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "The coast road, closed since the storm of Tuesday night, is open again to cars and \
buses, the county council told reporters"
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "The coast road is open again"
""",
    check=check,
)
