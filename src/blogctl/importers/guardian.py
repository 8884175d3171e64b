"""Live blogs of the Guardian, as its content API answers."""

from __future__ import annotations

from typing import Any

from blogctl.importers import API_VERSION, NO, SURE, Findings, Omission, Source, without_blanks
from blogctl.importers.bodies import text_of
from blogctl.importers.guardian_blocks import body_of_block, stated
from blogctl.importers.moments import read_moment
from blogctl.importers.records import first, flag, rows, unwrapped
from blogctl.importers.values import Table, address, table, text

_ATTRIBUTES = ("keyEvent", "summary", "pinned", "title")
_ORIGINS = {
    "story.headline": "fields.headline or webTitle",
    "story.summary": "fields.standfirst",
    "story.image": "the main block",
    "story.status": "fields.liveBloggingNow",
    "story.coverage_start": "webPublicationDate",
    "story.authors": "contributor tags",
    "story.tags": "keyword tags",
    "updates.headline": "title",
    "updates.body": "bodyHtml",
    "updates.media": "bodyHtml and elements",
    "updates.authors": "contributors",
    "updates.key": "attributes.keyEvent",
    "updates.pinned": "attributes.pinned",
    "updates.label": "attributes.summary",
    "updates.edited": "publishedDate and lastModifiedDate",
    "updates.extra": "attributes",
}


class GuardianImporter:
    """Reads the blocks of a live blog."""

    api_version = API_VERSION
    summary = "the Guardian's content API: an item with its blocks"

    def recognises(self, source: Source) -> int:
        """Sure of blocks that have ``bodyHtml`` or ``bodyTextSummary``."""
        return SURE if any(map(_blocks, _candidates(source.json))) else NO

    def read(self, source: Source) -> Findings | None:
        """The item with the most blocks, and its blocks."""
        found = [each for each in _candidates(source.json) if _blocks(each)]
        if not found:
            return None
        item = max(found, key=lambda each: len(_blocks(each)))
        findings = _Reading(item, source.url).findings
        for other in found:
            if other is not item:
                what = first(other, "id", "webUrl", "webTitle") or "an item"
                findings.omissions.append(Omission(what, "an import is of one live blog"))
        return findings


def _candidates(value: object) -> list[Table]:
    """The objects that can be an item; of an array, all of them."""
    found: list[Table] = []
    for each in unwrapped(value):
        found += rows(each) if isinstance(each, list) else [each]
    return list({id(each): each for each in found}.values())


def _blocks(item: object) -> list[Table]:
    """The blocks of an item, each once; none if it is no such item."""
    inside = table(item).get("blocks")
    given = rows(table(inside).get("body"))
    for asked in table(table(inside).get("requestedBodyBlocks")).values():
        given += rows(asked)
    if not any("bodyHtml" in each or "bodyTextSummary" in each for each in given):
        return []
    return list({first(each, "id") or f"#{n}": each for n, each in enumerate(given)}.values())


