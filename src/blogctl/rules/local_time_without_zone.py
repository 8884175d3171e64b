"""local-time-without-zone: a time without offset in a story without timezone.

Enforced by :func:`blogctl.times.resolve_local`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="local-time-without-zone",
    severity=Severity.ERROR,
    summary="A time has no offset, and the story has no timezone to read it in.",
    why="Nine o'clock is another moment in every country; readers abroad would get a wrong time.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00
body = "The road is open."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00+01:00
body = "The road is open."
""",
)
