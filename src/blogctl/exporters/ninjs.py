"""ninjs 3.1 (IPTC News in JSON): the story as a news object with its updates as associations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.given import given
from blogctl.exporters.head import published_at
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.telling import Telling
from blogctl.exporters.visible import last_changed
from blogctl.exporters.words import captions, correction_line
from blogctl.markup.markdown import plain, to_html
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
        telling = Telling.of(story, options, context)
        updates = selected(story, options)
        document = given(
            {
                **_story(story, telling),
                "associations": [_update(story, each, telling) for each in updates],
            }
        )
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _story(story: Story, telling: Telling) -> dict[str, Any]:
    meta, publisher = story.meta, story.meta.publisher
    newest = last_changed(story, telling.context.now)
    bodies = []
    # "edNote" is for editors only, and descriptions are metadata: readers are to see the note.
    for role, text in (("main", meta.body), ("note", meta.note)):
        bodies += _bodies(to_html(text, base=telling.links.base), plain(text), role) if text else []
    return {
        "uri": public_id(story),
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "type": "composite",
        "representationType": "full",
        "profile": "live-blog",
        **_times(published_at(story, telling.context.now), newest, telling),
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
        "altIds": _ids("story", meta.id, telling.links.page),
        "renditions": _renditions([meta.image] if meta.image else [], telling),
    }


def _update(story: Story, update: Update, telling: Telling) -> dict[str, Any]:
    entry = feed.entry(update, telling)
    title = entry.title or telling.when(update.time)
    return given(
        {
            "name": update.id,
            "rel": "update",
            "uri": public_id(story, update),
            "type": "text",
            "representationType": "full",
            **_times(update.time, update.last_changed, telling),
            "pubStatus": "canceled" if update.retraction else "usable",
            "language": story.meta.language,
            "title": title,
            "headlines": [{"value": title}] if entry.title and not update.retraction else [],
            "bodies": _bodies(entry.content, _text(update, entry.text, telling)),
            "by": _by(update.authors),
            "subjects": _subjects(update.tags),
            "genres": [{"literal": update.label}] if update.label else [],
            "infoSources": [
                given({"name": each.name, "role": "source", "uri": telling.links.whole(each.url)})
                for each in update.sources
            ],
            "altIds": _ids("update", update.id, telling.links.update(update.id)),
            "renditions": _renditions(update.media, telling),
        }
    )


def _times(
    first: datetime | None, newest: datetime | None, telling: Telling
) -> dict[str, str | None]:
    created = telling.stamp(first) if first else None
    version = telling.stamp(newest) if newest else None
    return {
        # A version is whatever the content was at the time of its newest change.
        "version": version,
        "firstCreated": created,
        "versionCreated": version,
        "contentCreated": created,
    }


def _text(update: Update, body: str, telling: Telling) -> str:
    """The plain body of an update, with what came after it was published."""
    corrections = (correction_line(each, telling) for each in update.corrections)
    return "\n".join(filter(None, [body, *corrections]))


def _ids(role: str, id_: str, url: str | None) -> list[dict[str, str]]:
    """Under which names else it is known: its id in the file, and where readers find it."""
    found = [{"role": role, "value": id_}]
    return [*found, {"role": "url", "value": url}] if url else found


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
    return ", ".join(each.with_role for each in people) or None


def _subjects(tags: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": tag, "literal": tag} for tag in tags]


def _renditions(items: Iterable[Image | Media], telling: Telling) -> list[dict[str, Any]]:
    found = []
    for number, item in enumerate(items, start=1):
        url = telling.links.whole(item.url)
        media = item if isinstance(item, Media) else None
        kind = media.type if media else "image"
        if url is None:
            continue
        found.append(
            given(
                {
                    "name": f"{kind}-{number}",
                    "href": url,
                    "contentType": media.media_type if media else None,
                    "title": " · ".join(captions(item, telling.labels)) or item.alt,
                    "width": item.width,
                    "height": item.height,
                    "sizeInBytes": media.bytes if media else None,
                    "duration": media.duration if media else None,
                }
            )
        )
    return found
