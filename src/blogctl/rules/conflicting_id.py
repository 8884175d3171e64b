"""conflicting-id: an id stands twice, with different content."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import new_id
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._ids import Clash, clashes


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update that has the id of an earlier one and says something else."""
    for clash in clashes(subject):
        if clash.same_content is False and not clash.only_case and not clash.both_derived:
            yield Finding(
                clash.path, f"{clash.message}, which says something else", help=_help(clash)
            )


def _help(clash: Clash) -> str:
    for update in (clash.earlier, clash.update):
        if not update.has_own_id:
            return f'write id = "{new_id(update)}" in the one that has none'
    return (
        "give one of them another id, or let `blogctl dedupe --keep first` or `--keep last` "
        "decide which one stays"
    )


RULE = Rule(
    name="conflicting-id",
    severity=Severity.ERROR,
    summary="Two updates have the same id and different content.",
    why="Readers' apps would show one of the two and drop the other. Only a person can say "
    "which one is right, or that both are.",
    bad="""
[[updates]]
id = "result"
time = 2024-01-05T21:00:00Z
body = "The motion passes by two votes."

[[updates]]
id = "result"
time = 2024-01-05T21:05:00Z
body = "The motion fails by two votes."
""",
    good="""
[[updates]]
id = "result"
time = 2024-01-05T21:00:00Z
body = "The motion passes by two votes."

[[updates]]
id = "recount"
time = 2024-01-05T21:05:00Z
body = "The motion fails by two votes."
""",
    check=check,
)
