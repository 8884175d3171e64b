"""HTML as a tree: parsed in bounded time, and its words."""

from __future__ import annotations

import re
from html import escape, unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from blogctl.importers.bombs import nesting

BLOCKS = frozenset(
    """
    address article aside blockquote center dd details div dl dt fieldset figure footer header
    h1 h2 h3 h4 h5 h6 hgroup hr li main ol p pre section summary table ul
    """.split()  # noqa: SIM905 - a table of names
)
"""Elements that stand on lines of their own."""

_FREE_DEPTH = 10_000  # levels that parse in no time
_MOST_COPIES = 100_000
_FEW = 100  # tags that can do no harm
_MARKUP = re.compile(r"<[^<>]*>?")


def parsed(html: str) -> LexborNode | None:
    """The body of a piece of HTML; its bare words where it is nested beyond all measure."""
    if html.count("<") > _FEW:
        # The time that parsing takes grows with the square of the depth.
        found = nesting(html)
        if found.deepest > _FREE_DEPTH or found.copies > _MOST_COPIES:
            html = escape(unescape(_MARKUP.sub(" ", html)))
    return LexborHTMLParser(html).body


def words_of(node: LexborNode) -> str:
    """The words below a node, with a space around each block."""
    parts = []
    for child in node.traverse(include_text=True):
        before = child.prev
        if before is not None and before.tag in BLOCKS:
            parts.append(" ")
        if child.tag == "-text":
            parent = child.parent
            if parent is None or parent.tag not in ("script", "style", "noscript", "template"):
                parts.append(child.text_content or "")
        elif child.tag in BLOCKS or child.tag == "br":
            parts.append(" ")
    return "".join(parts)
