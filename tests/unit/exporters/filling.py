"""Stories with something in every field there is, found by walking the models.

Whoever adds a field of a kind that is not known here is told so; of a known kind, it is filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from blogctl.model import Part, Story, StoryMeta, Update
from blogctl.model.fields import (
    EventTime,
    Extra,
    Id,
    Instant,
    Language,
    MediaType,
    Name,
    PersonUrl,
    Text,
    Url,
    ZoneName,
)

from .exporting import export, story

AT = datetime(2024, 1, 5, 10, tzinfo=UTC)
HARMLESS = "Zebra"
SITE = "https://example.org/live"
NUMBERS: dict[object, Any] = {bool: True, int: 7, float: 1.5}


@dataclass(frozen=True)
class Filling:
    """What is put into the fields: plain texts, Markdown, URLs."""

    plain: str = HARMLESS
    markdown: str = HARMLESS
    url: str = SITE
    person_url: str = SITE
    page: str = SITE

    def part(self, model: type[Part]) -> dict[str, Any]:
        """The data of a part with a value in every field."""
        hints = get_type_hints(model, include_extras=True)
        return {
            field.alias or name: self._value(hints[name], is_markdown(model, name))
            for name, field in model.model_fields.items()
        }

    def _value(self, hint: Any, markdown: bool) -> Any:
        for kind, value in self._kinds(self.markdown if markdown else self.plain):
            if hint == kind:
                return value
        arguments = get_args(hint)
        if get_origin(hint) in (Annotated, Union, UnionType):
            chosen = next(each for each in arguments if each is not NoneType)
            return self._value(chosen, markdown)
        if get_origin(hint) is Literal:
            return arguments[0]
        if get_origin(hint) is tuple:
            return list(self._items(arguments[0], markdown))
        if isinstance(hint, type) and issubclass(hint, Part):
            return self.part(hint)
        return NUMBERS[hint]

    def _items(self, hint: Any, markdown: bool) -> Iterator[Any]:
        """One of each kind that there may be in an array."""
        value = self._value(hint, markdown)
        if not isinstance(value, dict):
            yield value
            return
        part = get_args(hint)[0] if get_origin(hint) is Annotated else hint
        kinds = {
            name: get_args(choice)
            for name, choice in get_type_hints(part).items()
            if get_origin(choice) is Literal
        }
        yield value
        yield from ({**value, name: each} for name in kinds for each in kinds[name][1:])

    def _kinds(self, text: str) -> list[tuple[Any, Any]]:
        return [
            *((Text, text), (Name, text), (Url, self.url), (PersonUrl, self.person_url)),
            *((Id, "s"), (Language, "en"), (ZoneName, "UTC"), (MediaType, "image/png")),
            *((Instant, AT), (EventTime, AT), (Extra, {self.plain: [self.plain]})),
        ]


def is_markdown(model: type[Part], name: str) -> bool:
    """Whether a field is written in Markdown, as its description tells."""
    return "Markdown" in (model.model_fields[name].description or "")


def data_of(filling: Filling) -> dict[str, Any]:
    """A story's data: its table full, and updates in each of the ways that exporters tell apart."""
    words, file = filling.plain, {"type": "file", "url": "/x"}
    full = {**filling.part(Update), "status": "published", "pinned": False}
    retraction = full.pop("retraction")
    updates = [
        full,
        {"body": filling.markdown, "key": True, "authors": [words], "sources": [{"name": words}]},
        {"label": words, "key": True, "media": [file, {**file, "alt": words}]},
        {"headline": words, "body": filling.markdown, "pinned": True, "media": [file]},
        {**full, "retraction": retraction},
    ]
    return {
        "story": {**filling.part(StoryMeta), "url": filling.page, "status": "ended"},
        "updates": [
            {**data, "id": f"u{number}", "time": AT.replace(minute=number)}
            for number, data in enumerate(updates)
        ],
    }


@lru_cache(maxsize=512)
def filled(filling: Filling) -> Story:
    """A story with a value in every field."""
    data = data_of(filling)
    return story(*data["updates"], **data["story"])


@lru_cache(maxsize=4096)
def made(name: str, filling: Filling) -> str:
    """That story in a format, with all that there is in it."""
    return export(name, filled(filling), {"extra": True} if name in ("json", "ndjson") else None)
