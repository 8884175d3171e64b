"""several-pinned: more than one update is pinned."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._ids import name_of


def check(subject: Subject) -> Iterator[Finding]:
    """Find each pinned update that readers can see, but for the newest."""
    pinned = [
        (index, update)
        for index, update in subject.updates
        if update.pinned
        and update.status == "published"
        and update.retraction is None
        and index not in subject.partial
    ]
    if len(pinned) < 2:
        return
    # Among equal times the later in the file is the newer.
    newest = max(pinned, key=lambda pair: (pair[1].time, pair[0]))
    for index, _ in pinned:
        if index != newest[0]:
            yield Finding(
                ("updates", index, "pinned"),
                f"{name_of(*newest)} is pinned too, and the newest wins: this one stays in its "
                "place",
                help="remove this line",
            )


RULE = Rule(
    name="several-pinned",
    severity=Severity.WARNING,
    summary="More than one update is pinned.",
    why="Only one update can stand at the top of the page: the newest of the pinned ones. "
    "Whoever pinned the others expects to see them there.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "What we know so far."
pinned = true

[[updates]]
time = 2024-01-05T10:00:00Z
body = "What we know by now."
pinned = true
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "What we know so far."

[[updates]]
time = 2024-01-05T10:00:00Z
body = "What we know by now."
pinned = true
""",
    check=check,
)
