"""edited-before-time: an update was edited, corrected or retracted before its own time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from blogctl.diagnostics import Severity
from blogctl.model import Path, Update
from blogctl.rules import Finding, Rule, Subject
from blogctl.times import rfc3339


def check(subject: Subject) -> Iterator[Finding]:
    """Find each change to an update that is earlier than the update."""
    for index, update in subject.updates:
        if update.edited is None and not update.corrections and update.retraction is None:
            continue
        for place, time, what in _changes(update):
            if time < update.time:
                yield Finding(
                    ("updates", index, *place),
                    f"the update was {what} before its own time, {rfc3339(update.time)}",
                    help="put this time or the update's own right",
                )


def _changes(update: Update) -> Iterator[tuple[Path, datetime, str]]:
    if update.edited is not None:
        yield ("edited",), update.edited, "edited"
    for index, correction in enumerate(update.corrections):
        yield ("corrections", index, "time"), correction.time, "corrected"
    if update.retraction is not None:
        yield ("retraction", "time"), update.retraction.time, "retracted"


RULE = Rule(
    name="edited-before-time",
    severity=Severity.ERROR,
    summary="An update was edited, corrected or retracted before its own time.",
    why="Readers see when a text was changed or corrected. A change before the publication "
    "means that one of the two times is wrong.",
    bad="""
[[updates]]
time = 2024-01-05T15:00:00Z
edited = 2024-01-05T14:20:00Z
body = "The road is open."
""",
    good="""
[[updates]]
time = 2024-01-05T15:00:00Z
edited = 2024-01-05T15:20:00Z
body = "The road is open."
""",
    check=check,
)
