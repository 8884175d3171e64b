"""nonexistent-time: the clocks skip this time.

Enforced by :func:`blogctl.times.resolve_local`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="nonexistent-time",
    severity=Severity.ERROR,
    summary="A local time falls into the hour that the clocks skip in spring.",
    why="No clock ever showed this time, so it is a mistake; a guess would be wrong by an hour.",
    bad="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-03-31T01:30:00
body = "The night shift is here."
""",
    good="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-03-31T02:30:00
body = "The night shift is here."
""",
)
