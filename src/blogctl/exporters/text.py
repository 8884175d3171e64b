"""Plain text: the story for mail and for wires."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context, feed
from blogctl.exporters.labels import LABELS
from blogctl.exporters.links import Links
from blogctl.exporters.markdown import plain
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.words import by_line, marks, status_line, when
from blogctl.model import Media, Story, Update


class TextOptions(Ordered):
    """The options of plain text."""

    width: int = Field(
        default=72, ge=0, le=1000, description="Where lines are broken, in characters; 0: nowhere."
    )


class TextExporter:
    """The story's words, a paragraph a block, without markup."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "plain text, for mail and wires"
    media_type: ClassVar[str] = "text/plain"
    suffix: ClassVar[str] = ".txt"
    options: ClassVar[type[TextOptions]] = TextOptions

    def render(self, story: Story, options: TextOptions, context: Context) -> str:
        """The text; lines end in line feeds."""
        links = Links.of(story, options.base_url or context.base_url)
        width = options.width
        parts = [_wrapped(part, width) for part in _head(story, context)]
        for update in selected(story, options):
            parts.append("-" * min(width or 72, 72))
            parts += [_wrapped(part, width) for part in _update(update, links, context)]
        if not story.updates:
            parts.append(LABELS["no_updates"])
        return "\n\n".join(part for part in parts if part) + "\n"


def _head(story: Story, context: Context) -> Iterator[str]:
    meta = story.meta
    yield meta.headline
    yield status_line(story, context)
    yield meta.summary or ""
    yield by_line(meta.authors) or ""
    if meta.note:
        yield f"{LABELS['note']}: {plain(meta.note)}"
    yield plain(meta.body or "")
    yield meta.url or ""


def _update(update: Update, links: Links, context: Context) -> Iterator[str]:
    yield "  ".join([when(update.time, context), *(f"[{mark}]" for mark in marks(update))])
    if update.retraction:
        yield f"{LABELS['retracted_at']} ({when(update.retraction.time, context)})."
        yield plain(update.retraction.reason or "")
        return
    yield update.headline or ""
    yield feed.entry(update, links, context.zone).text
    for item in update.media:
        yield _media(item, links)
    for each in update.corrections:
        yield f"{LABELS['correction']} ({when(each.time, context)}): {plain(each.text)}"
    for source in update.sources:
        url = links.whole(source.url)
        yield f"{LABELS['source']}: {source.name}" + (f" <{url}>" if url else "")
    yield by_line(update.authors) or ""


def _media(item: Media, links: Links) -> str:
    said = [text for text in (item.caption or item.alt, item.credit) if text]
    url = links.whole(item.url) or item.url
    return f"[{item.type}] {' · '.join([*said, url])}"


def _wrapped(text: str, width: int) -> str:
    """Each line of a text as a paragraph of its own; URLs are never broken."""
    paragraphs = []
    for line in text.split("\n"):
        words = " ".join(line.split())
        if words and width:
            words = textwrap.fill(words, width, break_long_words=False, break_on_hyphens=False)
        if words:
            paragraphs.append(words)
    return "\n\n".join(paragraphs)
