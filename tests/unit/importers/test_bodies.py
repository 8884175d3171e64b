from __future__ import annotations

import re
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogctl.importers.bodies import body_of, text_of
from blogctl.importers.trees import parsed
from blogctl.markup.markdown import plain, to_html

BASE = "https://example.org/live/"
WORDS = st.text(alphabet="ab 1.-*_`#>[]()!|~\\&<:/+=é道\u00a0", max_size=12) | st.sampled_from(
    [
        "1. a",
        "- b",
        "# c",
        "> d",
        "***",
        "---",
        "http://e.org/x",
        "a@e.org",
        "| a |",
        "&amp;",
        "<b>",
    ]
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(
        "p div em strong b i s code a span blockquote ul ol li h2 pre table tr td".split()  # noqa: SIM905
    )
    return st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=3)
    )


TREES = st.recursive(
    WORDS.map(escaped) | st.sampled_from(["<br>", "<hr>", "<!-- no -->"]), _wrapped, max_leaves=12
)
RULES = st.text(max_size=30) | TREES | st.text(alphabet="<>/=\"' apbdivul&;!-", max_size=40)


def rendered(html: str) -> str:
    """HTML as Markdown and back, on one line."""
    html = re.sub(r' rel="[^"]*"', "", to_html(body_of(html, BASE).markdown))
    return re.sub(r"\n\s*", "", html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Plain words.</p>",
        "<p>One.</p><p>Two.</p>",
        "<p>A <em>soft</em> and <strong>loud</strong> word, <del>gone</del>.</p>",
        "<p><em>a</em><em>b</em><strong><em>c</em></strong></p>",
        '<p>See <a href="https://example.org/a?b=1&amp;c=2">the page</a>.</p>',
        "<p>One<br>two<br><br>three</p>",
        "<ul><li>a</li><li>b</li></ul>",
        "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
        '<ol start="3"><li>a</li><li>b</li></ol>',
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>",
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
        "<h3>Head</h3><p>Words</p><hr><p>More</p>",
        "<p>Use <code>a`b</code> now</p>",
        "<p>*a* _b_ # c [d](e) &lt;f&gt; 1. g http://h.org/</p>",
        "<p>1. a</p><p>- b</p><p># c</p><p>&gt; d</p><p>+ e</p>",
    ],
)
def test_gives_the_same_back_when_rendered(html: str) -> None:
    assert rendered(html) == html


def test_gives_code_back_to_the_last_blank() -> None:
    html = "<pre><code>if a:\n    b = `c`\n\n\td &lt; e\n</code></pre>"
    assert to_html(body_of(html).markdown) == html


