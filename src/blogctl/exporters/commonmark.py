"""A story's Markdown made fit for other renderers, which may take raw HTML for HTML.

In the story's dialect a tag is text; elsewhere it is a tag unless it is escaped. Links that no
page should have are made text, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from blogctl import dialect

_TAG = re.compile(r"(\\*)<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(
    r"<(?:(?:https?|mailto):[^\s<>]*|[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[\w.-]+)>", re.I
)
_CODE = re.compile(r"<code[^>]*>(.*?)</code>", re.DOTALL)
_BLOCK_OF_CODE = re.compile(r"<pre><code[^>]*>(.*?)</code>", re.DOTALL)
_MARK = re.compile("\ue000([0-9]+)\ue001")
_TABLE = re.compile(r"^([ \t>]*)[|: \t-]*[|:][|: \t-]*$", re.MULTILINE)
_BARE_URL = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)
_PLACE = re.compile(r"\]\s*[(:\[]")
_UNSAFE = re.compile(r'<(?:a href|img src)="(?!(?:https?|mailto):)[^"/?#:]*:', re.IGNORECASE)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]:", re.DOTALL)
_FENCE = re.compile(r"`{3,}|~{3,}")
_END_OF_LINE = re.compile(r"\r\n?")
# Among others what GitHub makes a link of by itself, where a backslash would be shown.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|]|#(?=#*$)|:(?=//)|(?<=www)\.", re.IGNORECASE)
_START = re.compile(r"^([0-9]*)([.)#+-])")


def escaped(text: str) -> str:
    """A plain text on one line, as Markdown that shows it as it is."""
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", " ".join(text.split())))


def quoted(markdown: str) -> str:
    """The Markdown as a quote."""
    lines = _END_OF_LINE.sub("\n", markdown).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def portable(markdown: str) -> str:
    """The Markdown with its raw HTML escaped, and without links that are not for the web.

    It is to stand as a block of its own, so that what is code here is code there; what
    follows it is not drawn into its code.
    """
    text = _END_OF_LINE.sub("\n", markdown).strip("\n")
    if "\ue000" in text or "\ue001" in text:
        return escaped(text)  # our own marks: nobody writes those
    text = _closed(_outside_code(text, _TAG, _with_entity))
    # A definition does no harm here, but the next text may use it.
    uses = "".join(f"\n\n[x][{label}]" for label in _LABEL.findall(text))
    if any(_UNSAFE.search(html) for html in _readings(text + uses)):
        text = _outside_code(text, _PLACE, lambda found: f"\\{found[0]}")
    return text


def _closed(text: str) -> str:
    """The text with an end to its last block of code, if it has none."""
    fences = _FENCE.findall(text)
    ends = [max((each for each in fences if each[0] == mark), key=len, default="") for mark in "`~"]
    for candidate in (text, *(f"{text}\n{end}" for end in ends if end)):
        code = "".join(_CODE.findall(dialect.render(f"{candidate}\n\n\ue000"))) if fences else ""
        if "\ue000" not in code:
            return candidate
    return text


def _with_entity(found: re.Match[str]) -> str:
    # Not with a backslash: one that ends a bare URL is taken for a part of it.
    before = found[1]
    if len(before) % 2 == 0 and _AUTOLINK.match(found.string, found.end() - 1):
        return found[0]
    return f"{before[: len(before) // 2 * 2]}&lt;"


def _outside_code(
    text: str, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]
) -> str:
    """The text with what matches replaced, but for what the engine takes for code."""
    changes = [found for found in pattern.finditer(text) if replace(found) != found[0]]
    if not changes:
        return text
    parts, position = [], 0
    for number, found in enumerate(changes):
        parts += [text[position : found.start()], f"\ue000{number}\ue001"]
        position = found.end()
    marked = "".join([*parts, text[position:]])
    in_code = set.intersection(*(_in_code(html, changes) for html in _readings(marked)))

    def put_back(mark: re.Match[str]) -> str:
        number = int(mark[1])
        found = changes[number]
        return found[0] if number in in_code else replace(found)

    return _MARK.sub(put_back, marked)


def _readings(text: str) -> list[str]:
    """The HTML as renderers make it that know tables and bare URLs, and as others do."""
    bare = _BARE_URL.sub("x", _TABLE.sub(r"\1x", text))
    return [dialect.render(each) for each in dict.fromkeys((text, bare))]


def _in_code(html: str, changes: Sequence[re.Match[str]]) -> set[int]:
    """The numbers of the changes that are inside code."""
    # Code in a line may go on in the next, but a tag that begins a line ends it.
    within = {number for number in _numbers(_CODE, html) if not _begins_line(changes[number])}
    return within | _numbers(_BLOCK_OF_CODE, html)


def _numbers(pattern: re.Pattern[str], html: str) -> set[int]:
    return {int(number) for number in _MARK.findall("".join(pattern.findall(html)))}


def _begins_line(found: re.Match[str]) -> bool:
    start = found.string.rfind("\n", 0, found.start()) + 1
    return not found.string[start : found.start()].strip(" \t>*+-0123456789.)")
