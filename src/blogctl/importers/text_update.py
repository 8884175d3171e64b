"""One update of a plain text: its headline, its text, and what stands among it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from blogctl.importers import Omission
from blogctl.importers.text_days import Calendar
from blogctl.importers.text_lines import Line
from blogctl.importers.text_markdown import inline, markdown
from blogctl.importers.text_pictures import pictures
from blogctl.importers.text_pieces import (
    authors,
    correction,
    edited,
    is_headline,
    is_menu,
    is_sentence,
    labelled,
    leads_nowhere,
    media,
    source,
)
from blogctl.importers.text_times import Stamp, stamp_of

_MARK = re.compile(r"\s?\[([^\[\]]{1,120})\]$")
_RETRACTED = re.compile(r"this update was retracted \((.{1,80})\)\.", re.IGNORECASE)
_LONGEST_ALONE = 120


@dataclass(slots=True)
class Marked:
    """A line of a time without the marks in brackets behind it, as in ``21:25 [Key event]``."""

    stamp: Stamp
    marks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Counts:
    """How many links have no URL in a plain text.

    ``is_ours`` is whether blogctl wrote the text: then all of its media have their URLs.
    """

    is_ours: bool = False
    links: int = 0

    def pictures(self, lines: Sequence[Line]) -> tuple[list[dict[str, str]], list[Line]]:
        """The pictures without a URL among lines, and the other lines."""
        return ([], list(lines)) if self.is_ours else pictures(lines)


def time_line(line: str) -> Marked | None:
    """The time that a line is, and its marks."""
    marks: list[str] = []
    while (found := _MARK.search(line)) and len(line) <= 400 and found.start():
        marks.insert(0, found[1].strip())
        line = line[: found.start()]
    stamp = stamp_of(line)
    if stamp is None or (marks and not stamp.clock):
        return None
    return Marked(stamp, marks)


def update_of(
    marked: Marked,
    moment: datetime | None,
    lines: Sequence[Line],
    calendar: Calendar,
    counts: Counts,
    omissions: list[Omission],
) -> dict[str, Any]:
    """An update of ours; without ``time`` if it has none, nearly empty if nothing is below it."""
    update: dict[str, Any] = {"time": moment} if moment else {}
    if moment is None:
        update["extra"] = {"clock": f"{marked.stamp.clock:%H:%M}"}
    _marks(update, marked, moment, calendar)
    texts: list[Line] = []
    open_: dict[str, Any] | None = None  # a correction whose text begins below its label
    taken = False  # whether the line above is no text
    for line in lines:
        above, taken = taken, True
        if _piece(update, line, moment, calendar, omissions, rest=texts):
            made = update.get("corrections")
            open_ = made[-1] if made and not made[-1]["text"] else None
        elif open_ is not None:
            open_["text"] = inline(line.text)
            open_ = None
        else:
            texts.append(line._replace(gap=line.gap or above))
            taken = False
    retraction = update.get("retraction")
    if retraction is not None:
        reason = markdown(texts)
        update["retraction"] = {**retraction, **({"reason": reason} if reason else {})}
        return update
    images, rest = counts.pictures(texts)
    if images:
        update["extra"] = {**update.get("extra", {}), "images": images}
    if not rest and "media" not in update:
        rest = texts  # an update needs a text, if only that of its picture
    headline, rest = _headline(rest)
    update |= {"headline": headline} if headline else {}
    body = body_of_lines(rest, counts)
    return {**update, "body": body} if body else update


def body_of_lines(lines: Sequence[Line], counts: Counts, *, headings: bool = False) -> str:
    """Markdown; lines between paragraphs as headings, if wanted."""
    parts: list[str] = []
    run: list[Line] = []
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else None
        if headings and _is_heading(line, below):
            parts += [markdown(run), f"## {inline(line.text)}"]
            run = []
        else:
            counts.links += leads_nowhere(line.text)
            run.append(line)
    parts.append(markdown(run))
    return "\n\n".join(filter(None, parts))


def _is_heading(line: Line, below: Line | None) -> bool:
    return (
        below is not None
        and below.gap
        and line.gap
        and len(line.text) <= 80
        and is_headline(line.text)
        and not is_sentence(line.text)
        and not line.item
        and not line.is_rule
        and is_sentence(below.text)
        and len(below.text) > len(line.text)
    )


def _marks(
    update: dict[str, Any], marked: Marked, moment: datetime | None, calendar: Calendar
) -> None:
    for mark in marked.marks:
        changed = edited(mark)
        if mark.lower() in ("key event", "pinned"):
            update["key" if mark.lower() == "key event" else "pinned"] = True
        elif changed:
            update["edited"] = calendar.after(changed, moment)
        elif "label" not in update:
            update["label"] = mark
        else:
            update["label"] += f", {mark}"


def _piece(
    update: dict[str, Any],
    line: Line,
    moment: datetime | None,
    calendar: Calendar,
    omissions: list[Omission],
    *,
    rest: Sequence[Line],
) -> bool:
    """Take a line that is something else than text."""
    text = line.text
    if is_menu(text):
        omissions.append(Omission(text, "a button or an advert of the page"))
    elif not rest and (found := _RETRACTED.fullmatch(text)) and (when := stamp_of(found[1])):
        update["retraction"] = {"time": calendar.after(when, moment)}
    elif changed := edited(text):
        update["edited"] = calendar.after(changed, moment)
    elif corrected := correction(text):
        stamp, said = corrected
        time = calendar.after(stamp, moment) if stamp else None
        made = {"text": inline(said), **({"time": time} if time else {})}
        update.setdefault("corrections", []).append(made)
    elif item := media(text):
        update.setdefault("media", []).append(item)
    elif where := source(text):
        update.setdefault("sources", []).append(where)
    elif tags := labelled(text, "tags"):
        update["tags"] = [each.strip() for each in tags.split(",")]
    elif people := authors(text):
        update["authors"] = people
    else:
        return False
    return True


def _headline(lines: list[Line]) -> tuple[str | None, list[Line]]:
    """The headline, if the first line is one, and the other lines."""
    if not lines:
        return None, lines
    first, *others = lines
    alone = not others
    if (
        first.item
        or first.is_rule
        or not is_headline(first.text)
        or (alone and (is_sentence(first.text) or len(first.text) > _LONGEST_ALONE))
        or (others and others[0].parted and not others[0].gap and not is_sentence(others[0].text))
    ):
        return None, lines
    return first.text, others
