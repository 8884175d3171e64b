"""What the entries of all feeds have: texts that hold more than a body, and media told twice.

Feeds of ours put the label, media, corrections and sources of an update into its HTML. Where the
feed also says what the body alone is, they can be told apart, and are; else they stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from selectolax.lexbor import LexborNode

from blogctl.importers import without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.trees import parsed
from blogctl.importers.values import line, table, tables, text
from blogctl.markup.markdown import plain, words
from blogctl.model import Media

_LABELLED = re.compile(r"[^:\uff1a]{1,40}[:\uff1a]\s*")
_CORRECTION = re.compile(r".+ \(.+\)\s?[:\uff1a]", re.DOTALL)
_NOTICE = re.compile(r"(?P<said>.+) \(.+\)\.", re.DOTALL)
_BETWEEN = " · "
_MOST = 10_000  # tags


@dataclass(frozen=True, slots=True)
class Hints:
    """What a feed of ours says of a body apart: its whole text, or how that begins.

    ``label`` is ``None`` where it is not known whether there is one.
    """

    text: str | None = None
    start: str = ""
    label: str | None = None


@dataclass(slots=True)
class Parts:
    """What was in the HTML of an entry, in the terms of an update."""

    body: str
    media: list[dict[str, Any]] = field(default_factory=list)
    label: str = ""
    sources: list[dict[str, str]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)


def apart(
    html: str,
    base: str | None,
    hints: Hints | None = None,
    *,
    corrections: object = None,
    offered: Iterable[Mapping[str, Any]] = (),
) -> Parts:
    """The body in the HTML of an entry, and what else is in that of one of ours.

    ``corrections`` are those that a feed of ours tells of, with ``date`` and plain ``text``;
    ``offered`` are the media that it has beside the text, which links to files among them.
    """
    blocks = _blocks(html) if hints else None
    if not blocks or not hints:
        body = body_of(html, base)
        return Parts(body.markdown, body.media)
    start, end = _body(blocks, hints)
    label = text_of(blocks[0]) if start else ""
    if end is None:
        files = {each["url"] for each in offered if each and each["type"] == "file"}
        linked = {
            block: item
            for block in blocks[start:]
            if block.tag == "p" and (item := _media(block, base)) and item["url"] in files
        }
        body = body_of(_html(each for each in blocks[start:] if each not in linked), base)
        media = [*body.media, *linked.values()]
        media.sort(key=lambda item: html.find(escape(item["url"])))
        return Parts(body.markdown, media, label)
    rest, media = blocks[end:], []
    while rest and (item := _media(rest[0], base)):
        media.append(item)
        rest = rest[1:]
    told, rest = _corrections(rest, base, tables(corrections))
    sources = _sources(rest[0]) if len(rest) == 1 else []
    body = body_of(_html(blocks[start:end] + ([] if sources else rest)), base)
    return Parts(body.markdown, [*media, *body.media], label, sources, told)


def retraction_of(html: str) -> str:
    """The reason in a notice of ours that an update was retracted."""
    blocks = _blocks(html) or []
    return body_of(_html(blocks[1:])).markdown


def is_notice(html: str, title: str) -> bool:
    """Whether an entry of a feed of ours tells that an update was retracted."""
    blocks = _blocks(html)
    if not blocks or not title or not _is_bold(blocks[0]):
        return False
    found = _NOTICE.fullmatch(text_of(blocks[0]))
    return bool(found and found["said"].split()[-1] == title.split()[-1])


def is_page(links: Iterable[object]) -> bool:
    """Whether the address of a feed of ours is the story's page: then its entries have links.

    A story without a page gives that of its publisher. ``links`` are those of the entries.
    """
    found = list(links)
    return any(found) or not found


def html_of(said: str) -> str:
    """A plain text as HTML that shows the same, line by line."""
    paragraphs = (escape(each.strip(), quote=False) for each in re.split(r"\n\s*\n", said))
    return "".join(f"<p>{each}</p>" for each in paragraphs if each).replace("\n", "<br>")


def given_headline(title: str, body: str) -> str:
    """The title of an entry, unless it only says again how the body, in Markdown, begins."""
    start = title.rstrip("….").rstrip()
    said = plain(body)
    is_cut = title != start
    is_first = line(said) == title or said.partition("\n")[0] == title
    return "" if is_first or (is_cut and start and line(said).startswith(start)) else title


# Media


def as_media(url: str | None, mime: str, **facts: object) -> dict[str, Any]:
    """An item of media that a feed offers as a file; empty without a URL."""
    if url is None:
        return {}
    guess = Media.model_construct(type="file", url=url).media_type
    kind = (mime or guess or "").partition("/")[0]
    item: dict[str, Any] = {
        "type": kind if kind in ("image", "video", "audio") else "file",
        "url": url,
        "mime": mime if mime != guess and "/" in mime else None,
    }
    return without_blanks(item | without_blanks(facts))


def with_facts(
    media: Sequence[Mapping[str, Any]], facts: Iterable[Mapping[str, Any]], *, is_ours: bool
) -> list[dict[str, Any]]:
    """Media of a text with what is said of them, and others, beside it: each URL once."""
    found = {str(item["url"]): dict(item) for item in media}
    for fact in facts:
        if not fact:
            continue
        item = found.get(fact["url"])
        if item is None:
            found[fact["url"]] = dict(fact)
            continue
        if item["type"] == "embed":
            item["type"] = "file"
        fact = dict(fact)
        if is_ours:
            _caption(item, fact.pop("caption", ""), fact.pop("credit", ""))
        elif fact.get("caption") in (item.get("alt"), item.get("caption")):
            fact.pop("caption", None)
        for key, value in fact.items():
            item.setdefault(key, value)
    return list(found.values())


def _caption(item: dict[str, Any], said: str, credit: str) -> None:
    """Tell caption and credit apart, in a line of ours that has both.

    ``said`` is the caption, or the alternative text where there is none.
    """
    shown = item.pop("caption", "")
    caption, alt = "", line(said)
    if shown and shown == alt:
        caption = said
    elif alt and shown.startswith(alt + _BETWEEN):
        caption, shown = said, shown[len(alt + _BETWEEN) :]
    elif said and not item.get("alt") and not shown:
        item["alt"] = said  # of a film, which shows none
    rest = "" if caption and shown == alt else shown
    found = _LABELLED.match(rest)
    named = rest[found.end() :] if found else ""
    if named and (said or credit) and credit in ("", named):
        item["credit"], rest = named, ""
    item.update(without_blanks({"caption": caption or rest}))


def _media(block: LexborNode, base: str | None) -> dict[str, Any]:
    """The item that a block of ours shows, or links to; empty if it does not."""
    if block.tag == "figure":
        found = body_of(block.html or "", base).media
        return found[0] if found else {}
    first = block.first_child
    if block.tag != "p" or first is None or first.tag != "a":
        return {}
    said = text_of(first)
    rest = text_of(block)[len(said) :]
    href = first.attributes.get("href")
    if not href or (rest and not rest.startswith(_BETWEEN)):
        return {}
    return {"type": "embed", "url": href, "caption": said + rest}


# Parts of a text of ours


def _blocks(html: str) -> list[LexborNode] | None:
    """The elements of a text; ``None`` if there is text between them, or far too many."""
    if html.count("<") > _MOST:
        return None
    body = parsed(html)
    blocks = list(body.iter(include_text=True)) if body is not None else []
    loose = [each for each in blocks if each.tag == "-text"]
    if any((each.text_content or "").strip() for each in loose):
        return None
    return [each for each in blocks if (each.tag or "-")[0] not in "-!"]


def _body(blocks: Sequence[LexborNode], hints: Hints) -> tuple[int, int | None]:
    """Where the body begins, with the first block if that is open, and ends, if that is known."""
    starts = [0] if not hints.label else []
    if _is_bold(blocks[0]) and hints.label in (None, text_of(blocks[0])):
        starts.append(1)
    if hints.text is not None:
        wanted = line(hints.text)
        ends = [
            (start, end) for start in starts if (end := _end(blocks, start, wanted)) is not None
        ]
        if len(ends) == 1:
            return ends[0]
    if hints.label is not None or not hints.start:
        return (starts[0] if hints.label and starts else 0), None
    all_words = [line(words(block.html or "")) for block in blocks]
    fitting = [
        start for start in starts if " ".join(all_words[start:]).strip().startswith(hints.start)
    ]
    return (fitting[0] if len(fitting) == 1 else 0), None


def _end(blocks: Sequence[LexborNode], start: int, wanted: str) -> int | None:
    said = ""
    for end in range(start, len(blocks) + 1):
        following = blocks[end] if end < len(blocks) else None
        is_silent = following is not None and following.tag in ("hr", "pre", "p", "ul", "ol")
        if said == wanted and not (is_silent and following and not text_of(following)):
            return end
        if following is None or len(said) > len(wanted):
            return None
        said = f"{said} {line(words(following.html or ''))}".strip()
    return None


def _corrections(
    blocks: list[LexborNode], base: str | None, known: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[LexborNode]]:
    """The known corrections as they stand in the text, and the blocks after them."""
    found, rest = [], blocks
    for each in known:
        if not rest or not _is_bold(rest[0]) or not _CORRECTION.fullmatch(text_of(rest[0])):
            return [], blocks
        end = _end(rest, 1, line(text(each.get("text"))))
        if end is None:
            return [], blocks
        body = body_of(_html(rest[1:end]), base).markdown
        found.append({"time": each.get("date"), "text": body})
        rest = rest[end:]
    return found, rest


def _sources(block: LexborNode) -> list[dict[str, str]]:
    """The sources in a line that lists them; none where it is open what their names are."""
    parts = list(block.iter(include_text=True))
    first = parts[0].text_content or "" if parts and parts[0].tag == "-text" else ""
    label = _LABELLED.match(first)
    if block.tag != "p" or label is None:
        return []
    found: list[dict[str, str]] = []
    for number, part in enumerate(parts):
        if part.tag == "a":
            found.append({"name": text_of(part), "url": part.attributes.get("href") or ""})
            continue
        said = (part.text_content or "")[0 if number else label.end() :]
        names = [each.strip() for each in re.split("[,،]", said)]
        # Between links a comma stands on either side of a name.
        named = [each for each in names if each]
        if part.tag != "-text" or len(named) > 1:
            return []
        found += [{"name": each} for each in named]
    return [dict(table(without_blanks(each))) for each in found]


def _is_bold(block: LexborNode) -> bool:
    first = block.first_child
    return block.tag == "p" and first is not None and first.tag == "strong"


def _html(blocks: Iterable[LexborNode]) -> str:
    return "\n".join(block.html or "" for block in blocks)
