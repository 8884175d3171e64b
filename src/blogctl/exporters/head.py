"""The page's facts about itself: direction, feeds beside it, social cards, what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote, urljoin

from blogctl.exporters import Context
from blogctl.exporters.moments import moment
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Alternate
from blogctl.exporters.visible import last_changed
from blogctl.model import Event, Story

_RIGHT_TO_LEFT = frozenset(
    {
        *("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "lrc"),
        *("mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"),
    }
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"})
_FEEDS = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
}


def social(story: Story, telling: Telling) -> Iterator[tuple[str, str]]:
    """Pairs of Open Graph, for those who show the page's link as a card."""
    meta, links, now = story.meta, telling.links, telling.context.now
    image = links.whole(meta.image.url) if meta.image else None
    return card(
        story,
        telling,
        title=meta.headline,
        description=meta.summary,
        url=links.page,
        image=(image, meta.image.alt) if meta.image and image else None,
        times=(published_at(story, now), last_changed(story, now)),
        tags=meta.tags,
    )


def card(
    story: Story,
    telling: Telling,
    *,
    title: str,
    description: str | None,
    url: str | None,
    image: tuple[str, str | None] | None,
    times: tuple[datetime | None, datetime | None],
    tags: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """Pairs of Open Graph for a page of the story.

    ``image`` is a whole URL with its alternative text; ``times`` are when what the page tells
    was published and when it changed.
    """
    published, changed = times
    publisher = story.meta.publisher
    picture, alt = image or (None, None)
    pairs = {
        "og:type": "article",
        "og:title": title,
        "og:description": description,
        "og:url": url,
        "og:site_name": publisher.name if publisher else None,
        "og:image": picture,
        "og:image:alt": alt,
        "article:published_time": telling.stamp(published) if published else None,
        "article:modified_time": telling.stamp(changed) if changed else None,
    }
    yield from ((name, value) for name, value in pairs.items() if value)
    yield from (("article:tag", tag) for tag in tags)


def published_at(story: Story, now: datetime) -> datetime | None:
    """When the story was first published: its first update, or the start of its coverage.

    What lies after ``now`` has not happened.
    """
    times = [update.time for update in story.updates]
    times += [story.meta.coverage_start] if story.meta.coverage_start else []
    return min((time for time in times if time <= now), default=None)


def alternates(context: Context, own: str) -> list[Alternate]:
    """The documents made in the same call, but for those of one's ``own`` media type."""
    return [
        Alternate(quote(each.name), each.media_type, _FEEDS.get(each.media_type))
        for each in context.siblings.values()
        if each.media_type != own
    ]


def whole_alternates(telling: Telling, url: str | None, own: str) -> list[Alternate]:
    """The same beside a document that is found at ``url``, by whole URLs.

    A page made beside it is left out where the story has a page of its own.
    """
    if url is None:
        return []
    return [
        each._replace(href=urljoin(url, each.href))
        for each in alternates(telling.context, own)
        if not (telling.links.page and each.media_type == "text/html")
    ]


def event_text(event: Event, telling: Telling) -> str:
    """What the story is about, on one line: the event's name, place and days."""
    labels, zone = telling.labels, telling.context.zone
    days = []
    for time in (event.start, event.end):
        if time is not None:
            day = moment(time, zone).day if isinstance(time, datetime) else time
            days.append(labels.date(day))
    when = " – ".join(dict.fromkeys(days))
    return labels.listed(part for part in (event.name, event.location, when) if part)


def direction(language: str) -> str:
    """The direction that a language tag's script is written in: ``ltr`` or ``rtl``."""
    first, *rest = language.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"
