"""illegal-character: a text holds a character that feeds cannot carry.

Enforced by the model.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="illegal-character",
    severity=Severity.ERROR,
    summary="A text holds a control character that XML, and so RSS and Atom, cannot carry.",
    why="One such character makes readers' apps drop the whole feed. They come with pasted text.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell\\u0007 rings."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell rings."
""",
)
