"""Markdown: the story as a document for wikis, repositories and newsletters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.commonmark import escaped, portable, quoted
from blogctl.exporters.labels import LABELS
from blogctl.exporters.links import Links
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.words import by_line, marks, status_line, when
from blogctl.model import Image, Media, Story, Update


class MarkdownExporter:
    """CommonMark with GitHub's tables; no line of it is taken for HTML."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "Markdown document"
    media_type: ClassVar[str] = "text/markdown"
    suffix: ClassVar[str] = ".md"
    options: ClassVar[type[Ordered]] = Ordered

    def render(self, story: Story, options: Ordered, context: Context) -> str:
        """The document."""
        links = Links.of(story, options.base_url or context.base_url)
        parts = list(_head(story, links, context))
        for update in selected(story, options):
            parts += ["---", *_update(update, links, context)]
        if not story.updates:
            parts += ["---", LABELS["no_updates"]]
        return "\n\n".join(parts) + "\n"


def _head(story: Story, links: Links, context: Context) -> Iterator[str]:
    meta = story.meta
    yield f"# {escaped(meta.headline)}"
    yield f"*{escaped(status_line(story, context))}*"
    if meta.summary:
        yield escaped(meta.summary)
    if line := by_line(meta.authors):
        yield escaped(line)
    if meta.image:
        yield from _picture(meta.image, links)
    if meta.note:
        yield portable(quoted(f"**{LABELS['note']}:** {meta.note}"))
    if meta.body:
        yield portable(meta.body)
    related = [_link(each.headline, each.url, links) for each in meta.related]
    if related:
        yield f"{LABELS['related']}:"
        yield "\n".join(f"- {each}" for each in related)


def _update(update: Update, links: Links, context: Context) -> Iterator[str]:
    title = f": {escaped(update.headline)}" if update.headline and update.headline.strip() else ""
    yield f"## {when(update.time, context)}{title}"
    if update.retraction:
        yield f"**{LABELS['retracted_at']}** ({when(update.retraction.time, context)})."
        if update.retraction.reason:
            yield portable(update.retraction.reason)
        return
    if words := marks(update):
        yield " · ".join(f"**{escaped(word)}**" for word in words)
    if update.body:
        yield portable(update.body)
    for item in update.media:
        yield from _picture(item, links)
    for each in update.corrections:
        yield portable(f"**{LABELS['correction']}** ({when(each.time, context)}): {each.text}")
    if update.sources:
        label = LABELS["source" if len(update.sources) == 1 else "sources"]
        named = ", ".join(_link(each.name, each.url, links) for each in update.sources)
        yield f"{label}: {named}"
    if line := by_line(update.authors):
        yield escaped(line)
    if update.tags:
        yield f"{LABELS['tags']}: {escaped(', '.join(update.tags))}"


def _picture(item: Image | Media, links: Links) -> Iterator[str]:
    """An image as one, anything else as a link; its caption and credit below."""
    url = links.whole(item.url) or item.url
    kind = item.type if isinstance(item, Media) else "image"
    if kind == "image":
        yield f"![{escaped(item.alt or '')}](<{_destination(url)}>)"
    else:
        yield _link(item.alt or item.caption or LABELS[kind], url, links)
    said = [escaped(text) for text in (item.caption, item.credit) if text and text.strip()]
    if said:
        yield f"*{' · '.join(said)}*"


def _link(name: str, url: str | None, links: Links) -> str:
    whole = (links.whole(url) or url) if url else None
    return f"[{escaped(name)}](<{_destination(whole)}>)" if whole else escaped(name)


def _destination(url: str) -> str:
    return url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
