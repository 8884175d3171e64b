"""The format ``concise``: one line a finding, as grep and editors read it."""

from __future__ import annotations

from blogctl.diagnostics import Diagnostic
from blogctl.reporters.report import Report
from blogctl.reporters.safe import shown
from blogctl.reporters.style import BOLD, SEVERITY, paint


def render(report: Report) -> str:
    """Each finding as ``path:line:column: error[rule-name] message``."""
    return "".join(f"{first_line(found, report.color)}\n" for found in report.diagnostics)


def first_line(found: Diagnostic, color: bool) -> str:
    """The finding in one line, without a newline."""
    place = paint(shown(found.path), BOLD, color) + f":{found.line}:{found.column}:"
    kind = paint(f"{found.severity}[{found.rule}]", SEVERITY[found.severity], color)
    return f"{place} {kind} {shown(found.message)}"
