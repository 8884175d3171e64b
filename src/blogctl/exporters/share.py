"""The page of one update: what those who are sent its link see, and the card that shows it."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.exporters.feed import SUMMARY_LENGTH, title_of
from blogctl.exporters.head import card, direction
from blogctl.exporters.options import Ordered
from blogctl.exporters.page import Where, day_of, shown, zone_name
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Share
from blogctl.markup.markdown import first_words, plain
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
    whole = ((telling.links.whole(url), alt) for url, alt in _pictures(story, update))
    image = next(((url, alt) for url, alt in whole if url), None)
    changed = update.last_changed
    yield from card(
        story,
        telling,
        title=title,
        description=description,
        url=telling.links.places.get(update.id),
        image=image,
        times=(update.time, changed if changed > update.time else None),
        tags=update.tags,
    )
    if image:
        yield "twitter:card", "summary_large_image"


def _pictures(story: Story, update: Update) -> Iterator[tuple[str, str | None]]:
    """The URLs of the update's pictures and then the story's, with their alternative texts."""
    yield from ((item.url, item.alt) for item in update.media if item.type == "image")
    if story.meta.image:
        yield story.meta.image.url, story.meta.image.alt
