"""Pictures in a plain text: captions and credits without the URL that media need."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blogctl.importers import without_blanks
from blogctl.importers.text_lines import Line

_CREDIT = re.compile(
    r"(?:^|(?<=[.!?…’”\"»)|·–—-]\s)|(?<=[.!?…’”\"»)(|·]))"
    r"(?:(?:Image|Photo(?:graph|graphs|graphy|s)?|Picture|Illustration|Graphic|Screen(?:shot|grab)"
    r"|Video|Footage|Map|Foto|Bild|Imagen|Fotografía|Фото|Снимок)(?:\s(?:credit|source))?"
    r"\s?(?P<sign>:|/|©|via\b|by\b|courtesy\sof\b|from\b|von\b|de\b)"
    r"|(?:Credits?|Crédits?|Bildquelle|Créditos?|Pic)\s?:|©|AP\sPhoto/)\s*(?P<who>[^\n]{1,90})$"
)
_WHO = re.compile(r"(?:[A-Z\d@&/(]|[^\W\d_]+\.[a-z]{2,}).*|of|the|and|van|von|de|la|du")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST_CAPTION = 500
_ROOM = 48_000
"""Bytes of captions and credits that one ``extra`` takes: it holds 64 KB, and other things."""


def credited(text: str) -> tuple[str, str] | None:
    """The caption of a picture, which may be empty, and the words that say whose it is."""
    if len(text) > _LONGEST_CAPTION:
        return None
    found = _CREDIT.search(text)
    if not found:
        return None
    is_named = (found["sign"] or ":") in ":/©" or all(
        # "Image via Example Agency", but not "Video from the town shows smoke".
        _WHO.fullmatch(word) or not _LETTERS.match(word)
        for word in found["who"].split()
    )
    words = text[: found.start()].rstrip(" |·([")
    credit = text[len(words) :].strip(" |·")
    if credit[0] in "([" and credit[-1] in ")]":
        credit = credit[1:-1].strip()
    return (words, credit) if is_named else None


def pictures(lines: Sequence[Line]) -> tuple[list[dict[str, str]], list[Line]]:
    """The pictures that lines are captions of, each with ``caption`` and ``credit``, and the rest.

    A credit on a line of its own may have its caption on the line above, where blank lines part
    the paragraphs.
    """
    images: list[dict[str, str]] = []
    rest: list[Line] = []
    room = _ROOM
    taken = False  # whether the line above was
    for line in lines:
        said = credited(line.text)
        if said is None:
            rest.append(line._replace(gap=line.gap or taken))
            taken = False
            continue
        caption, credit = said
        above = rest[-1] if rest and not (caption or taken) else None
        is_above = above is not None and _is_caption(above, line)
        if above is not None and is_above:
            caption = above.text
        room -= len(f"{caption}{credit}".encode()) + 40
        if room < 0:
            rest.append(line)
            taken = False
            continue
        if is_above:
            rest.pop()
        images.append(without_blanks({"caption": caption, "credit": credit}))
        taken = True
    return images, rest


def _is_caption(above: Line, line: Line) -> bool:
    """Whether two lines are a paragraph of their own: a caption above its credit."""
    return (
        line.parted
        and above.gap
        and not line.gap
        and not (above.item or above.is_rule)
        and len(above.text) <= _LONGEST_CAPTION
    )
