"""What comes of work on many files: the worst exit code, and every trouble told at once."""

from __future__ import annotations

from blogctl.cli.terminal import Terminal, failed
from blogctl.errors import BlogctlError


class Outcome:
    """Collects what goes wrong with single files while the others are still done."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._failed: set[object] = set()
        self._warned: set[str] = set()
        self.code = 0

    def trouble(self, error: BlogctlError) -> None:
        """Tell of an error, once however many files it keeps us from.

        Its exit code counts if it is the worst.
        """
        if (what := _what(error)) in self._failed:
            self.worst(error.exit_code)
        else:
            self._failed.add(what)
            self.worst(failed(self._terminal, error))

    def warning(self, text: str) -> None:
        """Warn of something, once however many files it comes up with."""
        if text not in self._warned:
            self._warned.add(text)
            self._terminal.warning(text)

    def worst(self, code: int) -> int:
        """Let an exit code count, and give the worst so far."""
        self.code = max(self.code, code)
        return self.code


class LastingOutcome(Outcome):
    """The outcome of work that is done again and again: a trouble is told once while it lasts."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self._told: set[object] = set()
        self._before: set[object] = set()

    def begin(self) -> None:
        """Begin the work anew: what does not come up again is over."""
        self._before, self._told = self._told, set()
        self._failed.clear()
        self._warned.clear()
        self.code = 0

    def trouble(self, error: BlogctlError) -> None:
        """Tell of an error unless it is known; its exit code counts in any case."""
        if self._is_new(_what(error)):
            super().trouble(error)
        else:
            self.worst(error.exit_code)

    def warning(self, text: str) -> None:
        """Warn of something unless it is known."""
        if self._is_new(text):
            super().warning(text)

    def _is_new(self, told: object) -> bool:
        self._told.add(told)
        return told not in self._before


def _what(error: BlogctlError) -> object:
    """What an error says: two that are equal need not be told twice."""
    return error.message, getattr(error, "diagnostics", ())
