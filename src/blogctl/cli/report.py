"""Diagnostics on the way to people and machines."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum

from blogctl.cli.terminal import Terminal
from blogctl.diagnostics import Diagnostic


class OutputFormat(StrEnum):
    """How findings are written."""

    AUTO = "auto"
    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


def show_diagnostics(terminal: Terminal, diagnostics: Sequence[Diagnostic]) -> None:
    """Show people why a command could not do its work, on stderr."""
    if diagnostics:
        from blogctl.reporters import REPORTERS, Report

        report = Report(tuple(diagnostics), 1, terminal.colors(sys.stderr))
        sys.stderr.write(REPORTERS["full"](report))


def chosen(output_format: OutputFormat) -> str:
    """The reporter's name: the one asked for, or the one that fits where we run."""
    if output_format is not OutputFormat.AUTO:
        return output_format.value
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full"
