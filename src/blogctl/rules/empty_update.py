"""empty-update: an update that says nothing.

Enforced by :class:`blogctl.model.Update`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="empty-update",
    severity=Severity.ERROR,
    summary="An update has no headline, no body and no media.",
    why="Readers would get a time with nothing next to it, and a push message without words.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
tags = ["transport"]
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Road reopens"
tags = ["transport"]
""",
)
