"""How far a long work is, on a terminal: a line that gives way to whatever else is said."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator

import pytest

from blogctl.cli import processes, report
from blogctl.cli.terminal import Color, Terminal
from blogctl.diagnostics import Diagnostic, Severity

FOUND = Diagnostic("a.story.toml", 1, 1, 1, 2, Severity.ERROR, "wrong-type", "no text")


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What there is to read: what was cleared is not."""
        return re.sub(r"[^\n]*\r\x1b\[K", "", self.getvalue()).splitlines()


def watched(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal that shows progress at once, as both streams."""
    shown = Screen()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(processes, "_PROGRESS_AFTER", -1.0)
    monkeypatch.setattr(processes, "_PROGRESS_EVERY", -1.0)
    return shown


def test_what_is_said_meanwhile_has_lines_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = watched(monkeypatch)
    terminal = Terminal(color=Color.NEVER)
    for number in processes.tracked(range(1, 5), terminal, 4, "files checked"):
        if number == 2:
            terminal.talk("said")
        elif number == 3:
            terminal.result("a result\n")
        elif number == 4:
            report.show_diagnostics(terminal, [FOUND])
    said = screen.lines()
    assert said[:2] == ["said", "a result"]
    assert said[2].startswith("a.story.toml:1:1: ")
    for count in range(1, 5):
        assert f"{count} of 4 files checked" in screen.getvalue()


def test_nothing_is_left_of_it_when_the_work_is_interrupted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = watched(monkeypatch)

    def interrupted() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(processes.tracked(interrupted(), Terminal(), 2, "files checked"))
    assert "1 of 2" in screen.getvalue()
    assert screen.lines() == []
