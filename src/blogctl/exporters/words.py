"""What formats for people say around a story's own words, as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from blogctl.exporters import Context
from blogctl.exporters.labels import LABELS
from blogctl.exporters.moments import moment, moment_text
from blogctl.exporters.visible import last_changed
from blogctl.model import Person, Story, Update


def status_line(story: Story, context: Context) -> str:
    """The story's status, and when it last changed."""
    parts = [LABELS[f"status_{story.meta.status}"]]
    changed = last_changed(story, context.now)
    if changed and story.updates:
        parts.append(f"{LABELS['last_updated']} {when(changed, context)}")
    return " · ".join(parts)


def by_line(people: Iterable[Person]) -> str | None:
    """The names of people with their roles; ``None`` for nobody."""
    names = [each.with_role for each in people]
    return f"{LABELS['by']} {', '.join(names)}" if names else None


def marks(update: Update) -> list[str]:
    """The words that mark an update: its label, and what it is beside."""
    words = [update.label] if update.label and update.label.strip() else []
    words += [LABELS["key_event"]] if update.key else []
    words += [LABELS["pinned"]] if update.pinned else []
    return words


def when(instant: datetime, context: Context) -> str:
    """A time with its date, in the story's zone."""
    return moment_text(moment(instant, context.zone))
