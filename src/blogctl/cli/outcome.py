"""What comes of work on many files: the worst exit code, and every trouble told at once."""

from __future__ import annotations

from blogctl.cli.terminal import Terminal, failed
from blogctl.errors import BlogctlError


class Outcome:
    """Collects what goes wrong with single files while the others are still done."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.code = 0

    def trouble(self, error: BlogctlError) -> None:
        """Tell of an error; its exit code counts if it is the worst."""
        self.worst(failed(self._terminal, error))

    def worst(self, code: int) -> int:
        """Let an exit code count, and give the worst so far."""
        self.code = max(self.code, code)
        return self.code
