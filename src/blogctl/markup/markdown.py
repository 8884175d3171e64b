"""The texts of a story: Markdown to HTML that is safe to publish, and to plain text.

The dialect is CommonMark with GitHub's tables, strikethrough and autolinks; raw HTML is shown
as text. Whatever comes out of it is sanitised all the same.
"""

from __future__ import annotations

import html
import re
import unicodedata
from contextlib import suppress
from functools import lru_cache

import nh3

from blogctl import dialect

_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre"),
    *("em", "strong", "del", "code", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
_ALIGNMENT = {"align": {"left", "center", "right"}}
_REL = "noopener noreferrer"
_DEEPEST = 100
"""Quotes and lists nested deeper than this are no text; sanitising them takes quadratic time."""

_HEADING = re.compile(r"<(/?)h([1-6])>")
_CONTAINER = re.compile(r"<(/?)(?:blockquote|ul|ol)\b")
_LINK_TO_NOWHERE = re.compile(rf'<a(?: title="[^"]*")? rel="{_REL}">(.*?)</a>', re.DOTALL)
_MAILTO_IMAGE = re.compile(r'(<img) src="mailto:[^"]*"')
_IMAGE_WITHOUT_SOURCE = re.compile(r'<img(?: alt="([^"]*)")?(?: title="[^"]*")?>')
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_INLINE = re.compile(r"</?(?:em|strong|del|a|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


@lru_cache(maxsize=64)
def _cleaner(base: str | None, keep_relative: bool) -> nh3.Cleaner:
    if base is not None:
        # Python takes some hosts that the sanitiser does not: nothing can be resolved there.
        with suppress(ValueError):
            return _new_cleaner(("rewrite_with_base", base))
    return _new_cleaner("pass_through" if keep_relative else "deny")


def _new_cleaner(relative: nh3.UrlRelative) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=set(),
        attributes=_ATTRIBUTES,
        tag_attribute_values={"th": _ALIGNMENT, "td": _ALIGNMENT},
        url_schemes={"http", "https", "mailto"},
        url_relative=relative,
        link_rel=_REL,
    )


@lru_cache(maxsize=16_384)  # a page says each text twice, and most calls make several formats
def rendered(markdown: str) -> str:
    """The HTML of a Markdown text as comrak gives it: not to be published.

    It is what :func:`to_html` and :func:`plain` make of a text first; who needs both hands it
    to :func:`sanitised` and :func:`words`.
    """
    raw = dialect.render(markdown)
    return f"<p>{html.escape(markdown, quote=False)}</p>\n" if _too_deep(raw) else raw


def to_html(
    markdown: str, *, below: int = 2, base: str | None = None, keep_relative: bool = False
) -> str:
    """The HTML of a Markdown text, sanitised.

    Its highest headings get the level after ``below``, the others keep their distance to them.
    Relative URLs are resolved against ``base``, an absolute URL; without one they are left as
    they are with ``keep_relative``, else the link goes and its text stays. So do links that
    are not http, https or mailto, and images that are not http or https.
    """
    return sanitised(rendered(markdown), below=below, base=base, keep_relative=keep_relative)


def sanitised(
    raw: str, *, below: int = 2, base: str | None = None, keep_relative: bool = False
) -> str:
    """What :func:`rendered` gave, fit to be published; see :func:`to_html`."""
    if "<h" in raw:
        raw = _shift_headings(raw, below)
    clean = _cleaner(base, keep_relative).clean(raw).rstrip()
    if "<a rel=" in clean or "<a title=" in clean:
        clean = _LINK_TO_NOWHERE.sub(r"\1", clean)
    if "<img" in clean:
        clean = _MAILTO_IMAGE.sub(r"\1", clean)
        clean = _IMAGE_WITHOUT_SOURCE.sub(lambda found: _escaped_again(found[1] or ""), clean)
    return clean


def plain(markdown: str) -> str:
    """The words of a Markdown text: no markup, one line for each block, white space collapsed.

    An image is its alternative text.
    """
    return words(rendered(markdown))


def words(raw: str) -> str:
    """The words in what :func:`rendered` gave; see :func:`plain`."""
    # comrak escapes every "<" and ">" that is not its own, so that patterns are enough here.
    text = raw.replace("\n", " ")
    if "<img" in text:
        text = _IMAGE.sub(r"\1", text)
    text = _TAG.sub("\n", _INLINE.sub("", text))
    lines = [" ".join(line.split()) for line in html.unescape(text).split("\n")]
    return "\n".join(filter(None, lines))


def first_words(text: str, limit: int) -> str:
    """The text on one line, cut between two words so that it has at most ``limit`` characters.

    What is cut ends in an ellipsis. A single word that is too long is cut inside, but never
    between a letter and its accents.
    """
    return shortened(" ".join(text.split()), limit)


def shortened(line: str, limit: int) -> str:
    """What :func:`first_words` makes of a text that is on one line already."""
    if len(line) <= limit:
        return line
    end = line.rfind(" ", 0, limit)
    if end <= 0:
        end = limit - 1
        while end > 1 and _joins(line[end - 1 : end + 1]):
            end -= 1
    return line[:end].rstrip(" ,;:–—-") + "…"


def _joins(pair: str) -> bool:
    """Whether two characters are drawn as one."""
    joiner = "\u200d"
    return joiner in pair or unicodedata.category(pair[1]) in ("Mn", "Me", "Mc", "Sk")


def _shift_headings(raw: str, below: int) -> str:
    levels = [int(level) for _, level in _HEADING.findall(raw)]
    if not levels:
        return raw
    shift = below + 1 - min(levels)
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(int(found[2]) + shift, 6)}>", raw)


def _too_deep(raw: str) -> bool:
    if raw.count("\n") <= _DEEPEST:
        return False  # comrak ends the line behind each tag that is counted below
    if raw.count("<blockquote") + raw.count("<ul") + raw.count("<ol") <= _DEEPEST:
        return False
    depth = 0
    for found in _CONTAINER.finditer(raw):
        depth += -1 if found[1] else 1
        if depth > _DEEPEST:
            return True
    return False


def _escaped_again(attribute: str) -> str:
    """A quoted attribute's value as text between tags."""
    return html.escape(html.unescape(attribute), quote=False)
