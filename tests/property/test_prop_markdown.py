"""Markdown that is exported shows what the HTML shows, whatever stands beside it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from blogctl import dialect
from blogctl.exporters import Context
from blogctl.exporters.registry import load, options_for, render
from blogctl.markup.commonmark import portable
from blogctl.markup.markdown import to_html
from blogctl.model import read

SPANS = [
    *("a", "b c", "1", "2024. ", "é", "\u5f8c", "\u00a0", " ", "  ", "!", '"', "'", ".", ":", "@"),
    *("*", "**", "***", "_", "__", "~", "~~", "`", "``", "```", "\\", "&", "&amp;", "&copy;"),
    *("&#42;", "&#32;", "&#10;", "&#124;", "&#96;", "&lt;b>", "\\*", "\\|", "\\<b>", "\\\\"),
    *("[", "]", "[x]", "[x][1]", "[x](/y)", "](", ")", "![", "[x](</a b> 't')", "![i](z.png)"),
    *("*a*", "_b_", "**c**", "***d***", "`e`", "~~f~~", "[^1]", "[j](javascript:x)", "<", ">", "|"),
    *("https://example.org/a_b?c=1&copy=2", "www.example.org", "a@b.org", "<https://x.org>"),
]
STARTS = [
    *(
        "",
        "",
        "",
        "",
        "# ",
        "###### ",
        "#",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ">",
        "    ",
        "  ",
    ),
    *("\t", "```", "~~~", "| ", "|-|", "|:-|-:|", "---", "===", "***", "[1]: /one", "[x]: two 't'"),
    *("- [ ] ", "- - ", "> - ", "1. > ", "-", "[^1]: "),
]
SITE = "https://example.org/live/x"
WITHIN = Context(now=datetime(2024, 6, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))
LINES = st.builds(
    lambda start, spans, end: start + "".join(spans) + end,
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(SPANS), max_size=6),
    st.sampled_from(["", "", "", "  ", "\\", " #", "|"]),
)
MARKDOWN = st.lists(LINES, max_size=7).map("\n".join)


def shape(html: str) -> str:
    """HTML without what is the same to readers."""
    html = html.replace(' rel="noopener noreferrer"', "").replace(" />", ">").replace("</a>", "")
    html = html.replace("&quot;", '"').replace("\u00a0", "&nbsp;").replace("<a>", "")
    # No heading can hold a line break but for the two highest.
    html = re.sub(
        r"<h\d>.*?</h\d>", lambda found: found[0].replace("<br>", " "), html, flags=re.DOTALL
    )
    html = re.sub(r' class="language-[^"]*"', "", html)
    html = re.sub(
        r"\s*(</?(?!(?:em|strong|del|code|a|img)\b)[^>]*>)\s*", r"\1", " ".join(html.split())
    )
    # A list may be a little looser than it was, and what is empty may go.
    html = re.sub(r"(<br>)+(?=</p>|</li>)", "", html.replace('alt=" ', 'alt="')).replace(
        "<p></p>", ""
    )
    return re.sub(
        r"(?<=<li>)<p>|(?<=[uo]l>)<p>|(?<=quote>)<p>|</p>(?=</li>|<[uo]l>|<blockq)", "", html
    )


@settings(max_examples=400)
@given(MARKDOWN)
def test_a_text_is_shown_alike(markdown: str) -> None:
    assume(no_html(markdown))
    made = f"{portable(markdown)}\n"
    assert shape(to_html(made, keep_relative=True)) == shape(to_html(markdown, keep_relative=True))


@given(
    MARKDOWN, st.sampled_from(["<b>", "</p>", "<!-- ", "<div>\n\n", "<pre>", "<?x?>", "<x:y z='"])
)
def test_tags_are_shown_as_text(markdown: str, tag: str) -> None:
    made = portable(markdown.replace("b", tag))
    assert no_html(made)


@settings(max_examples=60)
@given(st.lists(MARKDOWN, min_size=1, max_size=4), MARKDOWN)
def test_no_text_changes_another(bodies: list[str], background: str) -> None:
    assume(all(map(no_html, [*bodies, background])))
    updates = [
        {"id": f"u{n}", "time": f"2024-01-05T10:0{n}:00Z", "headline": "H", "body": body}
        for n, body in enumerate(bodies)
    ]
    told = read(
        {
            "story": {"id": "x", "headline": "X", "url": SITE, "body": background},
            "updates": updates,
        },
        text_times=True,
    ).story
    assert told is not None
    exporter = load("markdown")
    document = render("markdown", exporter, told, options_for(exporter, {}), WITHIN)
    expected = "<h1>X</h1><p><em>Live · Last updated 5 January 2024, "
    expected += f"10:0{len(bodies) - 1} UTC</em></p>{to_html(f'<{SITE}>')}"
    for number, body in reversed([*enumerate(bodies)]):
        expected += f"<hr><h2>5 January 2024, 10:0{number} UTC: H</h2>{to_html(body, base=SITE)}"
    if portable(background):
        expected += f"<hr><h2>Background</h2>{to_html(background, base=SITE)}"
    assert shape(to_html(str(document), below=0, keep_relative=True)) == shape(expected)


def no_html(markdown: str) -> bool:
    return dialect.render(markdown, raw_html=True) == dialect.render(markdown)
