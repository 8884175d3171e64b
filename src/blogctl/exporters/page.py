"""The page's view of a story: everything the template shows, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from markupsafe import Markup

from blogctl.exporters import Context
from blogctl.exporters.head import alternates, direction, event_text, social
from blogctl.exporters.markdown import first_words, plain, to_html
from blogctl.exporters.moments import moment
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Fixed, KeyEvent, Page, Shown, Time
from blogctl.exporters.visible import last_changed, newest_first
from blogctl.model import Retraction, Story, Update

_TITLE_LENGTH = 100
_FEW = 5


def page_of(story: Story, options: Ordered, context: Context) -> Page:
    """The page's view of a story.

    Its relative URLs stay as they are unless the options have a base: wherever the page lies,
    its browser resolves them.
    """
    meta, zone, base = story.meta, context.zone, options.base_url
    telling = Telling.of(story, options, context)
    updates = selected(story, options)
    shown = [_shown(update, telling, base) for update in updates]
    # The newest pinned update counts, also where a limit leaves it out of the list.
    pinned = next((update for update in newest_first(story) if update.pinned), None)
    changed_at = last_changed(story, context.now)
    beside = alternates(context, "text/html")
    begins = meta.coverage_start if meta.status == "upcoming" else None
    return Page(
        title=f"{meta.headline} – {meta.publisher.name}" if meta.publisher else meta.headline,
        direction=direction(meta.language),
        url=telling.links.page,
        alternates=beside,
        feeds=[each for each in beside if each.name],
        social=list(social(story, telling.links, changed_at, zone)),
        event=event_text(meta.about, telling) if meta.about else None,
        begins=_time(begins, telling) if begins else None,
        changed=_time(changed_at, telling) if changed_at and story.updates else None,
        note=_html(meta.note, base, below=2) if meta.note else None,
        background=_html(meta.body, base, below=2) if meta.body else None,
        key_events=list(_key_events(updates, telling)),
        pinned=_pinned(pinned, telling, base) if pinned else None,
        pinned_is_copy=pinned in updates,
        days=[
            (Time(day.isoformat(), telling.labels.day(day)), list(group))
            for day, group in groupby(shown, key=lambda update: update.day)
        ],
        order=options.order,
        is_part=len(updates) < len(story.updates),
        last=updates[-1].id if len(updates) > _FEW else None,
        zone=zone.key.replace("_", " "),
    )


def _shown(update: Update, telling: Telling, base: str | None) -> Shown:
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
            edited = _time(newest, telling, at.day)
    return Shown(
        id=update.id,
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
            Fixed(_time(item.time, telling, at.day), _html(item.text, base, below=3))
            for item in update.corrections
        ],
    )


def _pinned(update: Update, telling: Telling, base: str | None) -> Shown:
    """The pinned update; away from its day, its time needs the date."""
    return _shown(update, telling, base)._replace(time=_time(update.time, telling))


def _notice(retraction: Retraction, telling: Telling, base: str | None, beside: date) -> Markup:
    when = _time(retraction.time, telling, beside)
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


def _time(instant: datetime, telling: Telling, beside: date | None = None) -> Time:
    """A time with its date, which is left out where it is the same as ``beside``."""
    at = moment(instant, telling.context.zone)
    return Time(at.iso, telling.labels.moment(at, beside), at.clock, at.zone)


def _key_events(updates: Sequence[Update], telling: Telling) -> Iterator[KeyEvent]:
    """The key events among the updates shown, in their order; dated where days differ."""
    labels, zone = telling.labels, telling.context.zone
    latest = moment(max(update.time for update in updates), zone).day if updates else None
    for update in updates:
        if update.key and update.retraction is None:
            at = moment(update.time, zone)
            title = update.headline or first_words(plain(update.body or ""), _TITLE_LENGTH)
            title = title.strip() or update.label or labels["key_event"]
            text = at.clock if at.day == latest else labels.dated(at.day, at.clock)
            yield KeyEvent(update.id, Time(at.iso, text), title)
