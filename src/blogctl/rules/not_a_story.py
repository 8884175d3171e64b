"""not-a-story: the file is TOML without a [story] table.

Enforced where the data is read.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="not-a-story",
    severity=Severity.ERROR,
    summary="The file is TOML, but has no [story] table.",
    why="It is probably a file of another kind that was named like a story by mistake.",
    bad="""
[project]
name = "Not a live blog"
""",
    good="""
[story]
id = "x"
headline = "A story"
""",
)
