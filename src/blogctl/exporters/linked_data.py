"""A story as schema.org's LiveBlogPosting, for search engines and whoever reads JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from blogctl.exporters import feed
from blogctl.exporters.given import given
from blogctl.exporters.head import published_at
from blogctl.exporters.links import Links
from blogctl.exporters.telling import Telling
from blogctl.exporters.visible import last_changed
from blogctl.markup.markdown import first_words, plain
from blogctl.model import Event, Image, Media, Person, Story, Update, public_id

_MEDIA = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}


def live_blog(story: Story, updates: Iterable[Update], telling: Telling) -> dict[str, Any]:
    """The LiveBlogPosting of a story with these updates, as JSON data."""
    meta, links, stamp = story.meta, telling.links, telling.stamp
    published, newest = (
        published_at(story, telling.context.now),
        last_changed(story, telling.context.now),
    )
    starts = [update.time for update in story.updates]
    starts += [meta.coverage_start] if meta.coverage_start else []
    ends = meta.coverage_end if meta.status == "ended" else None
    publisher = meta.publisher
    return given(
        {
            "@context": "https://schema.org",
            "@type": "LiveBlogPosting",
            "@id": links.page or public_id(story),
            "identifier": public_id(story),
            "url": links.page,
            "mainEntityOfPage": links.page,
            "headline": meta.headline,
            "description": meta.summary,
            "inLanguage": meta.language,
            "datePublished": stamp(published) if published else None,
            "dateModified": stamp(newest) if newest else None,
            "coverageStartTime": stamp(min(starts)) if starts else None,
            "coverageEndTime": stamp(ends) if ends else None,
            "author": [_person(each, links) for each in meta.authors],
            "publisher": given(
                {
                    "@type": "Organization",
                    "name": publisher.name,
                    "url": links.whole(publisher.url),
                    "logo": _logo(links.whole(publisher.logo)),
                }
            )
            if publisher
            else None,
            "image": _image(meta.image, links) if meta.image else None,
            "keywords": list(meta.tags),
            "about": _event(meta.about, telling) if meta.about else None,
            "articleBody": plain(meta.body) if meta.body else None,
            "liveBlogUpdate": [_posting(story, each, telling) for each in updates],
        }
    )


def script_safe(data: Mapping[str, Any], indent: int | None = None) -> str:
    """JSON that may stand in a ``<script>`` element, whatever the story says."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _posting(story: Story, update: Update, telling: Telling) -> dict[str, Any]:
    (title, text), links = feed.told(update, telling), telling.links
    newest, identity = update.last_changed, public_id(story, update)
    published = telling.stamp(update.time)
    url = links.update(update.id)
    media: dict[str, list[dict[str, Any]]] = {"image": [], "video": [], "audio": []}
    for item in update.media:
        if item.type in media and (found := _media(item, telling, update)):
            media[item.type].append(found)
    return given(
        {
            "@type": "BlogPosting",
            "@id": url or identity,
            "identifier": identity,
            "url": url,
            "headline": title or first_words(story.meta.headline, feed.TITLE_LENGTH),
            "datePublished": published,
            "dateModified": telling.stamp(newest) if newest > update.time else published,
            "articleBody": text or None,
            "author": [_person(each, links) for each in update.authors],
            "keywords": list(update.tags),
            "creativeWorkStatus": telling.labels["retracted"] if update.retraction else None,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": plain(each.text),
                    "datePublished": telling.stamp(each.time),
                }
                for each in update.corrections
            ],
            "citation": [
                given({"@type": "CreativeWork", "name": each.name, "url": links.whole(each.url)})
                for each in update.sources
            ],
            **media,
        }
    )


def _logo(url: str | None) -> dict[str, str] | None:
    return {"@type": "ImageObject", "url": url} if url else None


def _person(person: Person, links: Links) -> dict[str, Any]:
    return given(
        {
            "@type": "Person",
            "name": person.name,
            "url": links.whole(person.url),
            "email": person.email,
            "jobTitle": person.role,
        }
    )


def _image(image: Image, links: Links) -> dict[str, Any] | None:
    url = links.whole(image.url)
    if url is None:
        return None
    return given(
        {
            "@type": "ImageObject",
            "url": url,
            "caption": image.caption or image.alt,
            "creditText": image.credit,
            "width": image.width,
            "height": image.height,
        }
    )


def _media(item: Media, telling: Telling, update: Update) -> dict[str, Any] | None:
    links, labels = telling.links, telling.labels
    url = links.whole(item.url)
    if url is None:
        return None
    is_film = item.type == "video"
    said = item.caption or item.alt
    return given(
        {
            "@type": _MEDIA[item.type],
            "name": said or (labels["video"] if is_film else None),
            "description": said if is_film else None,
            "uploadDate": telling.stamp(update.time) if is_film else None,
            "thumbnailUrl": links.whole(item.poster),
            "contentUrl" if item.type != "image" else "url": url,
            "caption": said if item.type == "image" else None,
            "creditText": item.credit,
            "encodingFormat": item.media_type,
            "contentSize": str(item.bytes) if item.bytes else None,
            "duration": _duration(item.duration) if item.duration else None,
            "width": item.width,
            "height": item.height,
        }
    )


def _duration(seconds: float) -> str:
    """ISO 8601 text of a duration, section 5.5.2.2."""
    return f"PT{f'{seconds:.3f}'.rstrip('0').rstrip('.')}S"


def _event(event: Event, telling: Telling) -> dict[str, Any]:
    times = {"startDate": event.start, "endDate": event.end}
    place = given({"@type": "Place", "name": event.location})
    return given(
        {
            "@type": "Event",
            "name": event.name,
            "location": place if event.location else None,
            **{
                key: telling.stamp(time) if isinstance(time, datetime) else time.isoformat()
                for key, time in times.items()
                if time is not None
            },
        }
    )
