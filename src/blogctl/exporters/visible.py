"""What readers may see: the one rule that every export goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from blogctl.model import Story, Update


def visible(
    story: Story, now: datetime, wanted: Callable[[Update], bool] = lambda _: True
) -> Story:
    """The story as readers may see it at ``now``: without drafts and without the future.

    Of a retracted update only its id, time and retraction are left: nothing of what it
    said is shown anywhere, key events included. A correction, an edit or a retraction that
    is yet to come has not happened. Of several pinned updates the newest is pinned.

    Whether a retracted update is ``wanted`` is asked while all of it is there, and those that
    are not are left out: nobody could tell afterwards. The others are not asked about.
    """
    known = (_as_of(update, now) for update in story.updates if update.is_visible(now))
    updates = [
        _without_retracted(update)
        for update in known
        if update.retraction is None or wanted(update)
    ]
    pinned = [index for index, update in enumerate(updates) if update.pinned]
    newest = max(pinned, key=lambda index: (updates[index].time, index), default=None)
    for index in pinned:
        if index != newest:
            updates[index] = updates[index].model_copy(update={"pinned": False})
    changes: dict[str, object] = {"updates": tuple(updates)}
    if story.meta.summary is not None and not story.meta.summary.strip():
        changes["meta"] = story.meta.model_copy(update={"summary": None})
    return story.model_copy(update=changes)


def _as_of(update: Update, now: datetime) -> Update:
    if update.last_changed <= now:
        return update
    later: dict[str, object] = {
        "corrections": tuple(each for each in update.corrections if each.time <= now)
    }
    if update.edited is not None and update.edited > now:
        later["edited"] = None
    if update.retraction is not None and update.retraction.time > now:
        later["retraction"] = None
    return update.model_copy(update=later)


def _without_retracted(update: Update) -> Update:
    if update.retraction is None:
        return update
    return Update(id=update.id, time=update.time, retraction=update.retraction)


def last_changed(story: Story, now: datetime | None = None) -> datetime | None:
    """The newest change of content in a story as readers see it; ``None`` without any time.

    Times, edits, corrections and retractions count; the clock on the wall does not, so that
    the same story always gives the same document. What lies after ``now``, as the start of
    a coverage that is yet to come, has not happened.
    """
    changes = [update.last_changed for update in story.updates]
    for time in (story.meta.coverage_start, story.meta.coverage_end):
        if time is not None:
            changes.append(time)
    if now is not None:
        changes = [time for time in changes if time <= now]
    return max(changes, default=None)


def newest_first(story: Story) -> list[Update]:
    """The updates for display: newest first; among equal times the later in the file is newer."""
    return sorted(story.updates, key=lambda update: update.time)[::-1]


def next_change(story: Story, now: datetime) -> datetime | None:
    """The first moment after ``now`` that changes what is exported; ``None`` without one.

    It is the other side of :func:`visible`: the time of an update, of an edit, a correction
    or a retraction, or of the coverage.
    """
    moments = [
        time
        for update in story.updates
        if update.last_changed > now and update.status == "published"
        for time in _moments(update)
    ]
    moments += filter(None, (story.meta.coverage_start, story.meta.coverage_end))
    return min((time for time in moments if time > now), default=None)


def _moments(update: Update) -> Iterator[datetime]:
    yield update.time
    yield from (correction.time for correction in update.corrections)
    if update.edited is not None:
        yield update.edited
    if update.retraction is not None:
        yield update.retraction.time
