"""JSON Feed 1.0 and 1.1, with what our own feeds say under ``_blogctl``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from blogctl.importers import Findings, Omission, without_blanks
from blogctl.importers.bodies import body_of
from blogctl.importers.entries import (
    Hints,
    apart,
    as_media,
    given_headline,
    html_of,
    is_page,
    retraction_of,
    with_facts,
)
from blogctl.importers.values import (
    Table,
    address,
    line,
    positive,
    table,
    tables,
    text,
    texts,
    whole_number,
)

_VERSION = "https://jsonfeed.org/version/1"
_OURS = "_blogctl"
_FEED = set(
    "version title home_page_url feed_url description next_url authors author language expired "
    f"items {_OURS}".split()
)
_NOT_SAID = (
    "JSON Feeds of ours have no time zone, tags, body, note, publisher, image, event, times of "
    "coverage or related pages of a story, no roles of authors, no stills of films, no original "
    "addresses, no extra, no drafts, and nothing that retracted updates said: what the story has "
    "of these is unknown, and not here"
)
_ITEM = set(
    "id url external_url title content_html content_text summary image banner_image "
    f"date_published date_modified authors author tags attachments language {_OURS}".split()
)
_OUR_KEYS = frozenset(
    """
    id status alternates label key_event pinned retracted corrections
    """.split()  # noqa: SIM905 - a table of names
)
_ORIGINS = {
    "story.headline": "title",
    "story.url": "home_page_url",
    "story.summary": "description",
    "story.language": "language",
    "story.authors": "authors",
    "updates.headline": "title",
    "updates.body": "content_html or content_text, else summary",
    "updates.edited": "date_modified",
    "updates.authors": "authors",
    "updates.tags": "tags",
    "updates.media": "content_html, attachments and image",
    "updates.original_url": "url",
    "updates.label": f"{_OURS}.label",
    "updates.key": f"{_OURS}.key_event",
    "updates.pinned": f"{_OURS}.pinned",
    "updates.corrections": f"{_OURS}.corrections",
    "updates.retraction": f"{_OURS}.retracted",
    "updates.sources": "the end of content_html, in feeds of ours",
}


def is_json_feed(data: object) -> bool:
    """Whether data is a JSON Feed: it says so."""
    return text(table(data).get("version")).startswith(_VERSION)


def read_json_feed(data: Table, base: str | None) -> Findings:
    """A feed as a story, its items as updates; relative URLs are resolved against ``base``."""
    findings = Findings(origins=dict(_ORIGINS))
    ours, base = table(data.get(_OURS)), base or address(data.get("feed_url"))
    status = text(ours.get("status"))
    if not status and data.get("expired") is True:
        status = "ended"
    findings.story = without_blanks(
        {
            "id": ours.get("id") if isinstance(ours.get("id"), str) else None,
            "headline": line(text(data.get("title"))),
            "url": address(data.get("home_page_url"), base),
            "summary": text(data.get("description")),
            "language": text(data.get("language")),
            "status": status,
            "authors": _authors(data),
        }
    )
    items = tables(data.get("items"))
    if ours:
        findings.has_our_ids = True
        findings.doubts.append(_NOT_SAID)
        if not is_page(item.get("url") for item in items):
            findings.story.pop("url", None)
    _count(findings.homeless, data, _FEED, "")
    if older := address(data.get("next_url"), base):
        findings.omissions.append(
            Omission(older, "the older entries are on pages of their own: import them, too")
        )
    for item in items:
        findings.updates.append(_update(item, base))
        _count(findings.homeless, item, _ITEM, "items.")
    return findings


def _update(item: Table, base: str | None) -> dict[str, Any]:
    ours = table(item.get(_OURS))
    title, html = line(text(item.get("title"))), text(item.get("content_html"))
    said = item.get("content_text")
    # A feed of ours has the whole text of the body without what else is in the HTML.
    whole = text(said) if html and ours else None
    update: dict[str, Any] = {
        "id": text(ours.get("id")) or text(item.get("id")),
        "time": item.get("date_published"),
        "edited": item.get("date_modified"),
        "authors": _authors(item),
        "tags": texts(item.get("tags")),
        "label": text(ours.get("label")),
        "key": ours.get("key_event") is True,
        "pinned": ours.get("pinned") is True,
        "original_url": address(item.get("url"), base) or address(item.get("external_url"), base),
    }
    if external := address(item.get("external_url"), base):
        update["extra"] = {"external_url": external} if item.get("url") else {}
    if ours.get("retracted") is True:
        time = item.get("date_modified") or item.get("date_published")
        reason = retraction_of(html)
        update |= {"retraction": without_blanks({"time": time, "reason": reason}), "edited": None}
        return without_blanks(update)
    media = list(_attachments(item, base))
    hints = Hints(whole, label=update["label"]) if ours else None
    parts = apart(html, base, hints, corrections=ours.get("corrections"), offered=media)
    update |= {
        "body": parts.body,
        "sources": parts.sources,
        "corrections": parts.corrections,
        "media": with_facts(parts.media, media, is_ours=bool(ours)),
    }
    if not html:
        words = text(said) or text(item.get("summary"))
        update["body"] = "" if ours and words == title else body_of(html_of(words)).markdown
    update["headline"] = title if ours else given_headline(title, update["body"])
    return without_blanks(update)


def _attachments(item: Table, base: str | None) -> Iterable[dict[str, Any]]:
    """The facts about media that stand beside the text."""
    for each in tables(item.get("attachments")):
        yield as_media(
            address(each.get("url"), base),
            text(each.get("mime_type")),
            caption=text(each.get("title")),
            bytes=whole_number(each.get("size_in_bytes")),
            duration=positive(each.get("duration_in_seconds")),
        )
    for key in ("image", "banner_image"):
        yield as_media(address(item.get(key), base), "", type="image")


def _authors(data: Table) -> list[dict[str, Any]]:
    found = tables(data.get("authors")) or tables(data.get("author"))
    people = [
        without_blanks({"name": line(text(each.get("name"))), "url": _person_url(each.get("url"))})
        for each in found
    ]
    return [person for person in people if "name" in person]


def _person_url(value: object) -> str | None:
    said = text(value)
    return said if said.lower().startswith("mailto:") else address(said)


def _count(homeless: Counter[str], data: Table, known: set[str], prefix: str) -> None:
    homeless.update(f"{prefix}{key}" for key in data if key not in known)
    ours = table(data.get(_OURS))
    homeless.update(f"{prefix}{_OURS}.{key}" for key in ours if key not in _OUR_KEYS)
