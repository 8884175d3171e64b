"""The canonical layout of a story: white space and the order of keys, and ids where none are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from blogctl.edit.opening import Opened, opened
from blogctl.edit.proof import UPDATE_KEYS, Data, keep_comments, newline_of, prove, with_updates
from blogctl.edit.sorting import sort
from blogctl.errors import InvalidStory
from blogctl.model import PARTS
from blogctl.source.keys import with_keys
from blogctl.source.layout import laid_out

if TYPE_CHECKING:
    from blogctl.check import Checked


def format_text(text: str) -> str:
    """The text in canonical layout, proved to say the same; a formatted text as it is.

    Updates and tables stay where they are, comments with their keys; nothing within a value or
    a comment changes. An update without an id gets the one derived from its time, by which it
    is known already. Line endings become those of the first line. :class:`StoryError` as for
    other edits.
    """
    whole = opened(text)
    newline = newline_of(text)
    ids = _missing_ids(whole)
    parts, numbers = [], iter(range(len(ids)))
    for piece in whole.blocks.pieces:
        said = text[piece.start : piece.gap].replace("\r\n", "\n")
        if piece.is_update and (id_ := ids[next(numbers)]):
            said = with_keys(said, {"id": id_}, UPDATE_KEYS)
        parts.append(laid_out(said, _order))
    new = "\n\n".join(part for part in parts if part) + "\n"
    updates = [
        {**raw, "id": id_} if id_ else raw for raw, id_ in zip(whole.raw_updates, ids, strict=True)
    ]
    new = new.replace("\n", newline)
    keep_comments(text, new)
    meant: Data = with_updates(whole.data, updates) if updates else whole.data
    return prove(new, meant)


def tidy(checked: Checked) -> str:
    """The text sorted, unless a time is wrong, and formatted; errors as for :func:`format_text`."""
    try:
        text = sort(checked)
    except InvalidStory:
        text = checked.text
    return format_text(text)


def _missing_ids(whole: Opened) -> list[str | None]:
    """For each update that has no id the one to write, if that is known and its own."""
    ids = whole.ids
    counts = Counter(id_.lower() for id_ in ids)
    return [
        id_ if "id" not in raw and id_ and counts[id_.lower()] == 1 else None
        for raw, id_ in zip(whole.raw_updates, ids, strict=True)
    ]


def _order(name: tuple[str, ...]) -> Sequence[str]:
    """The order of the keys in a table: that of the model. Free-form data keeps its own."""
    if not name or "extra" in name or name[-1] not in PARTS:
        return ()
    return tuple(PARTS[name[-1]].model_fields)
