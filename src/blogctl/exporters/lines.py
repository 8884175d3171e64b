"""A story's texts as lines for mail: marks for lists and quotes, URLs behind their links."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from blogctl.markup.blocks import Block, blocks_of, code_of, hung, is_tight, quoted, rows_of
from blogctl.markup.markdown import rendered, sanitised, words

_NARROWEST = 20
_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_IMAGE = re.compile(r'<img src="([^"]*)"(?: alt="([^"]*)")?[^>]*>')
_LINK = re.compile(r'<a href="(?:mailto:)?([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def told(markdown: str, width: int, base: str | None = None) -> str:
    """A Markdown text as plain text; relative URLs need ``base`` to be told."""
    return _joined(blocks_of(sanitised(rendered(markdown), base=base)), width)


def filled(text: str, width: int) -> str:
    """The text on lines that are no longer than ``width``, if that is not 0.

    URLs are never broken, nor are words at spaces that are not to be; lines that are there
    stay apart.
    """
    lines = (_BREAKABLE.sub(" ", line.strip()) for line in text.split("\n"))
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        if width
        else line
        for line in lines
        if line
    )


def _joined(blocks: Sequence[Block], width: int, between: str = "\n\n") -> str:
    return between.join(filter(None, (_written(block, width) for block in blocks)))


def _written(block: Block, width: int) -> str:
    match block.kind:
        case "pre":
            return textwrap.indent(_BLANK_LINES.sub("\n\n", code_of(block)).strip("\n"), "    ")
        case "table":
            return "\n".join(" | ".join(_words(text) for _, text in row) for row in rows_of(block))
        case "hr":
            return "* * *"
        case "blockquote":
            return quoted(_joined(block.blocks, _narrower(width, 2)))
        case "ul" | "ol":
            return _list(block, width)
    return filled(_words(block.inner), width)


def _list(block: Block, width: int) -> str:
    between = "\n" if is_tight(block) else "\n\n"
    items = []
    for number, item in enumerate(block.blocks, start=int(block.inner)):
        sign = f"{number}." if block.kind == "ol" else "-"
        items.append(hung(sign, _joined(item.blocks, _narrower(width, len(sign) + 1), between)))
    return between.join(items)


def _narrower(width: int, by: int) -> int:
    return max(width - by, _NARROWEST) if width else 0


def _words(html: str) -> str:
    html = _IMAGE.sub(lambda found: f"{found[2] or ''} &lt;{found[1]}&gt;", html)
    return words(_LINK.sub(_linked, html))


def _linked(found: re.Match[str]) -> str:
    url, text = found[1], found[2]
    return text if text == url or not url else f"{text} &lt;{url}&gt;"
