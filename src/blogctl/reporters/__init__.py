"""Reporters: diagnostics in, text out; each a pure function that prints nothing.

The text ends in a newline unless it is empty, so it is written as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from blogctl.reporters import concise, full, github, json
from blogctl.reporters.report import Report, summary

__all__ = ["REPORTERS", "Report", "summary"]

REPORTERS: Mapping[str, Callable[[Report], str]] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
    "github": github.render,
}
"""Every reporter by the name of its output format."""
