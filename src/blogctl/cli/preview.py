"""A story as readers would see it now, made again whenever somebody asks after a save."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from blogctl import api, files
from blogctl.cli import documents, stories
from blogctl.cli.outcome import LastingOutcome
from blogctl.cli.terminal import Terminal
from blogctl.cli.themes import theme_for
from blogctl.cli.watching import time_of_day
from blogctl.errors import BlogctlError, EnvironmentFailure
from blogctl.serving import FEEDS, Document, Problem

if TYPE_CHECKING:
    from blogctl.config import Config
    from blogctl.model import Story

# What is set for readers elsewhere: the preview is here, whole, and looks after itself.
_ELSEWHERE = {"base_url", "feed_url", "page_size", "poll"}


class Preview:
    """What is served of the story at ``path``, under URLs that begin with ``origin``.

    Each call looks at the disk, so that no answer is older than the last save, and does the work
    only where something has changed or a time has come.
    """

    def __init__(
        self, terminal: Terminal, path: str, origin: str, theme: str | None = None
    ) -> None:
        self._terminal, self._path, self._origin, self._theme = terminal, path, origin, theme
        self._lock = threading.Lock()
        self._outcome = LastingOutcome(terminal)
        self._seen: files.Look | None = None
        self._due: datetime | None = None
        self._read: tuple[Story, Config] | Problem = Problem("")
        self._made: dict[str, Document | Problem] = {}
        self._clock = stories.clock()

    def document(self, format_: str) -> Document | Problem:
        """The story in a format."""
        with self._lock:
            self._look()
            if format_ not in self._made:
                self._made[format_] = self._make(format_)
            return self._made[format_]

    def file(self, name: str) -> str | None:
        """The path of a file beside the story, if it really is there."""
        return files.beneath(files.folder_of(self._path), name)

    def _look(self) -> None:
        """Forget what was made if it is no longer what readers would see."""
        from blogctl.exporters.visible import next_change

        clock, seen = stories.clock(), stories.look([self._path], self._theme)
        if seen == self._seen and not (self._due and clock >= self._due):
            return
        is_first, self._seen, self._clock = self._seen is None, seen, clock
        self._made.clear()
        self._outcome.begin()
        try:
            story, config = api.load(self._path), stories.config_for(self._path)
        except Exception as error:
            self._due, self._read = None, self._problem(error)
        else:
            self._due, self._read = next_change(story, clock), (story, config)
            if not is_first:
                self._terminal.talk(f"{time_of_day(clock)} {self._path} has changed")

    def _make(self, format_: str) -> Document | Problem:
        from blogctl.exporters import Sibling
        from blogctl.exporters.registry import context_for, load, render

        if isinstance(self._read, Problem):
            return self._read
        story, config = self._read
        try:
            exporters = {each: load(each) for each in ("html", *FEEDS.values())}
            siblings = {
                each: Sibling(name, exporters[each].media_type)
                for name, each in (("./", "html"), *FEEDS.items())
            }
            theme = theme_for(self._theme, config, self._outcome)
            context = replace(context_for(story, self._clock), siblings=siblings, theme=theme)
            url = self._origin + siblings[format_].name
            own = {"poll": "1"} if format_ == "html" else {"feed_url": url}
            options = documents.options(format_, exporters[format_], _here(config, format_), own)
            made = render(format_, exporters[format_], story, options, context)
        except Exception as error:
            return self._problem(error)
        data = next(iter(made.values())) if isinstance(made, dict) else made
        return Document(
            data.encode() if isinstance(data, str) else data, exporters[format_].media_type
        )

    def _problem(self, error: Exception) -> Problem:
        if not isinstance(error, BlogctlError):
            # A defect of ours; the preview goes on, and is whole again with the next save.
            error = EnvironmentFailure(f"internal error: {type(error).__name__}: {error}")
        self._outcome.trouble(error)
        help_ = f" ({error.help})" if error.help else ""
        return Problem(f"{error.message}{help_}", getattr(error, "diagnostics", ()))


def _here(config: Config, format_: str) -> Config:
    """The configuration without what is set for readers elsewhere."""
    kept = {
        key: value
        for key, value in config.export.get(format_, {}).items()
        if key.replace("-", "_") not in _ELSEWHERE
    }
    return replace(config, export={**config.export, format_: kept})
