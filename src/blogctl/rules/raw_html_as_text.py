"""raw-html-as-text: a Markdown text holds HTML, which readers will see as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from blogctl.diagnostics import Severity
from blogctl.model import Path
from blogctl.rules import Finding, Rule, Subject
from blogctl.rules._texts import markdown_texts, needle_at

_ELEMENTS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del
    details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label
    legend li link main map mark marquee math menu meta meter nav nobr noframes noscript object
    ol optgroup option output p param picture pre progress q rp rt ruby s samp script search
    section select slot small source span strike strong style sub summary sup svg table tbody td
    template textarea tfoot th thead time title tr track tt u ul var video wbr
    """.split()  # noqa: SIM905 - a hundred quoted names would be no easier to read
)
# The beginning of a tag or comment (CommonMark 0.31, section 6.6), wherever it stands.
_OPENING = re.compile(r"<(?:(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|\Z)|!--)")
_MARK = re.compile(r"<(?:/?|!--)m([0-9]+)")
_REST = re.compile(r"[^<>\"'\\\r\n]*>?")


def check(subject: Subject) -> Iterator[Finding]:
    """Find each Markdown text with HTML in it that is not code.

    Of a retracted update only the reason is looked at: the rest is shown nowhere.
    """
    for path, text in markdown_texts(subject.meta, subject.updates, "<"):
        yield from _look(path, text)


def _look(path: Path, text: str) -> Iterator[Finding]:
    start = first_html(text)
    if start is None:
        return
    opening = _OPENING.match(text, start)
    name = opening[2] if opening else None
    what = f"the HTML tag <{opening[1] if opening else ''}{name}>" if name else "an HTML comment"
    yield Finding(
        path,
        f"{what} will be shown to readers as text",
        help="write Markdown instead, or put it between backticks if the code itself is meant",
        needle=_needle(text, start),
    )


def first_html(text: str) -> int | None:
    """Where in a Markdown text its first raw HTML begins; ``None`` if it has none.

    The Markdown engine itself is asked: each tag in the text is given a mark for a name, and
    the first mark that comes out as a tag, rather than as text or code, is raw HTML.
    """
    openings = list(_OPENING.finditer(text))
    if not any(_is_html(opening) for opening in openings):
        return None
    from blogctl import dialect

    numbers = iter(range(len(openings)))
    marked = _OPENING.sub(lambda m: f"<{m[1] or ''}{'' if m[2] else '!--'}m{next(numbers)}", text)
    for mark in _MARK.finditer(dialect.render(marked, raw_html=True)):
        opening = openings[int(mark[1])]
        if _is_html(opening):
            return opening.start()
    return None


def _is_html(opening: re.Match[str]) -> bool:
    return opening[2] is None or opening[2].lower() in _ELEMENTS


def _needle(text: str, start: int) -> re.Pattern[str]:
    rest = _REST.match(text, start + 1)
    return needle_at(text, start, rest.end() if rest else start + 1)


RULE = Rule(
    name="raw-html-as-text",
    severity=Severity.WARNING,
    summary="A Markdown text holds HTML tags, which are shown as text.",
    why="Stories go to pages, feeds and apps, where foreign HTML could break the page or run "
    "scripts. So readers see the tags themselves, as in <b>this</b>.",
    bad="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The mayor asks everybody to <b>stay at home</b>."
""",
    good="""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The mayor asks everybody to **stay at home**. See <https://example.org/advice>."
""",
    check=check,
)
