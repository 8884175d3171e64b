"""What stands above the first update of a plain text, and below the last: the story itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from blogctl.importers import Omission
from blogctl.importers.text_lines import Line
from blogctl.importers.text_markdown import inline
from blogctl.importers.text_pictures import credited
from blogctl.importers.text_pieces import (
    authors,
    edited,
    is_menu,
    is_note,
    is_promotion,
    is_read_more,
    is_sentence,
    labelled,
    media,
    note_text,
    related,
)
from blogctl.importers.text_times import date_in, stamp_of
from blogctl.importers.text_update import Counts, body_of_lines
from blogctl.importers.text_zones import SaidZone, fixed, place_of

_STATUS = re.compile(r"(Upcoming|Live|Paused|Ended)(?: · .*)?")
_PUBLISHER = re.compile(r"Published by (?P<name>[^<>]{1,200}?)(?: <(?P<url>[^<>\s]+)>)?")
_RELATED = re.compile(
    r"- (?:(?P<rel>Previous|Next): )?(?P<headline>.{1,500}?) <(?P<url>https?://[^\s<>]+)>"
)
_TIMES = re.compile(
    r"\b(?:All\s(?:the\s)?t|T)imes\s(?:(?:shown|given|listed|here|below|on\sthis\spage)\s)*"
    r"(?:are\s)?(?:(?:shown|given|listed|all)\s)?(?:in\s)?(?:local\s(?:to|in|time\sin)\s)?(?:the\s)?"
    r"(?P<zone>[^\W\d_](?:[\w/+:\- ]|\.(?=\w)){1,40})"
)
_BESIDE = re.compile(r"\s?\(((?:utc|gmt)[^()]{1,8})\)", re.IGNORECASE)
_CITY_TIME = re.compile(r"\s(?:local\s)?time(?:\s?zone)?$", re.IGNORECASE)
_LONGEST_ZONE_LINE = 300
_HEAD = 60
"""How many lines at the top may be the headline."""
_LONGEST_HEADLINE = 250
_LONG = 160  # characters of a line that can only be text


@dataclass(slots=True)
class Around:
    """The story's fields, and for the report what was left out and said."""

    story: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    omissions: list[Omission] = field(default_factory=list)


def story_of(head: Sequence[Line], foot: Sequence[Line], counts: Counts) -> Around:
    """The story of the lines above the updates and of those below them."""
    around = Around()
    if counts.is_ours:
        _ours(around, head[:-1])
        rest: list[Line] = []
    else:
        rest = _page(around, head)
    rest = [*rest, *_foot(around, foot)]
    body, note = [], []
    for line in rest:
        if is_note(line.text):
            note.append(inline(note_text(line.text)))
            continue
        link = related(line.text)
        if link:
            around.story.setdefault("related", []).append(link)
        else:
            body.append(line)
    if note:
        around.story["note"] = "\n\n".join(filter(None, note))
        around.origins["story.note"] = "a paragraph to the readers"
    images, body = counts.pictures(body)
    if images:
        around.story["extra"] = {"images": images}
        around.origins["story.extra"] = "captions before the updates"
    text = body_of_lines(body, counts, headings=True)
    if text:
        around.story["body"] = text
        around.origins["story.body"] = "the text before the updates"
    return around


def is_ours(head: Sequence[Line]) -> bool:
    """Whether the lines above the updates are those that blogctl writes."""
    return len(head) > 2 and _STATUS.fullmatch(head[1].text) is not None and head[-1].is_rule


def zone_said(lines: Iterable[Line]) -> SaidZone:
    """The zone that the text says all its times are in."""
    for line in lines:
        if len(line.text) > _LONGEST_ZONE_LINE or "imes" not in line.text:
            continue
        for found in _TIMES.finditer(line.text):
            named = _CITY_TIME.sub("", found["zone"].strip(" .-"))
            place = place_of(named) or ("Europe/London" if named == "BST" else None)
            if place:
                beside = _BESIDE.match(line.text, found.end())
                return SaidZone(named, place, fixed(beside[1]) if beside else None)
            if offset := fixed(named):
                return SaidZone(named, None, offset)
            if "local" in found[0]:
                return SaidZone(named)
    return SaidZone()


