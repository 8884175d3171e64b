"""HTML that is made to choke on: what takes a parser more than linear time, or too much memory."""

from __future__ import annotations

import re
from typing import NamedTuple

from blogctl.errors import StoryError

_MOST_TAGS = 1_000_000
_DEEPEST = 1_500
_MOST_COPIES = 5_000_000
_MOST_ATTRIBUTES = 2_000
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|noscript)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_LONG_TAG = re.compile(r"<[A-Za-z][^>]{20000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Elements without an end, and those whose ends go without saying.
_FLAT = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    p li td th tr dd dt option optgroup thead tbody tfoot colgroup rp rt html head body
    """.split()  # noqa: SIM905 - a table of names
)
# Elements of formatting.
_REOPENED = frozenset("b big code em font i s small strike strong tt u nobr".split())  # noqa: SIM905


def refuse_bombs(html: str, name: str) -> None:
    """Refuse HTML whose depth or number of tags no page has; ``name`` is what it stands in.

    :class:`~blogctl.errors.StoryError` says which. It takes linear time.
    """
    # Scripts and comments may be full of what looks like tags.
    seen = _UNSEEN.sub("", html)
    if seen.count("<") > _MOST_TAGS:
        raise StoryError(f"{name}: it has more than {_MOST_TAGS:,} tags: that is no live blog")
    for found in _LONG_TAG.finditer(seen):
        inside = _QUOTED.sub("", found[0]).partition(">")[0]
        if len(inside.split()) + inside.count("/") > _MOST_ATTRIBUTES:
            raise StoryError(f"{name}: a tag has more than {_MOST_ATTRIBUTES:,} attributes")
    nested = _nesting(seen)
    if nested.deepest > _DEEPEST or nested.copies > _MOST_COPIES:
        raise StoryError(f"{name}: its elements are nested too deeply")


class Nesting(NamedTuple):
    """How deep HTML is, and how many elements a parser adds to it, at most.

    An element of formatting that stays open is opened again in each block that follows (HTML,
    section 13.2.4.3): so a short text can become a tree that fills the memory.
    """

    deepest: int
    copies: int


def nesting(html: str) -> Nesting:
    """How HTML is nested, about, in linear time."""
    return _nesting(_UNSEEN.sub("", html))


def _nesting(seen: str) -> Nesting:
    open_: dict[str, int] = {}
    depth = again = deepest = most_again = tags = 0
    for end, name in _TAG.findall(seen):
        tag = name.lower()
        tags += 1
        if tag in _FLAT:
            continue
        known = open_.get(tag, 0)
        if end and not known:
            continue
        step = -1 if end else 1
        open_[tag] = known + step
        depth += step
        deepest = max(deepest, depth)
        if tag in _REOPENED:
            again += step
            most_again = max(most_again, again)
    return Nesting(deepest, most_again * tags)
