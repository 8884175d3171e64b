"""Putting the updates of a story in the order of their times."""

from __future__ import annotations

from blogctl.check import Checked, check_text
from blogctl.edit.arranging import arranged
from blogctl.edit.plain import plain
from blogctl.edit.proof import clear_blocks, prove, with_updates
from blogctl.errors import InvalidStory

# With these errors, no time can be trusted.
_BARRIERS = {"unknown-timezone", "newer-format", "not-a-story"}


def sort(checked: Checked) -> str:
    """The text with its update blocks oldest first; ties keep their order.

    Blocks move whole, their comments with them; the white space between them stays where it
    is. A sorted text comes back as it is. :class:`InvalidStory` if the text cannot be parsed
    or an update's time cannot be read, :class:`~blogctl.errors.UnclearSource` if the text
    cannot be edited safely.
    """
    text, data = checked.text, checked.data
    times = [update.time for update in checked.updates if update is not None]
    raw = data.get("updates", []) if data else None
    is_read = isinstance(raw, list) and len(raw) == len(times)
    if data is None or not is_read or _BARRIERS & {error.rule for error in checked.errors}:
        raise InvalidStory(checked.errors, "it cannot be sorted before its errors are mended")
    order = sorted(range(len(times)), key=times.__getitem__)
    if order == list(range(len(times))):
        return text
    blocks = clear_blocks(text, data)
    texts = [text[each.start : each.end] for each in blocks.updates]
    meant = with_updates(data, [data["updates"][index] for index in order])
    return prove(arranged(blocks, [texts[index] for index in order]), meant)


def sort_text(text: str, path: str = "<story>") -> str:
    """As :func:`sort`, from the text alone; a long and plainly written one goes quickly."""
    story = plain(text)
    new = story.sorted() if story else None
    return sort(check_text(text, path, judge=False)) if new is None else new