class _Reading:
    def __init__(self, item: Table, url: str | None) -> None:
        self.findings = Findings(origins=dict(_ORIGINS))
        self._item, self._fields = item, table(item.get("fields"))
        self._base = address(item.get("webUrl")) or url
        self._people = {first(tag, "id"): _person(tag) for tag in self._tags("contributor")}
        self._made_up: dict[str, str] = {}
        for block in _blocks(item):
            self._block(block)
        self._story()
        for id_, name in self._made_up.items():
            self.findings.doubts.append(
                f'{id_[:60]} has no name in the answer: called "{name}" after its id'
            )

    def _tags(self, kind: str) -> list[Table]:
        return [tag for tag in rows(self._item.get("tags")) if first(tag, "type") == kind]

    def _block(self, block: Table) -> None:
        attributes = table(block.get("attributes"))
        shown = stated(block, "firstPublishedDate", "publishedDate")
        is_published = flag(block["published"]) if "published" in block else bool(shown)
        time = shown or stated(block, "createdDate", "lastModifiedDate")
        body, homeless = body_of_block(block, self._base)
        update: dict[str, Any] = {
            "id": first(block, "id"),
            "time": time,
            "headline": text_of(first(block, "title") or first(attributes, "title")),
            "body": body.markdown,
            "media": body.media,
            "authors": self._authors(block),
            "key": flag(attributes.get("keyEvent")),
            "pinned": flag(attributes.get("pinned")),
            "label": "summary" if flag(attributes.get("summary")) else "",
            "status": "" if is_published else "draft",
            "edited": _edited(block, time) if is_published else "",
        }
        others = {key: text(value) for key, value in attributes.items() if key not in _ATTRIBUTES}
        others = without_blanks(others)
        update["extra"] = {"attributes": others} if others else {}
        self.findings.homeless.update(f"attributes.{key[:40]}" for key in others)
        self.findings.homeless.update(homeless)
        self.findings.updates.append(without_blanks(update))

    def _authors(self, block: Table) -> list[dict[str, Any]]:
        given = block.get("contributors")
        authors = []
        for each in given if isinstance(given, list) else [given]:
            if isinstance(each, dict):
                authors.append(self._people.get(first(each, "id")) or _person(each))
            elif id_ := text(each):
                authors.append(self._people.get(id_) or self._after(id_))
        known = {author["name"]: author for author in authors if author.get("name")}
        return list(known.values())

    def _after(self, id_: str) -> dict[str, Any]:
        """A person named after an id: ``profile/an-example`` is An Example."""
        words = id_.rsplit("/", 1)[-1].replace("_", "-").split("-")
        name = " ".join(word.capitalize() for word in words if word)
        if name:
            self._made_up[id_] = name
        return {"name": name}

    def _story(self) -> None:
        item, fields = self._item, self._fields
        main = table(table(item.get("blocks")).get("main"))
        body, _ = body_of_block(main, self._base)
        images = [each for each in body.media if each["type"] == "image"]
        image = {key: value for key, value in images[0].items() if key != "type"} if images else {}
        others = len(body.media) - bool(images)
        if others:
            self.findings.homeless["main block, beside its first image"] += others
        authors = [person for person in self._people.values() if person.get("name")]
        byline = text_of(first(fields, "byline"))
        story: dict[str, Any] = {
            "id": first(item, "id"),
            "headline": text_of(first(fields, "headline") or first(item, "webTitle")),
            "language": first(fields, "lang"),
            "summary": text_of(first(fields, "standfirst") or first(fields, "trailText")),
            "url": address(item.get("webUrl")),
            "coverage_start": first(fields, "firstPublicationDate")
            or stated(item, "webPublicationDate"),
            "authors": authors or ([{"name": byline}] if byline else []),
            "tags": [first(tag, "webTitle") for tag in self._tags("keyword")],
            "image": image or {"url": address(fields.get("thumbnail"))},
        }
        if "liveBloggingNow" in fields:
            story["status"] = "live" if flag(fields["liveBloggingNow"]) else "ended"
        if publication := first(fields, "publication"):
            story["publisher"] = {"name": publication}
        self.findings.story = without_blanks({**story, "image": without_blanks(story["image"])})


def _edited(block: Table, time: object) -> str:
    """The last change after a block was first seen; what is within that second is no change."""
    first_seen, newest = read_moment(time), ""
    for key in ("publishedDate", "lastModifiedDate"):
        changed = read_moment(stated(block, key))
        if changed and first_seen and bool(changed.tzinfo) == bool(first_seen.tzinfo):
            best = read_moment(newest) or first_seen
            if (changed - first_seen).total_seconds() >= 1 and changed > best:
                newest = stated(block, key)
    return newest


def _person(tag: Table) -> dict[str, Any]:
    name = first(tag, "webTitle", "name") or " ".join(
        filter(None, (first(tag, "firstName"), first(tag, "lastName")))
    )
    return without_blanks({"name": name, "url": address(tag.get("webUrl"))})
