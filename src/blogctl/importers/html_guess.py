"""Pages without structured data: blocks that come again and again, each with a time in it.

All of it is a guess, and said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from blogctl.importers import Findings, Omission, without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.html_page import Page, ancestors, attribute, classes, resolved
from blogctl.importers.moments import read_moment
from blogctl.importers.text_days import Calendar
from blogctl.importers.text_lines import Line
from blogctl.importers.text_story import zone_said
from blogctl.importers.text_times import Day, Stamp, date_in, stamp_in, stamp_of

_ATTRIBUTES = (
    "datetime",
    *("data-timestamp", "data-time", "data-sort-time", "data-datetime", "data-date"),
    *("data-published", "data-created", "data-epoch", "data-utime", "data-ts", "data-post-time"),
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?![\d.])")
_TIMED = re.compile(
    r"(?:^|[_-])(?:time|timestamp|date|datetime|clock|published|when)(?:$|[_-])", re.I
)
_HEADING = re.compile(r"(?:^|[_-])(?:headline|heading|head|title|ttl)$", re.I)
_AUTHOR = re.compile(r"(?:^|[_-])(?:author|byline)(?:[_-]?name)?$", re.I)
_FURNITURE = re.compile(
    r"(?:^|[_-])(?:share|sharing|social|advert|promo|comments?|tools)(?:$|[_-])", re.I
)
_LEVELS = 12
_FEWEST = 2
_ENOUGH = 600  # letters of a block that count
_SHORTEST = 20  # letters that a block has beside its time
_MOST_BLOCKS = 10_000
_MOST_MARKS = 50_000
_MOST_STEPS = 2_000_000
_LONGEST_MARK = 60


@dataclass(slots=True)
class _Mark:
    """A time on the page, as a machine is told it, or else in words.

    ``above`` is the day that was named before it, for one that names none.
    """

    node: LexborNode
    stated: str | None = None
    stamp: Stamp | None = None
    above: Stamp | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it is known of which day it is."""
        return bool(self.stated or self.above or (self.stamp and self.stamp.day))


@dataclass(slots=True)
class _Kind:
    """Blocks of one kind, with the first time in each, in their order."""

    blocks: dict[int, tuple[LexborNode, _Mark]] = field(default_factory=dict)


def guess(page: Page) -> Findings | None:
    """The updates that a page seems to have; ``None`` where nothing comes again."""
    marks = _marks(page)
    kind = _best(marks)
    if kind is None:
        return None
    blocks = list(kind.blocks.values())
    findings = Findings(is_guess=True)
    timed = [mark for _, mark in blocks[:_MOST_BLOCKS]]
    moments = _moments(timed, _first_day(marks, timed[0]), page, findings)
    updates = [
        _update(block, moment, page)
        for (block, _), moment in zip(blocks[:_MOST_BLOCKS], moments, strict=True)
    ]
    findings.updates = updates
    if len(blocks) > _MOST_BLOCKS:
        why = f"a page without structured data is read up to {_MOST_BLOCKS:,} of them"
        findings.omissions.append(Omission(f"{len(blocks) - _MOST_BLOCKS:,} blocks", why))
    fields = sorted({key for update in updates for key in update} - {"id"})
    findings.origins = {f"updates.{key}": "repeated blocks of the page" for key in fields}
    local = sum(isinstance(moment, datetime) for moment in moments)
    if local:
        findings.doubts.insert(0, f"{local} times are read from the words on the page")
    return findings


def _marks(page: Page) -> list[_Mark]:
    """The times on a page; those with a clock alone are of the day that was named before."""
    found: list[_Mark] = []
    day: Stamp | None = None
    selector = ", ".join(f"[{name}]" for name in _ATTRIBUTES)
    for node in page.css(f"time, {selector}, h1, h2, h3, h4, h5, p, [class]"):
        if len(found) >= _MOST_MARKS:
            break
        stated = next((value for name in _ATTRIBUTES if (value := attribute(node, name))), None)
        if stated and read_moment(stated) is not None:
            found.append(_Mark(node, stated))
            continue
        text = _short(node)
        is_timed = _is_timed(node) or _is_clock(node, text)
        is_heading = node.tag in ("h1", "h2", "h3", "h4", "h5", "p")
        if not (is_timed or is_heading or stated):
            continue
        stamp = _stamp_in(text) if is_timed else None
        named = _day_in(stated or "") or _day_in(text)
        if stamp:
            found.append(_Mark(node, None, stamp, None if stamp.day else named or day))
        elif named:
            day = named
    return found


