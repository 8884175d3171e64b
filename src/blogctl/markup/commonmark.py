"""A story's texts written anew as plain CommonMark, which every renderer reads alike.

They are made from the HTML that readers of the other formats get: what is a tag, a reference or
an unsafe link in the story's file is none here, whatever the renderer would take for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from blogctl.markup.blocks import Block, blocks_of, code_of, hung, is_tight, quoted, rows_of
from blogctl.markup.markdown import rendered, sanitised
from blogctl.markup.spans import fence, span

_CODE = re.compile(r"<pre><code(?: class=\"language-([^\"]*)\")?>")
_LANGUAGE = re.compile(r"[\w+#./-]+")
_ALIGNED = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}
_LARGEST_NUMBER = 999_999_999


def portable(markdown: str, *, below: int = 2, base: str | None = None) -> str:
    """A text as Markdown that shows the same wherever it stands and whoever renders it.

    Its highest headings get the level after ``below``; relative URLs are resolved against
    ``base`` where there is one.
    """
    raw = rendered(markdown)
    clean = sanitised(raw, below=below, base=base, keep_relative=True)
    # The sanitiser takes the languages of code away, but no code.
    return _joined(blocks_of(clean), iter(_CODE.findall(raw)))


def from_clean(html: str) -> str:
    """The Markdown of sanitised HTML that has the forms in which texts are rendered."""
    return _joined(blocks_of(html), iter(()))


def _joined(
    blocks: Sequence[Block],
    languages: Iterator[str],
    between: str = "\n\n",
    before: tuple[str, bool] = ("", False),
) -> str:
    written = []
    kind, other = before
    for block in blocks:
        # Two lists in a row would be one if their signs did not differ, and "- - -" is a rule.
        differ = block.kind == kind and not other
        if text := _written(block, languages, other=differ):
            kind, other = block.kind, differ
            written.append(text)
    return between.join(written)


def _written(block: Block, languages: Iterator[str], *, other: bool) -> str:
    match block.kind:
        case "p" | "text":
            return span(block.inner)
        case "pre":
            return _code(code_of(block), next(languages, ""))
        case "table":
            return "\n".join(_table(rows_of(block)))
        case "hr":
            return "___"  # "---" and "***" may be taken for a part of a heading or a list
        case "blockquote":
            return quoted(_joined(block.blocks, languages))
        case "ul" | "ol":
            return _list(block, languages, other=other)
    level = int(block.kind[1:])
    return f"{'#' * level} {span(block.inner, one_line=True)}".rstrip(" ")


def _list(block: Block, languages: Iterator[str], *, other: bool) -> str:
    between = "\n" if is_tight(block) else "\n\n"
    items = []
    for number, item in enumerate(block.blocks, start=int(block.inner)):
        numbered = f"{min(number, _LARGEST_NUMBER)}{')' if other else '.'}"
        sign = numbered if block.kind == "ol" else "*" if other else "-"
        text = _joined(item.blocks, languages, between, (block.kind, other))
        items.append(hung(sign, text))
    return between.join(items)


def _code(text: str, language: str) -> str:
    marks = fence(text, shortest=3)
    known = language if _LANGUAGE.fullmatch(language) else ""
    return "\n".join([f"{marks}{known}", *([text] if text else []), marks])


def _table(rows: Sequence[Sequence[tuple[str, str]]]) -> Iterator[str]:
    head, *body = rows
    yield _row(text for _, text in head)
    yield f"| {' | '.join(_ALIGNED[align] for align, _ in head)} |"
    for row in body:
        yield _row(text for _, text in row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(span(cell, cell=True) for cell in cells)} |"
