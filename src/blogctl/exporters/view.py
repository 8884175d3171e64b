"""What the page's template is given, beside the story's own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from blogctl.model import Image, Media, Person, Publisher, Related, Source, StoryMeta


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


class KeyEvent(NamedTuple):
    """A line in the list of key events."""

    id: str
    time: Time
    title: str


class Alternate(NamedTuple):
    """Another format of the story beside the page; feeds have a name."""

    href: str
    media_type: str
    name: str | None = None


class Page(NamedTuple):
    """The page: what the template shows beside the story's own fields.

    ``url`` is the story's, with scheme and host. ``pinned_is_copy`` tells whether the pinned
    update also stands in its own place among ``days``. ``social`` holds pairs of Open Graph.
    ``is_part`` tells that there are more updates than those shown; ``last`` is the id of the
    last one where there are enough to leap to it.
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
    last: str | None
    zone: str


_MODELS = (StoryMeta, Publisher, Image, Related, Person, Media, Source)

READABLE: Mapping[type, frozenset[str]] = {
    **{view: frozenset(view._fields) for view in (Time, Fixed, KeyEvent, Alternate, Page)},
    Shown: frozenset({*Shown._fields, "marks", "more"}),
    **{model: frozenset(model.model_fields) for model in _MODELS},
}
"""What a template may read without further ado: data, and nothing but data."""
