"""The page's view of a story: everything the template shows, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup

from blogctl.exporters.feed import title_of
from blogctl.exporters.head import alternates, direction, event_text, social
from blogctl.exporters.moments import moment
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Among, Fixed, KeyEvent, Page, Shown, Time
from blogctl.exporters.visible import last_changed
from blogctl.markup.markdown import to_html
from blogctl.model import Retraction, Story, Update

_FEW = 5


@dataclass(frozen=True, slots=True)
class Where:
    """Where the links of a page lead; without more they stay on it.

    ``here`` is the page's own name, ``pages`` that of the page each update stands on and
    ``links`` its own address, by ids.
    """

    here: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def link(self, id_: str) -> str:
        """An update's own address."""
        return self.links.get(id_) or f"#{id_}"

    def place(self, id_: str) -> str:
        """An update's place among the others."""
        page = self.pages.get(id_, self.here)
        return f"#{id_}" if page == self.here else f"{page}#{id_}"


_HERE = Where()


def page_of(
    story: Story,
    options: Ordered,
    telling: Telling,
    where: Where = _HERE,
    part: Sequence[Update] | None = None,
    among: Among | None = None,
) -> Page:
    """The page's view of a story, or of a ``part`` of its updates.

    Its relative URLs stay as they are unless the options have a base: wherever the page lies,
    its browser resolves them.
    """
    meta, base = story.meta, options.base_url
    everything = selected(story, options)
    updates = everything if part is None else part
    articles = [shown(update, telling, base, where) for update in updates]
    pinned = next((update for update in story.updates if update.pinned), None)
    changed_at = last_changed(story, telling.context.now)
    beside = alternates(telling.context, "text/html")
    begins = meta.coverage_start if meta.status == "upcoming" else None
    return Page(
        title=f"{meta.headline} – {meta.publisher.name}" if meta.publisher else meta.headline,
        direction=direction(meta.language),
        url=telling.links.page,
        alternates=beside,
        feeds=[each for each in beside if each.name],
        social=list(social(story, telling)),
        event=event_text(meta.about, telling) if meta.about else None,
        begins=time_of(begins, telling) if begins else None,
        changed=time_of(changed_at, telling) if changed_at and story.updates else None,
        note=_html(meta.note, base, below=2) if meta.note else None,
        background=_html(meta.body, base, below=2) if meta.body else None,
        key_events=list(_key_events(everything, telling, where)),
        pinned=_pinned(pinned, telling, base, where) if pinned else None,
        pinned_is_copy=pinned in everything,
        days=by_day(articles, telling),
        order=options.order,
        is_part=len(updates) < len(story.updates),
        first="#_updates" if len(updates) > _FEW else None,
        last=f"#{updates[-1].id}" if len(updates) > _FEW else None,
        zone=zone_name(telling),
        among=among,
    )


def older_page(page: Page, url: str | None) -> Page:
    """A page of older updates: nothing on it changes when new ones come."""
    name = page.among.name if page.among else None
    return page._replace(
        title=f"{name} – {page.title}",
        url=url,
        social=[],
        event=None,
        begins=None,
        changed=None,
        note=None,
        background=None,
        key_events=[],
        pinned=None,
    )


def by_day(updates: Sequence[Shown], telling: Telling) -> list[tuple[Time, list[Shown]]]:
    """Updates in their order, under the days that they are of."""
    return [
        (day_of(day, telling), list(group))
        for day, group in groupby(updates, key=lambda update: update.day)
    ]


def day_of(day: date, telling: Telling) -> Time:
    """A day, as it stands above its updates."""
    return Time(day.isoformat(), telling.labels.day(day))


def zone_name(telling: Telling) -> str:
    """The zone of the times, as readers know it."""
    return telling.context.zone.key.replace("_", " ")


def shown(update: Update, telling: Telling, base: str | None, where: Where) -> Shown:
    """An update as pages show it."""
    at = moment(update.time, telling.context.zone)
    headline = (update.headline or "").strip()
    body, classes = Markup(""), ""
    edited = None
    if update.retraction is not None:
        body, classes = _notice(update.retraction, telling, base, at.day), " retracted"
    else:
        if update.body:
            body = _html(update.body, base, below=3 if headline else 2)
        if update.key:
            classes = " is-key"
        newest = update.last_changed
        if newest > update.time:
            edited = time_of(newest, telling, at.day)
    return Shown(
        id=update.id,
        link=where.link(update.id),
        place=where.place(update.id),
        day=at.day,
        time=Time(at.iso, telling.labels.moment(at, at.day), at.clock, at.zone),
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
            Fixed(time_of(item.time, telling, at.day), _html(item.text, base, below=3))
            for item in update.corrections
        ],
    )


def _pinned(update: Update, telling: Telling, base: str | None, where: Where) -> Shown:
    """The pinned update; away from its day, its time needs the date."""
    return shown(update, telling, base, where)._replace(time=time_of(update.time, telling))


def _notice(retraction: Retraction, telling: Telling, base: str | None, beside: date) -> Markup:
    when = time_of(retraction.time, telling, beside)
    notice = Markup('<p><strong>{}</strong> (<time datetime="{}">{}</time>).</p>\n').format(
        telling.labels["retracted_at"], when.iso, when.text
    )
    return notice + _html(retraction.reason, base, below=2) if retraction.reason else notice


def _html(markdown: str, base: str | None, *, below: int) -> Markup:
    """A text as HTML for the page: with lazy images, and what may scroll open to the keyboard.

    The sanitiser escapes every "<" of the text, so these tags are its own.
    """
    clean = to_html(markdown, below=below, base=base, keep_relative=True)
    if "<img" in clean:
        clean = clean.replace("<img src=", '<img loading="lazy" src=')
    if "<pre>" in clean:
        clean = clean.replace("<pre>", '<pre tabindex="0">')
    if "<table>" in clean:
        # HTML has no attribute for alignment any more; the page's style has classes for it.
        clean = clean.replace("<table>", '<div class="table" tabindex="0"><table>')
        clean = clean.replace("</table>", "</table></div>")
        for cell in ("<td", "<th"):
            clean = clean.replace(f'{cell} align="', f'{cell} class="')
    return Markup(clean)  # noqa: S704 - sanitised


def time_of(instant: datetime, telling: Telling, beside: date | None = None) -> Time:
    """A time with its date, which is left out where it is the same as ``beside``."""
    at = moment(instant, telling.context.zone)
    return Time(at.iso, telling.labels.moment(at, beside), at.clock, at.zone)


def _key_events(updates: Sequence[Update], telling: Telling, where: Where) -> Iterator[KeyEvent]:
    """The key events among the updates shown, in their order; dated where days differ."""
    labels, zone = telling.labels, telling.context.zone
    latest = moment(max(update.time for update in updates), zone).day if updates else None
    for update in updates:
        if update.key and update.retraction is None:
            at = moment(update.time, zone)
            title = title_of(update) or update.label or labels["key_event"]
            text = at.clock if at.day == latest else labels.dated(at.day, at.clock)
            yield KeyEvent(where.place(update.id), Time(at.iso, text), title)
