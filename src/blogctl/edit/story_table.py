"""The story's own keys: changed where they stand, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from blogctl.edit.opening import Opened
from blogctl.edit.proof import Data, keep_comments, newline_of, prove
from blogctl.errors import UnclearSource
from blogctl.model import StoryMeta
from blogctl.source.blocks import with_comments
from blogctl.source.keys import with_keys
from blogctl.source.scan import scan

STORY_KEYS = tuple(StoryMeta.model_fields)
"""The keys of a story, in canonical order."""


def with_story_keys(
    whole: Opened, changes: Data, write: Callable[[str], str] = lambda block: block
) -> tuple[str, Data]:
    """The text with keys of the story set, or with ``None`` removed, proved, and its data.

    ``write`` does what ``changes`` say of ``extra`` to the block of the ``[story]`` table.
    :class:`~blogctl.errors.UnclearSource` where the keys do not stand under such a header.
    """
    text, story = whole.text, {**whole.data["story"], **changes}
    meant = {
        **whole.data,
        "story": {key: value for key, value in story.items() if value is not None},
    }
    start, end = _span(text)
    plain = {key: value for key, value in changes.items() if key != "extra"}
    block = text[start:end]
    new = write(with_keys(block, plain, STORY_KEYS, newline_of(text)))
    keep_comments(block, new)
    return prove(text[:start] + new + text[end:], meant), meant


def _span(text: str) -> tuple[int, int]:
    """Where the ``[story]`` table stands, with those of its tables that follow it."""
    tables = scan(text)
    names = [table.name for table in tables]
    if ("story",) not in names:
        raise UnclearSource(
            "the story's own keys do not stand under a [story] header", help="put them under one"
        )
    first = behind = names.index(("story",))
    while behind < len(tables) and names[behind][0] == "story":
        behind += 1
    if behind == len(tables):
        return tables[first].start, len(text)
    return tables[first].start, with_comments(text, tables[behind].start, tables[behind - 1])
