"""not-text: the file is not UTF-8 text.

Enforced where the bytes of a file are decoded.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="not-text",
    severity=Severity.ERROR,
    summary="The file is not text in UTF-8.",
    why="Text in another encoding would lose its accents; a picture or a spreadsheet is no story.",
    bad="""
# A file saved in Latin-1 or UTF-16, or one that is not text at all.
""",
    good="""
# A file saved as UTF-8, with any of the world's letters: é, ł, ж, 語.
""",
)
