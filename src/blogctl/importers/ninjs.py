"""ninjs 1 to 3 (IPTC News in JSON): a news object with its entries as associations, or several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from blogctl.importers import (
    API_VERSION,
    LIKELY,
    NO,
    SURE,
    Findings,
    Omission,
    Source,
    without_blanks,
)
from blogctl.importers.bodies import text_of
from blogctl.importers.entries import Hints, apart, given_headline, retraction_of, with_facts
from blogctl.importers.ninjs_objects import (
    PICTURES,
    associated_media,
    associated_objects,
    description_of,
    headline_of,
    ids_of,
    lowered,
    people_of,
    renditions_of,
    sources_of,
    subjects_of,
    texts_of,
)
from blogctl.importers.values import Table, address, line, table, tables, text

_TELLING = frozenset(
    """
    versioncreated versioncreated firstcreated contentcreated pubstatus representationtype
    mimetype body_html body_text body_xhtml bodies headlines renditions associations byline
    infosource infosources altids description_text copyrightholder usageterms
    """.split()  # noqa: SIM905 - a table of names
)
"""Keys, in small letters, that only a ninjs object has."""
_SAYS_SO = re.compile(r"ninjs", re.IGNORECASE)
_KNOWN = frozenset(
    """
    uri standard type representationtype profile version firstcreated versioncreated
    contentcreated pubstatus language title headline headlines description_text descriptions
    body_text body_html body_xhtml bodies by byline subject subjects genre genres infosource
    infosources altids renditions associations name rel mimetype charcount wordcount event
    events place places embargoed people person
    """.split()  # noqa: SIM905 - a table of names
)
_PROFILE = "live-blog"
_NOT_SAID = (
    "ninjs of ours has no time zone, status, times of coverage or related pages of a story, of its "
    "publisher only the name, of its event only the name and the place, of its image only a "
    "caption and the size, no addresses of authors, not all of the captions and credits of media, "
    "no stills of films, no original addresses, no extra, no drafts, and neither says which "
    "updates are key events or pinned nor what retracted ones said; corrections are a part of the "
    "text: what the story has of these is unknown, and not here"
)
_ORIGINS = {
    "story.headline": "headlines, else title",
    "story.summary": "descriptions",
    "story.body": "bodies",
    "story.note": "bodies with the role note",
    "story.authors": "by or byline",
    "story.tags": "subjects",
    "story.publisher": "infoSources with the role publisher",
    "story.about": "events and places",
    "story.image": "renditions",
    "story.url": "altIds with the role url",
    "updates.headline": "headlines, else title",
    "updates.body": "bodies",
    "updates.edited": "versionCreated",
    "updates.authors": "by or byline",
    "updates.tags": "subjects",
    "updates.label": "genres",
    "updates.sources": "infoSources",
    "updates.media": "renditions and associations",
    "updates.retraction": "pubStatus",
    "updates.original_url": "altIds with the role url",
}


class NinjsImporter:
    """An object whose associations are texts is a story; one without, or several, are updates."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "ninjs 1 to 3, of news wires"

    def recognises(self, source: Source) -> int:
        """Sure of an object, or an array of them, that names its standard."""
        items = _items(source.json)
        if not items:
            return NO
        first = lowered(items[0])
        if not text(first.get("uri")):
            return NO
        standard = table(first.get("standard"))
        if any(_SAYS_SO.search(text(standard.get(key))) for key in ("name", "schema")):
            return SURE
        telling = len(_TELLING & set(first))
        return SURE if telling >= 3 else LIKELY if telling == 2 else NO

    def read(self, source: Source) -> Findings | None:
        """The objects as a story."""
        items = [lowered(each) for each in _items(source.json)]
        if not any(text(each.get("uri")) for each in items):
            return None
        findings = Findings(origins=dict(_ORIGINS))
        whole = items[0]
        parts = [name_and for name_and in associated_objects(whole) if _is_entry(name_and)]
        if len(items) == 1 and parts:
            findings.story = _story(whole, findings)
            items = parts
            for other in associated_objects(whole):
                if not _is_entry(other):
                    _leave_out(other, findings)
        elif len(items) == 1:
            findings.story = without_blanks(
                {"headline": headline_of(whole), "language": text(whole.get("language"))}
            )
        for item in items:
            if text(item.get("type")) in PICTURES and not texts_of(item)[0]:
                _leave_out(item, findings)
                continue
            findings.updates.append(_update(item, findings))
        if "story" in ids_of(whole):
            findings.has_our_ids = True
            findings.doubts.append(_NOT_SAID)
        if text(whole.get("profile")) == _PROFILE:
            findings.updates.reverse()  # ours begin with the newest
        return findings