def _moments(
    marks: Sequence[_Mark], first: Day | None, page: Page, findings: Findings
) -> list[datetime | str | None]:
    """When the blocks are of, as a machine is told, or local; ``None`` where no day is known.

    ``first`` is the day of the page. The zone that the page gives to its times, and what is
    doubtful, go to the findings.
    """
    stamps: list[Stamp] = []
    above: Stamp | None = None
    for mark in marks:
        if mark.stamp is None:
            continue
        if mark.above is not None and mark.above is not above:
            above = mark.above
            stamps.append(above)
        stamps.append(mark.stamp)
    if not stamps:
        return [mark.stated for mark in marks]
    said = zone_said(_lines(page))
    findings.zone = said.place
    calendar = Calendar(stamps, first, said.offset)
    told = iter(
        [when for stamp, when in zip(stamps, calendar.moments(), strict=True) if stamp.clock]
    )
    moments = [mark.stated or next(told) for mark in marks]
    findings.doubts += [*said.doubts(moments), *calendar.said()]
    return moments


def _first_day(marks: Iterable[_Mark], block: _Mark) -> Day | None:
    """The day of the page, as in "Updated 5 March 2024, 18:30": the first above the blocks."""
    for mark in takewhile(lambda mark: mark is not block, marks):
        if mark.stamp and mark.stamp.day and mark.stamp.day.year:
            return mark.stamp.day
    return None


def _lines(page: Page) -> Iterator[Line]:
    """What a page says in elements that may tell of its times."""
    for node in page.css("p, li, em, i, small, span"):
        yield Line(" ".join(node.text(deep=True, separator=" ").split()))


def _short(node: LexborNode) -> str:
    """The text of an element, if it is short."""
    text = " ".join(node.text(deep=True, separator=" ").split())
    return text if len(text) <= _LONGEST_MARK else ""


def _day_in(text: str) -> Stamp | None:
    """The day that a text is, or that it names with its year."""
    stamp = stamp_of(text) if text else None
    if stamp and stamp.day:
        return Stamp(text, stamp.day)
    day = date_in(text)
    return Stamp(text, day) if day else None


def _stamp_in(text: str) -> Stamp | None:
    """The clock time in a text that stands where times do: there 14.05 is none but a time."""
    return stamp_in(text) or stamp_in(_DOTTED.sub(r"\1:\2", text))


def _is_timed(node: LexborNode) -> bool:
    return node.tag == "time" or any(_TIMED.search(name) for name in classes(node))


def _is_clock(node: LexborNode, text: str) -> bool:
    """Whether all that an element says is a clock time."""
    if next(node.iter(), None) is not None:
        return False
    stamp = stamp_of(text) if text else None
    return stamp is not None and stamp.clock is not None and not stamp.is_labelled


def _best(marks: list[_Mark]) -> _Kind | None:
    """The blocks that the most of the page's text is in, and that come again."""
    kinds: dict[tuple[str, str], _Kind] = {}
    for mark in marks:
        for node in (mark.node, *ancestors(mark.node, _LEVELS)):
            parent = node.parent
            if parent is None or node.tag in ("main", "body", "html"):
                break
            kind = kinds.setdefault((_signature(node), _signature(parent)), _Kind())
            known = kind.blocks.get(node.mem_id)
            if known is None or _says_more(mark, known[1]):
                kind.blocks[node.mem_id] = node, mark
    best, most = None, 0
    lengths = _Lengths()
    for kind in kinds.values():
        if len(kind.blocks) < _FEWEST:
            continue
        nodes = [node for node, _ in kind.blocks.values()]
        around = {above.mem_id for node in nodes for above in ancestors(node, _LEVELS)}
        kind.blocks = {
            key: each
            for key, each in kind.blocks.items()
            if key not in around and lengths.of(each[0]) >= _SHORTEST
        }
        weight = sum(lengths.of(node) for node, _ in kind.blocks.values())
        if len(kind.blocks) >= _FEWEST and weight > most:
            best, most = kind, weight
    return best


