"""The format ``github``: workflow commands that annotate a pull request on GitHub."""

from __future__ import annotations

from blogctl.diagnostics import Diagnostic
from blogctl.reporters.report import Failure, Report
from blogctl.reporters.safe import shown


def render(report: Report) -> str:
    """Each finding as one workflow command, ``::error file=…,line=…::message``.

    What could not be checked comes first, since GitHub shows only so many of them.
    """
    failures = (_command("error", {"title": "blogctl"}, each) for each in report.failures)
    findings = (
        _command(found.severity, _place(found, report.from_root(found.path)), found)
        for found in report.diagnostics
    )
    return "".join(f"{command}\n" for command in (*failures, *findings))


def _place(found: Diagnostic, path: str) -> dict[str, object]:
    properties: dict[str, object] = {"file": shown(path), "line": found.line}
    # The runner refuses columns of a span over several lines, and ends before the beginning.
    if found.end_line == found.line:
        properties["col"] = found.column
    properties["endLine"] = found.end_line
    if found.end_line == found.line:
        properties["endColumn"] = max(found.column, found.end_column)
    properties["title"] = f"blogctl ({found.rule})"
    return properties


def _command(name: str, properties: dict[str, object], said: Diagnostic | Failure) -> str:
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = shown(said.message)
    if said.help is not None:
        message += f"\nhelp: {shown(said.help)}"
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """The text as GitHub's toolkit escapes a command's message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The text as GitHub's toolkit escapes the value of a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
