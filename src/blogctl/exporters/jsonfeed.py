"""JSON Feed 1.1: the story as a feed with an item for each update."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.given import given
from blogctl.exporters.head import whole_alternates
from blogctl.exporters.links import Links
from blogctl.exporters.options import AbsoluteUrl, PagedOptions
from blogctl.exporters.paging import Paged, pages
from blogctl.exporters.telling import Telling
from blogctl.markup.markdown import plain
from blogctl.model import Person, Story, Update, public_id

_VERSION = "https://jsonfeed.org/version/1.1"


class JsonFeedOptions(PagedOptions):
    """The options of a JSON Feed."""

    hub: AbsoluteUrl | None = Field(
        default=None, description="A WebSub hub that tells of new updates."
    )


class JsonFeedExporter:
    """The story as a JSON Feed; what the format has no key for stands under ``_blogctl``."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "JSON Feed 1.1"
    media_type: ClassVar[str] = "application/feed+json"
    suffix: ClassVar[str] = ".feed.json"
    options: ClassVar[type[JsonFeedOptions]] = JsonFeedOptions

    def render(
        self, story: Story, options: JsonFeedOptions, context: Context
    ) -> str | Mapping[str, str]:
        """The feed as JSON; with ``page_size`` also its older pages, by ``next_url``."""
        telling = Telling.of(story, options, context)
        name = f"{story.meta.id}{self.suffix}"
        return pages(
            story,
            options,
            name,
            telling.links.feed(options, name),
            lambda page: _document(story, page, telling, options),
        )


def _document(story: Story, page: Paged, telling: Telling, options: JsonFeedOptions) -> str:
    meta, links = story.meta, telling.links
    home = meta.publisher and links.whole(meta.publisher.url)
    beside = [
        {"url": each.href, "mime_type": each.media_type}
        for each in whole_alternates(telling, page.url("self"), JsonFeedExporter.media_type)
    ]
    document = {
        "version": _VERSION,
        "title": meta.headline,
        "home_page_url": links.page or home,
        "feed_url": page.url("self"),
        "description": feed.about(story),
        "next_url": page.url("next"),
        "icon": links.whole(meta.publisher.logo) if meta.publisher else None,
        "authors": _authors(meta.authors, links),
        "language": meta.language,
        "expired": True if meta.status == "ended" else None,
        "hubs": [{"type": "WebSub", "url": options.hub}] if options.hub else None,
        "_blogctl": given({"id": meta.id, "status": meta.status, "alternates": beside}),
    }
    items = [_item(story, update, telling) for update in page.updates]
    # A feed has items even where there are none yet.
    return json.dumps({**given(document), "items": items}, ensure_ascii=False, indent=2) + "\n"


def _item(story: Story, update: Update, telling: Telling) -> dict[str, Any]:
    entry, links = feed.entry(update, telling), telling.links
    newest = update.last_changed
    attachments = [
        given({"url": url, "mime_type": item.media_type, "title": item.caption or item.alt})
        | given({"size_in_bytes": item.bytes, "duration_in_seconds": item.duration})
        for item, url in feed.enclosures(update, links)
    ]
    pictures = (links.whole(item.url) for item in update.media if item.type == "image")
    item = {
        "id": public_id(story, update),
        "url": links.update(update.id),
        "title": entry.title if (update.headline or "").strip() or update.retraction else None,
        "content_html": entry.content or None,
        "content_text": entry.text or None,
        "summary": entry.summary,
        "image": next(filter(None, pictures), None),
        "date_published": telling.stamp(update.time),
        "date_modified": telling.stamp(newest) if newest > update.time else None,
        "authors": _authors(update.authors, links),
        "tags": list(update.tags),
        "attachments": attachments,
        "_blogctl": given(
            {
                "id": update.id,
                "label": update.label,
                "key_event": update.key or None,
                "pinned": update.pinned or None,
                "retracted": True if update.retraction else None,
                "corrections": [
                    {"date": telling.stamp(each.time), "text": plain(each.text)}
                    for each in update.corrections
                ],
            }
        ),
    }
    if not entry.content and not entry.text:
        item["content_text"] = entry.title or ""  # one of the two must be there
    return given(item)


def _authors(people: tuple[Person, ...], links: Links) -> list[dict[str, str]]:
    return [given({"name": each.name, "url": links.person(each.url)}) for each in people]
