"""What formats for people say around a story's own words, as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blogctl.exporters.head import event_text
from blogctl.exporters.labels import Labels
from blogctl.exporters.telling import Telling
from blogctl.exporters.visible import last_changed
from blogctl.markup.markdown import plain
from blogctl.model import Correction, Image, Media, Related, Retraction, Story, Update


def status_line(story: Story, telling: Telling) -> str:
    """The story's status, what it is about, when it begins, when it last changed."""
    meta, labels = story.meta, telling.labels
    parts = [labels[f"status_{meta.status}"]]
    if meta.about:
        parts.append(event_text(meta.about, telling))
    if meta.status == "upcoming" and meta.coverage_start:
        parts.append(f"{labels['begins']} {telling.when(meta.coverage_start)}")
    changed = last_changed(story, telling.context.now)
    if changed and story.updates:
        parts.append(f"{labels['last_updated']} {telling.when(changed)}")
    return " · ".join(parts)


def by_line(names: Iterable[str], labels: Labels) -> str | None:
    """A line of who wrote; ``None`` for nobody."""
    line = labels.listed(names)
    return f"{labels['by']} {line}" if line else None


def marks(update: Update, labels: Labels) -> list[str]:
    """The words that mark an update: its label, and what it is beside."""
    words = [update.label] if update.label and update.label.strip() else []
    words += [labels["key_event"]] if update.key else []
    words += [labels["pinned"]] if update.pinned else []
    return words


def edited_line(update: Update, telling: Telling) -> str | None:
    """When an update changed, if it has since it was published."""
    changed = update.last_changed
    if changed <= update.time:
        return None
    return f"{telling.labels['edited']} {telling.when(changed)}"


def correction_label(
    correction: Correction, telling: Telling, before: str = "", after: str = ""
) -> str:
    """What comes before a correction: the word, between marks of emphasis, and when."""
    labels = telling.labels
    return labels.colon(f"{before}{labels['correction']}{after} ({telling.when(correction.time)})")


def correction_line(correction: Correction, telling: Telling) -> str:
    """A correction as plain text."""
    return f"{correction_label(correction, telling)} {plain(correction.text)}"


def retraction_line(
    retraction: Retraction, telling: Telling, before: str = "", after: str = ""
) -> str:
    """That an update was retracted, between marks of emphasis, and when."""
    label = telling.labels["retracted_at"]
    return f"{before}{label}{after} ({telling.when(retraction.time)})."


def tag_line(tags: Iterable[str], labels: Labels) -> str | None:
    """A line of tags; ``None`` for none."""
    line = labels.listed(tags)
    return f"{labels.colon(labels['tags'])} {line}" if line else None


def captions(item: Image | Media, labels: Labels, *, shown: str | None = None) -> Iterator[str]:
    """The caption of an image or a file, if it is not ``shown`` already, and its credit."""
    if item.caption and item.caption.strip() and item.caption != shown:
        yield item.caption
    if item.credit and item.credit.strip():
        yield f"{labels.colon(labels['credit'])} {item.credit}"


def relation(related: Related, labels: Labels) -> str:
    """What comes before the link to a related page: nothing, or how it is related."""
    return f"{labels.colon(labels[f'rel_{related.rel}'])} " if related.rel != "related" else ""
