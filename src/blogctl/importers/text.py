"""A live blog copied or saved as plain text: updates below lines that are times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from blogctl.errors import StoryError
from blogctl.importers import API_VERSION, LIKELY, MAYBE, NO, Findings, Omission, Source
from blogctl.importers.text_days import Calendar
from blogctl.importers.text_lines import Line, lines_of
from blogctl.importers.text_pieces import is_menu
from blogctl.importers.text_story import is_ours, story_of, zone_said
from blogctl.importers.text_times import Day, Stamp, date_in, leading
from blogctl.importers.text_update import Counts, Marked, time_line, update_of

_OTHER = re.compile(r"\s*(?:<|\{\s*[\"}]|\[\s*[\[{\"\]]|%PDF|PK\x03)")
_TAGS = re.compile(r"<(?:!doctype|html|head|body|div|script|p|rss|feed)\b[^<>]*>", re.IGNORECASE)
_HEAD = 5000  # characters in which markup shows
_LOOKED_AT = 60_000  # characters by which a text is recognised: fewer lines than are too many
_ENOUGH = 3
_MOST = 20_000
"""Times in one text; where there are more, it is a table."""
_MOST_LINES = 200_000
_FEW = 5


@dataclass(slots=True)
class _Section:
    """A line that is a time, or only a day, and the lines below it."""

    marked: Marked
    lines: list[Line] = field(default_factory=list)


class TextImporter:
    """Text that was copied from a page, saved from one, or written for mail."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "plain text with its updates below lines that are times"

    def recognises(self, source: Source) -> int:
        """Likely where three lines and more are a time, with text below them."""
        text = source.text[:_LOOKED_AT]
        if "\0" in text or _OTHER.match(text) or len(_TAGS.findall(text[:_HEAD])) > 1:
            return NO
        lines = lines_of(text)
        if _followed(_standing(lines)[1]) >= _ENOUGH:
            return LIKELY
        return MAYBE if _followed(_running(lines)[1]) >= _ENOUGH else NO

    def read(self, source: Source) -> Findings | None:
        """What the text says; ``None`` where no line of it is a time with text below it."""
        lines = lines_of(source.text)
        if len(lines) > _MOST_LINES:
            raise StoryError(f"{source.name}: it has {len(lines):,} lines: it is no live blog")
        head, sections = _standing(lines)
        if len(sections) > _MOST:
            raise StoryError(
                f"{source.name}: {len(sections):,} of its lines are times: it is no live blog"
            )
        if _followed(sections) < _ENOUGH:
            running = _running(lines)
            if _followed(running[1]) >= _ENOUGH:
                head, sections = running
        timed = [each for each in sections if each.marked.stamp.clock]
        full = _followed(sections)
        if not full or full * 2 < len(timed):
            return None
        return _findings(lines, head, sections)


def _findings(lines: list[Line], head: list[Line], sections: list[_Section]) -> Findings:
    findings, counts = Findings(is_guess=True), Counts(is_ours(head))
    around = story_of(head, _cut_foot(head, sections), counts)
    findings.story, findings.omissions = around.story, around.omissions
    said = zone_said(lines)
    findings.zone = said.place
    stamps = [each.marked.stamp for each in sections]
    calendar = Calendar(stamps, _first_day(head), said.offset)
    moments = list(calendar.moments())
    findings.doubts += said.doubts(moments)
    for section, moment in zip(sections, moments, strict=True):
        stamp = section.marked.stamp
        if stamp.clock is None:
            continue
        update = update_of(
            section.marked, moment, section.lines, calendar, counts, findings.omissions
        )
        if update.keys() - {"time", "extra", "label", "key", "pinned", "edited"}:
            findings.updates.append(update)
        else:
            findings.omissions.append(_empty(stamp))
    findings.origins = {
        **around.origins,
        "updates.time": "lines that are times",
        "updates.headline": "short first lines without a stop",
        "updates.corrections": "lines in brackets with a time",
    }
    findings.doubts += calendar.said()
    findings.doubts += _without_url(findings, counts.links)
    findings.doubts += _not_taken(sections)
    return findings


def _standing(lines: Sequence[Line]) -> tuple[list[Line], list[_Section]]:
    """The lines above the first time that stands alone, and the sections below each."""
    found = {at: marked for at, line in enumerate(lines) if (marked := time_line(line.text))}
    clocks = {at: marked for at, marked in found.items() if marked.stamp.clock}
    for at in list(_of_the_page(clocks)):
        del clocks[at]
    kept = _of_one_kind(clocks)
    days = {}
    below = False  # whether the next line that says something is a time
    for at in range(len(lines) - 1, -1, -1):
        if at in kept:
            below = True
        elif at in found and not found[at].stamp.clock and below:
            days[at] = found[at]
        elif not (lines[at].is_rule or is_menu(lines[at].text)):
            below = False
    return _split(lines, {**kept, **days})


