"""Pages that ``blogctl export -f html`` and ``-f site`` made: all that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborNode

from blogctl.importers import Findings, without_blanks
from blogctl.importers import schema_values as values
from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.html_page import Page, attribute, classes, resolved
from blogctl.importers.postings import items_of, read_posting
from blogctl.importers.schema_values import Item
from blogctl.markup.commonmark import from_clean
from blogctl.markup.markdown import sanitised
from blogctl.times import TimeProblem, find_zone

MARK = "main.h-feed[data-story]"

_ALIGNED = re.compile(r'<(t[dh]) class="(left|center|right)"')
_LABEL = re.compile(r"^[^:：]{0,60}[:：]\s*")
_ZONE = re.compile(r"[A-Z][A-Za-z]+(?:[/ ][A-Z0-9+-][A-Za-z0-9+-]*)*")
_NOT_SHOWN = (
    "a page does not show drafts, what retracted updates said, a start of the coverage that is the "
    "first update's, original addresses, extra, the languages of code, the types and sizes of "
    "files and embeds, or an edit that is as old as a correction: what the story has of these is "
    "unknown, and not here"
)


def read_own(page: Page, postings: list[Item]) -> Findings | None:
    """What a page of ours shows; ``None`` for any other page."""
    main = page.first(MARK)
    if main is None:
        return None
    return _Own(page, main, postings[0] if postings else {}).findings()


class _Own:
    def __init__(self, page: Page, main: LexborNode, posting: Mapping[str, Any]) -> None:
        self._page, self._main, self._posting = page, main, values.plain(posting)
        self._base = page.source.url
        self._data = read_posting(posting, self._base, "JSON-LD") if posting else Findings()

    def findings(self) -> Findings:
        """The story of the page; JSON-LD adds what a reader need not see."""
        articles = [each for each in self._main.css("article.update") if attribute(each, "id")]
        items = items_of(self._posting)
        paired = items if len(items) == len(articles) else [{}] * len(articles)
        findings = Findings(doubts=[_NOT_SHOWN], is_ours=True)
        for node, item in zip(articles, paired, strict=True):
            findings.updates.append(self._update(node, item))
        list_ = self._page.first("#_list")
        if attribute(list_, "data-order") == "newest":
            findings.updates.reverse()
        findings.story = self._story()
        if self._pages_away():
            findings.doubts.append("the page has only some of the updates: the others are not here")
        findings.origins = {f"story.{key}": "page" for key in findings.story}
        findings.origins |= {
            f"story.{key}": "JSON-LD" for key in ("coverage_start", "coverage_end", "about")
            if key in findings.story
        }  # fmt: skip
        fields = {key for update in findings.updates for key in update}
        findings.origins |= {f"updates.{key}": "page" for key in sorted(fields)}
        return findings

    def _story(self) -> dict[str, Any]:
        main, data, first = self._main, self._data.story, self._page.first
        status = attribute(main, "data-status")
        masthead = first("header.masthead a, header.masthead span")
        publisher = dict(data.get("publisher") or {})
        if masthead is not None:
            publisher["name"] = text_of(masthead)
            publisher["url"] = self._address(masthead, "href") or publisher.get("url")
        language = attribute(first("html"), "lang")
        lead, event = main.css_first("figure.lead"), main.css_first(".event")
        return without_blanks(
            {
                "id": attribute(main, "data-story"),
                "headline": _text(main.css_first("h1.p-name")),
                "summary": _text(main.css_first(".p-summary")),
                "language": language,
                "timezone": self._zone(),
                "status": status,
                "url": attribute(main.css_first("data.u-url"), "value") or self._page.canonical,
                "authors": self._people(main.css_first("header.story .byline")),
                "tags": [text_of(each) for each in self._page.css("footer ul.tags li")],
                "note": self._text_in(main.css_first("aside.note"), "p.over"),
                "body": self._text_in(main.css_first("section.background .text")),
                "publisher": without_blanks(publisher),
                "image": self._image(lead) if lead is not None else None,
                "about": data.get("about") or ({"name": text_of(event)} if event else None),
                "related": [self._related(each) for each in main.css("nav.related li")],
                "coverage_start": self._start(data.get("coverage_start")),
                "coverage_end": data.get("coverage_end") if status == "ended" else None,
            }
        )

    def _start(self, stated: Any) -> Any:
        """When the coverage began, or will begin: the page says that, too."""
        begins = self._main.css_first("header.story .byline time")
        is_to_come = attribute(self._main, "data-status") == "upcoming"
        return stated or (attribute(begins, "datetime") if is_to_come else None)

    def _pages_away(self) -> bool:
        list_ = self._page.first("#_list")
        return list_ is not None and "data-part" in list_.attributes

    def _zone(self) -> str | None:
        """The zone that the foot of the page names."""
        lines = self._page.css("footer p")
        for found in _ZONE.findall(text_of(lines[-1])) if lines else ():
            parts = found.split(" ")
            for length in range(len(parts), 0, -1):
                name = "_".join(parts[:length])
                if "/" in name:
                    try:
                        find_zone(name)
                    except TimeProblem:
                        continue
                    return name
        return None

    # Updates

    def _update(self, node: LexborNode, item: Item) -> dict[str, Any]:
        content = node.css_first(".e-content")
        parts = list(content.iter()) if content is not None else []
        update: dict[str, Any] = {
            "id": attribute(node, "id"),
            "time": attribute(node.css_first("time.dt-published"), "datetime"),
            "original_url": values.url(item.get("url"), None),
        }
        if "retracted" in classes(node):
            time = parts[0].css_first("time") if parts else None
            reason = self._markdown(parts[1:])
            update["retraction"] = {"time": attribute(time, "datetime"), "reason": reason}
            return without_blanks({**update, "retraction": without_blanks(update["retraction"])})
        more = [each for each in parts if _is_more(each)]
        corrections = [self._correction(each) for each in more if each.tag == "aside"]
        edited = attribute(node.css_first("time.dt-updated"), "datetime")
        media = [each for part in more for each in self._media(part, item)]
        is_pinned = any("pinned" in classes(each) for each in _around(node))
        copy = self._main.css_first("section.pinned .in-place a")
        place = (attribute(copy, "href") or "").rpartition("#")[2]
        return without_blanks(
            {
                **update,
                "headline": _text(node.css_first(".p-name:not(.h-card .p-name)")),
                "body": self._markdown(each for each in parts if not _is_more(each)),
                "authors": self._people(node.css_first("p.byline")),
                "tags": [text_of(each) for each in node.css("li.p-category")],
                "key": bool(node.css_first(".mark.key")) or "is-key" in classes(node) or None,
                "pinned": is_pinned or place == update["id"] or None,
                "label": _text(node.css_first(".mark.label")),
                "edited": None if edited in [each.get("time") for each in corrections] else edited,
                "sources": [each for part in more for each in self._sources(part, item)],
                "media": media,
                "corrections": corrections,
            }
        )

    def _correction(self, node: LexborNode) -> dict[str, Any]:
        time = attribute(node.css_first(".over time"), "datetime")
        return without_blanks({"time": time, "text": self._text_in(node, ".over")})

    def _sources(self, node: LexborNode, item: Item) -> Iterator[dict[str, Any]]:
        """The sources; JSON-LD knows where a name ends that has a comma in it."""
        if "sources" not in classes(node):
            return
        links = {text_of(each): self._address(each, "href") for each in node.css("a[href]")}
        names = [values.words(each) for each in values.all_of(item.get("citation"))]
        if not names:
            line = _LABEL.sub("", text_of(node))
            names = [name.strip() for name in re.split("[,،、]", line)]
        for name in filter(None, names):
            yield without_blanks({"name": name, "url": links.get(" ".join(name.split()))})

    # Media

    def _media(self, node: LexborNode, item: Item) -> Iterator[dict[str, Any]]:
        if "attachment" in classes(node):
            link = node.css_first("a")
            kind = "file" if "file" in classes(node) else "embed"
            is_captioned = link is not None and "uncaptioned" not in classes(link)
            caption = _text(link) if is_captioned else None
            credit = _text(node.css_first(".credit"))
            url = self._address(link, "href")
            yield without_blanks({"type": kind, "url": url, "caption": caption, "credit": credit})
        elif (shown := node.css_first("img, video, audio")) is not None and node.tag == "figure":
            kind = "image" if shown.tag == "img" else shown.tag or "image"
            media = {"type": kind, **self._image(node, shown)}
            yield self._with_facts(media, item)

    def _image(self, node: LexborNode, shown: LexborNode | None = None) -> dict[str, Any]:
        """What a figure shows, with its caption and credit."""
        shown = shown or node.css_first("img")
        if shown is None:
            return {}
        caption, credit = node.css_first("figcaption"), node.css_first("figcaption .credit")
        said = text_of(caption) if caption is not None else ""
        credited = text_of(credit) if credit is not None else ""
        if credited:
            said = said.removesuffix(credited).strip()
        return without_blanks(
            {
                "url": self._address(shown, "src"),
                "alt": attribute(shown, "alt") or attribute(shown, "aria-label"),
                "caption": said,
                "credit": _LABEL.sub("", credited),
                "width": _number(attribute(shown, "width")),
                "height": _number(attribute(shown, "height")),
                "poster": self._address(shown, "poster"),
            }
        )

    def _with_facts(self, media: dict[str, Any], item: Item) -> dict[str, Any]:
        """Media with what JSON-LD knows of its file."""
        for each in values.all_of([item.get(key) for key in ("image", "video", "audio")]):
            if not isinstance(each, Mapping):
                continue
            if media.get("url") not in (each.get("url"), each.get("contentUrl")):
                continue
            return {**media, **values.facts(each, media["type"], media["url"])}
        return media

    # Texts and names

    def _related(self, node: LexborNode) -> dict[str, Any]:
        link = node.css_first("a")
        rel = {"prev": "previous", "next": "next"}.get(attribute(link, "rel") or "")
        url = self._address(link, "href")
        return without_blanks({"headline": _text(link), "url": url, "rel": rel})

    def _people(self, node: LexborNode | None) -> list[dict[str, Any]]:
        return [
            without_blanks(
                {
                    "name": _text(each.css_first(".p-name")),
                    "url": self._address(each.css_first("a.u-url"), "href"),
                    "role": _text(each.css_first(".p-job-title")),
                }
            )
            for each in (node.css(".p-author") if node is not None else ())
        ]

    def _address(self, node: LexborNode | None, name: str) -> str | None:
        return resolved(attribute(node, name), self._base)

    def _text_in(self, node: LexborNode | None, but: str | None = None) -> str | None:
        """The text in an element, without the part that says what it is."""
        if node is None:
            return None
        label = node.css_first(but) if but else None
        skip = label.mem_id if label is not None else None
        return self._markdown(each for each in node.iter() if each.mem_id != skip)

    def _markdown(self, nodes: Iterable[LexborNode]) -> str:
        """The Markdown of blocks of ours: they have the forms in which texts are rendered."""
        html = "\n".join(node.html or "" for node in nodes)
        html = _ALIGNED.sub(r'<\1 align="\2"', html)
        clean = sanitised(html, base=self._base, keep_relative=True)
        try:
            return from_clean(clean)
        except (IndexError, KeyError, ValueError):
            # Somebody changed the page by hand: its images come out of the text then.
            return body_of(html, self._base).markdown


def _is_more(node: LexborNode) -> bool:
    """Whether an element follows the text: no text of ours can have one such."""
    mine = {"attachment", "sources"} & set(classes(node))
    return node.tag in ("figure", "aside") or (node.tag == "p" and bool(mine))


def _around(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in ("main", "body"):
        yield parent
        parent = parent.parent


def _text(node: LexborNode | None) -> str | None:
    return text_of(node) if node is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
