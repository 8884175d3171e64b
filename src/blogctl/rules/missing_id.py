"""missing-id: updates of the same second need ids of their own."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import new_id
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._ids import clashes


def check(subject: Subject) -> Iterator[Finding]:
    """Find each update without an id that falls in the same second as an earlier one."""
    for clash in clashes(subject):
        if clash.same_content is False and clash.both_derived:
            yield Finding(
                clash.path,
                "this update has no id and the same time, to the second, as "
                f"{clash.first}, which has none either",
                help=f'give each of them an id; here write id = "{new_id(clash.update)}"',
            )


RULE = Rule(
    name="missing-id",
    severity=Severity.ERROR,
    summary="Two updates of the same second have no id.",
    why="An update without an id is known by its time. Two of the same second could not be "
    "told apart: readers would get one of them only.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[updates]]
time = 2024-01-05T09:00:00Z
body = "Trains are late."
""",
    good="""
[[updates]]
id = "doors"
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[updates]]
id = "trains"
time = 2024-01-05T09:00:00Z
body = "Trains are late."
""",
    check=check,
)
