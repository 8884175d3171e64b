"""invalid-value: a value is of the right kind, but not one that its key can have.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="invalid-value",
    severity=Severity.ERROR,
    summary="A value is not one that its key can have.",
    why="A status, language or size that no program knows would be lost on the way to readers.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
status = "public"
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
status = "published"
""",
)
