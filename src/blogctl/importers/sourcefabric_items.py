"""What a post of Sourcefabric Live Blog is made of: its items, each of a kind of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from selectolax.lexbor import LexborNode

from blogctl.importers import without_blanks
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.records import first, flag, rows, under
from blogctl.importers.trees import parsed as parsed_html
from blogctl.importers.values import Table, address, parsed, table, text, whole_number

_PICTURES = ("original", "baseImage", "viewImage", "thumbnail")
_CREDIT = re.compile(r"^(.*?)\s*\b(?:photo\s+)?credits?:\s*(.+)$", re.IGNORECASE | re.DOTALL)
_COVER = re.compile(r"url\(\s*[\"']?([^\"')]+)")
_GIVEN = ("text", "image", "embed", "quote", "video", "comment", "")
"""The kinds of item that are all text and media."""


@dataclass(slots=True)
class Content:
    """The Markdown of a post, its media, what stands for what has no home, and its kind."""

    texts: list[str] = field(default_factory=list)
    media: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    commenter: str = ""
    missing: list[str] = field(default_factory=list)
    homeless: Counter[str] = field(default_factory=Counter)

    @property
    def body(self) -> str:
        """The text of all items, one below the other."""
        return "\n\n".join(self.texts)


def content_of(post: Table, base: str | None) -> Content:
    """What the items of a post say, in their order."""
    content = Content()
    for ref, item in _items(post):
        if not item:
            content.missing.append(first(ref, "residRef", "guid"))
        elif not flag(item.get("deleted")):
            _add(content, item, base)
    return content


def items_of(post: Table) -> list[Table]:
    """The items of a post that are in the source."""
    return [item for _, item in _items(post) if item]


def _items(post: Table) -> Iterator[tuple[Table, Table]]:
    """What a post refers to, each with its item if that is there; not other groups of it."""
    for group in rows(post.get("groups")):
        for ref in rows(group.get("refs")):
            if "item" in ref or ref.get("residRef") or ref.get("guid"):
                yield ref, table(ref.get("item"))


def _add(content: Content, item: Table, base: str | None) -> None:
    kind = first(item, "item_type")
    meta = {**table(parsed(first(item, "filemeta_json"))), **table(item.get("meta"))}
    html = first(item, "text")
    content.commenter = content.commenter or first(item, "commenter")
    if kind == "image":
        _picture(content, meta, html, base)
    elif kind == "embed":
        _embed(content, meta, html, base)
    elif kind == "quote":
        _write(content, _quote(meta, html), base)
    elif kind == "poll" or "poll_body" in item:
        _poll(content, table(item.get("poll_body")) or table(meta.get("poll_body")), html, base)
    else:
        _write(content, html, base)
        if kind == "video" and not content.media:
            url = address(under(meta, "media", "renditions", "original", "href"), base)
            _keep(content, [{"type": "video", "url": url, "caption": first(meta, "caption")}])
        if kind not in _GIVEN or text(item.get("group_type")) == "freetype":
            _own_kind(content, kind, meta)


def _write(content: Content, html: str, base: str | None) -> None:
    body = body_of(html, base)
    if body.markdown.strip():
        content.texts.append(body.markdown)
    _keep(content, body.media)


def _keep(content: Content, media: list[dict[str, Any]]) -> None:
    known = {each["url"] for each in content.media}
    for each in map(without_blanks, media):
        if "url" in each and each["url"] not in known:
            content.media.append(each)


def _picture(content: Content, meta: Table, html: str, base: str | None) -> None:
    """A picture: as its data has it, else as its HTML does."""
    body = body_of(html, base)
    renditions = table(under(meta, "media", "renditions"))
    for name in _PICTURES:
        shape = table(renditions.get(name))
        if url := address(shape.get("href"), base):
            size = {key: whole_number(shape.get(key)) for key in ("width", "height")}
            body.media[:1] = [{**_shown(body.media), "type": "image", "url": url, **size}]
            break
    for each in body.media:
        found = _CREDIT.match(each.get("caption", ""))
        if found and "credit" not in each:
            each |= {"caption": found[1], "credit": found[2]}
    if body.media:
        said = {
            "caption": text_of(first(meta, "caption")),
            "credit": text_of(first(meta, "credit")),
        }
        said["alt"] = first(meta, "altText", "alt")
        body.media[0] |= without_blanks(said)
    if body.markdown.strip():
        content.texts.append(body.markdown)
    _keep(content, body.media)


def _shown(media: list[dict[str, Any]]) -> dict[str, Any]:
    """What is said of the first picture, whichever copy of it is taken."""
    given = media[0] if media else {}
    return {key: given[key] for key in ("alt", "caption", "credit") if key in given}


def _embed(content: Content, meta: Table, html: str, base: str | None) -> None:
    """What is embedded: its address with what is said of it, else whatever its HTML has."""
    card = parsed_html(html or first(meta, "html"))
    body = body_of(first(meta, "html") or html, base)
    url = address(meta.get("original_url"), base) or address(meta.get("url"), base)
    embeds = [each for each in body.media if each["type"] == "embed"]
    if url is None and embeds:
        url = embeds[0]["url"]
    if url is None and card is not None and (link := card.css_first("a.link-preview[href]")):
        url = address(link.attributes.get("href"), base)
    if url is None:
        _write(content, html, base)
        return
    title, about = (
        text_of(first(meta, key)) or _part(card, f".{key}-preview")
        for key in ("title", "description")
    )
    said = text_of(first(embeds[0], "caption")) if embeds else ""
    words = list(dict.fromkeys(filter(None, (title, said or about if embeds else about))))
    item: dict[str, Any] = {"type": "embed", "url": url, "caption": " – ".join(words)}
    item["credit"] = first(meta, "credit") or _part(card, ".credit-preview")
    item["poster"] = address(meta.get("thumbnail_url"), base) or _cover(card, base)
    _keep(content, [item])


def _part(card: LexborNode | None, selector: str) -> str:
    found = card.css_first(selector) if card is not None else None
    return text_of(found) if found is not None else ""


def _cover(card: LexborNode | None, base: str | None) -> str | None:
    found = card.css_first(".cover-preview[style]") if card is not None else None
    style = _COVER.search(found.attributes.get("style") or "") if found is not None else None
    return address(style[1], base) if style else None


def _quote(meta: Table, html: str) -> str:
    said, by = first(meta, "quote"), first(meta, "credit")
    if not said or "<blockquote" in html:
        return html
    source = f"<p>— {escape(by)}</p>" if by else ""
    return f"<blockquote><p>{escape(said)}</p>{source}</blockquote>"


def _poll(content: Content, poll: Table, html: str, base: str | None) -> None:
    """A poll as its question and answers, with the votes so far; its votes stay as data."""
    answers = [(first(each, "option"), first(each, "votes")) for each in rows(poll.get("answers"))]
    question = first(poll, "question")
    if not question and not answers:
        _write(content, html, base)
    shown = "".join(
        f"<li>{escape(option)}{f' ({votes})' if votes else ''}</li>" for option, votes in answers
    )
    _write(content, f"<p><strong>{escape(question)}</strong></p><ul>{shown}</ul>", base)
    content.homeless["poll"] += 1
    data: dict[str, Any] = {"question": question, "until": first(poll, "active_until")}
    data["answers"] = [{"option": option, "votes": votes} for option, votes in answers]
    content.extra["poll"] = without_blanks(data)


def _own_kind(content: Content, kind: str, meta: Table) -> None:
    """An item of a kind that a newsroom made itself: its text is there, its data kept."""
    content.label = content.label or kind
    content.homeless[kind or "freetype"] += 1
    data = {key: text(value) for key, value in table(meta.get("data")).items()}
    if data := without_blanks(data):
        content.extra["data"] = data
