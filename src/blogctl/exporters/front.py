"""The front page of several stories: what each is, how it stands, the newest change first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from blogctl.exporters import Context
from blogctl.exporters.head import direction
from blogctl.exporters.options import Ordered
from blogctl.exporters.page import time_of
from blogctl.exporters.telling import Telling
from blogctl.exporters.view import Front, Listed
from blogctl.exporters.visible import last_changed
from blogctl.model import Story

_NEVER = datetime.min.replace(tzinfo=UTC)


def front_of(
    stories: Sequence[Story], options: Ordered, context: Context, url: str | None
) -> Front:
    """The view of the front page, which will be found at ``url``.

    It speaks the language of its stories if they have one in common, else English.
    """
    languages = {story.meta.language for story in stories}
    language = languages.pop() if len(languages) == 1 else "en"

    def changed(story: Story) -> datetime:
        return last_changed(story, context.now) or _NEVER

    by_id = sorted(stories, key=lambda story: story.meta.id)
    return Front(
        language=language,
        direction=direction(language),
        url=url,
        stories=[
            _listed(story, options, context) for story in sorted(by_id, key=changed, reverse=True)
        ],
    )


def _listed(story: Story, options: Ordered, context: Context) -> Listed:
    """A story as the list shows it: in its own zone, with its image where its folder has it."""
    meta = story.meta
    zone = ZoneInfo(meta.timezone) if meta.timezone else context.zone
    telling = Telling.of(story, options, replace(context, zone=zone))
    changed = last_changed(story, context.now) if story.updates else None
    folder = f"{meta.id}/"
    image = meta.image
    return Listed(
        href=f"{folder}index.html",
        headline=meta.headline,
        language=meta.language,
        direction=direction(meta.language),
        status=meta.status,
        summary=meta.summary,
        changed=time_of(changed, telling) if changed else None,
        image=urljoin(options.base_url or folder, image.url) if image else None,
        alt=(image.alt or "") if image else "",
    )
