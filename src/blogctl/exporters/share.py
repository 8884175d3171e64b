"""The page of one update: what those who are sent its link see, and the card that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.exporters.feed import SUMMARY_LENGTH, title_of
from blogctl.exporters.head import direction
from blogctl.exporters.markdown import first_words, plain
from blogctl.exporters.options import Ordered
from blogctl.exporters.page import Where, day_of, shown, zone_name
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Share
from blogctl.model import Story, Update


def share_of(
    story: Story, update: Update, options: Ordered, telling: Telling, where: Where
) -> Share:
    """The page's view of an update; of a retracted one, of the notice."""
    meta = story.meta
    title = _title(update, telling)
    article = shown(update, telling, options.base_url, where)
    description = _description(update) or meta.summary
    return Share(
        title=f"{title} – {meta.headline}",
        direction=direction(meta.language),
        url=telling.links.places.get(update.id),
        description=description,
        social=list(_card(story, update, title, description, telling)),
        day=day_of(article.day, telling),
        update=article,
        zone=zone_name(telling),
    )


def _title(update: Update, telling: Telling) -> str:
    if update.retraction is not None:
        return telling.labels["retracted"]
    label = (update.label or "").strip()
    return title_of(update) or label or telling.when(update.time)


def _description(update: Update) -> str | None:
    text = update.retraction.reason if update.retraction else update.body
    return first_words(plain(text or ""), SUMMARY_LENGTH) or None


def _card(
    story: Story, update: Update, title: str, description: str | None, telling: Telling
) -> Iterator[tuple[str, str]]:
    """Pairs of Open Graph; X reads them too, and asks only for the card's size."""
    meta, links = story.meta, telling.links
    url = links.places.get(update.id)
    yield "og:type", "article"
    yield "og:title", title
    if description:
        yield "og:description", description
    if url:
        yield "og:url", url
    if meta.publisher:
        yield "og:site_name", meta.publisher.name
    for image, alt in _pictures(story, update):
        whole = links.whole(image)
        if whole:
            yield "og:image", whole
            if alt:
                yield "og:image:alt", alt
            yield "twitter:card", "summary_large_image"
            break
    yield "article:published_time", telling.stamp(update.time)
    if update.last_changed > update.time:
        yield "article:modified_time", telling.stamp(update.last_changed)
    for tag in update.tags:
        yield "article:tag", tag


def _pictures(story: Story, update: Update) -> Iterator[tuple[str, str | None]]:
    """The URLs of the update's pictures and then the story's, with their alternative texts."""
    yield from ((item.url, item.alt) for item in update.media if item.type == "image")
    if story.meta.image:
        yield story.meta.image.url, story.meta.image.alt
