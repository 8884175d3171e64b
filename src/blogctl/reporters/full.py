"""The format ``full``: each finding with the line it stands in, a caret, and what to do.

::

    coast-road.story.toml:12:8: error[wrong-type] the time is in quotes
      12 | time = "2024-01-05T15:03:44Z"
         |        ^^^^^^^^^^^^^^^^^^^^^^
         = help: leave the quotes out
"""

from __future__ import annotations

from blogctl.diagnostics import Diagnostic
from blogctl.reporters.concise import first_line
from blogctl.reporters.excerpt import excerpt
from blogctl.reporters.report import Report
from blogctl.reporters.safe import shown
from blogctl.reporters.style import DIM, HELP, paint

_COLUMNS = 100
"""The most that a line of source takes, gutter included."""


def render(report: Report) -> str:
    """Each finding in full, with an empty line between two."""
    return "\n".join(_finding(found, report.color) for found in report.diagnostics)


def _finding(found: Diagnostic, color: bool) -> str:
    number = f"  {found.line}"
    margin = " " * len(number)
    lines = [first_line(found, color)]
    if found.source:
        room = _COLUMNS - len(f"{number} | ")
        text, indent, length = excerpt(found.source, *_span(found), room)
        lines.append(f"{paint(f'{number} |', DIM, color)} {text}")
        carets = paint("^" * length, HELP, color)
        lines.append(f"{paint(f'{margin} |', DIM, color)} {' ' * indent}{carets}")
    if found.help is not None:
        label = paint("= help:", HELP, color)
        lines.append(f"{margin} {label} {shown(found.help)}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _span(found: Diagnostic) -> tuple[int, int]:
    """The part of the first line that is meant, as indexes; to its end if it goes on below."""
    goes_on = found.end_line > found.line
    return found.column - 1, len(found.source) if goes_on else found.end_column - 1
