"""The page's view of a story: everything the template shows, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup

from blogctl.exporters import Context
from blogctl.exporters.labels import LABELS
from blogctl.exporters.links import Links
from blogctl.exporters.markdown import first_words, plain, to_html
from blogctl.exporters.moments import date_text, day_text, moment, moment_text
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.visible import changed, last_changed, newest_first
from blogctl.model import Event, Media, Person, Source, Story, Update

_RIGHT_TO_LEFT = frozenset(
    {
        *("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "lrc"),
        *("mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"),
    }
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})
_FEEDS = {
    ".rss": ("application/rss+xml", "RSS"),
    ".atom": ("application/atom+xml", "Atom"),
    ".feed.json": ("application/feed+json", "JSON Feed"),
}
_TITLE_LENGTH = 100


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


def page_of(story: Story, options: Ordered, context: Context) -> Page:
    """The page's view of a story."""
    meta, zone = story.meta, context.zone
    base = options.base_url or context.base_url
    links = Links.of(story, base)
    updates = selected(story, options)
    shown = [_shown(update, zone, base) for update in updates]
    # The newest pinned update counts, also where a limit leaves it out of the list.
    pinned = next((update for update in newest_first(story) if update.pinned), None)
    changed_at = last_changed(story, context.now)
    begins = meta.coverage_start if meta.status == "upcoming" else None
    return Page(
        title=f"{meta.headline} – {meta.publisher.name}" if meta.publisher else meta.headline,
        direction=_direction(meta.language),
        url=links.page,
        feeds=_feeds(context),
        social=list(_social(story, links, changed_at, zone)),
        event=_event_text(meta.about, zone) if meta.about else None,
        begins=_time(begins, zone) if begins else None,
        changed=_time(changed_at, zone) if changed_at and story.updates else None,
        note=_html(meta.note, base, below=2) if meta.note else None,
        background=_html(meta.body, base, below=2) if meta.body else None,
        key_events=list(_key_events(updates, zone)),
        pinned=_pinned(pinned, zone, base) if pinned else None,
        pinned_is_copy=pinned in updates,
        days=[
            (Time(day.isoformat(), day_text(day)), list(group))
            for day, group in groupby(shown, key=lambda update: update.day)
        ],
        zone=zone.key.replace("_", " "),
    )


def _shown(update: Update, zone: ZoneInfo, base: str | None) -> Shown:
    at = moment(update.time, zone)
    headline = (update.headline or "").strip()
    body, classes = Markup(""), ""
    edited = None
    if update.retraction is not None:
        body, classes = _notice(update, zone, base), " retracted"
    else:
        if update.body:
            body = _html(update.body, base, below=3 if headline else 2)
        if update.key:
            classes = " is-key"
        newest = changed(update)
        if newest > update.time:
            edited = _time(newest, zone, at.day)
    return Shown(
        id=update.id,
        day=at.day,
        time=Time(at.iso, moment_text(at, at.day), at.clock, at.zone),
        classes=classes,
        headline=headline,
        body=body,
        label=update.label if update.label and update.label.strip() else None,
        key=update.key,
        edited=edited,
        authors=update.authors,
        tags=update.tags,
        media=update.media,
        sources=update.sources,
        corrections=[
            Fixed(_time(item.time, zone, at.day), _html(item.text, base, below=3))
            for item in update.corrections
        ],
    )


def _pinned(update: Update, zone: ZoneInfo, base: str | None) -> Shown:
    """The pinned update; away from its day, its time needs the date."""
    return replace(_shown(update, zone, base), time=_time(update.time, zone))


def _notice(update: Update, zone: ZoneInfo, base: str | None) -> Markup:
    assert update.retraction is not None  # noqa: S101 - asked by the caller
    when = _time(update.retraction.time, zone, moment(update.time, zone).day)
    notice = Markup('<p><strong>{}</strong> (<time datetime="{}">{}</time>).</p>').format(
        LABELS["retracted_at"], when.iso, when.text
    )
    reason = update.retraction.reason
    return notice + _html(reason, base, below=2) if reason else notice


def _html(markdown: str, base: str | None, *, below: int) -> Markup:
    """A text as HTML for the page, which wants classes for alignment and lazy images.

    The sanitiser escapes every "<" of the text, so these tags are its own.
    """
    clean = to_html(markdown, below=below, base=base, keep_relative=True)
    if "<img" in clean:
        clean = clean.replace("<img src=", '<img loading="lazy" src=')
    if "<table>" in clean:
        clean = clean.replace("<table>", '<div class="table" tabindex="0"><table>')
        clean = clean.replace("</table>", "</table></div>")
        for cell in ("<td", "<th"):
            clean = clean.replace(f'{cell} align="', f'{cell} class="')
    return Markup(clean)  # noqa: S704 - sanitised


def _time(instant: datetime, zone: ZoneInfo, beside: date | None = None) -> Time:
    """A time with its date, which is left out where it is the same as ``beside``."""
    at = moment(instant, zone)
    return Time(at.iso, moment_text(at, beside), at.clock, at.zone)


def _key_events(updates: Sequence[Update], zone: ZoneInfo) -> Iterator[KeyEvent]:
    """The key events among the updates shown, in their order; dated where days differ."""
    latest = moment(max(update.time for update in updates), zone).day if updates else None
    for update in updates:
        if update.key and update.retraction is None:
            at = moment(update.time, zone)
            title = update.headline or first_words(plain(update.body or ""), _TITLE_LENGTH)
            title = title.strip() or update.label or LABELS["key_event"]
            text = at.clock if at.day == latest else f"{date_text(at.day)}, {at.clock}"
            yield KeyEvent(update.id, Time(at.iso, text), title)


def _social(
    story: Story, links: Links, changed_at: datetime | None, zone: ZoneInfo
) -> Iterator[tuple[str, str]]:
    meta = story.meta
    yield "og:type", "article"
    yield "og:title", meta.headline
    if meta.summary:
        yield "og:description", meta.summary
    if links.page:
        yield "og:url", links.page
    if meta.publisher:
        yield "og:site_name", meta.publisher.name
    image = links.whole(meta.image.url) if meta.image else None
    if meta.image and image:
        yield "og:image", image
        if meta.image.alt:
            yield "og:image:alt", meta.image.alt
    times = [update.time for update in story.updates]
    first = meta.coverage_start if meta.status != "upcoming" else None
    published = min([*times, *([first] if first else [])], default=None)
    if published:
        yield "article:published_time", moment(published, zone).iso
    if changed_at:
        yield "article:modified_time", moment(changed_at, zone).iso
    for tag in meta.tags:
        yield "article:tag", tag


def _feeds(context: Context) -> list[Feed]:
    """The feeds made in the same call, known by the end of their names."""
    return [
        Feed(quote(name), media_type, shown)
        for name in context.siblings.values()
        for suffix, (media_type, shown) in _FEEDS.items()
        if name.endswith(suffix)
    ]


def _event_text(event: Event, zone: ZoneInfo) -> str:
    days = []
    for time in (event.start, event.end):
        if time is not None:
            day = moment(time, zone).day if isinstance(time, datetime) else time
            days.append(date_text(day))
    when = " – ".join(dict.fromkeys(days))
    return ", ".join(part for part in (event.name, event.location, when) if part)


def _direction(language: str) -> str:
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