def _running(lines: Sequence[Line]) -> tuple[list[Line], list[_Section]]:
    """The same, where times begin the lines of the updates themselves."""
    found: dict[int, Marked] = {}
    texts = list(lines)
    for at, line in enumerate(lines):
        alone = time_line(line.text)
        stamp = alone.stamp if alone else leading(line.text)
        if stamp:
            found[at] = alone or Marked(stamp)
            texts[at] = line._replace(text=stamp.rest)
    marked = _of_one_kind({at: each for at, each in found.items() if each.stamp.clock})
    marked |= {at: each for at, each in found.items() if not each.stamp.clock}
    head, sections = _split(lines, marked)
    for at, section in zip(sorted(marked), sections, strict=True):
        if marked[at].stamp.rest:
            section.lines.insert(0, texts[at])
    return head, sections


def _split(lines: Sequence[Line], marked: dict[int, Marked]) -> tuple[list[Line], list[_Section]]:
    head: list[Line] = []
    sections: list[_Section] = []
    for at, line in enumerate(lines):
        if at in marked:
            sections.append(_Section(marked[at]))
        else:
            (sections[-1].lines if sections else head).append(line)
    return head, sections


def _of_one_kind(clocks: dict[int, Marked]) -> dict[int, Marked]:
    """The times without those that say less than most: a ``21:15`` among dates is a score."""
    ranks = Counter(each.stamp.rank for each in clocks.values())
    return {
        at: each
        for at, each in clocks.items()
        if sum(n for rank, n in ranks.items() if rank > each.stamp.rank) <= ranks[each.stamp.rank]
    }


def _of_the_page(clocks: dict[int, Marked]) -> Iterator[int]:
    """The times at the top that are written like no other: those of the page itself."""
    left = list(clocks.items())
    while len(left) > _ENOUGH:
        (at, first), *left = left
        second = left[0][1].stamp
        if (
            first.stamp.rank < 2
            or any(_shape(first.stamp) == _shape(each.stamp) for _, each in left)
            or not (first.stamp.is_labelled or second.rank == 2)
        ):
            return
        yield at


def _shape(stamp: Stamp) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", stamp.text))


def _followed(sections: Sequence[_Section]) -> int:
    """How many times have text below them."""
    return sum(
        any(not (line.is_rule or is_menu(line.text)) for line in each.lines)
        for each in sections
        if each.marked.stamp.clock
    )


def _cut_foot(head: list[Line], sections: list[_Section]) -> list[Line]:
    """Take the lines across the page off the updates; what is below the last one is given back."""
    bars = Counter(
        each[-1].text for each in (head, *(each.lines for each in sections[:-1]))
        if each and each[-1].is_rule
    )  # fmt: skip
    for each in sections[:-1]:
        while each.lines and each.lines[-1].is_rule and each.lines[-1].text in bars:
            each.lines.pop()
    if not sections:
        return []
    last = sections[-1].lines
    at = next((n for n, line in enumerate(last) if line.is_rule and line.text in bars), None)
    if at is None:
        return []
    foot = last[at + 1 :]
    del last[at:]
    return foot


def _first_day(head: Sequence[Line]) -> Day | None:
    """The day of the page: the first that its head names in a short line."""
    return next((day for line in head if (day := date_in(line.text))), None)


def _empty(stamp: Stamp) -> Omission:
    return Omission(stamp.text, "a time with nothing below it")


def _without_url(findings: Findings, links: int) -> Iterator[str]:
    """What is said of pictures and links without a URL; of pictures in the updates, too."""
    of_story = _pictures(findings.story)
    with_pictures = [update for update in findings.updates if _pictures(update)]
    if number := of_story + sum(map(_pictures, with_pictures)):
        said = "1 image has" if number == 1 else f"{number:,} images have"
        where = f", {of_story:,} of them in the story’s own" if of_story else ""
        doubt = (
            f"{said} a caption but no address; {'it is' if number == 1 else 'they are'} in "
            f"extra.images{where}"
        )
        yield doubt
        for update in with_pictures:
            update["doubts"] = [doubt]
    if links:
        yield f"lines that lead to a page, without its URL: {links}; these are kept as text"


def _pictures(part: Mapping[str, Any]) -> int:
    return len(part.get("extra", {}).get("images", ()))


def _not_taken(sections: Sequence[_Section]) -> Iterator[str]:
    """Lines that look like times, but are not like the others."""
    texts = [
        line.text for section in sections for line in section.lines
        if (marked := time_line(line.text)) and marked.stamp.clock
    ]  # fmt: skip
    if texts:
        more = f" and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
        yield (
            f"lines that look like times, but not like the others, are kept as text: "
            f"{'; '.join(texts[:_FEW])}{more}"
        )
