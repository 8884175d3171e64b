"""What a reporter is given, and its sum in words."""

from __future__ import annotations

from dataclasses import dataclass

from blogctl.diagnostics import Diagnostic, count


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one run, sorted by place however they are given.

    ``files`` is the number of files checked, those without findings included. ``color`` asks
    for ANSI colours, where the format has any.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    color: bool = False

    def __post_init__(self) -> None:
        ordered = sorted(self.diagnostics, key=lambda diagnostic: diagnostic.place)
        object.__setattr__(self, "diagnostics", tuple(ordered))


def summary(report: Report) -> str:
    """The report in a few words, without a newline: ``2 errors and 1 warning in 3 files``."""
    errors, warnings = count(report.diagnostics)
    files = _counted(report.files, "file")
    found = [
        _counted(number, noun)
        for number, noun in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    if not found:
        return f"{files}, no problems"
    return f"{' and '.join(found)} in {files}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
