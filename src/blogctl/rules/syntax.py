"""syntax: the text is not TOML.

Enforced where the text is parsed.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="syntax",
    severity=Severity.ERROR,
    summary="The file is not valid TOML.",
    why="A file that cannot be read as TOML cannot be shown, edited or published at all.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open.
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open."
""",
)
