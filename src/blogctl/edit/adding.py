"""Adding updates to a story: in their place, once, and with nothing else changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from blogctl.edit.ground import Ground, Whole
from blogctl.edit.opening import (
    RefusedDrafts,
    When,
    errors_elsewhere,
    opened,
    with_line_feeds,
    zone_in,
)
from blogctl.edit.plain import plain
from blogctl.edit.proof import Data
from blogctl.errors import StoryError
from blogctl.model import (
    Problem,
    StoryMeta,
    Update,
    new_id,
    read_update,
)
from blogctl.model.identity import fold_value
from blogctl.times import find_zone, rfc3339, to_zone

ENDED = "the story has ended; the update was added all the same"
"""The warning of adding to a story that has ended."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An update that is asked for: the fields that are stated, and no others.

    ``text_times`` where times are strings, as in JSON. ``label`` names it in messages about a
    list of them, such as ``line 3``. ``when`` states the time instead of the fields: it is
    asked for it once the story's zone is known.
    """

    fields: Mapping[str, Any]
    text_times: bool = False
    label: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """The text after ``add``, the ids in the order asked for, and what to warn of.

    ``new`` are the updates that were not there before.
    """

    text: str
    ids: tuple[str, ...]
    new: tuple[Update, ...]
    warnings: tuple[str, ...]


def add(text: str, drafts: Sequence[Draft], now: datetime) -> Added:
    """Add updates, all or none, each after the last one whose time is not later.

    An update without a time gets ``now``; one without an id an id made of time and content.
    One whose id is there already is compared with it in what its draft states: if that is
    equal it is left alone, else :class:`StoryError`. In a text that is out of order they are
    appended. Errors elsewhere in the story do not matter, as long as it can be parsed.
    """
    story: Ground = plain(text) or Whole(opened(text))
    drafts = [_timed(draft, story.data) for draft in drafts]
    new: dict[str, tuple[Update, Data]] = {}
    ids = []
    moment = _moment(story, now)
    for draft, update, raw in _made(drafts, story.meta, moment):
        if not {"id", "time"} & set(draft.fields):
            # Nobody said which moment or which update: then it is a new one, after the last.
            update, raw = _set_apart(
                update, raw, moment, lambda id_: id_.lower() in new or story.has(id_)
            )
            moment = update.time
        name = update.id.lower()
        is_there = name in new or story.has(name)
        there = new[name][0] if name in new else story.find(name) if is_there else update
        if is_there and (there is None or not _says_the_same(there, update, draft)):
            raise _conflict(there or update, update, draft)
        if not is_there:
            new[name] = (update, raw)
        ids.append(there.id if there else update.id)
    if not new:
        return Added(text, tuple(ids), (), ())
    updates = tuple(update for update, _ in new.values())
    in_order = None not in story.times and list(story.times) == sorted(story.times)  # type: ignore[type-var]
    warnings = tuple(_warnings(story, updates, now, in_order=in_order))
    text = _inserted(story, list(new.values()), in_order=in_order)
    return Added(text, tuple(ids), updates, warnings)


def _moment(story: Ground, now: datetime) -> datetime:
    """``now`` to the second, in the story's zone, but not before an update of this very second."""
    second = now.replace(microsecond=0)
    latest = max((time for time in story.times if time and second < time <= now), default=second)
    zone = find_zone(story.meta.timezone) if story.meta and story.meta.timezone else None
    return to_zone(latest, zone)


def _set_apart(
    update: Update, raw: Data, moment: datetime, is_taken: Callable[[str], bool]
) -> tuple[Update, Data]:
    """The update at the first microsecond from ``moment`` on at which its id is free."""
    while update.time != moment or is_taken(update.id):
        if update.time == moment:
            moment += timedelta(microseconds=1)
        update = update.model_copy(update={"time": moment})
        update = update.model_copy(update={"id": new_id(update)})
    return update, {**raw, "id": update.id, "time": update.time}


def _timed(draft: Draft, data: Data) -> Draft:
    """The draft with its time among its fields, read in the zone that the story names."""
    if draft.when is None:
        return draft
    time = draft.when(zone_in(data), None)
    return replace(draft, fields={**draft.fields, "time": time}, when=None)


def _made(
    drafts: Sequence[Draft], meta: StoryMeta | None, moment: datetime
) -> list[tuple[Draft, Update, Data]]:
    """For each draft the update that it asks for, at ``moment`` if it says none, and its data."""
    made = []
    refused: list[tuple[str, Problem]] = []
    for draft in drafts:
        fields = {key: with_line_feeds(value) for key, value in draft.fields.items()}
        fields.setdefault("time", moment.isoformat() if draft.text_times else moment)
        update, problems = read_update(fields, meta, text_times=draft.text_times)
        refused += ((draft.label, problem) for problem in problems)
        if update is not None:
            if not update.has_own_id:
                update = update.model_copy(update={"id": new_id(update)})
            made.append((draft, update, toml_data(update, fields)))
    if refused:
        raise RefusedDrafts(refused)
    return made


def toml_data(update: Update, fields: Mapping[str, Any]) -> Data:
    """An update as TOML data, in the model's order; authors as briefly as they were given."""
    data = {"id": update.id, **update.model_dump(exclude_defaults=True, exclude={"id"})}
    if update.authors:
        data["authors"] = [brief_author(author) for author in fields["authors"]]
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def brief_author(author: Any) -> Any:
    """An author as it is written: a name alone as a string, else a table."""
    if isinstance(author, str):
        return author
    table = author if isinstance(author, Mapping) else author.model_dump(exclude_none=True)
    return table["name"] if set(table) == {"name"} else dict(table)


def _says_the_same(there: Update, asked: Update, draft: Draft) -> bool:
    stated = set(draft.fields) - {"id"}
    return all(
        fold_value(getattr(there, name)) == fold_value(getattr(asked, name)) for name in stated
    )


def _conflict(there: Update, asked: Update, draft: Draft) -> StoryError:
    where = f"{draft.label}: " if draft.label else ""
    if there.id != asked.id:
        return StoryError(
            f'{where}the id "{asked.id}" differs from "{there.id}" only in upper and lower case',
            help="choose another id",
        )
    return StoryError(
        f'{where}the id "{there.id}" is there already, with other content',
        help="choose another --id, or change that update itself",
    )


def _warnings(story: Ground, new: Sequence[Update], now: datetime, *, in_order: bool) -> list[str]:
    warnings = []
    ahead = [update for update in new if update.time > now]
    if ahead:
        when = rfc3339(ahead[0].time)
        what = "its time lies" if len(ahead) == 1 else f"the times of {len(ahead)} updates lie"
        warnings.append(f"{what} ahead: readers see nothing of it before {when}")
    if story.problems:
        warnings.append(errors_elsewhere(story.problems))
    if story.meta and story.meta.status == "ended":
        warnings.append(ENDED)
    if None in story.times:
        warnings.append("not every update could be read, so it was appended")
    elif not in_order:
        warnings.append("the updates are out of order, so it was appended; `blogctl sort` helps")
    return warnings


def _inserted(story: Ground, new: list[tuple[Update, Data]], *, in_order: bool) -> str:
    """The text with each new update after the last one that is not later."""
    times = story.times
    slots = []
    for update, data in sorted(new, key=lambda pair: pair[0].time):
        slot = bisect_right(times, update.time) if in_order else len(times)  # type: ignore[type-var]
        slots.append((slot, data))
    return story.inserted(slots)
