"""What becomes of an update after it was written, and how a story ends.

As for :mod:`blogctl.edit.changing`, each function gives the text after the change, proved, and
the text as it is where that is so already.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from blogctl.edit.opening import Opened, When, errors_elsewhere, opened, with_line_feeds
from blogctl.edit.proof import UPDATE_KEYS, Data, keep_comments
from blogctl.edit.story_table import with_story_keys
from blogctl.edit.target import (
    Changed,
    changed,
    find_target,
    refuse_new_errors,
)
from blogctl.errors import StoryError
from blogctl.model import Retraction, StoryMeta, read
from blogctl.model.identity import fold_text
from blogctl.source.keys import with_item, with_part_keys
from blogctl.times import rfc3339

_RETRACTION_KEYS = tuple(Retraction.model_fields)


def correct(
    text: str,
    id: str,  # noqa: A002
    correction: str,
    now: datetime,
    *,
    when: When | None = None,
) -> Changed:
    """Add a dated correction to an update, unless it has that very one."""
    target = find_target(text, id, now)
    before = target.update
    if before and not before.is_visible(now):
        raise StoryError(
            f'readers have not seen the update "{id}" yet', help="`blogctl edit` puts it right"
        )
    for known in before.corrections if before else ():
        same_time = when is None or target.moment(when) == known.time
        if fold_text(known.text) == fold_text(correction) and same_time:
            return Changed(text)
    item = {"time": target.moment(when), "text": with_line_feeds(correction)}
    standing = target.raw.get("corrections", [])
    if not isinstance(standing, list):
        raise StoryError(
            "its corrections are no list", help="write each as [[updates.corrections]]"
        )

    def write(block: str) -> str:
        return with_item(block, "corrections", item, UPDATE_KEYS, target.newline)

    changes = {"corrections": [*standing, item]}
    return changed(target, changes, write, marks_edit=False)


def retract(
    text: str,
    id: str,  # noqa: A002
    now: datetime,
    *,
    reason: str | None = None,
    when: When | None = None,
) -> Changed:
    """Mark an update as retracted.

    One that is retracted already keeps its time and reason, unless others are given; an empty
    ``reason`` removes it.
    """
    target = find_target(text, id, now)
    update = target.update
    warnings = () if update is None or update.is_visible(now) else ("readers never saw it",)
    if update and update.time > now and when is None:
        raise StoryError(
            f'readers have not seen the update "{id}" yet',
            help="`blogctl edit --draft` keeps it back",
        )
    standing = update.retraction if update else None
    if standing and when is None:
        if reason is None or reason == (standing.reason or ""):
            return Changed(text)
        time = target.raw["retraction"]["time"]
    else:
        time = target.moment(when)
    why = standing.reason if standing and reason is None else with_line_feeds(reason)
    retraction = {"time": time, **({"reason": why} if why else {})}
    changes = {"retraction": retraction}
    if not isinstance(target.raw.get("retraction"), dict):
        return changed(target, changes, marks_edit=False, warnings=warnings)
    there = target.raw["retraction"]
    if set(there) - set(_RETRACTION_KEYS):
        raise StoryError(
            "the retraction of the update has unknown keys", help="`blogctl validate` shows them"
        )
    asked = {"time": time, "reason": why or None}
    different = {key: value for key, value in asked.items() if there.get(key) != value}

    def write(block: str) -> str:
        new = with_part_keys(block, "retraction", None, different, _RETRACTION_KEYS, target.newline)
        keep_comments(block, new)
        return new

    return changed(target, changes, write, marks_edit=False, warnings=warnings)


def take_back_retraction(text: str, id: str, now: datetime) -> Changed:  # noqa: A002
    """Show a retracted update again; that is an edit that readers notice."""
    target = find_target(text, id, now)
    if "retraction" not in target.raw:
        return Changed(text)
    return changed(target, {"retraction": None})


def publish(
    text: str,
    id: str,  # noqa: A002
    now: datetime,
    *,
    when: When | None = None,
) -> Changed:
    """Make a draft, or an update that lies ahead, visible from ``now`` or ``when`` on.

    It keeps its id, and moves to its place.
    """
    target = find_target(text, id, now)
    before = target.update
    if before and before.is_visible(now):
        if when is None or target.moment(when) == before.time:
            return Changed(text)
        raise StoryError(
            f'the update "{id}" is published already',
            help="`blogctl edit --time` changes its time",
        )
    changes: Data = {"time": target.moment(when)}
    if "status" in target.raw:
        changes["status"] = "published"
    if before and before.edited and before.edited < changes["time"]:
        changes["edited"] = None  # nobody saw what it was before
    return changed(target, changes, marks_edit=False)


def close(text: str, now: datetime, *, when: When | None = None) -> Changed:
    """End the story: its status, and the end of its coverage."""
    whole = opened(text)
    meta = whole.data["story"]
    if meta.get("status") == "ended" and "coverage_end" in meta and when is None:
        return Changed(text)
    changes = {"status": "ended", "coverage_end": whole.moment(now, when)}
    changes = {key: value for key, value in changes.items() if meta.get(key) != value}
    if not changes:
        return Changed(text)
    new, data = with_story_keys(whole, changes)
    refuse_new_errors(whole.story, data)
    return Changed(new, tuple(_closing_warnings(whole, read(data).meta)))


def _closing_warnings(whole: Opened, meta: StoryMeta | None) -> Iterator[str]:
    end = meta.coverage_end if meta else None
    times = [update.time for update in whole.story.updates if update is not None]
    if end and times and max(times) > end:
        yield f"there are updates after the end of the coverage, {rfc3339(end)}"
    if whole.story.problems:
        yield errors_elsewhere(len(whole.story.problems))
