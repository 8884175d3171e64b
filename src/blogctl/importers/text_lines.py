"""The lines of a plain text: those that were broken to fit a width are whole again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"[ \t\v\f\u00a0\u2000-\u200a\u202f\u3000]+")
_ITEM = re.compile(r"(?:[-*•‣◦▪·]|\d{1,3}[.)])\s+(?=\S)")
_RULE = re.compile(r"(?:[-=_*~–—]\s?){3,}")
_QUOTE = "> "
_NARROWEST, _WIDEST = 30, 120
"""Widths that texts are broken to, in characters."""


class Line(NamedTuple):
    """A line without the white space around it.

    ``gap`` is whether a blank line, or nothing, comes before it; ``indent`` counts the white space
    that it began with; ``parted`` is whether the text has blank lines between its paragraphs, so
    that a line without one belongs to the paragraph above it.
    """

    text: str
    gap: bool = True
    indent: int = 0
    parted: bool = False

    @property
    def item(self) -> re.Match[str] | None:
        """The sign of an item of a list that it begins with."""
        return _ITEM.match(self.text)

    @property
    def is_rule(self) -> bool:
        """Whether it is only a line across the page."""
        return len(self.text) <= 400 and _RULE.fullmatch(self.text) is not None


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank."""
    raw = [_UNSEEN.sub("", line).expandtabs(4).rstrip() for line in text.split("\n")]
    width = _width(raw)
    parted = _is_parted(raw)
    lines: list[Line] = []
    last, gap = "", True
    for line in raw:
        if not line:
            gap = True
            continue
        if not gap and width and _is_broken(last, line, width):
            below = lines.pop()
            words = line.strip().removeprefix(_QUOTE)
            lines.append(below._replace(text=f"{below.text} {_plain(words)}"))
        else:
            lines.append(Line(_plain(line), gap, len(line) - len(line.lstrip()), parted))
        last, gap = line, False
    return lines


def paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines that stand together; a list stands apart from the line above it."""
    together: list[Line] = []
    for line in lines:
        begins_list = line.item and together and not together[0].item
        if together and (line.gap or not line.parted or begins_list):
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def _plain(line: str) -> str:
    return _SPACES.sub(" ", line).strip()


def _is_parted(raw: Sequence[str]) -> bool:
    """Whether blank lines part most of what is in the text."""
    full = sum(1 for line in raw if line)
    blank = sum(1 for one, two in pairwise(raw) if one and not two)
    return blank * 3 >= full


def _width(raw: Sequence[str]) -> int:
    """The width that the lines were broken to; 0 if they were not."""
    width = max((len(line) for line in raw if _is_breakable(line)), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [pair for pair in pairwise(raw) if all(pair) and _may_go_on(*pair)]
    broken = sum(_is_broken(*pair, width) for pair in pairs)
    return width if broken * 2 >= len(pairs) else 0


def _is_breakable(line: str) -> bool:
    """Whether a line would have been broken, had it been too long."""
    return not (
        "://" in line or " | " in line or "\u00a0" in line or line.startswith("    ")
    ) and " " in line.removeprefix(_QUOTE)


def _is_broken(line: str, below: str, width: int) -> bool:
    """Whether a line ends only because the next word did not fit."""
    if not _may_go_on(line, below):
        return False
    word = below.strip().removeprefix(_QUOTE).split(" ", 1)[0]
    return len(line) + 1 + len(word) > width


def _may_go_on(line: str, below: str) -> bool:
    """Whether the line below may belong to the same sentence: it begins nothing of its own."""
    is_quote, goes_on = (each.lstrip().startswith(_QUOTE) for each in (line, below))
    rest = below.strip().removeprefix(_QUOTE)
    return is_quote == goes_on and not (_ITEM.match(rest) or _is_rule(line) or _is_rule(rest))


def _is_rule(line: str) -> bool:
    return len(line) <= 400 and _RULE.fullmatch(line.strip()) is not None
