"""Plain text as Markdown that shows it as it is: paragraphs, lists, quotes, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from blogctl.importers.text_lines import Line, paragraphs
from blogctl.markup.spans import escaped, link

_LINK = re.compile(
    r"\[(?P<text>[^\[\]]{1,300})\]\((?P<to>https?://[^\s()<>]+)\)"
    r"|<(?P<bare>https?://[^\s<>]+)>"
    r"|(?P<loose>https?://[^\s<>\"“”«»]+)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'’”»*_"
_QUOTE = "> "
_BREAK = "\\\n"
_DEEPEST = 6


def inline(text: str) -> str:
    """A plain text on one line as Markdown, its URLs as links."""
    made, done = [""], 0

    def add(words: str) -> None:
        """Add words; the space around them, which escaping takes away, too."""
        made.append(" " * (words[:1] == " ") + escaped(words) + " " * (words[-1:] == " ")
                    if words.strip() else words)  # fmt: skip

    for found in _LINK.finditer(text):
        url = found["to"] or found["bare"] or _trimmed(found["loose"])
        add(text[done : found.start()])
        if found["text"]:
            if made[-1].endswith("!"):
                made[-1] = f"{made[-1][:-1]}\\!"
            made.append(link(escaped(found["text"]), url))
        else:
            made.append(f"<{url}>")
        done = found.end() if not found["loose"] else found.start() + len(url)
    add(text[done:])
    return "".join(made).strip()


def markdown(lines: Sequence[Line]) -> str:
    """Lines as Markdown: those without a gap between them stay together."""
    blocks: list[str] = []
    was_list = False
    for block in paragraphs(lines):
        is_list = bool(block[0].item) and _is_list(block)
        # Items that stand apart, or that begin a list that goes on, are one list.
        text = _list(block) if is_list else _quote(block) or _paragraph(block)
        if is_list and was_list and not (block[0].gap and block[0].parted):
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
        was_list = is_list
    return "\n\n".join(filter(None, blocks))


def _trimmed(url: str) -> str:
    """A URL without the punctuation that is the sentence's."""
    while url:
        if url[-1] in _TRAILING or (url[-1] in ")]" and url.count(url[-1]) > url.count(
            {")": "(", "]": "["}[url[-1]]
        )):  # fmt: skip
            url = url[:-1]
        else:
            break
    return url


def _is_list(block: Sequence[Line]) -> bool:
    """Whether lines are a list: a number alone at the start of a paragraph makes none."""
    first = block[0].item
    return first is not None and (not first[0][0].isdigit() or len(block) > 1 or not block[0].gap)


def _list(block: Sequence[Line]) -> str:
    written: list[str] = []
    open_: list[tuple[int, int]] = []  # of the lists we are in: indent there, and here
    for line in block:
        found = line.item
        if found is None:
            written[-1] += f" {inline(line.text)}"
            continue
        while len(open_) > 1 and line.indent < open_[-1][0]:
            open_.pop()
        sign = found[0].strip().replace(")", ".") if found[0][0].isdigit() else "-"
        if not open_ or (line.indent > open_[-1][0] + 1 and len(open_) < _DEEPEST):
            above = written[-1] if written else ""
            wide = len(above) - len(above.lstrip()) + len(above.split(" ", 1)[0] or "-") + 1
            open_.append((line.indent, open_[-1][1] + min(wide, 4) if open_ else 0))
        written.append(f"{' ' * open_[-1][1]}{sign} {inline(line.text[found.end() :])}")
    return "\n".join(written)


def _quote(block: Sequence[Line]) -> str | None:
    if not all(line.text.startswith(_QUOTE) or line.text == ">" for line in block):
        return None
    inner = [line._replace(text=line.text[2:], gap=False) for line in block]
    return "\n".join(f"> {line}" for line in _paragraph(inner).split("\n"))


def _paragraph(block: Sequence[Line]) -> str:
    if len(block) == 1 and block[0].is_rule:
        return "***"
    return _BREAK.join(filter(None, (inline(line.text) for line in block)))
