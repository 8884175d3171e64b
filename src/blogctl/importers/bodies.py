"""The HTML of other systems as the Markdown of ours, with its pictures and embeds set apart.

The parser is Lexbor's (HTML Living Standard), so that what is broken is read as browsers read it.
What it gives is brought into the few forms that our own Markdown is rendered to, sanitised like
that, and then written as Markdown: so it renders back to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from blogctl.importers import without_blanks
from blogctl.importers.trees import BLOCKS, parsed, words_of
from blogctl.markup.commonmark import from_clean
from blogctl.markup.markdown import sanitised

_GONE = frozenset(
    """
    script style noscript template head link meta title svg canvas form input button select
    textarea nav iframe object embed audio video figcaption
    """.split()  # noqa: SIM905 - a table of names
)
_INLINE = {"em": "em", "i": "em", "cite": "em", "strong": "strong", "b": "strong", "code": "code"}
_INLINE |= {"del": "del", "s": "del", "strike": "del", "kbd": "code", "samp": "code", "tt": "code"}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_QUOTED_EMBED = re.compile(r"\b(?:twitter|instagram|tiktok|bluesky)-(?:tweet|media|embed)\b")
_CREDIT = re.compile(r"credit|byline|photographer|source|copyright", re.IGNORECASE)
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley)\b")
_BREAK = re.compile(r"[ \n]*<br>[ \n]*")
_LEAD = re.compile(r"(?:\s|<br>)*")
_P = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_ONE_LINE = re.compile(r"<p>((?:(?!</p>).)*)</p>((?:\s*<([uo])l[ >].*</\3l>)?)", re.DOTALL)
_DEEPEST = 100


@dataclass(slots=True)
class Body:
    """A text in Markdown, and its pictures, films and embeds as media of ours."""

    markdown: str
    media: list[dict[str, Any]] = field(default_factory=list)


def body_of(html: str | LexborNode, base: str | None = None) -> Body:
    """The Markdown of a piece of HTML; relative URLs are resolved against ``base``."""
    if isinstance(html, str) and not html.strip():
        return Body("")
    node = parsed(html) if isinstance(html, str) else html
    if node is None:
        return Body("")
    writer = _Writer(base)
    text = "".join(writer.blocks(node))
    return Body(from_clean(sanitised(text, base=base, keep_relative=True)), writer.media)


def text_of(html: str | LexborNode) -> str:
    """The words of a piece of HTML on one line, for what is plain text here."""
    node = parsed(html) if isinstance(html, str) else html
    return _SPACE.sub(" ", words_of(node)).strip() if node is not None else ""


class _Writer:
    """Writes what a text shows in the forms that comrak uses; what is no text it keeps aside."""

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._known: set[str] = set()
        self.media: list[dict[str, Any]] = []

    def blocks(self, node: LexborNode, depth: int = 0) -> Iterator[str]:
        """The blocks inside an element; text between them is a paragraph of its own."""
        loose: list[str] = []
        for child in node.iter(include_text=True):
            if self._is_block(child):
                yield from self._paragraph(loose)
                loose = []
                yield from self._block(child, depth)
            else:
                loose.append(self._inline(child, depth))
        yield from self._paragraph(loose)

    def _paragraph(self, parts: list[str]) -> Iterator[str]:
        text = _trimmed("".join(parts))
        if text:
            yield f"<p>{text}</p>\n"

    def _is_block(self, node: LexborNode) -> bool:
        tag = node.tag
        if tag in BLOCKS:
            return True
        # An inline element around blocks, as old pages have it, is nothing but what is in it.
        return tag in ("a", "span", "font", "b", "i", "em", "strong") and any(
            each.tag in BLOCKS for each in node.css("*")
        )

    def _block(self, node: LexborNode, depth: int) -> Iterator[str]:
        tag = node.tag or ""
        if depth > _DEEPEST:
            yield from self._paragraph([escape(words_of(node), quote=False)])
        elif tag == "figure":
            yield from self._figure(node, depth)
        elif tag in ("ul", "ol"):
            yield from self._list(node, depth)
        elif tag == "blockquote":
            if not self._is_embed(node):
                inner = "".join(self.blocks(node, depth + 1))
                yield f"<blockquote>\n{inner}</blockquote>\n" if inner else ""
        elif tag == "pre":
            code = escape((node.text(deep=True) or "").strip("\n"), quote=False)
            yield f"<pre><code>{code}\n</code></pre>\n" if code else ""
        elif tag == "table":
            yield from self._table(node, depth)
        elif tag == "hr":
            yield "<hr>\n"
        elif len(tag) == 2 and tag[0] == "h":
            text = _trimmed("".join(self._inline(each, depth) for each in node.iter(True)))
            yield f"<{tag}>{text.replace('<br>', ' ')}</{tag}>\n" if text else ""
        elif tag == "a" and (href := self._whole(node.attributes.get("href"))):
            for inner in self.blocks(node, depth + 1):
                yield _P.sub(lambda found: f'<p><a href="{escape(href)}">{found[1]}</a></p>', inner)
        else:
            yield from self.blocks(node, depth + 1)

    def _list(self, node: LexborNode, depth: int) -> Iterator[str]:
        items = []
        for item in node.iter(include_text=True):
            if item.tag == "-text":
                inner = "".join(self._paragraph([self._inline(item, depth)])).strip()
            else:
                inner = "".join(self.blocks(item, depth + 1)).strip()
            if inner:
                # A list of one-line items is tight, as it looks on pages.
                alone = _ONE_LINE.fullmatch(inner)
                items.append(f"<li>{f'{alone[1]}{alone[2]}' if alone else inner}</li>\n")
        start = node.attributes.get("start") or ""
        number = f' start="{start}"' if node.tag == "ol" and start.isdigit() else ""
        if items:
            yield f"<{node.tag}{number}>\n{''.join(items)}</{node.tag}>\n"

    def _table(self, node: LexborNode, depth: int) -> Iterator[str]:
        rows: list[list[LexborNode]] = []
        for part in node.iter():
            if part.tag == "caption":
                yield from self.blocks(part, depth + 1)
            for line in [part] if part.tag == "tr" else part.iter():
                if line.tag == "tr":
                    rows.append([cell for cell in line.iter() if cell.tag in ("td", "th")])
        rows = [row for row in rows if row]
        if not rows:
            return
        if len(rows) == 1 or max(map(len, rows)) == 1:
            # It only puts things in their places: what is in it is the text.
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        width = max(map(len, rows))
        yield "<table>\n<thead>\n"
        for number, row in enumerate(rows):
            name = "td" if number else "th"
            cells = [_one_line("".join(self.blocks(cell, depth + 1))) for cell in row]
            cells += [""] * (width - len(cells))
            inner = "".join(f"<{name}>{cell}</{name}>\n" for cell in cells)
            yield f"<tr>\n{inner}</tr>\n" + ("" if number else "</thead>\n<tbody>\n")
        yield "</tbody>\n</table>\n"

    def _figure(self, node: LexborNode, depth: int) -> Iterator[str]:
        """A figure: its media with caption and credit, or the blocks that it holds."""
        before = len(self.media)
        inner = "".join(self.blocks(node, depth + 1))
        caption = node.css_first("figcaption")
        if len(self.media) > before and caption is not None:
            credit = next(
                (each for each in caption.css("[class]") if _CREDIT.search(_classes(each))), None
            )
            said = text_of(credit) if credit is not None else ""
            if credit is not None:
                credit.decompose()
            for item in self.media[before:]:
                item.update(without_blanks({"caption": text_of(caption), "credit": said}))
        yield inner

    def _inline(self, node: LexborNode, depth: int) -> str:
        tag = node.tag or ""
        if tag == "-text":
            return escape(_SPACE.sub(" ", node.text_content or ""), quote=False)
        if tag in _GONE or tag.startswith(("-", "!")):
            self._keep(node)
            return ""
        if depth > _DEEPEST:
            return escape(_SPACE.sub(" ", words_of(node)), quote=False)
        if tag == "br":
            return "<br>\n"
        if tag == "img":
            if _EMOJI.search(_classes(node)):
                return escape(node.attributes.get("alt") or "", quote=False)
            self._image(node)
            return ""
        if _INLINE.get(tag) == "code":
            inner = escape(_SPACE.sub(" ", words_of(node)), quote=False)
        else:
            inner = "".join(self._inline(each, depth + 1) for each in node.iter(include_text=True))
        if not inner.strip():
            return inner
        if tag == "a" and (href := self._whole(node.attributes.get("href"))):
            return _around(f'<a href="{escape(href)}">', inner, "</a>")
        if name := _INLINE.get(tag):
            return _around(f"<{name}>", inner, f"</{name}>")
        if tag == "q":
            return f"“{inner}”"
        return inner

    # Pictures, films and what is embedded

    def _image(self, node: LexborNode) -> None:
        given = node.attributes
        url = given.get("src") or ""
        if not url or url.startswith("data:"):
            url = given.get("data-src") or given.get("data-original") or ""
        if not url and (several := given.get("srcset") or given.get("data-srcset")):
            url = several.split(",")[-1].split()[0] if several.split(",")[-1].split() else ""
        width, height = _pixels(given.get("width")), _pixels(given.get("height"))
        is_tracker = (width or 9) <= 2 and (height or 9) <= 2
        if (whole := self._whole(url)) and not is_tracker:
            item = {"type": "image", "url": whole, "alt": given.get("alt")}
            self._add(item | {"width": width, "height": height})

    def _keep(self, node: LexborNode) -> None:
        """Keep as media what has no place in a text."""
        given = node.attributes
        if node.tag in ("video", "audio"):
            source = node.css_first("source[src]")
            url = given.get("src") or (source.attributes.get("src") if source else None)
            item: dict[str, Any] = {"type": node.tag, "url": self._whole(url)}
            item |= {"width": _pixels(given.get("width")), "height": _pixels(given.get("height"))}
            self._add(item | {"poster": self._whole(given.get("poster"))})
        elif node.tag in ("iframe", "embed", "object"):
            url = given.get("src") or given.get("data-src") or given.get("data")
            title = given.get("title")
            self._add({"type": "embed", "url": self._whole(url), "caption": title})

    def _is_embed(self, node: LexborNode) -> bool:
        """Whether a quote stands for a post elsewhere; then that is kept as an embed."""
        if not _QUOTED_EMBED.search(_classes(node)):
            return False
        links = [each.attributes.get("href") for each in node.css("a[href]")]
        url = node.attributes.get("cite") or node.attributes.get("data-instgrm-permalink")
        url = self._whole(url or (links[-1] if links else None))
        if url is None:
            return False
        self._add({"type": "embed", "url": url, "caption": text_of(node)})
        return True

    def _add(self, item: dict[str, Any]) -> None:
        item = without_blanks(item)
        if "url" in item and item["url"] not in self._known:
            self._known.add(item["url"])
            self.media.append(item)

    def _whole(self, url: str | None) -> str | None:
        url = (url or "").strip()
        if not url or url.startswith(("data:", "javascript:", "about:", "blob:")):
            return None
        try:
            return urljoin(self._base, url) if self._base else url
        except ValueError:
            return None


def _classes(node: LexborNode) -> str:
    return node.attributes.get("class") or ""


def _pixels(value: str | None) -> int | None:
    found = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*", value or "")
    return int(found[1]) or None if found else None


def _trimmed(text: str) -> str:
    """Inline HTML without outer space and line breaks."""
    text = _BREAK.sub("<br>\n", _SPACE.sub(" ", text))
    first, last = _ends(text)
    return text[first:last]


def _ends(text: str) -> tuple[int, int]:
    """Where inline HTML begins and ends, without outer space and line breaks."""
    lead = _LEAD.match(text)
    first, last = lead.end() if lead else 0, len(text)
    while last > first:
        if text[last - 1].isspace():
            last -= 1
        elif text.endswith("<br>", first, last):
            last -= len("<br>")
        else:
            break
    return first, last


def _one_line(html: str) -> str:
    """Blocks as one line, for a cell."""
    text = re.sub(r"</p>\s*<p>|<br>\n?|</?(?:ul|ol|li|blockquote|h\d|pre)[^>]*>", " ", html)
    return _SPACE.sub(" ", re.sub(r"</?p>", " ", text)).strip()


def _around(start: str, inner: str, end: str) -> str:
    """Tags around a text, but not around the space and the breaks at its ends."""
    first, last = _ends(inner)
    if first == last:
        return inner
    return f"{inner[:first]}{start}{inner[first:last]}{end}{inner[last:]}"
