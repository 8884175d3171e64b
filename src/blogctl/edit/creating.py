"""The text of a new story."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from blogctl.edit.adding import brief_author, toml_data
from blogctl.edit.proof import Data, prove
from blogctl.model import Person, Story, StoryMeta
from blogctl.source.write import table_text

_WORDS = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60  # characters


def story_id(day: date, headline: str) -> str:
    """The id that a new story gets: the day, and the headline's words in plain letters."""
    return f"{day.isoformat()}-{slug(headline)}".rstrip("-")


def slug(text: str) -> str:
    """A text's words in lower-case ASCII, joined by hyphens; empty if it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _WORDS.sub("-", plain).strip("-")
    return words[:_LONGEST_SLUG].rsplit("-", 1)[0] if len(words) > _LONGEST_SLUG else words


def new_text(story: Story, *, schema: str | None = None) -> str:
    """The text of a story file: what reads back as exactly this story.

    ``schema`` is where editors find the JSON Schema, as a path or URL.
    """
    meta = story_data(story.meta)
    names = own_names(story.meta)
    updates = [
        toml_data(update, {"authors": [names.get(author) or author for author in update.authors]})
        for update in story.updates
    ]
    parts = [f"#:schema {schema}\n" if schema else "", f"format = {story.format}\n"]
    tables = [table_text("story", meta)]
    tables += [table_text("updates", data, is_array=True) for data in updates]
    text = "".join(parts) + "\n" + "\n".join(tables)
    meant: dict[str, Any] = {"format": story.format, "story": meta}
    return prove(text, {**meant, "updates": updates} if updates else meant)


def story_data(meta: StoryMeta) -> Data:
    """The ``[story]`` table as TOML data, in the model's order; language and status always."""
    data = meta.model_dump(exclude_defaults=True)
    data |= {"language": meta.language, "status": meta.status}
    if meta.authors:
        data["authors"] = [brief_author(author) for author in meta.authors]
    return {
        name: list(data[name]) if isinstance(data[name], tuple) else data[name]
        for name in type(meta).model_fields
        if name in data
    }


def own_names(meta: StoryMeta) -> Mapping[Person, str]:
    """The story's authors by whom a bare name in an update is read: those with one of their own."""
    names = [person.name for person in meta.authors]
    return {person: person.name for person in meta.authors if names.count(person.name) == 1}
