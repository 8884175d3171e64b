"""ambiguous-time: the clocks show this time twice.

Enforced by :func:`blogctl.times.resolve_local`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="ambiguous-time",
    severity=Severity.ERROR,
    summary="A local time falls into the hour that the clocks show twice in autumn.",
    why="It names two moments an hour apart, and only whoever was there knows which is meant.",
    bad="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-10-27T01:30:00
body = "The night shift is here."
""",
    good="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-10-27T01:30:00+01:00
body = "The night shift is here."
""",
)
