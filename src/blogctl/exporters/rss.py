"""RSS 2.0, with the elements of Atom, Dublin Core, Content and Media RSS that readers know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape as escape_html
from typing import ClassVar
from urllib.parse import urlsplit

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.head import whole_alternates
from blogctl.exporters.links import Links
from blogctl.exporters.moments import local
from blogctl.exporters.options import FeedOptions, selected
from blogctl.exporters.telling import Telling
from blogctl.exporters.visible import last_changed
from blogctl.exporters.xml import element, empty, line, markup, named, opening
from blogctl.model import Media, Story, Update, public_id
from blogctl.times import rfc822

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)
_BITMAP = re.compile(r"(?:\.(?:gif|jpe?g|png)|/[^/.]*|^)$", re.IGNORECASE)
"""The path of a picture as RSS has it: GIF, JPEG or PNG, or nothing that says otherwise."""
_MEDIUM = {"image": "image", "video": "video", "audio": "audio", "file": "document"}


class RssExporter:
    """The story as a feed with an item for each update.

    A channel needs a link: the story's URL, else the base URL, else the publisher's, else the
    feed's own; a story that knows none of them gets its ``urn:uuid:``.
    """

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "RSS 2.0 feed"
    media_type: ClassVar[str] = "application/rss+xml"
    suffix: ClassVar[str] = ".rss"
    options: ClassVar[type[FeedOptions]] = FeedOptions

    def render(self, story: Story, options: FeedOptions, context: Context) -> str:
        """The feed as XML."""
        telling = Telling.of(story, options, context)
        feed_url = telling.links.feed(options, f"{story.meta.id}{self.suffix}")
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<rss version="2.0" {_NAMESPACES}>',
            "<channel>",
            *_channel(story, feed_url, telling),
        ]
        for update in selected(story, options):
            lines += ("<item>", *_item(story, update, telling), "</item>")
        lines += ("</channel>", "</rss>", "")
        return "\n".join(lines)


def _channel(story: Story, feed_url: str | None, telling: Telling) -> Iterator[str]:
    meta, publisher = story.meta, story.meta.publisher
    links, context = telling.links, telling.context
    home = links.whole(publisher.url) if publisher else None
    link = links.page or links.base or home or feed_url or public_id(story)
    yield element("title", line(meta.headline))
    yield element("link", link)
    yield element("description", escape_html(feed.about(story) or meta.headline, quote=False))
    yield element("language", meta.language)
    if feed_url:
        yield empty("atom:link", href=feed_url, rel="self", type=RssExporter.media_type)
    for other in whole_alternates(telling, feed_url, RssExporter.media_type):
        yield empty("atom:link", href=other.href, rel="alternate", type=other.media_type)
    changed = last_changed(story, context.now)
    if changed:
        yield element("lastBuildDate", rfc822(local(changed, context.zone)))
    yield element("generator", "blogctl")
    for person in meta.authors:
        yield named("dc:creator", person.name)
    for tag in meta.tags:
        yield named("category", tag)
    logo = links.whole(publisher.logo) if publisher else None
    if logo and _BITMAP.search(urlsplit(logo).path):
        yield "<image>"
        yield element("url", logo)
        yield element("title", line(meta.headline))
        yield element("link", link)
        yield "</image>"


def _item(story: Story, update: Update, telling: Telling) -> Iterator[str]:
    entry, links = feed.entry(update, telling), telling.links
    if entry.title:
        yield element("title", entry.title)
    link = links.update(update.id)
    if link:
        yield element("link", link)
    yield f'<guid isPermaLink="false">{public_id(story, update)}</guid>'
    yield f"<pubDate>{rfc822(local(update.time, telling.context.zone))}</pubDate>"
    if update.last_changed > update.time:
        yield element("atom:updated", telling.stamp(update.last_changed))
    for person in update.authors:
        yield named("dc:creator", person.name)
    for tag in update.tags:
        yield named("category", tag)
    if entry.summary:
        yield element("description", escape_html(entry.summary, quote=False))
        yield markup("content:encoded", entry.content)
    elif entry.content or not entry.title:
        yield markup("description", entry.content)
    if update.media:
        yield from _media(update, links)


def _media(update: Update, links: Links) -> Iterator[str]:
    """One enclosure, as readers expect at most one, and everything as Media RSS."""
    offered = feed.enclosures(update, links)
    # Readers play a recording; they find a picture in the text.
    for item, url in sorted(offered, key=lambda each: each[0].type == "image")[:1]:
        # The length is required; 0 says that it is not known.
        yield empty("enclosure", url=url, length=str(item.bytes or 0), type=item.media_type)
    for item in update.media:
        whole = links.whole(item.url)
        if whole and item.type in _MEDIUM:
            yield from _media_content(item, whole, links)


def _media_content(item: Media, url: str, links: Links) -> Iterator[str]:
    facts = {
        "url": url,
        "medium": _MEDIUM[item.type],
        "type": item.media_type,
        "fileSize": item.bytes or None,
        "width": item.width,
        "height": item.height,
        "duration": None if item.duration is None else round(item.duration),
    }
    attributes = {name: None if fact is None else str(fact) for name, fact in facts.items()}
    poster = links.whole(item.poster)
    said, credit = line(item.caption or "") or line(item.alt or ""), line(item.credit or "")
    inner = []
    if said:
        inner.append(element("media:description", said, type="plain"))
    if credit:
        inner.append(element("media:credit", credit))
    if poster:
        inner.append(empty("media:thumbnail", url=poster))
    if inner:
        yield opening("media:content", **attributes)
        yield from inner
        yield "</media:content>"
    else:
        yield empty("media:content", **attributes)
