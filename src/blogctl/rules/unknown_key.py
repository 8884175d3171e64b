"""unknown-key: a key that a story does not have.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="unknown-key",
    severity=Severity.ERROR,
    summary="A key is not one of those that a story has.",
    why="It is mostly a typing error, and what it says would silently be missing from the page.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
headlne = "Road reopens"
body = "The road is open."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Road reopens"
body = "The road is open."
extra = { weather_station = 12 }
""",
)
