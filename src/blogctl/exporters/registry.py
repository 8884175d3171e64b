"""The formats: found by their entry points, loaded one by one, kept from doing harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from blogctl.errors import BlogctlError, UsageError
from blogctl.exporters import API_VERSION, Context, Document, Exporter
from blogctl.exporters.choices import options_for
from blogctl.exporters.names import refusal
from blogctl.exporters.options import absolute, wanted
from blogctl.exporters.visible import visible
from blogctl.model import Story
from blogctl.offers import FAILURES, Entry, Kind, offered
from blogctl.times import find_zone

__all__ = [
    "KIND",
    "available",
    "context_for",
    "front",
    "is_folder",
    "load",
    "options_for",
    "render",
]

KIND = Kind("blogctl.exporters", "format", "makes")
"""Exporters, found by this group of entry points."""

_SUFFIX = re.compile(r"(\.[A-Za-z0-9_-]+)+|/")
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(; ?[\w-]+=[\w-]+)*", re.ASCII)


def available() -> dict[str, list[Entry]]:
    """Every format by name, in order, with the distributions that offer it: mostly one."""
    return offered(KIND.group)


def load(name: str) -> Exporter:
    """The exporter of a format.

    :class:`~blogctl.errors.UsageError` when nothing offers it;
    :class:`~blogctl.errors.PluginError` when several distributions do, and when the one that
    does is broken.
    """
    known = available()
    entries = known.get(name, [])
    if not entries:
        near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        help_ = f'did you mean "{near[0]}"? ' if near else ""
        listed = f"the formats are {', '.join(known)}" if known else "there are none at all"
        raise UsageError(f'there is no format "{name}"', help=help_ + listed)
    return _loaded(KIND.only(name, entries))


def context_for(story: Story, now: datetime) -> Context:
    """What a story itself lets exporters know: its zone, UTC without one, and its URL if whole."""
    url, timezone = story.meta.url, story.meta.timezone
    return Context(
        now=now,
        zone=(find_zone(timezone) if timezone else None) or ZoneInfo("UTC"),
        base_url=url if url and absolute(url) else None,
    )


def render(
    name: str, exporter: Exporter, story: Story, options: BaseModel, context: Context
) -> Document | dict[str, Document]:
    """The story in a format: one document, or several by relative file name.

    The exporter is given what readers may see at ``context.now``, without what was retracted and
    is not asked for. Where it fails, or gives what cannot be written safely,
    :class:`~blogctl.errors.PluginError` names its distribution; an error that it raises on
    purpose, a :class:`~blogctl.errors.BlogctlError`, is passed on.
    """
    shown = visible(story, context.now, wanted(options))
    return _made(name, exporter, lambda: exporter.render(shown, options, context))


def front(
    name: str, exporter: Exporter, stories: Sequence[Story], options: BaseModel, context: Context
) -> dict[str, Document] | None:
    """The documents above the folders of several stories, by relative file name.

    ``None`` if the format has none. What is said of :func:`render` holds here too.
    """
    make = getattr(exporter, "front", None)
    if make is None:
        return None
    shown = [visible(story, context.now) for story in stories]
    made = _made(name, exporter, lambda: make(shown, options, context))
    return dict(made) if isinstance(made, dict) else None


def _made(
    name: str, exporter: Exporter, make: Callable[[], Document | Mapping[str, Document]]
) -> Document | dict[str, Document]:
    try:
        result = make()
        files = dict(result) if isinstance(result, Mapping) else None
    except BlogctlError:
        raise
    except FAILURES as error:
        raise KIND.broken(_origin(name, exporter), name, "it failed", error) from error
    if files is not None:
        why = refusal(files) or next(filter(None, map(_refused_document, files.values())), None)
    elif is_folder(exporter):
        why = "it gave one document where the files of a folder were due"
    else:
        why = _refused_document(result)
    if why:
        raise KIND.broken(_origin(name, exporter), name, why)
    return cast("Document", result) if files is None else files


def is_folder(exporter: Exporter) -> bool:
    """Whether a format is a folder of files."""
    return exporter.suffix == "/"


def _loaded(entry: Entry) -> Exporter:
    try:
        exporter = entry.entry_point.load()()
        why = _unfit(exporter)
    except FAILURES as error:
        raise KIND.broken(entry.origin, entry.name, "it cannot be loaded", error) from error
    if why:
        raise KIND.broken(entry.origin, entry.name, why)
    return cast("Exporter", exporter)


def _unfit(exporter: Any) -> str | None:
    """Why an object is no exporter of this version of the contract; ``None`` if it is one."""
    wanted = ("api_version", "summary", "media_type", "suffix", "options", "render")
    missing = [name for name in wanted if not hasattr(exporter, name)]
    if missing:
        return f"its exporter has no {', '.join(missing)}"
    if exporter.api_version != API_VERSION:
        return f"it is made for version {exporter.api_version!r} of plug-ins, not {API_VERSION}"
    if not (isinstance(exporter.options, type) and issubclass(exporter.options, BaseModel)):
        return "its options are no pydantic model"
    if not (isinstance(exporter.suffix, str) and _SUFFIX.fullmatch(exporter.suffix)):
        return f"its suffix {exporter.suffix!r} is none, such as '.txt', or '/'"
    media_type = exporter.media_type
    if not (isinstance(media_type, str) and _MEDIA_TYPE.fullmatch(media_type)):
        return f"its media type {media_type!r} is none, such as 'text/plain'"
    return None if callable(exporter.render) else "its render is no function"


def _refused_document(document: object) -> str | None:
    if isinstance(document, bytes):
        return None
    if not isinstance(document, str):
        what = "nothing" if document is None else type(document).__name__
        return f"it gave {what} where a text or bytes were due"
    try:
        document.encode()
    except UnicodeEncodeError:
        return "it gave a text that is no valid Unicode"
    return None


def _origin(name: str, exporter: Exporter) -> str:
    module = type(exporter).__module__
    entries = available().get(name, [])
    own = [entry for entry in entries if entry.entry_point.module == module] or entries
    return own[0].origin if own else module
