"""schema.org's LiveBlogPosting as findings, wherever it was read from.

https://schema.org/LiveBlogPosting, and what Google's structured data for live blogs adds to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urldefrag

from blogctl.importers import Findings, Omission, without_blanks
from blogctl.importers import schema_values as values
from blogctl.importers.entries import given_headline
from blogctl.importers.ids import ids_in, urn_of
from blogctl.importers.moments import read_moment
from blogctl.importers.schema_values import Item
from blogctl.importers.values import address
from blogctl.markup.markdown import first_words

_NAMES = {"@context", "@type", "@id", "url", "mainEntityOfPage", "identifier", "name", "headline"}
_TIMES = {"datePublished", "dateCreated", "dateModified", "uploadDate"}
_NOTHING_NEW = {"isPartOf", "publisher", "sourceOrganization", "copyrightHolder", "copyrightYear"}
_NOTHING_NEW |= {"isAccessibleForFree", "hasPart", "potentialAction", "speakable", "inLanguage"}
_NOTHING_NEW |= {"wordCount", "thumbnailUrl", "thumbnail", "breadcrumb", "position"}
_AT_HOME = (
    _NAMES | _TIMES | _NOTHING_NEW | {"author", "creator", "keywords", "image", "articleBody"}
)
_STORY = _AT_HOME | {"description", "coverageStartTime", "coverageEndTime", "liveBlogUpdate"}
_UPDATE = _AT_HOME | {"text", "video", "audio", "associatedMedia", "sharedContent", "citation"}
_UPDATE |= {"correction", "isBasedOn", "description"}
_KEPT = ("backstory", "articleSection", "contentLocation", "genre", "creativeWorkStatus")
"""Properties of updates that have no field of ours, but may matter: kept in ``extra``."""
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_NOTICE = re.compile(r".+ \(.+\)\.")
_NOT_SAID = (
    "JSON-LD of ours has no time zone, no status of a story but its end, no start of the coverage "
    "that is the first update's, no note, related pages, labels, marks of texts, alternative "
    "texts, files and embeds, no original addresses, no extra, no drafts, and neither says which "
    "updates are key events or pinned nor what retracted ones said: what the story has of these is "
    "unknown, and not here"
)
_NO_IDS = (
    "the address of the story is not in it, and so neither are the ids of ours: they are made from "
    "those that it has"
)
_TITLE = 100  # letters at most, where it stands for a headline
_STAND_IN = 3
"""An image that so many updates have, and most of them, says nothing of any."""


def items_of(posting: Mapping[str, Any]) -> list[Item]:
    """The updates of a posting, as items."""
    return [each for each in values.all_of(posting.get("liveBlogUpdate")) if isinstance(each, dict)]


def read_posting(posting: Mapping[str, Any], base: str | None, way: str) -> Findings:
    """What a LiveBlogPosting says, in its order; ``way`` is how it was written.

    ``updates`` are as many as :func:`items_of` it.
    """
    findings = Findings()
    own = is_ours(posting)
    if own:
        posting = values.plain(posting)
        findings.doubts.append(_NOT_SAID)
    story = findings.story = _story(posting, base)
    page = urldefrag(story.get("url") or base or "")[0]
    findings.updates = [_update(item, base, page) for item in items_of(posting)]
    if own:
        story.update(without_blanks({"id": _own_id(posting)}))
        findings.has_our_ids = "id" in story
        if not findings.has_our_ids:
            findings.doubts.append(_NO_IDS)
    findings.homeless.update(
        key for key in posting if key not in _STORY and not _is_event(key, story)
    )
    for item, update in zip(items_of(posting), findings.updates, strict=True):
        known = _UPDATE | ({"creativeWorkStatus"} if "retraction" in update else set())
        findings.homeless.update(key for key in item if key not in known)
    if own:
        _leave_out_start(findings)
        _tell_titles(findings)
    else:
        _leave_out_repeats(findings, posting)
        _doubt_end(findings)
    for field, name in (("time", "datePublished"), ("edited", "dateModified")):
        if any(field in update for update in findings.updates):
            findings.origins[f"updates.{field}"] = f"{way} {name}"
    for update in findings.updates:
        fields = (key for key in update if key not in ("id", "time", "edited", "extra"))
        findings.origins.update({f"updates.{field}": f"{way} {_NAMED[field]}" for field in fields})
    findings.origins.update({f"story.{field}": f"{way} LiveBlogPosting" for field in story})
    return findings


_NAMED = {
    "headline": "headline",
    "body": "articleBody",
    "authors": "author",
    "tags": "keywords",
    "media": "image, video and audio",
    "sources": "citation",
    "corrections": "correction",
    "original_url": "url",
    "retraction": "creativeWorkStatus",
}


def _is_event(key: str, story: Mapping[str, Any]) -> bool:
    return key == "about" and "about" in story


def _story(posting: Mapping[str, Any], base: str | None) -> dict[str, Any]:
    publisher = next(iter(values.all_of(posting.get("publisher"))), None)
    if not isinstance(publisher, Mapping):
        publisher = {"name": publisher}
    name = values.words(publisher.get("name"))
    logo = values.pictures(publisher.get("logo"), base)
    images = values.pictures(posting.get("image"), base)
    body = values.body(posting.get("articleBody"), base)
    language = values.words(posting.get("inLanguage"))
    page = values.url(posting.get("url"), base) or values.url(posting.get("mainEntityOfPage"), base)
    return without_blanks(
        {
            "headline": values.words(posting.get("headline") or posting.get("name")),
            "summary": values.words(posting.get("description")),
            "url": page,
            "language": language if re.fullmatch(r"[A-Za-z]{2,8}(?:-\w{1,8})*", language) else None,
            "coverage_start": values.words(posting.get("coverageStartTime")),
            "coverage_end": values.words(posting.get("coverageEndTime")),
            "authors": values.people(posting.get("author") or posting.get("creator"), base),
            "tags": values.keywords(posting.get("keywords")),
            "body": body.markdown,
            "publisher": without_blanks(
                {
                    "name": name,
                    "url": values.url(publisher.get("url"), base),
                    "logo": logo[0]["url"] if logo else None,
                }
            )
            if name
            else None,
            "image": images[0] if images else None,
            "about": values.event(posting.get("about")),
        }
    )


def _update(item: Item, base: str | None, page: str) -> dict[str, Any]:
    body = values.body(item.get("articleBody") or item.get("text"), base)
    if not body.markdown:
        body = values.body(item.get("description"), base)
    address = values.url(item.get("url"), base) or values.url(item.get("@id"), base)
    if retraction := _retraction(item, base):
        time = values.words(item.get("datePublished"))
        said = {"id": _id(item, page), "time": time, "original_url": address}
        return without_blanks({**said, "retraction": retraction})
    media = values.photos(item.get("image"), base)
    for kind, several in (("video", item.get("video")), ("audio", item.get("audio"))):
        media += values.recordings(several, base, kind)
    for each in values.all_of([item.get("associatedMedia"), item.get("sharedContent")]):
        media += _shared(each, base)
    corrected = item.get("correction")
    known = {each["url"] for each in media}
    media += [each for each in body.media if each["url"] not in known]
    return without_blanks(
        {
            "id": _id(item, page),
            "time": next((time for key in ("datePublished", "dateCreated", "uploadDate")
                          if (time := values.words(item.get(key)))), None),
            "edited": values.words(item.get("dateModified")),
            "headline": _headline(item, body.markdown),
            "body": body.markdown,
            "authors": values.people(item.get("author") or item.get("creator"), base),
            "tags": values.keywords(item.get("keywords")),
            "media": media,
            "sources": [_source(each, base) for each in _cited(item) if values.words(each)],
            "corrections": [_correction(each, base) for each in values.all_of(corrected)],
            "original_url": address,
            "extra": {key: values.words(item[key]) for key in _KEPT if values.words(item.get(key))},
        }
    )  # fmt: skip


def _retraction(item: Item, base: str | None) -> dict[str, Any] | None:
    """The retraction that a notice of ours tells of: its title is its status."""
    status, text = values.words(item.get("creativeWorkStatus")), item.get("articleBody")
    if not status or status != values.words(item.get("headline")) or not isinstance(text, str):
        return None
    notice, _, rest = text.partition("\n")
    if not _NOTICE.fullmatch(notice):
        return None
    reason = values.body(values.Plain(rest) if isinstance(text, values.Plain) else rest, base)
    time = values.words(item.get("dateModified")) or values.words(item.get("datePublished"))
    return without_blanks({"time": time, "reason": reason.markdown})


def _id(item: Item, page: str) -> str | None:
    """The id of an update: where links to it lead, else what it is identified by."""
    addresses = [each for key in ("url", "@id") for each in values.all_of(item.get(key))]
    texts = [each.strip() for each in addresses if isinstance(each, str)]
    for text in texts:
        if fragment := urldefrag(text)[1]:
            return unquote(fragment)
    own = values.all_of(item.get("identifier"))
    texts = [str(each) for each in own if isinstance(each, str | int)] + texts[::-1]
    return next((each for each in texts if each and each.rstrip("/") != page.rstrip("/")), None)


def _headline(item: Item, body: str) -> str | None:
    """The headline, unless it is only how the text begins."""
    said = values.words(item.get("headline") or item.get("name"))
    if said.endswith(("…", "...")):
        start = re.sub(r"\W+", "", said)
        if re.sub(r"\W+", "", body).startswith(start):
            return None
    return said


def _cited(item: Item) -> list[Any]:
    return values.all_of([item.get("citation"), item.get("isBasedOn")])


def _source(value: Any, base: str | None) -> dict[str, Any]:
    address = values.url(value, base)
    return without_blanks({"name": values.words(value), "url": address})


def _correction(value: Any, base: str | None) -> dict[str, Any]:
    item = value if isinstance(value, Mapping) else {"text": value}
    text = values.body(item.get("text") or item.get("name"), base).markdown
    return without_blanks({"text": text, "time": values.words(item.get("datePublished"))})


def _shared(value: Any, base: str | None) -> list[dict[str, Any]]:
    """What an update shares, of whichever kind it is."""
    types = values.types_of(value) if isinstance(value, Mapping) else set()
    if "ImageObject" in types:
        return [{"type": "image", **each} for each in values.pictures(value, base)]
    if types & {"VideoObject", "AudioObject"}:
        return values.recordings(value, base, "video" if "VideoObject" in types else "audio")
    address = values.url(value, base)
    name = values.words(value) if types else None
    return [without_blanks({"type": "embed", "url": address, "caption": name})] if address else []


def is_ours(posting: Mapping[str, Any]) -> bool:
    """Whether all is identified as only blogctl does it."""
    named = [each.get("identifier") for each in (posting, *items_of(posting))]
    return all(isinstance(each, str) and _URN.fullmatch(each) for each in named)


def _own_id(posting: Mapping[str, Any]) -> str | None:
    """The id of a story of ours, where its address has it: its hash is what identifies it."""
    return next((each for each in ids_in([address(posting.get("url"))])
                 if urn_of(each) == posting["identifier"]), None)  # fmt: skip


def _leave_out_start(findings: Findings) -> None:
    """Leave out a start of the coverage that is the first update: ours has it then, or none."""
    start = read_moment(findings.story.get("coverage_start"))
    if start in [read_moment(update.get("time")) for update in findings.updates]:
        del findings.story["coverage_start"]


def _tell_titles(findings: Findings) -> None:
    """Leave out titles that stand for headlines: each posting of ours has one."""
    whole = str(findings.story.get("headline", ""))
    for update in findings.updates:
        title, body = str(update.pop("headline", "")), str(update.get("body", ""))
        is_whole = not body and "media" in update and title == first_words(whole, _TITLE)
        if said := "" if is_whole else given_headline(title, body):
            update["headline"] = said


def _leave_out_repeats(findings: Findings, posting: Mapping[str, Any]) -> None:
    """Take from the updates what is the story's, or the same for all: it is none of their own."""
    updates, story = findings.updates, findings.story
    urls = [each["url"] for update in updates for each in update.get("media", ())]
    repeated = {
        url
        for url, count in Counter(urls).items()
        if count >= _STAND_IN and count * 2 > len(updates)
    }
    if stand_ins := sum(url in repeated for url in urls):
        what = "one image" if len(repeated) == 1 else f"{len(repeated)} images"
        findings.omissions.append(
            Omission(f"{what} on {stand_ins} updates", "it stands for all of them, and shows none")
        )
    headlines = times = 0
    modified = values.words(posting.get("dateModified"))
    all_same = len({update.get("edited") for update in updates}) == 1 and len(updates) >= _STAND_IN
    for update in updates:
        if "media" in update:
            update["media"] = [each for each in update["media"] if each["url"] not in repeated]
        if update.get("headline") == story.get("headline") and "body" in update:
            headlines += update.pop("headline", None) is not None
        if all_same and modified and update.get("edited") == modified:
            times += update.pop("edited", None) is not None
    if headlines:
        who = "1 update repeats" if headlines == 1 else f"{headlines} updates repeat"
        findings.doubts.append(f"{who} the story's headline: left out")
    if times:
        findings.doubts.append("every update repeats the story's time of change: left out")
    stated = [str(update["time"]) for update in updates if "time" in update]
    if len(stated) >= _STAND_IN and all(
        re.search(r"[T ]00:00(?::00)?(?!:)", each) for each in stated
    ):
        findings.doubts.append("every update is of 00:00, as if only days were known: as written")
    elif len(stated) >= _STAND_IN and len(set(stated)) == 1:
        findings.doubts.append(f"every update has the same time, {stated[0]}: taken as written")


def _doubt_end(findings: Findings) -> None:
    """Doubt an end that is so many days after the last update to the second: nobody saw that."""
    end = read_moment(findings.story.get("coverage_end"))
    times = [read_moment(update.get("time")) for update in findings.updates]
    for time in filter(None, times):
        if end and (end.tzinfo is None) == (time.tzinfo is None):
            apart = end - time
            if apart >= timedelta(days=1) and not apart % timedelta(days=1):
                findings.doubts.append(
                    f"the coverage is said to end {apart.days * 24} hours after an update to the "
                    "second, as if reckoned: taken as written"
                )
                return
