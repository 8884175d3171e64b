"""What an importer is: the contract between blogctl and its importers, built in or not.

An importer reads somebody else's live blog and says what is in it, in the words of our model. It
is a pure function of its source: it reads no disk, network, clock or environment. What it gives
need not be a valid story: :mod:`blogctl.importers.assembling` makes one of it, and accounts for
whatever that costs.

A distribution offers one by an entry point in the group ``blogctl.importers``; the entry's name is
the importer's name, its value the class.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from blogctl.importers.decoding import Decoded, decoded
from blogctl.importers.values import parsed

API_VERSION = 1
"""The version of this contract."""

NO, MAYBE, LIKELY, SURE = range(4)
"""How sure an importer is that a source is for it."""


@dataclass(frozen=True)
class Source:
    """What is to be imported: its bytes, and what is known about them.

    ``name`` is what messages call it. ``url`` is where it was fetched from, redirects followed,
    and ``media_type`` what the server said of it; both are ``None`` for a file.
    """

    data: bytes
    name: str
    url: str | None = None
    media_type: str | None = None

    @cached_property
    def decoded(self) -> Decoded:
        """The source as text, in whatever encoding it turns out to be."""
        return decoded(self.data, self.media_type)

    @property
    def text(self) -> str:
        """The source as text."""
        return self.decoded.text

    @cached_property
    def json(self) -> Any:
        """The source as JSON; ``None`` if it is none."""
        return parsed(self.text)


@dataclass(frozen=True, slots=True)
class Omission:
    """Something that is in the source and not in the story: what it is, and why."""

    what: str
    why: str


@dataclass(slots=True)
class Findings:
    """What an importer found, in the shape of the model but not yet held to it.

    ``story`` has the keys of the ``[story]`` table, each of ``updates`` those of an update, in the
    order of the source. Values may lack what the model asks for: ids may be any text, or missing,
    times may be texts in a machine's form, or aware or local datetimes. ``zone`` is the IANA zone
    that the source itself names. Text is plain where ours is, Markdown where ours is
    (:func:`blogctl.importers.bodies.body_of`).

    The rest is for the report. ``origins`` says where fields came from (``updates.headline``:
    ``JSON-LD headline``), ``homeless`` counts what had no home by its name in the source,
    ``omissions`` tells of entries left out, ``doubts`` of times and the like that cannot be right,
    as sentences that also say what was done, and ``is_guess`` that the source has no structure, so
    that all of this was guessed. An update may have ``doubts`` of its own: the report tells them
    with its id. ``is_ours`` says that all is in the JSON form of our own stories:
    what is valid like that is taken as it is. ``has_our_ids`` says only that the ids are those of a
    story of ours: what can be one stays, even where it looks like one that was escaped.
    ``withdrawn`` are ids of updates that were taken away and of which nothing else is in the
    source, each with the time of that, as far as it is said: a story that has them retracts them.
    """

    story: dict[str, Any] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    zone: str | None = None
    is_guess: bool = False
    is_ours: bool = False
    has_our_ids: bool = False
    origins: dict[str, str] = field(default_factory=dict)
    homeless: Counter[str] = field(default_factory=Counter)
    omissions: list[Omission] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    withdrawn: dict[str, Any] = field(default_factory=dict)


class Importer(Protocol):
    """A kind of source. The class is made without arguments."""

    # Properties, for type checkers: a class variable of a narrower type will do for each.
    @property
    def api_version(self) -> int:
        """The version of the contract it was written for; :data:`API_VERSION`."""

    @property
    def summary(self) -> str:
        """What it reads in a few words, for ``blogctl plugins``."""

    def recognises(self, source: Source) -> int:
        """How sure it is that this is for it: from :data:`NO` to :data:`SURE`; quick."""

    def read(self, source: Source) -> Findings | None:
        """What is in the source; ``None`` if there is no live blog in it.

        :class:`~blogctl.errors.StoryError` where the source is damaged or hostile.
        """


def without_blanks(data: Mapping[str, Any]) -> dict[str, Any]:
    """Data without what is not there: ``None``, blank texts, empty arrays and tables."""
    return {
        key: value
        for key, value in data.items()
        if not (
            value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())
        )
    }
