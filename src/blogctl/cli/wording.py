"""How a text changed, in lines for people: word by word where it is much the same, else whole.

What goes stands in ``[-…-]``, what comes in ``{+…+}``, as in ``git diff --word-diff``; a whole
line has ``-`` or ``+`` before it. Everything is safe to show on a terminal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from blogctl.reporters.safe import shown
from blogctl.reporters.style import paint

GONE, COME = "31", "32"
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_CONTEXT = 12  # words and spaces that are kept on either side of a change
_ENOUGH = 0.4  # how much of two lines must be the same for one to be the other changed
_MOST = 1_000_000  # pairs of words, or of lines, that are compared; it takes a second


def gone(text: str, color: bool) -> str:
    """A line that was there."""
    return paint(f"- {shown(text)}".rstrip(), GONE, color)


def come(text: str, color: bool) -> str:
    """A line that was not there."""
    return paint(f"+ {shown(text)}".rstrip(), COME, color)


def text_change(old: str, new: str, color: bool) -> list[str]:
    """What makes a new text of an old one; lines that stay are left out, as ``…``."""
    one, other = lines_of(old), lines_of(new)
    changes = _opcodes(one, other)
    told: list[str] = []
    for number, (what, i, j, k, m) in enumerate(changes):
        if what == "equal":
            told += ["…"] if 0 < number < len(changes) - 1 else []
        elif j - i == m - k:
            for before, after in zip(one[i:j], other[k:m], strict=True):
                told += _line_change(before, after, color)
        else:
            told += [gone(line, color) for line in one[i:j]]
            told += [come(line, color) for line in other[k:m]]
    return told


def lines_of(text: str) -> list[str]:
    """The lines of a text, without blank ones around it."""
    return [line.rstrip() for line in text.replace("\r\n", "\n").strip("\n").split("\n")]


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """As :class:`difflib.SequenceMatcher` has them, but quick where both are long."""
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    rest = shorter - start
    end = next((n for n in range(rest) if one[-1 - n] != other[-1 - n]), rest)
    i, j, k, m = start, len(one) - end, start, len(other) - end
    found = [("equal", 0, i, 0, k)] if start else []
    if (j - i) * (m - k) > _MOST:
        found.append(("replace", i, j, k, m))
    elif i < j or k < m:
        matcher = SequenceMatcher(None, one[i:j], other[k:m], autojunk=False)
        found += [(w, a + i, b + i, c + k, d + k) for w, a, b, c, d in matcher.get_opcodes()]
    return [*found, ("equal", j, len(one), m, len(other))] if end else found


def _line_change(old: str, new: str, color: bool) -> list[str]:
    """One line that became another."""
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    changes = _opcodes(one, other)
    same = sum(len("".join(one[i:j])) for what, i, j, _, _ in changes if what == "equal")
    if 2 * same < _ENOUGH * (len(old) + len(new)):
        return [line for line in (gone(old, color), come(new, color)) if line.strip("+- ")]
    pieces = []
    for number, (before, after) in enumerate(_joined(changes, one, other)):
        if before == after:
            is_last = number and before == one[len(one) - len(before) :]
            pieces.append(_shortened(before, not number, bool(is_last)))
            continue
        if before:
            pieces.append(paint(f"[-{shown(''.join(before))}-]", GONE, color))
        if after:
            pieces.append(paint(f"{{+{shown(''.join(after))}+}}", COME, color))
    return ["".join(pieces)]


def _joined(
    changes: Sequence[tuple[str, int, int, int, int]], one: Sequence[str], other: Sequence[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """Changes as pairs of old and new words; what only a space parts is one change."""
    before: list[str] = []
    after: list[str] = []
    for number, (what, i, j, k, m) in enumerate(changes):
        is_between = 0 < number < len(changes) - 1
        if what == "equal" and not (is_between and not "".join(one[i:j]).strip()):
            if before or after:
                yield before, after
            yield list(one[i:j]), list(other[k:m])
            before, after = [], []
        else:
            before, after = before + list(one[i:j]), after + list(other[k:m])
    if before or after:
        yield before, after


def _shortened(words: list[str], is_first: bool, is_last: bool) -> str:
    """Words that stay, as far as they are near to a change."""
    if len(words) <= 2 * _CONTEXT + 1:
        return shown("".join(words))
    left = "" if is_first else shown("".join(words[:_CONTEXT])).rstrip() + " "
    right = "" if is_last else " " + shown("".join(words[-_CONTEXT:])).lstrip()
    return f"{left}…{right}"
