"""What an import writes of its source into a story: a short hash of each field, as it was there.

The mark is one string in ``extra.imported`` of the story and of each update, such as
``body:ba2df490 time:e5c5c983``. A field that still has its hash was not touched since. Each key of
``extra`` that the source has is a field of its own, such as ``extra.images``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping

from blogctl.model import Story, StoryMeta, Update
from blogctl.model.identity import fold_value

MARK = "imported"
"""The key in ``extra`` of what came from elsewhere."""

STORY = ""
"""The story's own fields, where fields are given by the ids of their updates."""

Assumed = Mapping[str, Collection[str]]
"""The fields that an import had to assume, since the source does not state them: by update."""

Hashes = Mapping[str, str]
"""The hash of each field that is there."""

EXTRA = "extra."
"""What the names of fields begin with that are keys of ``extra``."""

_PAIR = re.compile(r"((?:extra\.)?[\w-]+):([0-9a-f]{8})", re.ASCII)
_KEY = re.compile(r"[\w-]+", re.ASCII)  # the keys of ``extra`` that follow
_DIGITS = 8


def marked(story: Story, assumed: Assumed) -> Story:
    """A story as its import writes it: with what its source said of each field."""
    meta = {"extra": {**story.meta.extra, MARK: mark_text(story_hashes(story.meta, assumed))}}
    updates = tuple(marked_update(update) for update in story.updates)
    return story.model_copy(update={"meta": story.meta.model_copy(update=meta), "updates": updates})


def marked_update(update: Update) -> Update:
    """The same for one update."""
    extra = {**update.extra, MARK: mark_text(update_hashes(update))}
    return update.model_copy(update={"extra": extra})


def story_hashes(meta: StoryMeta, assumed: Assumed) -> Hashes:
    """The hashes of the story's fields; of its id only where that is the source's own.

    The zone is none of them: another one would change what local times in the story mean.
    """
    unsaid = {"extra", "timezone"} | ({"id"} & set(assumed.get(STORY, ())))
    return _hashes(meta, unsaid)


def update_hashes(update: Update) -> Hashes:
    """The hashes of an update's fields."""
    return _hashes(update, {"id", "extra"})


def mark_text(hashes: Hashes) -> str:
    """The mark that holds these hashes, the same for the same ones."""
    return " ".join(f"{name}:{digits}" for name, digits in sorted(hashes.items()))


def marks_in(extra: Mapping[str, object]) -> Hashes | None:
    """What the mark among free-form data says; ``None`` if there is none."""
    mark = extra.get(MARK)
    pairs = map(_PAIR.fullmatch, mark.split() if isinstance(mark, str) else ())
    return {pair[1]: pair[2] for pair in pairs if pair} or None


def _hashes(part: StoryMeta | Update, without: set[str]) -> Hashes:
    data = part.model_dump(exclude=without, exclude_defaults=True)
    own = {key: value for key, value in part.extra.items() if key != MARK and _KEY.fullmatch(key)}
    data |= {f"{EXTRA}{key}": value for key, value in own.items()}
    folded = {name: fold_value(value) for name, value in data.items()}
    return {
        name: hashlib.sha256(_json(value)).hexdigest()[:_DIGITS]
        for name, value in folded.items()
        if value not in ("", (), [], None)
    }


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, default=str).encode()  # an event has days
