"""Comments that switch a warning off for one block: ``# blogctl: ignore[rule, rule]``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from blogctl.source.blocks import split
from blogctl.source.scan import Unscannable, comments

_COMMENT = re.compile(r"#\s*blogctl:\s*ignore\[([a-z0-9, -]*)\]")
_NOTHING: Callable[[int, str], bool] = lambda _offset, _rule: False  # noqa: E731


def ignored(text: str) -> Callable[[int, str], bool]:
    """Whether a rule is switched off at an offset: in the block that it, and the comment, are in.

    A comment in or directly above a block counts for that block.
    """
    if "blogctl:" not in text:
        return _NOTHING
    try:
        spans = split(text).spans()
        offsets = comments(text, 0, len(text))
    except Unscannable:
        return _NOTHING
    starts = [start for start, _ in spans]
    switched: dict[int, set[str]] = {}
    for offset in offsets:
        match = _COMMENT.match(text, offset)
        if match:
            names = {name.strip() for name in match[1].split(",")}
            switched.setdefault(bisect_right(starts, offset), set()).update(names)

    def is_ignored(offset: int, rule: str) -> bool:
        return rule in switched.get(bisect_right(starts, offset), ())

    return is_ignored
