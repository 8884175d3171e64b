"""unsafe-url: a URL that readers' browsers must never be given.

Enforced by :func:`blogctl.model.urls.unsafe_url`.
"""

from __future__ import annotations

from blogctl.diagnostics import Severity
from blogctl.rules import Rule

RULE = Rule(
    name="unsafe-url",
    severity=Severity.ERROR,
    summary="A URL is not http, https or relative, or holds credentials or control characters.",
    why="Every export puts these URLs into pages and feeds; javascript: and its like run there.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Statement."
sources = [{ name = "Council", url = "javascript:alert(1)" }]
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Statement."
sources = [{ name = "Council", url = "https://example.org/statement" }]
""",
)
