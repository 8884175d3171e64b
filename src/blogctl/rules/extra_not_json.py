"""extra-not-json: extra holds what JSON cannot.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="extra-not-json",
    severity=Severity.ERROR,
    summary="extra holds a value that JSON cannot carry, or more than 64 KB.",
    why="Other programs are given extra as JSON, which has no dates and no infinity.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { kickoff = 2024-01-05T20:00:00Z }
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { kickoff = "2024-01-05T20:00:00Z" }
""",
)