def _page(around: Around, head: Sequence[Line]) -> list[Line]:
    """Take what is no text off the lines of a page; the headline, menus, dates."""
    repeated = Counter(line.text for line in head)
    at = _headline_at(head, repeated)
    if at is not None:
        around.story["headline"] = head[at].text
        around.origins["story.headline"] = "the best line before the text"
    text: list[Line] = []
    above = {line.text for line in head[: at or 0]}
    for number, line in enumerate(head):
        if number == at:
            continue
        if number < (at or 0) or is_menu(line.text):
            if not _is_date(line) and not line.is_rule:
                around.omissions.append(
                    Omission(line.text, "a menu or an advert of the page, it seems")
                )
        elif line.text == around.story.get("headline") or (
            line.text in above and len(line.text) <= _LONG
        ):
            around.omissions.append(Omission(line.text, "it stands there more than once"))
        elif not text and is_promotion(line.text) and len(line.text) <= 100:
            around.omissions.append(
                Omission(line.text, "a menu or an advert of the page, it seems")
            )
        elif people := ([] if "authors" in around.story else authors(line.text)):
            around.story["authors"] = people
            around.origins["story.authors"] = "a line that says by whom"
        elif not _is_date(line) and not line.is_rule:
            text.append(line)
    return text


def _headline_at(head: Sequence[Line], repeated: Counter[str]) -> int | None:
    """The place of the line that is the headline: the best of those above the text."""
    best, best_score = None, -100
    for number, line in enumerate(head[:_HEAD]):
        text = line.text
        if len(text) > _LONG and is_sentence(text):
            break
        if _is_date(line) or is_menu(text) or line.is_rule or len(text) > _LONGEST_HEADLINE:
            continue
        words = len(text.split())
        below = head[number + 1] if number + 1 < len(head) else None
        score = 3 if 3 <= words <= 30 else 0
        score -= 3 * is_sentence(text) + 6 * is_promotion(text) + 5 * bool(credited(text))
        score -= 4 * (repeated[text] > 2) + 6 * bool(authors(text)) + 5 * is_read_more(text)
        score -= 5 * is_note(text) + 6 * ("://" in text)
        score += 4 * (below is not None and (_is_date(below) or bool(authors(below.text))))
        score += number > 0 and _is_date(head[number - 1])
        if score > best_score:
            best, best_score = number, score
    return best


def _is_date(line: Line) -> bool:
    """Whether a line only says when the page was made or changed."""
    text = line.text
    stamp = stamp_of(text)
    if (stamp and stamp.day) or edited(text):
        return True
    words = re.findall(r"[^\W\d_]+", text)
    return len(text) <= 80 and len(words) <= 6 and date_in(text) is not None and bool(
        re.match(r"\W*(?:last |first )?(?:updated|published|posted|modified|date)\b", text, re.I)
    )  # fmt: skip


def _ours(around: Around, head: Sequence[Line]) -> None:
    """Read the head of a text as blogctl writes it."""
    story = around.story
    story["headline"], status = head[0].text, head[1].text
    word, *said = status.split(" · ")
    story["status"] = word.lower()
    for each in said:
        if not each.startswith(("Last updated", "Coverage begins")):
            around.omissions.append(Omission(each, "what the story is about, in words alone"))
    summary: list[str] = []
    for number, line in enumerate(head[2:], 2):
        text = line.text
        note = labelled(text, "editor’s note")
        publisher = _PUBLISHER.fullmatch(text)
        people = authors(text)
        image = media(text)
        if note is not None:
            rest = [note, *(each.text for each in head[number + 1 :])]
            if rest and re.fullmatch(r"https?://\S+", rest[-1]):
                story["url"] = rest.pop()
            story["note"] = "\n\n".join(inline(each) for each in rest if each)
            break
        if publisher:
            story["publisher"] = {
                key: value for key, value in publisher.groupdict().items() if value
            }
        elif people:
            story["authors"] = people
        elif image and image.pop("type") == "image":
            story["image"] = image
        elif re.fullmatch(r"https?://\S+", text):
            story["url"] = text
        elif text != "No updates yet." and not line.is_rule:
            summary.append(text)
    if summary:
        story["summary"] = "\n".join(summary)
    around.origins["story.headline"] = "the first line"


def _foot(around: Around, foot: Sequence[Line]) -> list[Line]:
    """Read what stands below the updates; what is text is given back."""
    text = []
    for line in foot:
        tags = labelled(line.text, "tags")
        link = _RELATED.fullmatch(line.text)
        if line.is_rule or line.text in ("Background:", "More on this story:"):
            continue
        if is_menu(line.text):
            around.omissions.append(Omission(line.text, "a button or an advert of the page"))
        elif tags:
            around.story["tags"] = [each.strip() for each in tags.split(",")]
        elif link:
            rel = (link["rel"] or "related").lower()
            around.story.setdefault("related", []).append(
                {"headline": link["headline"], "url": link["url"], "rel": rel}
            )
        else:
            text.append(line)
    return text
