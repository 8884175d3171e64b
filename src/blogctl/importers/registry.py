"""The importers: found by their entry points, asked which of them a source is for."""

from __future__ import annotations

from collections.abc import Callable

from blogctl.errors import BlogctlError, PluginError, StoryError, UsageError, did_you_mean
from blogctl.importers import API_VERSION, NO, Findings, Importer, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.offers import Entry, offered

GROUP = "blogctl.importers"
"""The group of entry points that importers are found by."""

_WANTED = ("api_version", "summary", "recognises", "read")
# Whatever a plug-in does wrong, exiting included; only an interrupt is the user's.
_FAILURES = (Exception, SystemExit)


def available() -> dict[str, list[Entry]]:
    """Every importer by name, in order, with the distributions that offer it: mostly one."""
    return offered(GROUP)


def load(name: str) -> Importer:
    """An importer.

    :class:`~blogctl.errors.UsageError` when nothing offers it;
    :class:`~blogctl.errors.PluginError` when several distributions do, and when the one that
    does is broken.
    """
    known = available()
    entries = known.get(name, [])
    if not entries:
        help_ = did_you_mean(name, known, f"there are {', '.join(known)}")
        raise UsageError(f'there is no importer "{name}"', help=help_)
    if len(entries) > 1:
        origins = " and ".join(entry.origin for entry in entries)
        raise PluginError(
            f'the importer "{name}" is offered by {origins}', help="uninstall all but one of them"
        )
    entry = entries[0]
    try:
        importer: Importer = entry.entry_point.load()()
        missing = [each for each in _WANTED if not hasattr(importer, each)]
    except _FAILURES as error:
        raise _broken(entry, f"it cannot be loaded: {_one_line(error)}") from error
    if missing:
        raise _broken(entry, f"it has no {', '.join(missing)}")
    if importer.api_version != API_VERSION:
        why = f"it is made for version {importer.api_version!r} of importers, not {API_VERSION}"
        raise _broken(entry, why)
    return importer


def recognised(source: Source, on_error: Callable[[BlogctlError], None]) -> str:
    """The name of the importer that is surest of a source.

    :class:`~blogctl.errors.StoryError` if none is. A broken importer is none of those asked; its
    error is told to ``on_error``.
    """
    sure: dict[str, int] = {}
    for name, entries in available().items():
        try:
            sure[name] = load(name).recognises(source)
        except BlogctlError as error:
            on_error(error)
        except _FAILURES as error:
            on_error(_broken(entries[0], f"it failed: {_one_line(error)}"))
    best = max(sure, key=lambda name: sure[name], default=None)
    if best is None or sure[best] == NO:
        raise _nothing(source)
    return best


def import_story(name: str, source: Source, terms: Terms) -> Imported:
    """The story in a source, read by an importer.

    :class:`~blogctl.errors.StoryError` if there is none in it.
    """
    importer = load(name)
    try:
        findings = importer.read(source)
    except BlogctlError:
        raise
    except RecursionError:
        raise StoryError(f"{source.name}: nested too deeply") from None
    except _FAILURES as error:
        raise _broken(available()[name][0], f"it failed: {_one_line(error)}") from error
    if not isinstance(findings, Findings) or not (findings.updates or findings.story):
        raise _nothing(source)
    return assemble(findings, source, name, terms)


def _nothing(source: Source) -> StoryError:
    if not source.data.strip():
        return StoryError(f"{source.name}: it is empty")
    if source.text.lstrip().startswith(("{", "[")) and source.json is None:
        return StoryError(f"{source.name}: it begins like JSON, but is none")
    return StoryError(
        f"{source.name}: there is no live blog in it that an importer can read",
        help="--from says what it is; `blogctl plugins` lists the importers",
    )


def _broken(entry: Entry, why: str) -> PluginError:
    return PluginError(f'{entry.origin}, which has the importer "{entry.name}", is broken: {why}')


def _one_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())[:300]
    except _FAILURES:
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
