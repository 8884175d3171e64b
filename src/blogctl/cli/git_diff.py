"""``blogctl diff`` as git's external diff, which does not fail whatever it is given."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from blogctl import files, system
from blogctl.cli import git
from blogctl.cli.diff import story_in
from blogctl.cli.terminal import Color, Terminal
from blogctl.errors import BlogctlError
from blogctl.reporters.safe import shown
from blogctl.reporters.style import BOLD, paint

_OLD, _NEW = "the old version", "the new version"
_NONE = "."  # what git gives for the hash and mode of a file that is not there


class _Change(NamedTuple):
    """What git gives: gitattributes(5) and git(1), ``GIT_EXTERNAL_DIFF``."""

    path: str
    old_file: str
    old_hex: str
    old_mode: str
    new_file: str
    new_hex: str
    new_mode: str
    new_path: str = ""
    about: str = ""

    @property
    def name(self) -> str:
        """The file's name, or both where it was renamed."""
        return f"{self.path} → {self.new_path}" if self.new_path else self.path


def show_change(terminal: Terminal, arguments: list[str]) -> None:
    """Show what git asks for: a change by update, or by line of what is no valid story."""
    if len(arguments) == 1:
        terminal.result(f"* Unmerged path {shown(arguments[0])}\n")
        return
    # Whoever leaves git's pager has seen enough; git must not take that for a failure.
    system.outlive_reader()
    try:
        _show(terminal, _Change(*arguments), _has_color(terminal))
        sys.stdout.flush()
    except OSError as error:
        if not system.is_closed_pipe(error):
            raise
        files.discard_output(sys.stdout.fileno())


def _show(terminal: Terminal, change: _Change, color: bool) -> None:
    if change.old_mode != change.new_mode and _NONE not in (change.old_mode, change.new_mode):
        modes = f"{change.name}: mode {change.old_mode} → {change.new_mode}"
        terminal.result(paint(shown(modes), BOLD, color) + "\n")
    try:
        old, new = (files.read_bytes(path) for path in (change.old_file, change.new_file))
        if old != new:
            _show_stories(terminal, change, old, new, color)
        elif change.new_path:
            terminal.result(paint(shown(change.name), BOLD, color) + "\n")
    except BlogctlError as error:
        _show_lines(terminal, change, error, color)
    terminal.result("\n")


def _show_stories(terminal: Terminal, change: _Change, old: bytes, new: bytes, color: bool) -> None:
    from blogctl.cli.differing import comparison_text
    from blogctl.edit import compare

    comparison = compare(story_in(old, _OLD), story_in(new, _NEW))
    said = comparison_text(comparison, color, change.name)
    nothing = f"{change.name}: only its layout, its comments or the order of its updates"
    terminal.result(said or paint(shown(nothing), BOLD, color) + "\n")


def _show_lines(terminal: Terminal, change: _Change, error: BlogctlError, color: bool) -> None:
    why = error.message
    for found in getattr(error, "diagnostics", ())[:1]:
        why = f"{found.path} has an error in line {found.line}: {found.message}"
    head = f"{change.name}: compared line by line, since {why}"
    terminal.result(paint(shown(head), BOLD, color) + "\n")
    terminal.document(git.diff_by_line(change.old_file, change.new_file, color=color))


def _has_color(terminal: Terminal) -> bool:
    if terminal.color is not Color.AUTO or os.environ.get("NO_COLOR"):
        return terminal.colors()
    return git.shows_colors(sys.stdout.isatty())
