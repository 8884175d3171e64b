"""Plain text: the story for mail and for wires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.labels import LABELS
from blogctl.exporters.lines import filled, told
from blogctl.exporters.links import Links
from blogctl.exporters.options import Ordered, selected
from blogctl.exporters.words import (
    by_line,
    captions,
    edited_line,
    marks,
    relation,
    retraction_line,
    status_line,
    tag_line,
    when,
    with_role,
)
from blogctl.model import Image, Media, Person, Story, Update

_RULE = 72


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
        writer = _Writer(links, context, options.width)
        rule = "-" * min(options.width or _RULE, _RULE)
        parts = list(writer.head(story))
        for update in selected(story, options):
            parts += [rule, *writer.update(update)]
        if not story.updates:
            parts.append(LABELS["no_updates"])
        if any(rest := list(writer.foot(story))):
            parts += [rule, *rest]
        return "\n\n".join(filter(None, parts)) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of the text, each a paragraph or more; empty ones are nothing."""

    links: Links
    context: Context
    width: int

    def head(self, story: Story) -> Iterator[str]:
        meta = story.meta
        yield self._line(meta.headline)
        yield self._line(status_line(story, self.context))
        yield self._line(meta.summary)
        yield self._line(by_line(map(self._person, meta.authors)))
        if meta.publisher:
            named = self._linked(meta.publisher.name, meta.publisher.url)
            yield self._line(f"{LABELS['publisher']} {named}")
        if meta.image:
            yield self._media(meta.image)
        if meta.note:
            yield self._labelled(f"{LABELS['note']}:", meta.note)
        yield self._line(self.links.page or meta.url)

    def update(self, update: Update) -> Iterator[str]:
        shown = [when(update.time, self.context), *(f"[{mark}]" for mark in marks(update))]
        if update.retraction:
            yield self._line(shown[0])
            yield self._line(retraction_line(update.retraction, self.context))
            yield self._told(update.retraction.reason)
            return
        if changed := edited_line(update, self.context):
            shown.append(f"[{changed}]")
        yield self._line("  ".join(shown))
        yield self._line(update.headline)
        yield self._told(update.body)
        yield from map(self._media, update.media)
        for each in update.corrections:
            label = f"{LABELS['correction']} ({when(each.time, self.context)}):"
            yield self._labelled(label, each.text)
        for source in update.sources:
            yield self._line(f"{LABELS['source']}: {self._linked(source.name, source.url)}")
        yield self._line(by_line(map(self._person, update.authors)))
        yield self._line(tag_line(update.tags))

    def foot(self, story: Story) -> Iterator[str]:
        meta = story.meta
        if background := self._told(meta.body):
            yield f"{LABELS['background']}:"
            yield background
        if meta.related:
            yield f"{LABELS['related']}:"
            related = (
                f"- {relation(each)}{self._linked(each.headline, each.url)}"
                for each in meta.related
            )
            yield "\n".join(map(self._line, related))
        yield self._line(tag_line(meta.tags))

    def _line(self, text: str | None) -> str:
        return filled(text or "", self.width)

    def _told(self, markdown: str | None) -> str:
        return told(markdown or "", self.width, self.links.base)

    def _labelled(self, label: str, markdown: str) -> str:
        """A text behind its label, or below it if it has more than a line."""
        text = told(markdown, 0, self.links.base)
        if "\n" in text:
            return f"{self._line(label)}\n\n{self._told(markdown)}"
        return self._line(f"{label} {text}")

    def _linked(self, name: str, url: str | None) -> str:
        whole = self.links.whole(url)
        return f"{name} <{whole}>" if whole else name

    def _person(self, person: Person) -> str:
        name = with_role(person.name, person.role)
        url = self.links.person(person.url)
        return f"{name} <{url.removeprefix('mailto:')}>" if url else name

    def _media(self, item: Image | Media) -> str:
        kind = item.type if isinstance(item, Media) else "image"
        said = [text for text in (item.alt,) if text and text.strip() and text != item.caption]
        url = self.links.whole(item.url) or item.url
        return self._line(f"[{kind}] {' · '.join([*said, *captions(item), url])}")
