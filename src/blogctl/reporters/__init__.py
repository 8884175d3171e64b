"""Reporters: diagnostics in, text out; each a pure function that prints nothing.

The text ends in a newline unless it is empty, so it is written as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from blogctl.reporters.report import Failure, Report, summary

__all__ = ["REPORTERS", "Failure", "Report", "summary"]


def _reporter(name: str) -> Callable[[Report], str]:
    def render(report: Report) -> str:
        module = import_module(f"{__name__}.{name}")  # only what is asked for is loaded
        text: str = module.render(report)
        return text

    return render


REPORTERS: Mapping[str, Callable[[Report], str]] = {
    name: _reporter(name) for name in ("full", "concise", "json", "github", "sarif", "junit")
}
"""Every reporter by the name of its output format."""
