"""too-large: the file is larger than blogctl reads.

Enforced before a file is read.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="too-large",
    severity=Severity.ERROR,
    summary="The file is larger than blogctl reads: 256 MB, unless --max-size says otherwise.",
    why="A file of that size is hardly a story, and reading it could bring a server down.",
    bad="""
# A file of more than 256 MB.
""",
    good="""
# A file of a few megabytes: a very long story.
""",
)
