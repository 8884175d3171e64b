"""Markdown: the story as a document for wikis, repositories and newsletters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.links import Links
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.telling import Telling
from blogctl.exporters.words import (
    by_line,
    captions,
    correction_label,
    edited_line,
    marks,
    relation,
    retraction_line,
    status_line,
    tag_line,
)
from blogctl.markup.blocks import quoted
from blogctl.markup.commonmark import portable
from blogctl.markup.markdown import rendered
from blogctl.markup.spans import escaped, link
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
        telling = Telling.of(story, options, context)
        parts = list(_head(story, telling))
        for update in selected(story, options):
            parts += ["---", *_update(update, telling)]
        if not story.updates:
            parts += ["---", telling.labels["no_updates"]]
        if rest := list(_foot(story, telling)):
            parts += ["---", *rest]
        return "\n\n".join(filter(None, parts)) + "\n"


def _head(story: Story, telling: Telling) -> Iterator[str]:
    meta, links, labels = story.meta, telling.links, telling.labels
    yield f"# {escaped(meta.headline)}"
    yield f"*{escaped(status_line(story, telling))}*"
    yield escaped(meta.summary or "")
    yield by_line((_person(each, links) for each in meta.authors), labels) or ""
    if meta.publisher:
        yield f"{labels['publisher']} {_named(meta.publisher.name, meta.publisher.url, links)}"
    if meta.image:
        yield from _media(meta.image, telling)
    if links.page:
        yield f"<{links.page}>"
    if meta.note:
        yield quoted(_labelled(f"**{labels.colon(labels['note'])}**", meta.note, links))


def _update(update: Update, telling: Telling) -> Iterator[str]:
    links, labels = telling.links, telling.labels
    time, headline = telling.when(update.time), escaped(update.headline or "")
    yield f"## {labels.colon(time)} {headline}" if headline else f"## {time}"
    if update.retraction:
        yield retraction_line(update.retraction, telling, "**", "**")
        yield portable(update.retraction.reason or "", base=links.base)
        return
    words = [f"**{escaped(word)}**" for word in marks(update, labels)]
    yield " · ".join([*words, *filter(None, [edited_line(update, telling)])])
    yield portable(update.body or "", base=links.base)
    for item in update.media:
        yield from _media(item, telling)
    for each in update.corrections:
        yield _labelled(correction_label(each, telling, "**", "**"), each.text, links)
    if update.sources:
        label = labels.colon(labels["source" if len(update.sources) == 1 else "sources"])
        named = labels.listed(_named(each.name, each.url, links) for each in update.sources)
        yield f"{label} {named}"
    yield by_line((_person(each, links) for each in update.authors), labels) or ""
    yield escaped(tag_line(update.tags, labels) or "")


def _foot(story: Story, telling: Telling) -> Iterator[str]:
    meta, links, labels = story.meta, telling.links, telling.labels
    if background := portable(meta.body or "", base=links.base):
        yield f"## {labels['background']}"
        yield background
    if meta.related:
        yield f"## {labels['related']}"
        yield "\n".join(
            f"- {relation(each, labels)}{_named(each.headline, each.url, links)}"
            for each in meta.related
        )
    if tags := tag_line(meta.tags, labels):
        yield escaped(tags)


def _labelled(label: str, markdown: str, links: Links) -> str:
    """A text behind its label, where it begins with words; else below it."""
    between = " " if rendered(markdown).startswith("<p>") else "\n\n"
    return f"{label}{between}{portable(markdown, base=links.base)}"


def _media(item: Image | Media, telling: Telling) -> Iterator[str]:
    """An image as one, anything else as a link; its caption and credit below."""
    url = telling.links.whole(item.url) or item.url
    kind = item.type if isinstance(item, Media) else "image"
    shown = None
    if kind == "image":
        yield f"!{link(escaped(item.alt or ''), url)}"
    else:
        # A recording has a caption below it, as on the page; other files are known by theirs.
        shown = item.caption if kind in ("embed", "file") else None
        yield link(escaped(_first_of(shown, item.alt) or telling.labels[kind]), url)
    if below := " · ".join(escaped(text) for text in captions(item, telling.labels, shown=shown)):
        yield f"*{below}*"


def _first_of(*texts: str | None) -> str | None:
    return next((text for text in texts if text and text.strip()), None)


def _person(person: Person, links: Links) -> str:
    url = links.person(person.url) or person.url
    name = link(escaped(person.name), url) if url else escaped(person.name)
    role = escaped(person.role or "")
    return f"{name} ({role})" if role else name


def _named(name: str, url: str | None, links: Links) -> str:
    return link(escaped(name), links.whole(url) or url) if url else escaped(name)
