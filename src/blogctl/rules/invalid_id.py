"""invalid-id: an id holds what an id cannot.

Enforced by :class:`blogctl.model.Update`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="invalid-id",
    severity=Severity.ERROR,
    summary="An id has a character it cannot have, is too long, or is a name Windows reserves.",
    why="Ids become part of file names and links, which must work on every computer.",
    bad="""
[[updates]]
id = "road reopens"
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
    good="""
[[updates]]
id = "road-reopens"
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
)
