"""ninjs 1 to 3 (IPTC News in JSON): a news object with its entries as associations, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
from blogctl.importers.entries import (
    Hints,
    apart,
    as_media,
    given_headline,
    html_of,
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
_PICTURES = ("picture", "graphic", "video", "audio")
_KINDS = {"picture": "image", "graphic": "image", "video": "video", "audio": "audio"}
_PROFILE = "live-blog"
_WIDEST = ("original", "baseimage", "viewimage")
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
        first = _lowered(items[0])
        if not text(first.get("uri")):
            return NO
        standard = table(first.get("standard"))
        if any(_SAYS_SO.search(text(standard.get(key))) for key in ("name", "schema")):
            return SURE
        telling = len(_TELLING & set(first))
        return SURE if telling >= 3 else LIKELY if telling == 2 else NO

    def read(self, source: Source) -> Findings | None:
        """The objects as a story."""
        items = [_lowered(each) for each in _items(source.json)]
        if not any(text(each.get("uri")) for each in items):
            return None
        findings = Findings(origins=dict(_ORIGINS))
        whole = items[0]
        parts = [name_and for name_and in _associations(whole) if _is_entry(name_and)]
        if len(items) == 1 and parts:
            findings.story = _story(whole, findings)
            items = parts
        elif len(items) == 1:
            findings.story = without_blanks(
                {"headline": _headline(whole), "language": text(whole.get("language"))}
            )
        for item in items:
            if text(item.get("type")) in _PICTURES and not _html(item)[0]:
                what = text(item.get("uri")) or text(item.get("type"))
                findings.omissions.append(Omission(what, "it belongs to no entry"))
                continue
            findings.updates.append(_update(item, findings))
        if text(whole.get("profile")) == _PROFILE:
            findings.updates.reverse()  # ours begin with the newest
        return findings


def _items(data: object) -> list[Table]:
    if isinstance(data, Mapping):
        inner = data.get("_items") or data.get("items")
        return tables(inner) if "uri" not in data and inner else [data]
    return tables(data)


def _lowered(item: Table) -> Table:
    """The keys in small letters: version 1 has them so, later ones do not."""
    return {str(key).lower(): value for key, value in item.items()}


def _associations(item: Table) -> Iterator[Table]:
    """The associated objects: version 1 has them by their names."""
    value = item.get("associations")
    if isinstance(value, Mapping):
        value = [
            {"name": name, **each} for name, each in value.items() if isinstance(each, Mapping)
        ]
    for each in tables(value):
        yield _lowered(each)


def _is_entry(item: Table) -> bool:
    if text(item.get("type")) in ("picture", "graphic", "video", "audio", "composite"):
        return False
    return bool(_html(item)[0] or _headline(item) or text(item.get("pubstatus")) == "canceled")


def _story(item: Table, findings: Findings) -> dict[str, Any]:
    ids = _ids(item)
    sources = [_lowered(each) for each in tables(item.get("infosources"))]
    publisher = next((each for each in sources if text(each.get("role")) == "publisher"), {})
    event = next(iter(tables(item.get("events")) or tables(item.get("event"))), {})
    place = next(iter(tables(item.get("places")) or tables(item.get("place"))), {})
    note = _html(item, "note")[0]
    pictures = list(_renditions(item))
    image = pictures[0] if pictures else {}
    about = {"name": text(event.get("name")), "location": text(place.get("name"))}
    _count(findings, item, "")
    if event.get("name") is None and place:
        findings.homeless["places"] += 1
    said = image.pop("caption", "")
    return without_blanks(
        {
            "id": ids.get("story") or text(item.get("uri")),
            "headline": _headline(item),
            "language": text(item.get("language")),
            "summary": _description(item),
            "body": apart(_html(item)[0], None).body,
            "note": apart(note, None).body if note else "",
            "url": address(ids.get("url")),
            "authors": _by(item),
            "tags": _subjects(item),
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
    ids = _ids(item)
    created = item.get("firstcreated") or item.get("contentcreated")
    changed = item.get("versioncreated")
    genres = tables(item.get("genres")) or tables(item.get("genre"))
    names = (text(each.get("literal")) or text(each.get("name")) for each in genres[:1])
    is_ours = "update" in ids
    update: dict[str, Any] = {
        "id": ids.get("update") or text(item.get("uri")),
        "time": created or changed,
        "edited": changed if created else None,
        "authors": _by(item),
        "tags": _subjects(item),
        "label": next(names, ""),
        "original_url": address(ids.get("url")),
    }
    _count(findings, item, "" if not is_ours else "associations.")
    html, words = _html(item)
    if text(item.get("pubstatus")).lower() == "canceled":
        reason = retraction_of(html) if is_ours else apart(html, None).body
        retraction = without_blanks({"time": changed or created, "reason": reason})
        return without_blanks(update | {"retraction": retraction, "edited": None})
    sources = _sources(item)
    hints = Hints(words, label=update["label"]) if is_ours else None
    media = [*_renditions(item), *_associated(item)]
    parts = apart(html, address(ids.get("url")), hints, offered=media)
    if is_ours and sources and not parts.sources:
        parts = apart(_without_last(html, sources), None, hints, offered=media)
    update |= {
        "body": parts.body,
        "sources": sources,
        "media": with_facts(parts.media, media, is_ours=is_ours),
    }
    headlined = bool(tables(item.get("headlines")) or item.get("headline"))
    title = _headline(item) if headlined or not is_ours else ""
    return without_blanks(update | {"headline": given_headline(title, parts.body)})


def _headline(item: Table) -> str:
    values = [text(each.get("value")) for each in tables(item.get("headlines"))]
    found = next(filter(None, values), "") or text(item.get("headline")) or text(item.get("title"))
    return text_of(found) if "<" in found and "</" in found else line(found)


def _description(item: Table) -> str:
    values = [text(each.get("value")) for each in tables(item.get("descriptions"))]
    found = next(filter(None, values), "") or text(item.get("description_text"))
    return text_of(found) if "</" in found else found


def _html(item: Table, role: str = "main") -> tuple[str, str]:
    """A body as HTML, and as plain text: each as it is given, or nothing but for the HTML."""
    html = words = ""
    for each in tables(item.get("bodies")):
        each = _lowered(each)
        if (text(each.get("role")) or "main") != role:
            continue
        if "html" in text(each.get("contenttype")):
            html = html or text(each.get("value"))
        else:
            words = words or text(each.get("value"))
    if role == "main":
        html = html or text(item.get("body_html")) or text(item.get("body_xhtml"))
        words = words or text(item.get("body_text"))
    return html or html_of(words), words


def _ids(item: Table) -> dict[str, str]:
    """What else an object is known as, by the role of each."""
    value = item.get("altids")
    if isinstance(value, Mapping):
        return {str(role): text(each) for role, each in value.items()}
    return {text(each.get("role")): text(each.get("value")) for each in tables(value)}


def _by(item: Table) -> list[dict[str, str]]:
    """The people in a byline: names with commas between them, their roles in parentheses."""
    said = line(text(item.get("by")) or text(item.get("byline")))
    said = re.sub(r"^by\s+", "", said, flags=re.IGNORECASE)
    people = []
    for each in re.split(r",\s*(?![^()]*\))|\s+and\s+(?![^()]*\))", said):
        found = re.fullmatch(r"(?P<name>[^()]+?)\s*\((?P<role>[^()]+)\)", each)
        people.append(found.groupdict() if found else {"name": each})
    return [person for person in map(without_blanks, people) if "name" in person]


def _subjects(item: Table) -> list[str]:
    found = tables(item.get("subjects")) or tables(item.get("subject"))
    return texts([text(each.get("name")) or text(each.get("literal")) for each in found])


def _sources(item: Table) -> list[dict[str, str]]:
    found = tables(item.get("infosources")) or tables(item.get("infosource"))
    return [
        without_blanks({"name": line(text(each.get("name"))), "url": address(each.get("uri"))})
        for each in found
        if text(each.get("name")) and text(each.get("role")) != "publisher"
    ]


def _without_last(html: str, sources: list[dict[str, str]]) -> str:
    """A text of ours without the line of its sources, which are known."""
    start = html.rfind("<p>")
    last = text_of(html[start:]) if start >= 0 else ""
    names = [each["name"] for each in sources]
    is_line = any(last.endswith(f" {between.join(names)}") for between in (", ", "، "))
    return html[:start] if is_line else html


def _renditions(item: Table) -> Iterator[dict[str, Any]]:
    """The files of an object: of one that is a picture the largest, else all of them."""
    value = item.get("renditions")
    if isinstance(value, Mapping):
        value = [
            {"name": name, **each} for name, each in value.items() if isinstance(each, Mapping)
        ]
    found = [_lowered(each) for each in tables(value)]
    if text(item.get("type")) in _PICTURES and found:
        named = [
            each for name in _WIDEST for each in found if text(each.get("name")).lower() == name
        ]
        found = named[:1] or [max(found, key=lambda each: whole_number(each.get("width")) or 0)]
    for each in found:
        kind = re.match(r"(image|video|audio|file|embed)-\d+$", text(each.get("name")))
        yield as_media(
            address(each.get("href")),
            text(each.get("contenttype")) or text(each.get("mimetype")),
            **({"type": kind[1]} if kind else {}),
            caption=line(text(each.get("title"))),
            bytes=whole_number(each.get("sizeinbytes")),
            width=whole_number(each.get("width")),
            height=whole_number(each.get("height")),
            duration=positive(each.get("duration")),
        )


def _associated(item: Table) -> Iterator[dict[str, Any]]:
    """The pictures and films that are associated with an object."""
    for each in _associations(item):
        kind = _KINDS.get(text(each.get("type")))
        for found in list(_renditions(each))[:1] if kind else ():
            facts = {
                "type": kind,
                "caption": _description(each) or _headline(each),
                "credit": ", ".join(person["name"] for person in _by(each)),
            }
            yield found | without_blanks(facts) if found else {}


def _count(findings: Findings, item: Table, prefix: str) -> None:
    findings.homeless.update(f"{prefix}{key}" for key in item if key not in _KNOWN)
