"""ninjs 3.1 (IPTC News in JSON): the story as a news object with its updates as associations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.given import given
from blogctl.exporters.head import published_at
from blogctl.exporters.links import Links
from blogctl.exporters.markdown import plain, to_html
from blogctl.exporters.moments import moment, moment_text, stamp
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.visible import last_changed
from blogctl.exporters.words import captions, correction_line, retraction_line
from blogctl.model import Image, Media, Person, Story, Update, public_id

_SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"


class NinjsExporter:
    """The story for news wires; a retracted update is a canceled object."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "ninjs 3.1, for news wires"
    media_type: ClassVar[str] = "application/json"
    suffix: ClassVar[str] = ".ninjs.json"
    options: ClassVar[type[Ordered]] = Ordered

    def render(self, story: Story, options: Ordered, context: Context) -> str:
        """The news object as JSON."""
        links = Links.of(story, options.base_url or context.base_url)
        updates = selected(story, options)
        document = given(
            {
                **_story(story, links, context),
                "associations": [_update(story, each, links, context) for each in updates],
            }
        )
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _story(story: Story, links: Links, context: Context) -> dict[str, Any]:
    meta, publisher = story.meta, story.meta.publisher
    bodies = []
    # "edNote" is for editors only, and descriptions are metadata: readers are to see the note.
    for role, text in (("main", meta.body), ("note", meta.note)):
        bodies += _bodies(to_html(text, base=links.base), plain(text), role) if text else []
    return {
        "uri": public_id(story),
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "type": "composite",
        "representationType": "full",
        "profile": "live-blog",
        **_times(published_at(story), last_changed(story, context.now), context),
        "pubStatus": "usable",
        "language": meta.language,
        "title": meta.headline,
        "headlines": [{"value": meta.headline}],
        "descriptions": [{"role": "summary", "value": meta.summary}] if meta.summary else [],
        "bodies": bodies,
        "by": _by(meta.authors),
        "subjects": _subjects(meta.tags),
        "events": [{"name": meta.about.name}] if meta.about else [],
        "places": [{"name": meta.about.location}] if meta.about and meta.about.location else [],
        "infoSources": [{"name": publisher.name, "role": "publisher"}] if publisher else [],
        "altIds": [{"role": "story", "value": meta.id}],
        "renditions": _renditions([meta.image] if meta.image else [], links),
    }


def _update(story: Story, update: Update, links: Links, context: Context) -> dict[str, Any]:
    entry = feed.entry(update, links, context.zone)
    title = entry.title or moment_text(moment(update.time, context.zone))
    return given(
        {
            "name": update.id,
            "rel": "update",
            "uri": public_id(story, update),
            "type": "text",
            "representationType": "full",
            **_times(update.time, update.last_changed, context),
            "pubStatus": "canceled" if update.retraction else "usable",
            "language": story.meta.language,
            "title": title,
            "headlines": [{"value": title}] if entry.title and not update.retraction else [],
            "bodies": _bodies(entry.content, _text(update, entry.text, context)),
            "by": _by(update.authors),
            "subjects": _subjects(update.tags),
            "genres": [{"literal": update.label}] if update.label else [],
            "infoSources": [{"name": each.name, "role": "source"} for each in update.sources],
            "altIds": [{"role": "update", "value": update.id}],
            "renditions": _renditions(update.media, links),
        }
    )


def _times(
    first: datetime | None, newest: datetime | None, context: Context
) -> dict[str, str | None]:
    created = stamp(first, context.zone) if first else None
    version = stamp(newest, context.zone) if newest else None
    return {
        # A version is whatever the content was at the time of its newest change.
        "version": version,
        "firstCreated": created,
        "versionCreated": version,
        "contentCreated": created,
    }


def _text(update: Update, body: str, context: Context) -> str:
    """The plain body of an update, with what came after it was published."""
    if update.retraction:
        reason = plain(update.retraction.reason or "")
        return "\n".join(filter(None, [retraction_line(update.retraction, context), reason]))
    corrections = (correction_line(each, context) for each in update.corrections)
    return "\n".join(filter(None, [body, *corrections]))


def _bodies(html: str, text: str, role: str = "main") -> list[dict[str, Any]]:
    bodies: list[dict[str, Any]] = []
    if html:
        bodies.append({"role": role, "contentType": "text/html", "value": html})
    if text:
        words = len(text.split())
        counts = {"charCount": len(text), "wordCount": words}
        bodies.append({"role": role, "contentType": "text/plain", **counts, "value": text})
    return bodies


def _by(people: Iterable[Person]) -> str | None:
    return ", ".join(person.with_role for person in people) or None


def _subjects(tags: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": tag, "literal": tag} for tag in tags]


def _renditions(items: Iterable[Image | Media], links: Links) -> list[dict[str, Any]]:
    found = []
    for number, item in enumerate(items, start=1):
        url = links.whole(item.url)
        media = item if isinstance(item, Media) else None
        kind = media.type if media else "image"
        if url is None:
            continue
        found.append(
            given(
                {
                    "name": f"{kind}-{number}",
                    "href": url,
                    "contentType": media.mime if media else None,
                    "title": " · ".join(captions(item)) or item.alt,
                    "width": item.width,
                    "height": item.height,
                    "sizeInBytes": media.bytes if media else None,
                    "duration": media.duration if media else None,
                }
            )
        )
    return found
