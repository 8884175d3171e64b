"""Pages without structured data: blocks that come again and again, each with a time in it.

All of it is a guess, and said to be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from blogctl.importers import Findings, Omission, without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.html_page import Page, ancestors, attribute, classes, resolved
from blogctl.importers.moments import read_moment
from blogctl.importers.text_times import dated, stamp_of
from blogctl.importers.text_zones import fixed

_ATTRIBUTES = (
    "datetime",
    *("data-timestamp", "data-time", "data-sort-time", "data-datetime", "data-date"),
    *("data-published", "data-created", "data-epoch", "data-utime", "data-ts", "data-post-time"),
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)(?:[:.](?P<s>[0-5]\d))?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?(?:\s*\(?(?P<zone>UTC|GMT|Z)\b\)?)?(?![\d:])",
    re.IGNORECASE,
)
_CLOCK_ALONE = re.compile(rf"{_CLOCK.pattern}(?:\s*\(?[A-Z]{{2,5}}\)?)?", re.IGNORECASE)
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
    """A time on the page: where it stands, and what it says; without a day, only its clock."""

    node: LexborNode
    moment: datetime | str | None = None
    clock: time | None = None


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
    updates = [_update(block, mark, page) for block, mark in blocks[:_MOST_BLOCKS]]
    findings = Findings(updates=updates, is_guess=True)
    if len(blocks) > _MOST_BLOCKS:
        why = f"a page without structured data is read up to {_MOST_BLOCKS:,} of them"
        findings.omissions.append(Omission(f"{len(blocks) - _MOST_BLOCKS:,} blocks", why))
    fields = sorted({key for update in updates for key in update} - {"id"})
    findings.origins = {f"updates.{key}": "repeated blocks of the page" for key in fields}
    local = sum(isinstance(each.moment, datetime) for _, each in kind.blocks.values())
    if local:
        findings.doubts.append(f"{local} times are read from the words on the page")
    return findings


def _marks(page: Page) -> list[_Mark]:
    """The times on a page; those with a clock alone are of the day that was named before."""
    found: list[_Mark] = []
    day: date | None = None
    selector = ", ".join(f"[{name}]" for name in _ATTRIBUTES)
    for node in page.css(f"time, {selector}, h1, h2, h3, h4, h5, p, [class]"):
        if len(found) >= _MOST_MARKS:
            break
        stated = next((value for name in _ATTRIBUTES if (value := attribute(node, name))), None)
        if stated and read_moment(stated) is not None:
            found.append(_Mark(node, stated))
            continue
        is_timed = node.tag == "time" or any(_TIMED.search(name) for name in classes(node))
        if not is_timed and next(node.iter(), None) is None:
            is_timed = _CLOCK_ALONE.fullmatch(_short(node)) is not None
        is_heading = node.tag in ("h1", "h2", "h3", "h4", "h5", "p")
        if not (is_timed or is_heading or stated):
            continue
        text = _short(node)
        in_text, rest = _day_in(text)
        named = _day_in(stated or "")[0] or in_text
        clock = _clock_in(rest) if is_timed else None
        if named and clock:
            found.append(_Mark(node, datetime.combine(named, clock)))
        elif named and (is_heading or node.tag == "time" or stated or is_timed):
            day = named
        elif clock:
            moment = datetime.combine(day, clock) if day else None
            found.append(_Mark(node, moment, clock))
    return found


def _short(node: LexborNode) -> str:
    """The text of an element, if it is short."""
    text = " ".join(node.text(deep=True, separator=" ").split())
    return text if len(text) <= _LONGEST_MARK else ""


def _day_in(text: str) -> tuple[date | None, str]:
    """The day that a text names, if it is one for certain, and the text without it."""
    day, rest = dated(text) or (None, text)
    return (day.date() if day and not day.either else None), rest


def _clock_in(text: str) -> time | None:
    stamp = stamp_of(" ".join(text.split()))
    if stamp and stamp.clock and not stamp.days:
        return stamp.clock.replace(tzinfo=fixed(stamp.zone) if stamp.zone else None)
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, half = int(found["h"]), (found["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = UTC if found["zone"] else None
    return time(hour, int(found["min"]), int(found["s"] or 0), tzinfo=zone)


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
    if mark.moment is None or isinstance(first.moment, str):
        return False
    inside = any(above.mem_id == first.node.mem_id for above in ancestors(mark.node, _LEVELS))
    return first.moment is None or (inside and isinstance(mark.moment, str))


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


def _update(block: LexborNode, mark: _Mark, page: Page) -> dict[str, Any]:
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
    moment = mark.moment
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
    if node.tag == "time" or any(_TIMED.search(name) for name in names):
        text = _short(node)
        return bool(text) and (node.tag == "time" or bool(_clock_in(text) or _day_in(text)[0]))
    is_leaf = next(node.iter(), None) is None
    return is_leaf and _CLOCK_ALONE.fullmatch(_short(node)) is not None
