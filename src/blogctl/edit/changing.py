"""Changing the fields of one update, or its whole block, and nothing else.

Each function gives the text after the change, proved. Asked for what is so already, it gives
the text as it is. Errors elsewhere in the story do not matter, as long as it can be parsed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from blogctl.edit.opening import When, opened, with_line_feeds
from blogctl.edit.proof import Data, clear_blocks, keep_comments
from blogctl.edit.target import Changed, changed, different, find_target, merged
from blogctl.errors import StoryError
from blogctl.model import Media
from blogctl.source.keys import with_part_keys
from blogctl.source.parsing import Unparseable, parse

_MEDIA_KEYS = tuple(Media.model_fields)


def edit(
    text: str,
    id: str,  # noqa: A002
    fields: Mapping[str, Any],
    now: datetime,
    *,
    when: When | None = None,
    media: Sequence[Mapping[str, Any]] = (),
) -> Changed:
    """Set fields of an update; those that are ``None`` are removed.

    ``media`` are changes to its media items, in their order. ``when`` gives its time: it moves
    to its place, and an id that was derived from the time is written first. If readers could
    see the update before and see the change, ``edited`` becomes ``now``.
    """
    target = find_target(text, id, now)
    changes: Data = with_line_feeds(dict(fields))
    if when:
        changes["time"] = target.moment(when)
    if not media:
        return changed(target, changes)
    items = target.raw.get("media")
    items = items if isinstance(items, list) else []
    if len(media) > len(items):
        count = {0: "no media items", 1: "one media item"}.get(
            len(items), f"{len(items)} media items"
        )
        raise StoryError(
            f"the update has {count}, fewer than are described",
            help="name them all anew with --media",
        )
    pairs = list(zip(items, with_line_feeds(media), strict=False))
    described = [
        {key: value for key, value in keys.items() if _get(item, key) != value}
        for item, keys in pairs
    ]
    new = [merged(item, keys) for (item, _), keys in zip(pairs, described, strict=True)]

    changes = different(target, changes)

    def write(block: str) -> str:
        new = block
        for number, keys in enumerate(described):
            new = with_part_keys(new, "media", number, keys, _MEDIA_KEYS, target.newline)
        keep_comments(block, new)
        return target.with_keys(new, changes)

    return changed(target, {**changes, "media": [*new, *items[len(new) :]]}, write)


def _get(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, dict) else None


def block_of(text: str, id: str) -> str:  # noqa: A002
    """The block of an update as it stands, comments and all, with line feeds."""
    whole = opened(text)
    return _for_editing(whole.block(whole.index_of(id)))


def _for_editing(block: str) -> str:
    """A block with the line endings that editors are given."""
    return block.replace("\r\n", "\n") + "\n"


def replace_block(text: str, id: str, old: str, new: str, now: datetime) -> Changed:  # noqa: A002
    """Put ``new`` in the place of an update's block, which must still be ``old``.

    The id cannot change. Otherwise as :func:`edit`.
    """
    target = find_target(text, id, now)
    if _for_editing(target.block) != old:
        raise StoryError(f'the update "{id}" was changed by somebody else in the meantime')
    raw = only_update(new)
    if raw.get("id", id) != id or ("id" in target.raw and "id" not in raw):
        raise StoryError(f'the id "{id}" cannot be changed: readers know the update by it')
    if new.strip("\n") == old.strip("\n"):
        return Changed(text)  # mixed line endings, too, stay as they are
    changes = {**dict.fromkeys(target.raw), **raw}
    written = new.strip("\n").replace("\n", target.newline)
    return changed(target, changes, lambda _: written, label=f'update "{id}"')


def only_update(text: str) -> Data:
    """The data of the one update in a text; :class:`StoryError` if there is anything else."""
    data = parse(text)
    if isinstance(data, Unparseable):
        raise StoryError(f"line {data.line}, column {data.column}: {data.message}", help=data.help)
    updates = data.get("updates")
    is_one = set(data) == {"updates"} and isinstance(updates, list) and len(updates) == 1
    if not is_one or len(clear_blocks(text, data).updates) != 1:
        raise StoryError("the text is not one [[updates]] block")
    update: Data = data["updates"][0]
    return update
