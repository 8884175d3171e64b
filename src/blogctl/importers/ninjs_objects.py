"""What a ninjs object says of itself, in the terms of an update: of version 1 to 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from blogctl.importers import without_blanks
from blogctl.importers.bodies import text_of
from blogctl.importers.entries import as_media, html_of
from blogctl.importers.values import (
    Table,
    address,
    line,
    positive,
    tables,
    text,
    texts,
    whole_number,
)

PICTURES = ("picture", "graphic", "video", "audio")
_KINDS = {"picture": "image", "graphic": "image", "video": "video", "audio": "audio"}
_WIDEST = ("original", "baseimage", "viewimage")


def lowered(item: Table) -> Table:
    """The keys in small letters: version 1 has them so, later ones do not."""
    return {str(key).lower(): value for key, value in item.items()}


def associated_objects(item: Table) -> Iterator[Table]:
    """The associated objects: version 1 has them by their names."""
    value = item.get("associations")
    if isinstance(value, Mapping):
        value = [
            {"name": name, **each} for name, each in value.items() if isinstance(each, Mapping)
        ]
    for each in tables(value):
        yield lowered(each)


def headline_of(item: Table) -> str:
    """The headline of an object, plain."""
    values = [text(each.get("value")) for each in tables(item.get("headlines"))]
    found = next(filter(None, values), "") or text(item.get("headline")) or text(item.get("title"))
    is_html = not is_ours(item) and "<" in found and "</" in found
    return text_of(found) if is_html else line(found)


def description_of(item: Table) -> str:
    """Its summary, plain."""
    values = [text(each.get("value")) for each in tables(item.get("descriptions"))]
    found = next(filter(None, values), "") or text(item.get("description_text"))
    return text_of(found) if "</" in found and not is_ours(item) else found


def texts_of(item: Table, role: str = "main") -> tuple[str, str]:
    """A body as HTML, and as plain text: each as it is given, or nothing but for the HTML."""
    html = words = ""
    for each in tables(item.get("bodies")):
        each = lowered(each)
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


def ids_of(item: Table) -> dict[str, str]:
    """What else an object is known as, by the role of each."""
    value = item.get("altids")
    if isinstance(value, Mapping):
        return {str(role): text(each) for role, each in value.items()}
    return {text(each.get("role")): text(each.get("value")) for each in tables(value)}


def is_ours(item: Table) -> bool:
    """Whether an object is a story or an update of ours: it has the id that it has in our file."""
    return bool({"story", "update"} & set(ids_of(item)))


def people_of(item: Table) -> list[dict[str, str]]:
    """The people in a byline: names with commas between them, their roles in parentheses."""
    said = line(text(item.get("by")) or text(item.get("byline")))
    said = re.sub(r"^by\s+", "", said, flags=re.IGNORECASE)
    people = []
    for each in re.split(r",\s*(?![^()]*\))|\s+and\s+(?![^()]*\))", said):
        found = re.fullmatch(r"(?P<name>[^()]+?)\s*\((?P<role>[^()]+)\)", each)
        people.append(found.groupdict() if found else {"name": each})
    return [person for person in map(without_blanks, people) if "name" in person]


def subjects_of(item: Table) -> list[str]:
    """The names of what it is about, each once."""
    found = tables(item.get("subjects")) or tables(item.get("subject"))
    return texts([text(each.get("name")) or text(each.get("literal")) for each in found])


def sources_of(item: Table) -> list[dict[str, str]]:
    """Where its news come from, but for the publisher."""
    found = tables(item.get("infosources")) or tables(item.get("infosource"))
    return [
        without_blanks({"name": line(text(each.get("name"))), "url": address(each.get("uri"))})
        for each in found
        if text(each.get("name")) and text(each.get("role")) != "publisher"
    ]


def renditions_of(item: Table) -> Iterator[dict[str, Any]]:
    """The files of an object: of one that is a picture the largest, else all of them."""
    value = item.get("renditions")
    if isinstance(value, Mapping):
        value = [
            {"name": name, **each} for name, each in value.items() if isinstance(each, Mapping)
        ]
    found = [lowered(each) for each in tables(value)]
    if text(item.get("type")) in PICTURES and found:
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


def associated_media(item: Table) -> Iterator[dict[str, Any]]:
    """The pictures and films that are associated with an object."""
    for each in associated_objects(item):
        kind = _KINDS.get(text(each.get("type")))
        for found in list(renditions_of(each))[:1] if kind else ():
            facts = {
                "type": kind,
                "caption": description_of(each) or headline_of(each),
                "credit": ", ".join(person["name"] for person in people_of(each)),
            }
            yield found | without_blanks(facts) if found else {}