def test_gives_tables_back() -> None:
    html = "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
    html += "<tbody><tr><td>1|2</td><td><strong>3</strong></td></tr></tbody></table>"
    assert rendered(html) == html
    assert rendered("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
        "<tbody><tr><td>c</td><td></td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("loose <b>words</b>", "loose **words**"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<p>a  <em> b </em>c</p>", "a *b* c"),
        ("<b>a<p>b</p></b>", "a\n\nb"),
        ("<ul>loose<li>a</li></ul>", "- loose\n- a"),
        ("<li>alone</li>", "alone"),
        ("<p>a<p>b", "a\n\nb"),
        ("<p></p><p> </p><div><br></div>", ""),
        ("<q>a</q>", "“a”"),
        ("<i>a<b>b</i>c</b>", "_a**b**_**c**"),
        ("<table><caption>About</caption><tr><td>a</td></tr></table>", "About\n\na"),
        ("<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>", "a"),
        (
            '<a href="/x"><div>a</div><p>b</p></a>',
            "[a](https://example.org/x)\n\n[b](https://example.org/x)",
        ),
        ('<a href="../x">a</a>', "[a](https://example.org/x)"),
        ('<a href="javascript:x()">a</a> <a>b</a>', "a b"),
        ("a<script>x()</script><style>y</style><noscript>z</noscript>b", "ab"),
        ("<p>a<!-- b -->c</p>", "ac"),
        ('<p>It runs <img class="emoji" alt="🚗" src="x.svg"> on</p>', "It runs 🚗 on"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_reads_what_is_odd_as_readers_see_it(html: str, markdown: str) -> None:
    body = body_of(html, BASE)
    assert (body.markdown, body.media) == (markdown, [])


@pytest.mark.parametrize(
    ("html", "media"),
    [
        (
            '<figure><img src="a.jpg" alt="A road" width="640" height="480px"><figcaption>The road'
            ' <span class="credit">A. Nobody</span></figcaption></figure>',
            {
                "type": "image",
                "url": "https://example.org/live/a.jpg",
                "alt": "A road",
                "width": 640,
                "height": 480,
                "caption": "The road",
                "credit": "A. Nobody",
            },
        ),
        (
            '<img data-src="/a.jpg" src="data:x">',
            {"type": "image", "url": "https://example.org/a.jpg"},
        ),
        (
            '<img srcset="/s.jpg 100w, /l.jpg 900w">',
            {"type": "image", "url": "https://example.org/l.jpg"},
        ),
        (
            '<video poster="/p.jpg" width="9"><source src="/a.mp4"></video>',
            {
                "type": "video",
                "url": "https://example.org/a.mp4",
                "width": 9,
                "poster": "https://example.org/p.jpg",
            },
        ),
        ('<audio src="/a.mp3"></audio>', {"type": "audio", "url": "https://example.org/a.mp3"}),
        (
            '<iframe src="https://video.example.org/1" title="A film"></iframe>',
            {"type": "embed", "url": "https://video.example.org/1", "caption": "A film"},
        ),
        (
            '<blockquote class="twitter-tweet"><p>Words</p><a href="https://twitter.com/x/status/1">'
            "now</a></blockquote><script async src=x></script>",
            {"type": "embed", "url": "https://twitter.com/x/status/1", "caption": "Words now"},
        ),
    ],
)
def test_keeps_what_is_no_text_aside(html: str, media: dict[str, Any]) -> None:
    body = body_of(f"<p>Before</p>{html}<p>After</p>", BASE)
    assert body.markdown == "Before\n\nAfter"
    assert body.media == [media]


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.org/t.gif" width="1" height="1">',
        '<img src="data:image/gif;base64,R0">',
        "<img>",
        '<iframe src="about:blank"></iframe>',
        "<video></video>",
        '<a href="/x"><img></a>',
    ],
)
def test_keeps_no_trackers_and_nothing_empty(html: str) -> None:
    assert body_of(html, BASE).media == []


def test_keeps_a_picture_once() -> None:
    assert len(body_of('<img src="/a.jpg">' * 3, BASE).media) == 1


def test_takes_the_words_on_one_line() -> None:
    assert text_of("<p>a <b>b</b>c</p><p>d<br>e</p> <script>x</script> &amp; f") == "a bc d e & f"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES)
def test_renders_to_the_words_that_were_there(html: str) -> None:
    told = plain(body_of(html, BASE).markdown)
    assert re.sub(r"\s", "", told) == re.sub(r"\s", "", text_of(html))


@settings(max_examples=200, deadline=None)
@given(RULES, st.none() | st.sampled_from([BASE, "http://[", ""]))
def test_never_trips_over_html(html: str, base: str | None) -> None:
    body_of(html, base)
    text_of(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300_000 + "x",
        "<b>" * 5_000 + "x",
        "<ul><li>" * 3_000 + "x",
        "<blockquote>" * 3_000 + "x",
        "<table><tr><td>" * 1_000 + "x",
        "<span>" * 3_000 + "<p>x",
        "<figure>" * 2_000 + "x",
        "<p>" + "<br> " * 20_000 + "x" + "<br> " * 20_000 + "y",
        "".join(f'<img src="https://example.org/{n}.png">' for n in range(20_000)) + "x",
        "<a href='https://example.org/'>" * 3_000 + "x",
        "<p>" + " " * 1_000_000 + "x",
    ],
    ids=lambda html: html[:12],
)
def test_takes_no_time_for_hostile_html(html: str) -> None:
    started = perf_counter()
    assert "x" in body_of(html).markdown
    assert perf_counter() - started < 20


def test_formatting_that_a_parser_would_copy_into_every_paragraph_is_left_out() -> None:
    number = 500  # a parser makes the square of it of elements
    html = "<p>" + "".join(f"<b a={n}>" for n in range(number)) + "x" + "</p><p>x" * number
    body = parsed(html)
    assert body is not None and body.css("b") == []
    assert text_of(html).split() == ["x"] * (number + 1)
    usual = "<p><b>a</b></p>" * number
    assert len((parsed(usual) or body).css("b")) == number
