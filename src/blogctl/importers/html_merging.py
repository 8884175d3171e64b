"""What the structured data of a page says, and what the page around it knows more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from blogctl.importers import Findings, without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.html_page import Page, ancestors, attribute, classes, resolved, squeezed
from blogctl.importers.moments import read_moment
from blogctl.markup.markdown import plain

_KEY = re.compile(r"(?:^|[_-])(?:is[_-])?key[_-]?(?:event|moment|post|update)|^is[_-]key$", re.I)
_PINNED = re.compile(r"(?:^|[_-])pinned(?:[_-]|$)", re.I)
_HEADING = re.compile(r"(?:^|[_-])(?:headline|heading|head|title|ttl)$", re.I)
_AUTHOR = re.compile(r"(?:^|[_-])(?:author|byline)(?:[_-]?name)?$", re.I)
_NO_PICTURE = re.compile(r"author|avatar|byline|share|social|icon|logo|advert|promo|related", re.I)
_MARKS = (
    *("data-sort-time", "data-time", "data-timestamp", "data-datetime", "data-utime"),
    *("data-published", "data-date", "data-created", "data-epoch"),
)
_SMALLEST = 12  # letters that a text must have to be found again
_LARGEST = 4_000  # elements of a block
_CLIMB = 4  # elements from one with the id outwards
_SMALL_PICTURE = 60  # pixels


def add_page(
    findings: Findings,
    blocks: Sequence[LexborNode | None],
    page: Page,
    shown: Collection[int] = (),
) -> None:
    """Add what the blocks of a page know of the updates that they show; one for each update.

    ``shown`` are the places of the updates whose texts are those of the page already.
    """
    added: Counter[str] = Counter()
    for place, (update, block) in enumerate(zip(findings.updates, blocks, strict=True)):
        if block is not None and len(block.css("*")) <= _LARGEST:
            added.update(_add(update, block, page, is_shown=place in shown))
    for field in added:
        known = findings.origins.get(f"updates.{field}")
        whole = added[field] == sum(field in update for update in findings.updates)
        origin = "page" if whole or not known else f"{known}, page"
        findings.origins[f"updates.{field}"] = origin
    _compare_times(findings, blocks, page)


def blocks_by_id(findings: Findings, page: Page) -> list[LexborNode | None]:
    """The part of a page that shows each update, found by its id."""
    ids = [str(update.get("id") or "") for update in findings.updates]
    found = [page.by_id.get(id_) if id_ else None for id_ in ids]
    around = Counter(above.mem_id for node in found if node for above in ancestors(node))
    shared = {id_ for id_, count in around.items() if count > 1}
    return [
        _block(node, str(update.get("body") or update.get("headline") or ""), shared)
        for node, update in zip(found, findings.updates, strict=True)
    ]


def _block(node: LexborNode | None, words: str, shared: set[int]) -> LexborNode | None:
    """An element that shows the update; an anchor with the id may stand in it."""
    wanted = squeezed(plain(words))[:200].rstrip("….")
    for _ in range(_CLIMB):
        if node is None or node.tag in ("body", "main", "html") or node.mem_id in shared:
            return None
        if wanted in squeezed(text_of(node)):
            return node
        node = node.parent
    return None


def _add(update: dict[str, Any], block: LexborNode, page: Page, *, is_shown: bool) -> list[str]:
    """Add to an update what its block knows more; the names of the fields that it gave."""
    before = dict(update)
    names = [name for node in (block, *block.iter()) for name in classes(node)]
    if any(_KEY.search(name) for name in names):
        update["key"] = True
    if any(_PINNED.search(name) for name in names):
        update["pinned"] = True
    heading = _heading(block)
    if "headline" not in update and heading is not None and (said := text_of(heading)):
        update["headline"] = said
    if not is_shown and (body := _body(update, block, page)) is not None:
        update["body"] = body
    if "authors" not in update and (authors := _authors(block, page)):
        update["authors"] = authors
    known = {each["url"].partition("?")[0] for each in update.get("media", ())}
    fresh = [each for each in _media(block, page) if each["url"].partition("?")[0] not in known]
    if fresh:
        update["media"] = [*update.get("media", ()), *fresh]
    return [key for key, value in update.items() if before.get(key) != value]


def _heading(block: LexborNode) -> LexborNode | None:
    found = block.css_first("h1, h2, h3, h4, h5, h6")
    if found is not None:
        return found
    for node in block.css("[class]"):
        if any(_HEADING.search(name) for name in classes(node)) and 0 < len(text_of(node)) < 300:
            return node
    return None


def _body(update: dict[str, Any], block: LexborNode, page: Page) -> str | None:
    """The text with its links and paragraphs, if the block has the same words."""
    words = plain(str(update.get("body") or ""))
    is_cut = words.endswith(("…", "..."))
    wanted = squeezed(words)
    if len(wanted) < _SMALLEST or wanted not in squeezed(text_of(block)):
        return None
    node = block
    while inside := next((e for e in node.iter() if wanted in squeezed(text_of(e))), None):
        node = inside
    copy = LexborHTMLParser(node.html or "").body
    if copy is None:
        return None
    if squeezed(text_of(copy)) != wanted:
        heading = squeezed(str(update.get("headline") or ""))
        for each in copy.css("*"):
            if heading and squeezed(text_of(each)) == heading:
                each.decompose()
                break
    shown = squeezed(text_of(copy))
    if shown == wanted or (is_cut and shown.startswith(wanted)):
        return body_of(copy, page.base).markdown or None
    return None


def _authors(block: LexborNode, page: Page) -> list[dict[str, Any]]:
    people = {}
    for node in block.css('[rel~="author"], [class]'):
        is_author = "author" in (attribute(node, "rel") or "").split()
        if is_author or any(_AUTHOR.search(name) for name in classes(node)):
            name = re.sub(r"^(?:by|von|par|por)\s+", "", text_of(node), flags=re.I)
            url = resolved(attribute(node, "href"), page.base) if node.tag == "a" else None
            if 0 < len(name) <= 60 and name not in people:
                people[name] = without_blanks({"name": name, "url": url})
        if people:
            break  # what is inside says the same
    return list(people.values())


def _media(block: LexborNode, page: Page) -> list[dict[str, Any]]:
    """The pictures, films and embeds of a block, without those that are furniture."""
    if block.css_first("img, video, audio, iframe, blockquote") is None:
        return []
    copy = LexborHTMLParser(block.html or "").body
    if copy is None:
        return []
    for node in [
        each for each in copy.css("[class]") if _NO_PICTURE.search(" ".join(classes(each)))
    ]:
        for picture in node.css("img"):
            picture.decompose()
    media = body_of(copy, page.base).media
    return [each for each in media
            if each["type"] != "image" or each.get("width", 999) > _SMALL_PICTURE]  # fmt: skip


# Times


def times_in(block: LexborNode) -> list[datetime]:
    """The times that a block has for machines, in their order."""
    found = []
    for node in (block, *block.css("*")):
        given = node.attributes
        names = (*_MARKS, "datetime") if node.tag == "time" else _MARKS
        for name in names:
            moment = read_moment(given.get(name)) if given.get(name) else None
            if moment is not None:
                found.append(moment)
    return found


def _compare_times(findings: Findings, blocks: Sequence[LexborNode | None], page: Page) -> None:
    """Doubt times in the data that the page shows at another instant.

    The same clock with another offset means that one of them wrote a local time as if it were
    elsewhere. Where the page's own offset is none of UTC, or its seconds since 1970 say so, too,
    it was the ``Z`` that was written without thought.
    """
    wrong: list[tuple[dict[str, Any], datetime, datetime]] = []
    right = shifted = 0
    for update, block in zip(findings.updates, blocks, strict=True):
        stated = read_moment(update.get("time"))
        if stated is None or stated.tzinfo is None or block is None:
            continue
        shown = [each for each in times_in(block) if each.tzinfo is not None][:20]
        if any(abs(each - stated) < timedelta(minutes=1) for each in shown):
            right += 1
            continue
        other = next((each for each in shown if _same_clock(each, stated)), None)
        if other is not None:
            wrong.append((update, stated, other))
        elif any((each - stated) % timedelta(minutes=15) == timedelta(0) for each in shown):
            shifted += 1
    z_in_data = [each for each in wrong if not each[1].utcoffset() and each[2].utcoffset()]
    if z_in_data and not right and len(z_in_data) == len(wrong):
        for update, _, other in z_in_data:
            update["time"] = other.isoformat()
            edited = read_moment(update.get("edited"))
            if edited is not None and edited.tzinfo is not None and not edited.utcoffset():
                update["edited"] = edited.replace(tzinfo=other.tzinfo).isoformat()
        stated, other = z_in_data[0][1:]
        findings.doubts.append(
            f"the structured data writes local times as if they were UTC ({stated.isoformat()}, on "
            f"the page {other.isoformat()}): {len(wrong)} times are taken from the page"
        )
    elif wrong or shifted:
        example = wrong[0] if wrong else None
        said = f", as {example[1].isoformat()} and {example[2].isoformat()}" if example else ""
        findings.doubts.append(
            f"{len(wrong) + shifted} times in the structured data are other instants on the page"
            f"{said}: taken as the structured data has them"
        )
    if not wrong:
        _compare_with_all(findings, page)


def _compare_with_all(findings: Findings, page: Page) -> None:
    """Doubt where a time element anywhere on the page has a time's clock and another offset."""
    stated = {}
    for value in [each.get(key) for each in findings.updates for key in ("time", "edited")]:
        moment = read_moment(value) if value else None
        if moment is not None and moment.tzinfo is not None:
            stated[moment.replace(tzinfo=None)] = moment
    for node in page.css("time[datetime]")[:10_000]:
        shown = read_moment(attribute(node, "datetime"))
        if shown is None or shown.tzinfo is None:
            continue
        known = stated.get(shown.replace(tzinfo=None))
        if known is not None and known.utcoffset() != shown.utcoffset():
            findings.doubts.append(
                f"the page shows {shown.isoformat()} where the structured data has "
                f"{known.isoformat()}: taken as the structured data has it"
            )
            return


def _same_clock(one: datetime, other: datetime) -> bool:
    apart = one.replace(tzinfo=None) - other.replace(tzinfo=None)
    return abs(apart) < timedelta(minutes=1) and one.astimezone(UTC) != other.astimezone(UTC)
