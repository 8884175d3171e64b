"""unknown-timezone: the story's timezone is none that exists.

Enforced by :func:`blogctl.times.find_zone`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="unknown-timezone",
    severity=Severity.ERROR,
    summary="The time zone is not one of the IANA's list.",
    why="A short name such as IST means several zones; a wrong one moves every time by hours.",
    bad="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/Lodnon"
""",
    good="""
[story]
id = "x"
headline = "A story"
timezone = "Europe/London"
""",
)
