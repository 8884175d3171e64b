"""Plain text: the story for mail and for wires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from blogctl.exporters import API_VERSION, Context
from blogctl.exporters.lines import filled, told
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
        telling = Telling.of(story, options, context)
        writer = _Writer(telling, options.width)
        rule = "-" * min(options.width or _RULE, _RULE)
        parts = list(writer.head(story))
        for update in selected(story, options):
            parts += [rule, *writer.update(update)]
        if not story.updates:
            parts.append(telling.labels["no_updates"])
        if any(rest := list(writer.foot(story))):
            parts += [rule, *rest]
        return "\n\n".join(filter(None, parts)) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of the text, each a paragraph or more; empty ones are nothing."""

    telling: Telling
    width: int

    def head(self, story: Story) -> Iterator[str]:
        meta, labels = story.meta, self.telling.labels
        yield self._line(meta.headline)
        yield self._line(status_line(story, self.telling))
        yield self._line(meta.summary)
        yield self._line(by_line(map(self._person, meta.authors), labels))
        if meta.publisher:
            named = self._linked(meta.publisher.name, meta.publisher.url)
            yield self._line(f"{labels['publisher']} {named}")
        if meta.image:
            yield self._media(meta.image)
        if meta.note:
            yield self._labelled(labels.colon(labels["note"]), meta.note)
        yield self._line(self.telling.links.page or meta.url)

    def update(self, update: Update) -> Iterator[str]:
        labels = self.telling.labels
        time = self.telling.when(update.time)
        shown = [time, *(f"[{mark}]" for mark in marks(update, labels))]
        if update.retraction:
            yield self._line(time)
            yield self._line(retraction_line(update.retraction, self.telling))
            yield self._told(update.retraction.reason)
            return
        if changed := edited_line(update, self.telling):
            shown.append(f"[{changed}]")
        yield self._line(" ".join(shown))
        yield self._line(update.headline)
        yield self._told(update.body)
        yield from map(self._media, update.media)
        for each in update.corrections:
            yield self._labelled(correction_label(each, self.telling), each.text)
        for source in update.sources:
            label = labels.colon(labels["source"])
            yield self._line(f"{label} {self._linked(source.name, source.url)}")
        yield self._line(by_line(map(self._person, update.authors), labels))
        yield self._line(tag_line(update.tags, labels))

    def foot(self, story: Story) -> Iterator[str]:
        meta, labels = story.meta, self.telling.labels
        if background := self._told(meta.body):
            yield labels.colon(labels["background"])
            yield background
        if meta.related:
            yield labels.colon(labels["related"])
            related = (
                f"- {relation(each, labels)}{self._linked(each.headline, each.url)}"
                for each in meta.related
            )
            yield "\n".join(map(self._line, related))
        yield self._line(tag_line(meta.tags, labels))

    def _line(self, text: str | None) -> str:
        return filled(text or "", self.width)

    def _told(self, markdown: str | None) -> str:
        return told(markdown or "", self.width, self.telling.links.base)

    def _labelled(self, label: str, markdown: str) -> str:
        """A text behind its label, or below it if it has more than a line."""
        text = told(markdown, 0, self.telling.links.base)
        if "\n" in text:
            return f"{self._line(label)}\n\n{self._told(markdown)}"
        return self._line(f"{label} {text}")

    def _linked(self, name: str, url: str | None) -> str:
        whole = self.telling.links.whole(url) or url
        return f"{name} <{whole}>" if whole else name

    def _person(self, person: Person) -> str:
        name = person.with_role
        url = person.email or self.telling.links.whole(person.url)
        return f"{name} <{url}>" if url else name

    def _media(self, item: Image | Media) -> str:
        labels = self.telling.labels
        kind = labels[f"kind_{item.type if isinstance(item, Media) else 'image'}"]
        said = [text for text in (item.alt,) if text and text.strip() and text != item.caption]
        url = self.telling.links.whole(item.url) or item.url
        return self._line(f"[{kind}] {' · '.join([*said, *captions(item, labels), url])}")
