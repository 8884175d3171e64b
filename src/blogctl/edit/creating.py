"""The text of a new story."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from blogctl.edit.adding import brief_author, toml_data
from blogctl.edit.proof import prove
from blogctl.model import Story
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
    meta = story.meta.model_dump(exclude_defaults=True)
    meta |= {"language": story.meta.language, "status": story.meta.status}
    if story.meta.authors:
        meta["authors"] = [brief_author(author) for author in story.meta.authors]
    names = [person.name for person in story.meta.authors]
    own = {person: person.name for person in story.meta.authors if names.count(person.name) == 1}
    updates = [
        toml_data(update, {"authors": [own.get(author) or author for author in update.authors]})
        for update in story.updates
    ]
    parts = [f"#:schema {schema}\n" if schema else "", f"format = {story.format}\n"]
    ordered = {
        name: list(meta[name]) if isinstance(meta[name], tuple) else meta[name]
        for name in type(story.meta).model_fields
        if name in meta
    }
    tables = [table_text("story", ordered)]
    tables += [table_text("updates", data, is_array=True) for data in updates]
    text = "".join(parts) + "\n" + "\n".join(tables)
    meant: dict[str, Any] = {"format": story.format, "story": ordered}
    return prove(text, {**meant, "updates": updates} if updates else meant)
