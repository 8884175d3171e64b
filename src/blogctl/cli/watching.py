"""Work that goes on for as long as somebody wants it: done again whenever a story changes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from blogctl import files
from blogctl.cli import stories
from blogctl.cli.extras import require
from blogctl.cli.outcome import LastingOutcome, Outcome
from blogctl.cli.placing import Put
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError

_BREATH = 0.05  # seconds: a file that did not change for so long is saved
_RETRY = timedelta(seconds=5)  # where the disk failed, or something was in the way
_BREATHS = 40  # of something that never stops changing


@dataclass(slots=True)
class Exported:
    """What came of exporting once: documents counted, and when to do it again.

    ``folders`` tells whether some went into folders of their own, where old ones are removed.
    ``refused`` tells that something stands in the way of some or all of it. ``due`` is
    the first moment at which readers see something else though no file changes; ``None`` if
    there is none.
    """

    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    folders: bool = False
    refused: bool = False
    due: datetime | None = None

    def count(self, put: Put) -> None:
        """Count documents."""
        self.changed += put.changed
        self.unchanged += put.unchanged
        self.removed += put.removed

    def said(self, check: bool = False) -> str:
        """What was done, or would be, in words; nothing if there was nothing to do it with."""
        if not (self.changed or self.unchanged):
            return ""
        text = (
            f"{self.changed:,} {'would change' if check else 'written'}, "
            f"{self.unchanged:,} unchanged"
        )
        went = "would be removed" if check else "removed"
        return f"{text}, {self.removed:,} {went}" if self.folders else text

    def comes(self, moment: datetime | None) -> None:
        """Note a moment at which something is to be seen; the first of all is what is due."""
        self.due = min(filter(None, (self.due, moment)), default=None)


class Export(Protocol):
    """Exports everything once, as of a time; what fails is told to the outcome."""

    def __call__(self, outcome: Outcome, clock: datetime) -> Exported:
        """Do it."""


def keep_up(
    terminal: Terminal, paths: Sequence[str], export: Export, theme: str | None = None
) -> int:
    """Export, and export again whenever the stories change or a time comes; never ends by itself.

    What they are exported with, a configuration or a theme, is watched too. Only where the
    request itself is wrong, it ends at once with the exit code for that.
    """
    require("export --watch", "watchfiles")
    outcome = LastingOutcome(terminal)
    is_first = True
    while True:
        seen = _settled(paths, theme)
        outcome.begin()
        clock = stories.clock()
        exported = Exported()
        try:
            exported = export(outcome, clock)
        except BlogctlError as error:
            outcome.trouble(error)
        if outcome.code == 3 or exported.refused:
            exported.comes(clock + _RETRY)
        if said := exported.said():
            terminal.talk(f"{time_of_day(clock)} {said}")
        if is_first:
            if outcome.code == 2:
                return outcome.code
            terminal.talk("watching for changes; Ctrl-C ends it")
        is_first = False
        _wait(paths, seen, exported.due, theme)


def time_of_day(clock: datetime) -> str:
    """A time as who sits at the terminal reads it."""
    return f"{clock.astimezone():%H:%M:%S}"


def _wait(paths: Sequence[str], seen: files.Look, due: datetime | None, theme: str | None) -> None:
    """Wait until the stories are not what was ``seen``, or until something is due."""
    with closing(files.changes(files.watched_folders(paths, seen))) as changes:
        for _ in changes:
            if stories.look(paths, theme) != seen or (due is not None and stories.clock() >= due):
                return


def _settled(paths: Sequence[str], theme: str | None) -> files.Look:
    """The stories as they stand, once nobody is in the middle of saving."""
    seen = stories.look(paths, theme)
    for _ in range(_BREATHS):
        time.sleep(_BREATH)
        before, seen = seen, stories.look(paths, theme)
        if seen == before:
            break
    return seen
