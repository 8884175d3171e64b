"""A story, or an update, as plain text for reading on a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from blogctl.cli.terminal import columns
from blogctl.reporters.safe import shown
from blogctl.times import to_zone

if TYPE_CHECKING:
    from blogctl.model import Person, Story, Update

_WIDEST = 88  # columns


def story_text(story: Story, zone: ZoneInfo | None) -> str:
    """The whole story, oldest update first."""
    meta = story.meta
    facts = [f"{meta.status}, {len(story.updates)} updates", f"id {meta.id}"]
    if meta.timezone:
        facts.append(f"times in {meta.timezone}")
    parts = [meta.headline, "; ".join(facts)]
    parts += [names(meta.authors)] if meta.authors else []
    parts += [text for text in (meta.summary, meta.body, meta.note) if text]
    head = "\n\n".join(_wrapped(part) for part in parts)
    rule = "─" * 40
    updates = (f"{rule}\n{update_text(update, zone)}" for update in story.updates)
    return f"{head}\n\n" + "\n".join(updates)


def update_text(update: Update, zone: ZoneInfo | None) -> str:
    """One update with everything that stands in it."""
    local = to_zone(update.time, zone)
    marks = [update.label] if update.label else []
    marks += [word for word in ("key", "pinned") if getattr(update, word)]
    marks += ["draft"] if update.status == "draft" else []
    first = "  ".join([f"{local:%Y-%m-%d %H:%M:%S %z}", update.id, *marks])
    parts = [_wrapped(first)]
    if update.retraction:
        when = to_zone(update.retraction.time, zone)
        reason = f": {update.retraction.reason}" if update.retraction.reason else ""
        parts.append(_wrapped(f"Retracted {when:%Y-%m-%d %H:%M}{reason}"))
    parts += [_wrapped(text) for text in (update.headline, update.body) if text]
    lines = [f"[{item.type}] {item.caption or item.alt or ''} {item.url}" for item in update.media]
    lines += [f"Correction: {correction.text}" for correction in update.corrections]
    lines += [f"Source: {source.name} {source.url or ''}" for source in update.sources]
    lines += [f"By {names(update.authors)}"] if update.authors else []
    lines += [f"Tags: {', '.join(update.tags)}"] if update.tags else []
    if lines:
        parts.append("\n".join(_wrapped(line) for line in lines))
    return "\n\n".join(parts) + "\n"


def names(people: tuple[Person, ...]) -> str:
    """The names of people, with their roles."""
    return ", ".join(person.with_role for person in people)


def _wrapped(text: str) -> str:
    width = min(columns(), _WIDEST)
    lines = []
    for line in text.strip().split("\n"):
        safe = shown(line.rstrip())
        wraps = textwrap.wrap(safe, width, break_long_words=False, break_on_hyphens=False)
        lines += wraps or [""]
    return "\n".join(lines)
