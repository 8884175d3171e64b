"""Web pages: what their structured data says, and what the page itself says more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, ClassVar

from selectolax.lexbor import LexborNode

from blogctl.importers import API_VERSION, LIKELY, MAYBE, NO, SURE, Findings, Omission, Source
from blogctl.importers.cuts import UNFINISHED_PAGE, is_unfinished_page
from blogctl.importers.html_guess import guess
from blogctl.importers.html_hfeed import FEW, read_hfeed
from blogctl.importers.html_linked_data import POSTING, linked_data
from blogctl.importers.html_merging import add_page, blocks_by_id
from blogctl.importers.html_microdata import Microdata, microdata
from blogctl.importers.html_own import read_own
from blogctl.importers.html_page import Page
from blogctl.importers.postings import items_of, read_posting
from blogctl.importers.schema_values import Fragment, Item, all_of
from blogctl.times import TimeProblem, find_zone

_HEAD = 4_096
_START = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<", re.DOTALL)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PIECE = re.compile(
    r"\s*<(?:article|section|main|div|p|ul|ol|h[1-6]|table|header)\b", re.IGNORECASE
)
_OTHER = re.compile(r"<(?:rss|feed|rdf:RDF|opml|svg|urlset)\b", re.IGNORECASE)
_OWN = re.compile(r"<main\b[^>]{0,300}\bdata-story=", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]{0,500}\bld\+json\b[^>]{0,500}>", re.IGNORECASE)
_ITEM = re.compile(
    rf"\bitemtype\s*=\s*[\"']?[^\"'>]{{0,200}}schema\.org/{POSTING}\b", re.IGNORECASE
)
_CLASS = r"\bclass\s*=\s*(?:\"[^\"]{0,500}|'[^']{0,500}|)(?<![\w-])"
_FEED = re.compile(rf"{_CLASS}h-feed(?![\w-])", re.IGNORECASE)
_ENTRY = re.compile(rf"{_CLASS}h-entry(?![\w-])", re.IGNORECASE)


class HtmlImporter:
    """Reads a page; what has structured data is read from that, all else is guessed."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "web page: LiveBlogPosting (JSON-LD, microdata), h-feed, pages of ours"

    def recognises(self, source: Source) -> int:
        """SURE of a LiveBlogPosting or a page of ours, LIKELY of a feed, MAYBE of any page."""
        text = source.text
        head = text[:_HEAD]
        if not _START.match(head) or _OTHER.search(head.partition("<html")[0]):
            return NO
        if not _HTML.search(head) and not _PIECE.match(head):
            return NO
        if "data-story=" in text and _OWN.search(text):
            return SURE
        if POSTING in text and (_has_posting(text) or _ITEM.search(text)):
            return SURE
        return LIKELY if "h-entry" in text and _has_feed(text) else MAYBE

    def read(self, source: Source) -> Findings | None:
        """The live blog in a page; ``None`` if there is nothing like one."""
        page = Page(source)
        doubts: list[str] = []
        written = linked_data(page, doubts)
        findings = read_own(page, written)
        if findings is None:
            findings = _read_foreign(page, written)
        if findings is None:
            return None
        findings.doubts[:0] = doubts
        if is_unfinished_page(source.text):
            if not findings.updates:
                return None
            findings.doubts.insert(0, UNFINISHED_PAGE)
        if findings.zone is None:
            findings.zone = _zone(page)
        return findings


def _has_posting(text: str) -> bool:
    """Whether a script of JSON-LD speaks of a live blog."""
    for script in _SCRIPT.finditer(text):
        end = text.find("</script", script.end())
        if text.find(POSTING, script.end(), end if end >= 0 else len(text)) >= 0:
            return True
    return False


def _has_feed(text: str) -> bool:
    entries = sum(1 for _ in islice(_ENTRY.finditer(text), FEW))
    return entries == FEW or (entries > 0 and _FEED.search(text) is not None)


def _read_foreign(page: Page, written: list[Item]) -> Findings | None:
    marked = microdata(page)
    findings = _best(page, written, marked)
    feed = None
    if findings is None or not findings.updates:
        feed = read_hfeed(page) or guess(page)
        if feed is not None:
            findings = _joined(findings, feed)
    if findings is None:
        return None
    said, origins = page.story()
    for key, value in said.items():
        if key not in findings.story:
            findings.story[key] = value
            findings.origins[f"story.{key}"] = origins[f"story.{key}"]
    return findings


def _best(page: Page, written: list[Item], marked: Microdata) -> Findings | None:
    """The live blog of a page, of those that its data has: the one with the most updates."""
    every = _distinct([*written, *marked.postings])
    if not every:
        return None
    chosen = max(every, key=lambda posting: len(items_of(posting)))
    way = "microdata" if id(chosen) in marked.nodes else "JSON-LD"
    findings = read_posting(chosen, page.base, way)
    if way == "microdata":
        items = items_of(chosen)
        blocks: list[LexborNode | None] = [marked.nodes.get(id(each)) for each in items]
        shown = {place for place, item in enumerate(items) if _is_shown(item)}
    else:
        blocks, shown = blocks_by_id(findings, page), set()
    add_page(findings, blocks, page, shown)
    for other in every:
        if other is not chosen:
            name = str(read_posting(other, page.base, way).story.get("headline") or "untitled")
            why = "the page has several live blogs, and this is not the one with the most updates"
            findings.omissions.append(Omission(f"the live blog {name}", why))
    return findings


def _is_shown(item: Item) -> bool:
    """Whether the text of an update is a piece of the page, and not one for machines."""
    texts = all_of(item.get("articleBody"))
    return bool(texts) and all(isinstance(each, Fragment) for each in texts)


def _distinct(postings: Iterable[Item]) -> list[Item]:
    """The postings, those that say the same live blog twice once: the fuller one."""
    found: dict[Any, Item] = {}
    for number, posting in enumerate(postings):
        names = [posting.get(key) for key in ("@id", "url", "headline", "name")]
        name = next((str(each) for each in names if isinstance(each, str | list) and each), number)
        known = found.get(name)
        if known is None or len(items_of(posting)) > len(items_of(known)):
            found[name] = posting
    return list(found.values())


def _joined(findings: Findings | None, feed: Findings) -> Findings:
    """What the data says of the story with the updates of the page."""
    if findings is None:
        return feed
    feed.story = {**feed.story, **findings.story}
    feed.origins |= findings.origins
    feed.doubts = [*findings.doubts, *feed.doubts]
    feed.omissions = [*findings.omissions, *feed.omissions]
    feed.homeless.update(findings.homeless)
    return feed


def _zone(page: Page) -> str | None:
    """The zone that a page names for scripts."""
    for name in ("data-timezone", "data-time-zone", "data-tz"):
        for node in page.css(f"[{name}]")[:5]:
            try:
                zone = (node.attributes.get(name) or "").strip()
                find_zone(zone)
            except TimeProblem:
                continue
            return zone
    return None
