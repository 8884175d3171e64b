"""newer-format: the story was written for a newer blogctl.

Enforced by :func:`blogctl.model.read`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="newer-format",
    severity=Severity.ERROR,
    summary="The file says that it has a newer format than this blogctl reads.",
    why="A newer format may mean something else by the same words, so nothing in it is guessed.",
    bad="""
format = 2

[story]
id = "x"
headline = "A story"
""",
    good="""
format = 1

[story]
id = "x"
headline = "A story"
""",
)
