"""Bringing a story up to date with where it was imported from, without undoing what people did.

What an import writes is marked: ``extra.imported`` of each update has a short hash of each field
as the source had it. A field that still has that hash was not touched since, and follows the
source; one that has another was changed by hand, and stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blogctl.edit.adding import Draft, add, toml_data
from blogctl.edit.lifecycle import close
from blogctl.edit.opening import opened
from blogctl.edit.target import changed, find_target
from blogctl.model import Story, Update
from blogctl.model.identity import fold_value

MARK = "imported"
"""The key in ``extra`` of an update that came from elsewhere."""

_NOT_FOLLOWED = {"id", "extra"}
_DIGITS = 8

Hashes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Followed:
    """The text after an import into it, the ids of what was added and changed, and what was kept.

    ``kept`` names the fields that changed at the source, but had been changed by hand before, by
    the ids of their updates.
    """

    text: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: Mapping[str, tuple[str, ...]]
    warnings: tuple[str, ...] = ()


def marked(update: Update) -> Update:
    """An update as its import writes it: with what its source said of each field."""
    return update.model_copy(update={"extra": {**update.extra, MARK: _hashes(update)}})


def follow(text: str, source: Story, now: datetime) -> Followed:
    """Bring a story up to date: add what is new, change and retract what did so at the source.

    Updates are the same where their ids are. What is no longer at the source stays, since few
    sources show all that they ever had. When the source has ended, the story ends.
    """
    there = {update.id.lower(): update for update in opened(text).story.updates if update}
    drafts = [
        Draft(toml_data(new, {"authors": list(new.authors)}))
        for new in map(marked, source.updates)
        if new.id.lower() not in there
    ]
    added = add(text, drafts, now) if drafts else None
    text = added.text if added else text
    warnings = list(added.warnings) if added else []
    altered, kept = [], {}
    for new in source.updates:
        old = there.get(new.id.lower())
        if old is None:
            continue
        fields, by_hand = _compared(old, new)
        if by_hand:
            kept[old.id] = by_hand
        if not fields and not by_hand:
            continue
        result = changed(find_target(text, old.id, now), _changes(old, new, fields))
        text = result.text
        warnings += result.warnings
        if fields:
            altered.append(old.id)
    if source.meta.status == "ended":
        end = source.meta.coverage_end
        closed = close(text, now, when=(lambda _zone, _own: end) if end else None)
        text = closed.text
        warnings += closed.warnings
    return Followed(text, tuple(added.ids) if added else (), tuple(altered), kept, tuple(warnings))


def _compared(old: Update, new: Update) -> tuple[list[str], tuple[str, ...]]:
    """The fields that follow the source, and those that would if nobody had changed them."""
    base = old.extra.get(MARK)
    base = base if isinstance(base, dict) else None
    before, after = _hashes(old), _hashes(new)
    follow_, kept = [], []
    for name in type(new).model_fields:
        if name in _NOT_FOLLOWED or before.get(name) == after.get(name):
            continue
        said = base.get(name) if base is not None else ""
        if said == before.get(name):
            follow_.append(name)
        elif name == "edited":
            # The later of two changes is the last one, whoever made it.
            if new.edited and (old.edited is None or new.edited > old.edited):
                follow_.append(name)
        elif said != after.get(name):
            kept.append(name)
    return follow_, tuple(kept)


def _changes(old: Update, new: Update, fields: list[str]) -> dict[str, Any]:
    """The keys of an update that change, its mark with them."""
    data = toml_data(new, {"authors": list(new.authors)})
    return {
        **{name: data.get(name) for name in fields},
        "extra": {**old.extra, MARK: dict(_hashes(new))},
    }


def _hashes(update: Update) -> Hashes:
    """A short hash of each field that an update has."""
    data = update.model_dump(exclude=_NOT_FOLLOWED, exclude_defaults=True)
    folded = {name: fold_value(value) for name, value in data.items()}
    return {
        name: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:_DIGITS]
        for name, value in folded.items()
        if value not in ("", (), [], None)
    }
