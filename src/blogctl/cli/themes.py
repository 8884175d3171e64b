"""Themes for commands: folders that somebody names, and what is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from blogctl import files
from blogctl.errors import BlogctlError, ThemeError, UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.cli.outcome import Outcome
    from blogctl.config import Config
    from blogctl.exporters.themes import Theme
    from blogctl.offers import Entry


def theme_for(given: str | None, config: Config, outcome: Outcome | None = None) -> Theme | None:
    """The theme that ``--theme`` names, or else the configuration; ``None`` for no theme.

    A name alone is that of an installed theme if there is one; all else is a folder. That of a
    configuration is found from where its file is. What is odd about it is told to ``outcome``.
    """
    name = config.theme if given is None else given
    if name is None:
        return None
    try:
        theme = _theme(name, "" if given is not None else files.folder_of(config.path))
        if outcome is not None:
            from blogctl.exporters.assets import TEMPLATES

            for oddity in theme.oddities(TEMPLATES):
                outcome.warning(oddity)
        return theme
    except ThemeError:
        raise
    except UsageError as error:
        raise error.about("--theme" if given is not None else f"{config.path}: theme") from None


def forget_themes() -> None:
    """Read every theme anew from now on."""
    _theme.cache_clear()


def theme_paths(given: str | None, config: Config) -> Iterator[str]:
    """The folder and the files of the theme that would be used, unless it is an installed one."""
    name = config.theme if given is None else given
    if not name or name in installed_themes():
        return
    folder = os.path.join("" if given is not None else files.folder_of(config.path), name)  # noqa: PTH118
    yield folder
    try:
        yield from (str(each) for each in files.theme_files(folder).values())
    except BlogctlError:
        return  # whoever reads it will tell


@lru_cache(maxsize=8)
def _theme(name: str, beside: str) -> Theme:
    from blogctl.exporters.themes import Theme

    installed = installed_themes()
    if name in installed:
        return _loaded(name, installed[name])
    folder = os.path.join(beside, name)  # noqa: PTH118
    if not files.is_folder(folder) and not set(name) & {"/", os.sep}:
        listed = f"installed are {', '.join(installed)}" if installed else "none is installed"
        help_ = did_you_mean(name, installed, f"{listed}, and there is no such folder")
        raise UsageError(f'there is no theme "{name}"', help=help_)
    theme = Theme(folder, files.read_theme(folder))
    if not theme.files:
        raise UsageError(
            f"{folder}: there is no theme in this folder",
            help="a theme has templates such as page.html.jinja, or a theme.css",
        )
    return theme


def installed_themes() -> dict[str, list[Entry]]:
    """The themes that distributions offer, by their names."""
    from blogctl.exporters.themes import KIND
    from blogctl.offers import offered

    return offered(KIND.group)


def _loaded(name: str, entries: list[Entry]) -> Theme:
    """An installed theme: the contents of a package."""
    from importlib.resources import files as contents

    from blogctl.exporters.themes import KIND, Theme

    entry = KIND.only(name, entries)
    try:
        read = files.read_theme(contents(entry.entry_point.value))
    except Exception as error:
        raise KIND.broken(entry.origin, name, "it cannot be loaded", error) from error
    if not read:
        raise KIND.broken(entry.origin, name, "it is empty")
    return Theme(entry.origin, read)
