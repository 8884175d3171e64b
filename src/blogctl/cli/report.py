"""Diagnostics on the way to people and machines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from blogctl import files
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.diagnostics import Diagnostic
from blogctl.errors import BlogctlError

if TYPE_CHECKING:
    from blogctl.reporters import Failure, Report
    from blogctl.rules import Rule

_SUMMARY_LIMIT = 1024 * 1024
"""How many bytes GitHub takes of the summary of a step; of more it shows nothing at all."""


class OutputFormat(StrEnum):
    """How findings are written."""

    AUTO = "auto"
    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


_FOR_MACHINES = frozenset({"json", "sarif", "junit"})


def show_diagnostics(terminal: Terminal, diagnostics: Sequence[Diagnostic]) -> None:
    """Show people why a command could not do its work, on stderr."""
    if diagnostics:
        from blogctl.reporters import REPORTERS, Report

        terminal.progress("")
        report = Report(tuple(diagnostics), 1, terminal.colors(sys.stderr))
        sys.stderr.write(REPORTERS["full"](report))


def chosen(output_format: OutputFormat) -> str:
    """The reporter's name: the one asked for, or the one that fits where we run."""
    if output_format is not OutputFormat.AUTO:
        return output_format.value
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"


class CheckOutcome(Outcome):
    """The outcome of checking files, with what could not be checked for the report."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self.failures: list[Failure] = []

    def trouble(self, error: BlogctlError, path: str = "") -> None:
        """Tell of an error, which is about a story file if ``path`` names it."""
        from blogctl.reporters import Failure

        super().trouble(error)
        self.failures.append(Failure(path, error.message, error.help))


def report_findings(
    terminal: Terminal,
    output_format: OutputFormat,
    found: Sequence[Diagnostic],
    paths: Sequence[str],
    failures: Sequence[Failure],
    *,
    strict: bool = False,
) -> None:
    """Write what was found in files that were checked, and what kept others from it."""
    from blogctl.reporters import REPORTERS, Report, summary

    name = chosen(output_format)
    folder = files.folder_of(".")
    report = Report(
        tuple(found),
        len(paths),
        terminal.colors(),
        paths=tuple(paths),
        failures=tuple(failures),
        rules=_rules() if name == "sarif" else (),
        strict=strict,
        folder=folder,
        root=_root() or folder,
    )
    terminal.result(REPORTERS[name](report))
    if name == "github":
        _summarise(terminal, report)
    if not paths and not failures:
        terminal.talk("no story files found; their names end in .story.toml")
    elif paths and name not in _FOR_MACHINES:
        terminal.talk(summary(report))


def _rules() -> tuple[Rule, ...]:
    from blogctl.rules import all_rules

    return tuple(all_rules().values())


def _root() -> str:
    """Where the checkout begins on GitHub Actions, whatever folder a step works in."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    workspace = os.environ.get("GITHUB_WORKSPACE", "") if on_github else ""
    return files.resolved(workspace) if workspace else ""


def _summarise(terminal: Terminal, report: Report) -> None:
    """Add a summary to the page of the job, where GitHub says in which file."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from blogctl.reporters import job_summary

    try:
        data = job_summary.render(report).encode("utf-8", "backslashreplace")
        if not files.append(path, data, limit=_SUMMARY_LIMIT):
            terminal.warning(f"no summary for GitHub: there is no room left in {path}")
    except BlogctlError as error:
        terminal.warning(f"no summary for GitHub: {error.message}")
