"""missing-field: a key that must be there is not.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="missing-field",
    severity=Severity.ERROR,
    summary="A required key is missing.",
    why="Without an id, a headline or a time there is nothing to show or to sort by.",
    bad="""
[[updates]]
body = "The road is open."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
)
