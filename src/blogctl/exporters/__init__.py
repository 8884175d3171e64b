"""What an exporter is: the contract between blogctl and its exporters, built in or not.

An exporter is a pure function of a story: it reads no disk, network, clock or environment,
and does not change the story. It is given what readers may see (see
:mod:`blogctl.exporters.visible`), and gives back one document or several named files.

A distribution offers one by an entry point in the group ``blogctl.exporters``; the entry's
name is the format's name, its value the class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from blogctl.exporters.themes import Theme
from blogctl.model import Story

API_VERSION = 1
"""The version of this contract."""

Document = str | bytes
"""What stands in one file; text is written as UTF-8."""


class Options(BaseModel):
    """Base of an exporter's options: each field is an option, its description the help.

    ``-O key-words=value`` sets the field ``key_words``; values come as strings from the
    command line and as TOML values from a configuration file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Sibling:
    """A document made in the same call: its file name, and its media type."""

    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Context:
    """What an exporter may know beside the story and its options.

    ``now`` is the time the export is made for (an aware datetime), ``zone`` the zone that
    readers see times in. ``base_url`` is what relative URLs are resolved against, if known.
    ``siblings`` are the documents made in the same call by their formats, this one included,
    when they share a folder. ``places`` are the URLs of the updates that have a page of their
    own, by ids. ``folder`` is what the story's folder is called where several have one each: its
    id and a slash; else it is empty. ``theme`` is what pages are dressed in, and has words of its
    own for every format.
    """

    now: datetime
    zone: ZoneInfo
    base_url: str | None = None
    siblings: Mapping[str, Sibling] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    theme: Theme | None = None


class Exporter(Protocol):
    """A format. The class is made without arguments."""

    # Properties, for type checkers: a class variable of a narrower type will do for each.
    @property
    def api_version(self) -> int:
        """The version of the contract it was written for; :data:`API_VERSION`."""

    @property
    def summary(self) -> str:
        """The format in a few words, for ``blogctl plugins``."""

    @property
    def media_type(self) -> str:
        """The media type of the document, such as ``application/rss+xml``."""

    @property
    def suffix(self) -> str:
        """What file names end in, with the dot, such as ``.rss``; ``/`` for a folder of files."""

    @property
    def options(self) -> type[BaseModel]:
        """The model of its options; :class:`Options` when it has none."""

    def render(
        self, story: Story, options: Any, context: Context
    ) -> Document | Mapping[str, Document]:
        """The story in this format: one document, or documents by relative file name."""
