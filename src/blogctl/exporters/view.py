"""What the page's template is given, beside the story's own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from blogctl.model import Event, Image, Media, Person, Publisher, Related, Source, StoryMeta


class Time(NamedTuple):
    """A time: ``iso`` for machines, ``text`` in words, ``clock`` and ``zone`` for the margin."""

    iso: str
    text: str
    clock: str = ""
    zone: str = ""


class Fixed(NamedTuple):
    """A correction, its text as HTML."""

    time: Time
    text: Markup


class Shown(NamedTuple):
    """An update; ``more`` and ``marks`` tell whether there is anything of that kind to show.

    ``link`` is its own address, ``place`` that of its place among the others.
    """

    id: str
    link: str
    place: str
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


class KeyEvent(NamedTuple):
    """A line in the list of key events."""

    place: str
    time: Time
    title: str


class Alternate(NamedTuple):
    """Another format of the story beside the page; feeds have a name."""

    href: str
    media_type: str
    name: str | None = None


class Among(NamedTuple):
    """A page's place among others: its name unless it is the newest, and its neighbours."""

    name: str | None
    older: str | None
    newer: str | None


class Assets(NamedTuple):
    """Where a page finds its style and its script."""

    style: str
    script: str


class Page(NamedTuple):
    """The page: what the template shows beside the story's own fields.

    ``url`` is the story's, with scheme and host. ``pinned_is_copy`` tells whether the pinned
    update also stands in its own place among ``days``. ``social`` holds pairs of Open Graph.
    ``is_part`` tells that there are more updates than those shown. ``first`` and ``last`` lead to
    both ends of the story's updates where they are far enough away to leap to, ``first`` to the
    one that readers come upon first. ``among`` tells of a page that is one of several.
    """

    title: str
    direction: str
    url: str | None
    alternates: Sequence[Alternate]
    feeds: Sequence[Alternate]
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
    order: str
    is_part: bool
    first: str | None
    last: str | None
    zone: str
    among: Among | None = None


class Share(NamedTuple):
    """The page of one update, for those who are sent its link."""

    title: str
    direction: str
    url: str | None
    description: str | None
    social: Sequence[tuple[str, str]]
    day: Time
    update: Shown
    zone: str


class Listed(NamedTuple):
    """A story in a list of them; ``image`` is resolved."""

    href: str
    headline: str
    language: str
    direction: str
    status: str
    summary: str | None
    changed: Time | None
    image: str | None
    alt: str


class Front(NamedTuple):
    """The list of the stories that have a folder each."""

    language: str
    direction: str
    url: str | None
    stories: Sequence[Listed]


_VIEWS = (Time, Fixed, KeyEvent, Alternate, Among, Assets, Page, Share, Listed, Front)
_MODELS = (StoryMeta, Publisher, Event, Image, Related, Person, Media, Source)

READABLE: Mapping[type, frozenset[str]] = {
    **{view: frozenset(view._fields) for view in _VIEWS},
    Shown: frozenset({*Shown._fields, "marks", "more"}),
    **{model: frozenset(model.model_fields) for model in _MODELS},
}
"""What a template may read without further ado: data, and nothing but data."""
