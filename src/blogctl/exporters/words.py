"""What formats for people say around a story's own words, as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from blogctl.exporters import Context
from blogctl.exporters.head import event_text
from blogctl.exporters.labels import LABELS
from blogctl.exporters.markdown import plain
from blogctl.exporters.moments import moment, moment_text
from blogctl.exporters.visible import last_changed
from blogctl.model import Correction, Image, Media, Related, Retraction, Story, Update


def status_line(story: Story, context: Context) -> str:
    """The story's status, what it is about, when it begins, when it last changed."""
    meta = story.meta
    parts = [LABELS[f"status_{meta.status}"]]
    if meta.about:
        parts.append(event_text(meta.about, context.zone))
    if meta.status == "upcoming" and meta.coverage_start:
        parts.append(f"{LABELS['begins']} {when(meta.coverage_start, context)}")
    changed = last_changed(story, context.now)
    if changed and story.updates:
        parts.append(f"{LABELS['last_updated']} {when(changed, context)}")
    return " · ".join(parts)


def by_line(names: Iterable[str]) -> str | None:
    """A line of who wrote; ``None`` for nobody."""
    line = ", ".join(names)
    return f"{LABELS['by']} {line}" if line else None


def with_role(name: str, role: str | None) -> str:
    """A name with the role behind it, if there is one."""
    return f"{name} ({role})" if role and role.strip() else name


def marks(update: Update) -> list[str]:
    """The words that mark an update: its label, and what it is beside."""
    words = [update.label] if update.label and update.label.strip() else []
    words += [LABELS["key_event"]] if update.key else []
    words += [LABELS["pinned"]] if update.pinned else []
    return words


def edited_line(update: Update, context: Context) -> str | None:
    """When an update changed, if it has since it was published."""
    changed = update.last_changed
    return f"{LABELS['edited']} {when(changed, context)}" if changed > update.time else None


def correction_line(correction: Correction, context: Context) -> str:
    """A correction as plain text."""
    return f"{LABELS['correction']} ({when(correction.time, context)}): {plain(correction.text)}"


def retraction_line(retraction: Retraction, context: Context) -> str:
    """That an update was retracted, and when."""
    return f"{LABELS['retracted_at']} ({when(retraction.time, context)})."


def tag_line(tags: Iterable[str]) -> str | None:
    """A line of tags; ``None`` for none."""
    line = ", ".join(tags)
    return f"{LABELS['tags']}: {line}" if line else None


def captions(item: Image | Media, *, shown: str | None = None) -> Iterator[str]:
    """The caption of an image or a file, if it is not ``shown`` already, and its credit."""
    if item.caption and item.caption.strip() and item.caption != shown:
        yield item.caption
    if item.credit and item.credit.strip():
        yield f"{LABELS['credit']}: {item.credit}"


def relation(related: Related) -> str:
    """What comes before the link to a related page: nothing, or how it is related."""
    return f"{LABELS[f'rel_{related.rel}']}: " if related.rel != "related" else ""


def when(instant: datetime, context: Context) -> str:
    """A time with its date, in the story's zone."""
    return moment_text(moment(instant, context.zone))
