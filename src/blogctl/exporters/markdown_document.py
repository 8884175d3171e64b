"""Markdown: the story as a document for wikis, repositories and newsletters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.blocks import quoted
from blogctl.exporters.commonmark import portable
from blogctl.exporters.labels import LABELS
from blogctl.exporters.links import Links
from blogctl.exporters.markdown import rendered
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.spans import escaped, link
from blogctl.exporters.words import (
    by_line,
    captions,
    edited_line,
    marks,
    relation,
    status_line,
    tag_line,
    when,
    with_role,
)
from blogctl.model import Image, Media, Person, Story, Update


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
        if rest := list(_foot(story, links)):
            parts += ["---", *rest]
        return "\n\n".join(filter(None, parts)) + "\n"


def _head(story: Story, links: Links, context: Context) -> Iterator[str]:
    meta = story.meta
    yield f"# {escaped(meta.headline)}"
    yield f"*{escaped(status_line(story, context))}*"
    yield escaped(meta.summary or "")
    yield by_line(_person(each, links) for each in meta.authors) or ""
    if meta.publisher:
        yield f"{LABELS['publisher']} {_named(meta.publisher.name, meta.publisher.url, links)}"
    if meta.image:
        yield from _media(meta.image, links)
    if meta.note:
        yield quoted(_labelled(f"**{LABELS['note']}:**", meta.note, links))


def _update(update: Update, links: Links, context: Context) -> Iterator[str]:
    title = f": {escaped(update.headline)}" if update.headline and update.headline.strip() else ""
    yield f"## {when(update.time, context)}{title}"
    if update.retraction:
        yield f"**{LABELS['retracted_at']}** ({when(update.retraction.time, context)})."
        yield portable(update.retraction.reason or "", base=links.base)
        return
    words = [f"**{escaped(word)}**" for word in marks(update)]
    yield " · ".join([*words, *filter(None, [edited_line(update, context)])])
    yield portable(update.body or "", base=links.base)
    for item in update.media:
        yield from _media(item, links)
    for each in update.corrections:
        label = f"**{LABELS['correction']}** ({when(each.time, context)}):"
        yield _labelled(label, each.text, links)
    if update.sources:
        label = LABELS["source" if len(update.sources) == 1 else "sources"]
        yield f"{label}: {', '.join(_named(each.name, each.url, links) for each in update.sources)}"
    yield by_line(_person(each, links) for each in update.authors) or ""
    yield escaped(tag_line(update.tags) or "")


def _foot(story: Story, links: Links) -> Iterator[str]:
    meta = story.meta
    if background := portable(meta.body or "", base=links.base):
        yield f"## {LABELS['background']}"
        yield background
    if meta.related:
        yield f"## {LABELS['related']}"
        yield "\n".join(
            f"- {relation(each)}{_named(each.headline, each.url, links)}" for each in meta.related
        )
    if tags := tag_line(meta.tags):
        yield escaped(tags)


def _labelled(label: str, markdown: str, links: Links) -> str:
    """A text behind its label, where it begins with words; else below it."""
    between = " " if rendered(markdown).startswith("<p>") else "\n\n"
    return f"{label}{between}{portable(markdown, base=links.base)}"


def _media(item: Image | Media, links: Links) -> Iterator[str]:
    """An image as one, anything else as a link; its caption and credit below."""
    url = links.whole(item.url) or item.url
    kind = item.type if isinstance(item, Media) else "image"
    shown = None
    if kind == "image":
        yield f"!{link(escaped(item.alt or ''), url)}"
    else:
        # A recording has a caption below it, as on the page; other files are known by theirs.
        shown = item.caption if kind in ("embed", "file") else None
        yield link(escaped(_first_of(shown, item.alt) or LABELS[kind]), url)
    if below := " · ".join(escaped(text) for text in captions(item, shown=shown)):
        yield f"*{below}*"


def _first_of(*texts: str | None) -> str | None:
    return next((text for text in texts if text and text.strip()), None)


def _person(person: Person, links: Links) -> str:
    url = links.person(person.url) or person.url
    name = link(escaped(person.name), url) if url else escaped(person.name)
    return with_role(name, escaped(person.role or ""))


def _named(name: str, url: str | None, links: Links) -> str:
    return link(escaped(name), links.whole(url) or url) if url else escaped(name)