def _says_more(mark: _Mark, first: _Mark) -> bool:
    """Whether a time is that of a block, and not the one before it: it has a day, or is inside."""
    if not mark.is_dated or first.stated:
        return False
    inside = any(above.mem_id == first.node.mem_id for above in ancestors(mark.node, _LEVELS))
    return not first.is_dated or (inside and mark.stated is not None)


class _Lengths:
    """How long the texts of elements are, as far as it matters."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._steps_left = _MOST_STEPS

    def of(self, node: LexborNode) -> int:
        """The letters in an element, up to :data:`_ENOUGH`."""
        if node.mem_id not in self._known:
            letters = 0
            for each in node.traverse(include_text=True):
                self._steps_left -= 1
                if letters >= _ENOUGH or self._steps_left < 0:
                    break
                if each.tag == "-text":
                    letters += len((each.text_content or "").strip())
            self._known[node.mem_id] = min(letters, _ENOUGH)
        return self._known[node.mem_id]


def _signature(node: LexborNode) -> str:
    """What elements of one kind have in common: their name and classes, without numbers."""
    named = sorted({re.sub(r"\d+", "", each) for each in classes(node)})
    return " ".join([node.tag or "", *named[:2]])


def _update(block: LexborNode, moment: datetime | str | None, page: Page) -> dict[str, Any]:
    link = next(
        (
            href
            for each in block.css("a[href]")
            if (href := attribute(each, "href")) and "#" in href[:-1]
        ),
        None,
    )
    id_ = attribute(block, "id") or attribute(block, "data-id")
    if id_ is None and (anchor := block.css_first("[id], a[name]")) is not None:
        id_ = attribute(anchor, "id") or attribute(anchor, "name")
    copy = LexborHTMLParser(block.html or "").body
    update: dict[str, Any] = {"id": id_, "time": moment, "original_url": resolved(link, page.base)}
    if copy is None:
        return without_blanks(update)
    for node in _furniture(copy):
        node.decompose()
    heading = copy.css_first("h1, h2, h3, h4, h5, h6") or next(
        (each for each in copy.css("[class]") if any(_HEADING.search(n) for n in classes(each))),
        None,
    )
    if heading is not None and (said := text_of(heading)) and len(said) < 300:
        update["headline"] = said
        heading.decompose()
    author = next(
        (each for each in copy.css('[rel~="author"], [class]')
         if "author" in (attribute(each, "rel") or "").split()
         or any(_AUTHOR.search(name) for name in classes(each))),
        None,
    )  # fmt: skip
    if author is not None and 0 < len(text_of(author)) <= 60:
        update["authors"] = [{"name": re.sub(r"^by\s+", "", text_of(author), flags=re.I)}]
        author.decompose()
    body = body_of(copy, page.base)
    return without_blanks({**update, "body": body.markdown, "media": body.media})


def _furniture(copy: LexborNode) -> list[LexborNode]:
    """What of a block is no text: its times, and the means to share it; none inside another."""
    found = []
    waiting = list(copy.iter())
    while waiting:
        node = waiting.pop()
        if _is_furniture(node):
            found.append(node)
        else:
            waiting.extend(node.iter())
    return found


def _is_furniture(node: LexborNode) -> bool:
    names = classes(node)
    if any(_FURNITURE.search(name) for name in names):
        return True
    text = _short(node)
    if _is_timed(node):
        return bool(text) and (node.tag == "time" or bool(_stamp_in(text) or _day_in(text)))
    return _is_clock(node, text)
