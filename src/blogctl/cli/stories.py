"""Stories for commands: found, read, checked and configured."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from blogctl import api, files
from blogctl.errors import BlogctlError, ConfigError, UsageError
from blogctl.times import TimeProblem

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from blogctl.check import Checked
    from blogctl.config import Config


def clock() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def time_option(
    text: str, option: str, zone: ZoneInfo | None, now: datetime, day: datetime | None = None
) -> datetime:
    """A time that somebody wrote for an option; :class:`UsageError` if it is not clear.

    A clock time alone is meant for the day of ``day``, or else for today.
    """
    from blogctl.times.people import parse_time

    try:
        return parse_time(text, now=now, zone=zone, day=day)
    except TimeProblem as problem:
        raise UsageError(f"{option}: {problem.message}", help=problem.help) from None


def span_option(text: str, option: str) -> timedelta:
    """A span of time that somebody wrote for an option; :class:`UsageError` if it is not clear."""
    from blogctl.times.people import parse_span

    try:
        return parse_span(text)
    except TimeProblem as problem:
        raise UsageError(f"{option}: {problem.message}", help=problem.help) from None


def zone_of(timezone: str | None) -> ZoneInfo | None:
    """The zone of a story, ``None`` for one without a timezone."""
    from blogctl.times import find_zone

    return find_zone(timezone) if timezone else None


def expand(paths: Iterable[str], on_error: Callable[[BlogctlError], None]) -> Iterator[str]:
    """The story files that the paths mean, each once; a missing one is told and left out."""
    seen = set()
    for path in paths:
        for name in files.story_files(path, on_error):
            place = files.resolved(name)
            if place not in seen:
                seen.add(place)
                yield name


def sources(
    paths: Sequence[str], stdin_name: str, on_error: Callable[[BlogctlError], None]
) -> list[tuple[str, bool]]:
    """The story files that the paths mean, and standard input under its name where ``-`` is.

    The second of each pair says whether it is standard input, which comes last.
    """
    found = [(path, False) for path in expand((p for p in paths if p != "-"), on_error)]
    return found + ([(stdin_name, True)] if "-" in paths else [])


def parted(
    sources: Sequence[tuple[str, bool]],
) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """The sources that are files, and those that only this process can read."""
    return [each for each in sources if not each[1]], [each for each in sources if each[1]]


def check_source(
    path: str, *, stdin: bool, max_size: int = files.MAX_SIZE, **options: object
) -> Checked:
    """Read and check a story file, or standard input under the name ``path``.

    Errors of reading as for :func:`blogctl.files.read_bytes`.
    """
    if stdin:
        return api.check_read(lambda: stdin_bytes(max_size), path, **options)
    return api.check_file(path, max_size=max_size, **options)


def stdin_bytes(max_size: int = files.MAX_SIZE, *, instead: str = "name a file") -> bytes:
    """All of standard input, within the size limit; :class:`UsageError` if it is closed.

    ``instead`` is what the user can do then.
    """
    if sys.stdin is None or sys.stdin.closed:
        raise UsageError("standard input is closed", help=instead)
    return files.read_limited(sys.stdin.buffer, "standard input", max_size)


def stdin_text() -> str:
    """All of standard input as text; :class:`UsageError` if it is none."""
    try:
        return files.decode(stdin_bytes(instead="give the text as an argument or a file"))
    except files.NotText as error:
        raise UsageError("standard input is no UTF-8 text", help=error.help) from None


def config_for(path: str) -> Config:
    """The configuration that holds for a story, or for a folder."""
    return _config_in(files.folder_of(path))


def look(paths: Iterable[str], theme: str | None = None) -> files.Look:
    """How the story files that the paths mean stand on disk, with what they are exported with.

    That is their configuration, and the theme of ``--theme`` or of that. Two that are equal mean
    the same. Configuration and themes are read anew from then on.
    """
    from blogctl.cli import themes

    _config_in.cache_clear()
    _config_of.cache_clear()
    themes.forget_themes()
    found = dict.fromkeys(expand(paths, lambda _: None))
    for folder in {files.folder_of(path) for path in found}:
        found |= dict.fromkeys(files.config_files(folder))
        try:
            config = _config_in(folder)
        except BlogctlError:
            continue  # whoever needs it will tell
        found |= dict.fromkeys(themes.theme_paths(theme, config))
    return files.look(found)


@lru_cache(maxsize=256)
def _config_in(folder: str) -> Config:
    from blogctl.config import Config

    for name in files.config_files(folder):
        config = _config_of(name)
        if config is not None:
            return config
    return Config()


@lru_cache(maxsize=256)
def _config_of(name: str) -> Config | None:
    """The configuration in a file, which many folders may share; ``None`` if it has none."""
    from blogctl.config import parse_config, parse_pyproject

    is_own = name.endswith(files.CONFIG_NAME)
    try:
        text = files.decode(files.read_bytes(name))
    except files.NotText as error:
        if not is_own:
            return None  # no TOML, and nobody asked us about it
        raise ConfigError(f"{name}: this is no UTF-8 text", help=error.help) from None
    return parse_config(text, name) if is_own else parse_pyproject(text, name)
