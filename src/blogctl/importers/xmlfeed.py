"""RSS 0.9 to 2.0 and Atom, through feedparser, which also reads what is not well-formed."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urldefrag

from blogctl.errors import StoryError
from blogctl.importers import Findings, Omission, Source, without_blanks
from blogctl.importers.bodies import text_of
from blogctl.importers.entries import (
    Hints,
    apart,
    as_media,
    given_headline,
    html_of,
    is_notice,
    is_page,
    retraction_of,
    with_facts,
)
from blogctl.importers.ids import ids_in, urn_of
from blogctl.importers.rawfeed import RawFeed
from blogctl.importers.values import address, line, table, tables, text, whole_number

_MANY = 300  # characters: a summary of ours that is longer is cut
_NOT_SAID = (
    "RSS and Atom of ours have no time zone, status, body, note, publisher, image, event, times of "
    "coverage or related pages of a story, not all of the addresses and roles of authors, or of "
    "the captions, credits, durations and stills of media, no original addresses, no extra, no "
    "drafts, and neither say which updates are key events or pinned nor what retracted ones said; "
    "corrections, and labels and sources that are not set apart, are a part of the text: what the "
    "story has of these is unknown, and not here"
)
_STAND_IN = "the description is the headline, as RSS must have one: it is left out"
_NO_IDS = (
    "the address of the story is not in the feed, and so neither are the ids of ours: they are "
    "made from those of the feed"
)
_MAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+")
_NO_HOME = {
    "comments": "comments",
    "contributors": "contributor",
    "source": "source",
    "rights": "rights",
    "media_rating": "media:rating",
    "geo_lat": "geo:lat",
    "georss_point": "georss:point",
    "where": "georss:where",
}
_ORIGINS = {
    "story.headline": "title",
    "story.url": "link",
    "story.summary": "description or subtitle",
    "story.language": "language",
    "story.authors": "author or dc:creator",
    "story.tags": "category",
    "story.image": "image or logo",
    "updates.headline": "title",
    "updates.body": "content, else description or summary",
    "updates.edited": "updated",
    "updates.authors": "author or dc:creator",
    "updates.tags": "category",
    "updates.media": "content, enclosure and media:content",
    "updates.original_url": "link",
    "updates.label": "the beginning of content, in feeds of ours",
    "updates.sources": "the end of content, in feeds of ours",
    "updates.retraction": "the notice in content, in feeds of ours",
}


def read_xml_feed(source: Source) -> Findings | None:
    """A feed as a story, its entries as updates; ``None`` if there is none.

    :class:`~blogctl.errors.StoryError` for what is too large to be mended or read.
    """
    import feedparser

    raw = RawFeed.of(source)
    headers = {"content-type": "application/xml; charset=utf-8"}
    if source.url:
        headers["content-location"] = source.url
    try:
        found = feedparser.parse(
            io.BytesIO(raw.data),  # never a text: it might be taken for a path, or a URL
            sanitize_html=False,  # what becomes of the HTML does that
            resolve_relative_uris=False,
            response_headers=headers,
        )
    except Exception as error:  # whatever feedparser trips over in a text that is no XML
        raise StoryError(f"{source.name}: too broken to be read as a feed") from error
    if not found.get("version") and not found.entries:
        return None
    findings = Findings(origins=dict(_ORIGINS), doubts=list(raw.doubts))
    if raw.ends_inside and found.entries:
        found.entries.pop()
        findings.omissions.append(Omission("the last entry", "the feed ends in it"))
    if raw.is_cut and not found.entries:
        said = raw.doubts[-1].partition(":")[0]
        raise StoryError(f"{source.name}: {said}: it has no whole entry")
    _Feed(found, raw, findings, source.url).read()
    return findings


class _Feed:
    def __init__(self, found: Any, raw: RawFeed, findings: Findings, url: str | None) -> None:
        # Plain, since feedparser's own find under one name what stands under another.
        self._feed, self._entries, self._raw = dict(found.feed), [*map(dict, found.entries)], raw
        self._findings, self._url = findings, url
        self._is_atom = str(found.get("version") or "").startswith("atom")
        self._is_ours = text(self._feed.get("generator")) == "blogctl"
        self._story_id = self._own_story()

    def read(self) -> None:
        """Fill the findings."""
        feed, findings = self._feed, self._findings
        image = table(feed.get("image"))
        picture = address(image.get("href")) or address(feed.get("logo"))
        if picture and self._is_ours:
            findings.homeless["image"] += 1  # the publisher's logo, but not whose
            picture = None
        findings.story = without_blanks(
            {
                "id": self._story_id,
                "headline": self._line(feed, "title"),
                "url": address(feed.get("link")),
                "summary": _words(feed, "subtitle"),
                "language": text(feed.get("language")),
                "authors": [each for each in _authors(feed) if each != self._nobody()],
                "tags": _tags(feed),
                "image": {"url": picture, "alt": text(image.get("title"))} if picture else None,
            }
        )
        if self._is_ours:
            self._doubt_ours()
        _count(findings.homeless, feed, "")
        for link in tables(feed.get("links")):
            older = address(link.get("href"))
            if older and link.get("rel") in ("next", "prev-archive"):
                why = "the older entries are on pages of their own: import them, too"
                findings.omissions.append(Omission(older, why))
        for number, entry in enumerate(self._entries):
            findings.updates.append(self._update(entry, self._raw.media_of(number)))
            _count(findings.homeless, entry, "entry ")

    def _doubt_ours(self) -> None:
        """Take out what only stands for something in a feed of ours, and tell what is not in it."""
        story, findings = self._findings.story, self._findings
        findings.doubts.append(_NOT_SAID)
        findings.has_our_ids = self._story_id is not None
        if not findings.has_our_ids:
            findings.doubts.append(_NO_IDS)
        if not self._is_atom and story.get("summary") == story.get("headline"):
            story.pop("summary", None)
            findings.doubts.append(_STAND_IN)
        if not is_page(entry.get("link") for entry in self._entries):
            story.pop("url", None)

    def _line(self, data: Any, key: str) -> str:
        """A field on one line; in feeds of ours it is plain, whatever it looks like."""
        return line(text(data.get(key)) if self._is_ours else _words(data, key))

    def _update(self, entry: Any, media: list[dict[str, Any]] | None) -> dict[str, Any]:
        title, link = self._line(entry, "title"), address(entry.get("link"))
        published, updated = entry.get("published"), entry.get("updated")
        update: dict[str, Any] = {
            "id": self._own_id(entry, link) or text(entry.get("id")) or link,
            # The text: its reading by feedparser takes nearly anything for a time.
            "time": published or entry.get("created") or updated,
            "edited": updated if published or entry.get("created") else None,
            "authors": _authors(entry),
            "tags": _tags(entry),
            "original_url": link,
        }
        html, summary, base = self._texts(entry)
        if self._is_ours and is_notice(html, title):
            reason = retraction_of(html)
            update["retraction"] = without_blanks(
                {"time": updated or update["time"], "reason": reason}
            )
            return without_blanks(update | {"edited": None})
        facts = [*(media if media is not None else _flat(entry)), *_enclosures(entry)]
        hints = self._hints(title, summary) if self._is_ours else None
        parts = apart(html, base, hints, offered=facts)
        found = with_facts(parts.media, facts, is_ours=self._is_ours)
        update |= {"body": parts.body, "label": parts.label, "sources": parts.sources}
        if not self._is_clock(title, update):
            update["headline"] = given_headline(title, parts.body)
        return without_blanks(update | {"media": found})

    def _texts(self, entry: Any) -> tuple[str, str, str | None]:
        """An entry's text as HTML, its summary in words where that is another, and their base."""
        whole = tables(entry.get("content")) or tables(entry.get("summary_detail"))
        chosen = max(whole, key=lambda each: "html" in text(each.get("type")), default={})
        value = text(chosen.get("value")) or text(entry.get("summary"))
        is_html = "html" in (text(chosen.get("type")) or "html")
        html = value if is_html else html_of(value)
        has_both = bool(entry.get("content")) and "summary_detail" in entry
        summary = _words(entry, "summary") if has_both else ""
        return html, summary, address(chosen.get("base")) or self._url

    def _hints(self, title: str, summary: str) -> Hints:
        """What an entry of ours says of its body, apart from the text that holds all."""
        is_cut = summary.endswith("…") or len(summary) >= _MANY
        if self._is_atom or is_cut or not summary:
            return Hints(start=(summary or title).rstrip("…"))
        return Hints(text=summary)

    def _is_clock(self, title: str, update: Mapping[str, Any]) -> bool:
        """Whether a title of ours is only the time, as Atom needs one."""
        time = text(update.get("time"))
        is_named = time[:4] in title and time[11:16] in title
        return self._is_ours and self._is_atom and len(time) > 16 and is_named

    def _nobody(self) -> dict[str, str]:
        """Who stands for the author in an Atom feed of ours without one: the story itself."""
        return {"name": self._line(self._feed, "title")} if self._is_ours and self._is_atom else {}

    # Ids of ours

    def _own_story(self) -> str | None:
        """The id of a story of ours: it is in the feed's URLs, and its hash in the ids."""
        if not self._is_ours:
            return None
        urls = [
            self._feed.get("link"),
            *(each.get("href") for each in tables(self._feed.get("links"))),
        ]
        whole = text(self._feed.get("id"))
        for story in ids_in(map(address, urls)):
            if urn_of(story) == whole or any(_own(story, each) for each in self._entries[:1]):
                return story
        return None

    def _own_id(self, entry: Any, link: str | None) -> str | None:
        return _own(self._story_id, entry) if self._story_id and link else None


