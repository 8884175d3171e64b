"""Colours for terminals: few, and only when asked for."""

from __future__ import annotations

from blogctl.diagnostics import Severity

BOLD = "1"
DIM = "2"
HELP = "36"
SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33"}


def paint(text: str, style: str, color: bool) -> str:
    """The text in an ANSI style; as it is without ``color``."""
    return f"\x1b[{style}m{text}\x1b[0m" if color and text else text
