"""wrong-type: a value is of another kind than its key needs.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="wrong-type",
    severity=Severity.ERROR,
    summary="A value is of the wrong kind, such as text where a time or true must stand.",
    why="Nothing is guessed: one wrong guess puts a wrong time or a wrong mark before readers.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
pinned = "yes"
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
pinned = true
""",
)
