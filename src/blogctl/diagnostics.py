"""What is wrong with a text, as data: found by the core, shown by the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an ``error`` makes a story invalid, a ``warning`` does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem at one place.

    ``line`` and ``column`` are 1-based and count code points; ``end_line`` and
    ``end_column`` point just behind the last character concerned. ``source`` is
    the text of ``line`` without its line ending. ``path`` is shown as given.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: Severity
    rule: str
    message: str
    help: str | None = None
    source: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands, for sorting."""
        return (self.path, self.line, self.column)


def count(diagnostics: Iterable[Diagnostic]) -> tuple[int, int]:
    """The number of errors and of warnings."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return severities.count(Severity.ERROR), severities.count(Severity.WARNING)
