"""The format ``github``: workflow commands that annotate a pull request on GitHub."""

from __future__ import annotations

from blogctl.diagnostics import Diagnostic
from blogctl.reporters.report import Report
from blogctl.reporters.safe import shown


def render(report: Report) -> str:
    """Each finding as one workflow command, ``::error file=…,line=…::message``."""
    return "".join(f"{_command(found)}\n" for found in report.diagnostics)


def _command(found: Diagnostic) -> str:
    properties: dict[str, object] = {"file": shown(found.path), "line": found.line}
    # The runner refuses columns of a span over several lines, and ends before the beginning.
    if found.end_line == found.line:
        properties["col"] = found.column
    properties["endLine"] = found.end_line
    if found.end_line == found.line:
        properties["endColumn"] = max(found.column, found.end_column)
    properties["title"] = f"blogctl ({found.rule})"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    message = shown(found.message)
    if found.help is not None:
        message += f"\nhelp: {shown(found.help)}"
    return f"::{found.severity} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """The text as GitHub's toolkit escapes a command's message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The text as GitHub's toolkit escapes the value of a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
