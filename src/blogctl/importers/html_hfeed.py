"""microformats2 h-feed and h-entry (https://microformats.org/wiki/h-entry) in a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag

from selectolax.lexbor import LexborNode

from blogctl.importers import Findings, without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.html_page import Page, ancestors, attribute, classes, resolved

FEW = 2
"""So many entries make a feed, where nothing says that there is one."""

_ROOT = re.compile(r"h-[a-z]+(?:-[a-z]+)*")
_MEDIA = {"u-photo": "image", "u-video": "video", "u-audio": "audio"}
_ADDRESSES = ("href", "src", "data", "value")


def read_hfeed(page: Page) -> Findings | None:
    """The entries of a page's feed; ``None`` where it has none."""
    feed = page.first(".h-feed")
    entries = feed.css(".h-entry") if feed is not None else page.css(".h-entry")
    if feed is None and len(entries) < FEW:
        return None
    inside = {each.mem_id for each in entries}
    # An entry in an entry is a reply to it, or what it quotes.
    entries = [
        each for each in entries if not any(above.mem_id in inside for above in ancestors(each))
    ]
    if not entries:
        return None
    findings = Findings(updates=[_update(each, page) for each in entries])
    if feed is not None:
        findings.story = without_blanks(
            {
                "headline": _text(_first(feed, "p-name")),
                "summary": _text(_first(feed, "p-summary")),
                "url": _address(_first(feed, "u-url"), page),
                "authors": _people(feed, page),
            }
        )
    findings.origins = {f"story.{key}": "h-feed" for key in findings.story}
    fields = sorted({key for update in findings.updates for key in update} - {"id"})
    findings.origins |= {f"updates.{key}": "h-entry" for key in fields}
    return findings


def _update(entry: LexborNode, page: Page) -> dict[str, Any]:
    content = _first(entry, "e-content") or _first(entry, "p-content")
    body = body_of(content if content is not None else "", page.base)
    headline = _text(_first(entry, "p-name"))
    if not body.markdown and (summary := _first(entry, "p-summary")) is not None:
        body = body_of(summary, page.base)
    if headline and _is_start(headline, content):
        headline = None
    known = {each["url"] for each in body.media}
    media = list(body.media)
    for name, kind in _MEDIA.items():
        for node in _all(entry, name):
            url = _address(node, page)
            if url and url not in known:
                known.add(url)
                media.append(
                    without_blanks({"type": kind, "url": url, "alt": attribute(node, "alt")})
                )
    url = _address(_first(entry, "u-url"), page)
    uid = _address(_first(entry, "u-uid"), page) or _text(_first(entry, "u-uid"))
    return without_blanks(
        {
            "id": attribute(entry, "id") or urldefrag(url or "")[1] or uid or url,
            "time": _time(_first(entry, "dt-published")),
            "edited": _time(_first(entry, "dt-updated")),
            "headline": headline,
            "body": body.markdown,
            "authors": _people(entry, page),
            "tags": [text_of(each) for each in _all(entry, "p-category")],
            "media": media,
            "original_url": url,
        }
    )


def _all(root: LexborNode, name: str) -> Iterator[LexborNode]:
    """The properties of a root by their class, without those of roots inside it."""
    for node in root.css(f".{name}"):
        for above in ancestors(node):
            if above.mem_id == root.mem_id:
                yield node
                break
            if any(_ROOT.fullmatch(each) for each in classes(above)):
                break


def _first(root: LexborNode, name: str) -> LexborNode | None:
    return next(_all(root, name), None)


def _people(root: LexborNode, page: Page) -> list[dict[str, Any]]:
    people = []
    for node in _all(root, "p-author"):
        name = _text(_first(node, "p-name")) or attribute(node, "title") or text_of(node)
        url = _address(_first(node, "u-url"), page)
        if url is None and node.tag == "a":
            url = resolved(attribute(node, "href"), page.base)
        role = _text(_first(node, "p-job-title"))
        people.append(without_blanks({"name": name, "url": url, "role": role}))
    return [each for each in people if "name" in each]


def _time(node: LexborNode | None) -> str | None:
    if node is None:
        return None
    given = next((attribute(node, name) for name in ("datetime", "title", "value", "content")
                  if attribute(node, name)), None)  # fmt: skip
    if given:
        return given
    parts = [attribute(each, "datetime") or attribute(each, "title") or text_of(each)
             for each in node.css(".value")]  # fmt: skip
    return "T".join(parts) if parts else text_of(node)


def _address(node: LexborNode | None, page: Page) -> str | None:
    if node is None:
        return None
    given = next((value for name in _ADDRESSES if (value := attribute(node, name))), None)
    return resolved(given, page.base)


def _text(node: LexborNode | None) -> str | None:
    if node is None:
        return None
    return attribute(node, "title") if node.tag == "abbr" else text_of(node)


def _is_start(headline: str, content: LexborNode | None) -> bool:
    """Whether a name is no headline but the text itself, as notes have it."""
    text = text_of(content) if content is not None else ""
    start = headline.rstrip("….")
    is_cut = headline.endswith(("…", "..."))
    return bool(text) and (text in (headline, start) or (is_cut and text.startswith(start)))
