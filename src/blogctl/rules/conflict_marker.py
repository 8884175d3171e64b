"""conflict-marker: git left both sides of a conflict in the file.

Enforced before the text is parsed.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="conflict-marker",
    severity=Severity.ERROR,
    summary="The file holds the lines with which git marks a conflict.",
    why="Two people changed the story at once and git could not decide; `blogctl resolve` can.",
    bad="""
<<<<<<< HEAD
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
=======
[[updates]]
time = 2024-01-05T09:01:00Z
body = "Trains are late."
>>>>>>> night-desk
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."

[[updates]]
time = 2024-01-05T09:01:00Z
body = "Trains are late."
""",
)
