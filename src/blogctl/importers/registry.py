"""The importers: found by their entry points, asked which of them a source is for."""

from __future__ import annotations

import re
from collections.abc import Callable

from blogctl.errors import BlogctlError, StoryError, UsageError, did_you_mean
from blogctl.importers import API_VERSION, NO, Findings, Importer, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.cuts import UNFINISHED_PAGE, is_unfinished_page, json_fault
from blogctl.offers import FAILURES, Entry, Kind, offered

KIND = Kind("blogctl.importers", "importer")
"""Importers, found by this group of entry points."""

_STORY = re.compile(r"^\[(?:story|\[updates\])\][ \t]*(?:#.*)?$", re.MULTILINE)
_WANTED = ("api_version", "summary", "recognises", "read")


def available() -> dict[str, list[Entry]]:
    """Every importer by name, in order, with the distributions that offer it: mostly one."""
    return offered(KIND.group)


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
    entry = KIND.only(name, entries)
    try:
        importer: Importer = entry.entry_point.load()()
        missing = [each for each in _WANTED if not hasattr(importer, each)]
    except FAILURES as error:
        raise KIND.broken(entry.origin, name, "it cannot be loaded", error) from error
    if missing:
        raise KIND.broken(entry.origin, name, f"it has no {', '.join(missing)}")
    if importer.api_version != API_VERSION:
        why = f"it is made for version {importer.api_version!r} of importers, not {API_VERSION}"
        raise KIND.broken(entry.origin, name, why)
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
        except FAILURES as error:
            on_error(KIND.broken(entries[0].origin, name, "it failed", error))
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
    except FAILURES as error:
        raise KIND.broken(available()[name][0].origin, name, "it failed", error) from error
    if not isinstance(findings, Findings) or not (
        findings.updates or findings.story or findings.withdrawn
    ):
        raise _nothing(source)
    return assemble(findings, source, name, terms)


def _nothing(source: Source) -> StoryError:
    if not source.data.strip():
        return StoryError(f"{source.name}: it is empty")
    if _STORY.search(source.text):
        return StoryError(
            f"{source.name}: this is a story already, or a part of one",
            help="`blogctl validate` says whether it is as it should be",
        )
    if source.text.lstrip().startswith(("{", "[")) and source.json is None:
        return StoryError(f"{source.name}: it begins like JSON, {json_fault(source.text)}")
    if is_unfinished_page(source.text):
        return StoryError(f"{source.name}: {UNFINISHED_PAGE}; there is no live blog up to there")
    return StoryError(
        f"{source.name}: there is no live blog in it that an importer can read",
        help="--from says what it is; `blogctl plugins` lists the importers",
    )