def _own(story: str, entry: Any) -> str | None:
    """The id of an update of ours, if the entry is one of that story."""
    link = address(entry.get("link"))
    id_ = unquote(urldefrag(link).fragment) if link else ""
    return id_ if id_ and urn_of(f"{story}#{id_}") == entry.get("id") else None


def _words(data: Any, key: str) -> str:
    """A field as plain text, whether it is HTML or not."""
    detail = table(data.get(f"{key}_detail"))
    value = text(data.get(key))
    return text_of(value) if "html" in text(detail.get("type")) else value


def _authors(data: Any) -> list[dict[str, Any]]:
    people = []
    for each in tables(data.get("authors")):
        name, email = line(text(each.get("name"))), text(each.get("email"))
        url = address(each.get("href"))
        if not url and _MAIL.fullmatch(email):
            url = f"mailto:{email}"
        people.append(without_blanks({"name": name or email, "url": url}))
    if not any(people):
        people = [without_blanks({"name": line(text(data.get("author")))})]
    return [person for person in people if "name" in person]


def _tags(data: Any) -> list[str]:
    names = (each.get("label") or each.get("term") for each in tables(data.get("tags")))
    return list(dict.fromkeys(filter(None, (line(text(name)) for name in names))))


def _enclosures(entry: Any) -> Iterable[dict[str, Any]]:
    for link in tables(entry.get("links")):
        if link.get("rel") == "enclosure":
            size = whole_number(link.get("length"))
            yield as_media(address(link.get("href")), text(link.get("type")), bytes=size)


def _flat(entry: Any) -> Iterable[dict[str, Any]]:
    """The media of an entry that is not well-formed, as feedparser has them."""
    for each in tables(entry.get("media_content")):
        yield as_media(
            address(each.get("url")),
            text(each.get("type")),
            width=whole_number(each.get("width")),
            height=whole_number(each.get("height")),
        )


def _count(homeless: Counter[str], data: Any, prefix: str) -> None:
    homeless.update(f"{prefix}{name}" for key, name in _NO_HOME.items() if data.get(key))
