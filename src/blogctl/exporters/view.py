"""What the page's template is given, beside the story's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from blogctl.model import Media, Person, Source


@dataclass(frozen=True, slots=True)
class Time:
    """A time: ``iso`` for machines, ``text`` in words, ``clock`` and ``zone`` for the margin."""

    iso: str
    text: str
    clock: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A correction, its text as HTML."""

    time: Time
    text: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """An update; ``more`` and ``marks`` tell whether there is anything of that kind to show."""

    id: str
    day: date
    time: Time
    classes: str
    headline: str
    body: Markup
    label: str | None
    key: bool
    edited: Time | None
    authors: Sequence[Person]
    tags: Sequence[str]
    media: Sequence[Media]
    sources: Sequence[Source]
    corrections: Sequence[Fixed]

    @property
    def marks(self) -> bool:
        """Whether something stands beside the time."""
        return self.key or self.label is not None

    @property
    def more(self) -> bool:
        """Whether something follows the body."""
        return bool(self.media or self.sources or self.corrections)


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A line in the list of key events."""

    id: str
    time: Time
    title: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Another format of the story beside the page."""

    href: str
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Page:
    """The page: what the template shows beside the story's own fields.

    ``url`` is the story's, with scheme and host. ``pinned_is_copy`` tells whether the pinned
    update also stands in its own place among ``days``. ``social`` holds pairs of Open Graph.
    """

    title: str
    direction: str
    url: str | None
    feeds: Sequence[Feed]
    social: Sequence[tuple[str, str]]
    event: str | None
    begins: Time | None
    changed: Time | None
    note: Markup | None
    background: Markup | None
    key_events: Sequence[KeyEvent]
    pinned: Shown | None
    pinned_is_copy: bool
    days: Sequence[tuple[Time, Sequence[Shown]]]
    zone: str


VIEWS = frozenset({Time, Fixed, Shown, KeyEvent, Feed, Page})
"""The kinds of data that the template is given, beside the story's own."""
