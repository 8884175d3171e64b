"""The exceptions of blogctl: each means "cannot go on", and knows its exit code.

    BlogctlError
    ├── StoryError           1   the story itself: unparseable, a conflict, an id not found
    │   ├── InvalidStory     1   diagnostics say what is wrong, and where
    │   └── UnclearSource    1   an edit that could not be proved harmless
    ├── UsageError           2   the request: a bad option, a missing path, an unknown format
    │   ├── ConfigError      2   a configuration file
    │   └── ThemeError       2   a file of a theme
    └── EnvironmentFailure   3   the world: input and output, locks
        ├── LockTimeout      3   another process holds the story
        └── PluginError      3   an exporter that cannot be loaded or fails

What is wrong *inside* a story is data, not an exception: see
:mod:`blogctl.diagnostics`. Only the command line turns any of these into text
and an exit code.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterable
from typing import Any, Self

from blogctl.diagnostics import Diagnostic


class BlogctlError(Exception):
    """Base of every error that blogctl raises on purpose.

    ``help`` is what the reader can do about it, as one sentence, or ``None``.
    """

    exit_code = 1

    def __init__(self, message: str, *, help: str | None = None) -> None:  # noqa: A002
        super().__init__(message)
        self.message = message
        self.help = help

    def __reduce__(self) -> tuple[Any, ...]:
        # Processes hand errors to each other; those of some classes are made of other arguments.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    def about(self, name: str) -> Self:
        """The error with the name of what it is about in front, where that is missing."""
        if not self.message.startswith(name):
            self.message = f"{name}: {self.message}"
        return self


class StoryError(BlogctlError):
    """The story does not allow what was asked."""


class InvalidStory(StoryError):
    """The text is no valid story, or not valid enough for what was asked."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...], message: str) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


class UnclearSource(StoryError):
    """The text cannot be edited without a risk to what somebody wrote; nothing was changed."""


class UsageError(BlogctlError):
    """The request makes no sense as it stands."""

    exit_code = 2


class ConfigError(UsageError):
    """A configuration file is wrong; the message names the file."""


class ThemeError(UsageError):
    """A theme is wrong; the message names the file, and the line if it is known."""


class EnvironmentFailure(BlogctlError):
    """Reading, writing or locking failed; the story is as it was."""

    exit_code = 3


class LockTimeout(EnvironmentFailure):
    """Another process kept the story locked for longer than the time allowed."""


class PluginError(EnvironmentFailure):
    """A plug-in is broken; the message names the distribution it came from."""


def reason(error: Exception) -> str:
    """Why something failed, in the operating system's words, to go on with in a message."""
    said = getattr(error, "strerror", None) or str(error)
    return said[:1].lower() + said[1:]


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The help for a name that nothing has: the nearest known one, or ``otherwise``."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else otherwise