def _items(data: object) -> list[Table]:
    if isinstance(data, Mapping):
        inner = data.get("_items") or data.get("items")
        return tables(inner) if "uri" not in data and inner else [data]
    return tables(data)


def _is_entry(item: Table) -> bool:
    if text(item.get("type")) in ("picture", "graphic", "video", "audio", "composite"):
        return False
    return bool(texts_of(item)[0] or headline_of(item) or text(item.get("pubstatus")) == "canceled")


def _leave_out(item: Table, findings: Findings) -> None:
    what = text(item.get("uri")) or text(item.get("name")) or text(item.get("type"))
    findings.omissions.append(Omission(what or "an association", "it belongs to no entry"))


def _story(item: Table, findings: Findings) -> dict[str, Any]:
    ids = ids_of(item)
    sources = [lowered(each) for each in tables(item.get("infosources"))]
    publisher = next((each for each in sources if text(each.get("role")) == "publisher"), {})
    event = next(iter(tables(item.get("events")) or tables(item.get("event"))), {})
    place = next(iter(tables(item.get("places")) or tables(item.get("place"))), {})
    note = texts_of(item, "note")[0]
    pictures = list(renditions_of(item))
    image = pictures[0] if pictures else {}
    about = {"name": text(event.get("name")), "location": text(place.get("name"))}
    _count(findings, item, "")
    if event.get("name") is None and place:
        findings.homeless["places"] += 1
    said = image.pop("caption", "")
    return without_blanks(
        {
            "id": ids.get("story") or text(item.get("uri")),
            "headline": headline_of(item),
            "language": text(item.get("language")),
            "summary": description_of(item),
            "body": apart(texts_of(item)[0], None).body,
            "note": apart(note, None).body if note else "",
            "url": address(ids.get("url")),
            "authors": people_of(item),
            "tags": subjects_of(item),
            "publisher": without_blanks(
                {"name": line(text(publisher.get("name"))), "url": address(publisher.get("uri"))}
            ),
            "about": without_blanks(about) if about["name"] else None,
            "image": without_blanks(
                {"url": image.get("url"), "caption": said}
                | {key: image.get(key) for key in ("width", "height")}
            ),
        }
    )


def _update(item: Table, findings: Findings) -> dict[str, Any]:
    ids = ids_of(item)
    created = item.get("firstcreated") or item.get("contentcreated")
    changed = item.get("versioncreated")
    genres = tables(item.get("genres")) or tables(item.get("genre"))
    names = (text(each.get("literal")) or text(each.get("name")) for each in genres[:1])
    is_ours = "update" in ids
    update: dict[str, Any] = {
        "id": ids.get("update") or text(item.get("uri")),
        "time": created or changed,
        "edited": changed if created else None,
        "authors": people_of(item),
        "tags": subjects_of(item),
        "label": next(names, ""),
        "original_url": address(ids.get("url")),
    }
    _count(findings, item, "" if not is_ours else "associations.")
    html, words = texts_of(item)
    if text(item.get("pubstatus")).lower() == "canceled":
        update |= {"retraction": {"time": changed or created}, "edited": None}
        if is_ours:
            update["retraction"] |= without_blanks({"reason": retraction_of(html)})
            return without_blanks(update)
    sources = sources_of(item)
    hints = Hints(words, label=update["label"]) if is_ours else None
    media = [*renditions_of(item), *associated_media(item)]
    parts = apart(html, address(ids.get("url")), hints, offered=media)
    if is_ours and sources and not parts.sources:
        parts = apart(_without_last(html, sources), None, hints, offered=media)
    update |= {
        "body": parts.body,
        "sources": sources,
        "media": with_facts(parts.media, media, is_ours=is_ours),
    }
    headlined = bool(tables(item.get("headlines")) or item.get("headline"))
    title = headline_of(item) if headlined or not is_ours else ""
    return without_blanks(update | {"headline": given_headline(title, parts.body)})


def _without_last(html: str, sources: list[dict[str, str]]) -> str:
    """A text of ours without the line of its sources, which are known."""
    start = html.rfind("<p>")
    last = text_of(html[start:]) if start >= 0 else ""
    names = [each["name"] for each in sources]
    is_line = any(last.endswith(f" {between.join(names)}") for between in (", ", "، "))
    return html[:start] if is_line else html


def _count(findings: Findings, item: Table, prefix: str) -> None:
    findings.homeless.update(f"{prefix}{key}" for key in item if key not in _KNOWN)
