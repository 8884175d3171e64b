"""The Markdown texts that rules judge, and where in one something stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from blogctl.model import Path, StoryMeta, Update

_CONTEXT = 40
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9A-Fa-f]{1,6})|(?P<decimal>[0-9]{1,7}));")
_MARKS = range(0xF0000, 0xFFFFE)  # for private use: nothing is written with them


def markdown_texts(
    meta: StoryMeta | None, updates: Iterable[tuple[int, Update]], sign: str
) -> Iterator[tuple[Path, str]]:
    """Each Markdown text that holds ``sign``, and its place.

    Of a retracted update that is the reason alone: the rest is shown nowhere.
    """
    if meta is not None:
        for name, text in (("body", meta.body), ("note", meta.note)):
            if text and sign in text:
                yield ("story", name), text
    for index, update in updates:
        if update.retraction is not None:
            reason = update.retraction.reason
            if reason and sign in reason:
                yield ("updates", index, "retraction", "reason"), reason
            continue
        if update.body and sign in update.body:
            yield ("updates", index, "body"), update.body
        for number, correction in enumerate(update.corrections):
            if sign in correction.text:
                yield ("updates", index, "corrections", number, "text"), correction.text


def needle_at(text: str, start: int, end: int) -> re.Pattern[str]:
    """A pattern whose first match is this part of a text, however often its like occurs before."""
    part = text[start:end]
    for length in range(min(start, _CONTEXT) + 1):
        before = text[start - length : start]
        if text.find(before + part) == start - length:
            break
    else:
        before = ""
    return re.compile(f"(?<={re.escape(before)}){re.escape(part)}")


def first_reference(text: str, is_meant: Callable[[int], bool]) -> re.Match[str] | None:
    """The first numeric reference in a Markdown text to a character that is meant.

    The Markdown engine itself is asked what is a reference rather than code: each is made one to
    a character of its own, and the first that comes out is meant.
    """
    meant = [found for found in _REFERENCE.finditer(text) if is_meant(code_of(found))]
    if not meant:
        return None
    from blogctl import dialect

    marks = dict(zip((found.start() for found in meant), _MARKS, strict=False))

    def marked(found: re.Match[str]) -> str:
        return f"&#{marks[found.start()]};" if found.start() in marks else found[0]

    shown = set(dialect.render(_REFERENCE.sub(marked, text)))
    return next((found for found in meant if chr(marks.get(found.start(), 0)) in shown), None)


def code_of(reference: re.Match[str]) -> int:
    """The number of the character that a reference stands for."""
    digits = reference["hex"]
    return int(digits, 16) if digits else int(reference["decimal"])
