"""Markdown to safe HTML and to plain words."""

from __future__ import annotations

import re

import pytest

from blogctl.markup.markdown import first_words, plain, to_html

from .exporting import tags_of, words_of


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Both *lanes* **open**.", "<p>Both <em>lanes</em> <strong>open</strong>.</p>"),
        ("~~no~~", "<p><del>no</del></p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("3. x\n4. y", '<ol start="3">\n<li>x</li>\n<li>y</li>\n</ol>'),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("```py\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>"),
        ("1 < 2 & 3 &amp; &lt;b&gt;", "<p>1 &lt; 2 &amp; 3 &amp; &lt;b&gt;</p>"),
        ("🌊 é e\u0301", "<p>🌊 é e\u0301</p>"),
        ("", ""),
    ],
)
def test_commonmark_becomes_html(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


def test_tables_keep_their_alignment_and_nothing_else() -> None:
    tags = tags_of(to_html("| a | b | c |\n|:--|:-:|---|\n| 1 | 2 | 3 |"))
    cells = [attributes for tag, attributes in tags if tag in ("th", "td")]
    assert cells == [{"align": "left"}, {"align": "center"}, {}] * 2


@pytest.mark.parametrize("bare", ["https://example.org/a?b=1&c=2", "www.example.org/x"])
def test_bare_addresses_become_links(bare: str) -> None:
    html = to_html(f"See {bare} there.")
    [href] = [attributes["href"] for tag, attributes in tags_of(html) if tag == "a"]
    assert href == (bare if bare.startswith("http") else f"http://{bare}")
    assert words_of(html) == f"See {bare} there."


@pytest.mark.parametrize(
    "raw",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<div onclick=x>**a**</div>",
        "a <!-- b --> c",
        "<![CDATA[x]]> <?php x ?>",
        "<style>p{}</style>",
        "<iframe src='https://example.org'></iframe>",
    ],
)
def test_raw_html_is_shown_as_text(raw: str) -> None:
    html = to_html(raw)
    assert words_of(html) == raw
    assert {tag for tag, _ in tags_of(html)} <= {"p"}


@pytest.mark.parametrize(
    ("markdown", "below", "levels"),
    [
        ("# a\n\n## b", 3, "4 5"),
        ("## a\n\n### b\n\n## c", 2, "3 4 3"),
        ("# a\n\n#### b", 3, "4 6"),
        ("a\n===\n\nb\n---", 2, "3 4"),
        ("###### a", 1, "2"),
    ],
)
def test_headings_move_below_the_level_asked_for(markdown: str, below: int, levels: str) -> None:
    html = to_html(markdown, below=below)
    assert re.findall(r"<h(\d)>", html) == levels.split()
    assert re.findall(r"</h(\d)>", html) == levels.split()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org",
        "foo:bar",
    ],
)
@pytest.mark.parametrize(
    "form", ["[words]({})", "![words]({})", "[words]\n\n[words]: {}", "<{}> words"]
)
@pytest.mark.parametrize("base", [None, "https://example.org/live/"])
def test_other_schemes_lose_their_link_and_keep_their_words(
    url: str, form: str, base: str | None
) -> None:
    html = to_html(form.format(url), base=base, keep_relative=True)
    for tag, attributes in tags_of(html):
        assert tag in ("p", "a")
        target = attributes.get("href") or ""
        assert target == "" or target.startswith("https://example.org/live/")
        assert not re.match(r"(java|vb)script:|data:|file:|ftp:|foo:", target)
    assert "words" in words_of(html)


def test_mail_is_for_links_and_not_for_images() -> None:
    html = to_html("[a](mailto:a@example.org) ![b](mailto:b@example.org)")
    assert [attributes.get("href") for _, attributes in tags_of(html)] == [
        None,
        "mailto:a@example.org",
    ]
    assert words_of(html) == "a b"


def test_what_an_image_without_source_says_stays_text() -> None:
    html = to_html('![<img src=x onerror=alert(1)> "q"](data:image/png;base64,AA "t>t")')
    assert {tag for tag, _ in tags_of(html)} == {"p"}
    assert words_of(html) == '<img src=x onerror=alert(1)> "q"'


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("/a", "https://example.org/a"),
        ("a.html", "https://example.org/live/a.html"),
        ("?q=1", "https://example.org/live/x?q=1"),
        ("#u1", "https://example.org/live/x#u1"),
        ("//other.example/a", "https://other.example/a"),
        ("https://other.example/a", "https://other.example/a"),
    ],
)
def test_relative_links_are_resolved_kept_or_dropped(url: str, whole: str) -> None:
    def href(base: str | None, keep: bool) -> str | None:
        html = to_html(f"[a]({url})", base=base, keep_relative=keep)
        return next((attributes["href"] for tag, attributes in tags_of(html) if tag == "a"), None)

    assert href("https://example.org/live/x", False) == whole
    assert href(None, True) == url
    assert href(None, False) == (url if url.startswith("https:") else None)


def test_a_base_that_cannot_be_used_drops_relative_links() -> None:
    assert to_html("[a](b)", base="http://1.2.3.4.5/") == "<p>a</p>"


def test_a_dropped_image_leaves_its_alternative_text() -> None:
    assert to_html('![alt & "more"](a.png)') == '<p>alt &amp; "more"</p>'


@pytest.mark.parametrize("mark", ["> ", ">", "- > ", "* + ", "1. > "])
def test_nesting_beyond_reason_does_not_reach_the_page(mark: str) -> None:
    html = to_html(mark * 5000 + "deep")
    depth = deepest = 0
    for closing in re.findall(r"<(/?)(?:blockquote|ul|ol)\b", html):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    assert deepest <= 100
    assert words_of(html).endswith("deep")


def test_a_scheme_that_white_space_hides_is_a_relative_link() -> None:
    [(_, attributes), *_] = tags_of(to_html("[a](java&#x0A;script:x)", base="https://example.org"))[
        1:
    ]
    assert attributes["href"] == "https://example.org/java%0Ascript:x"


def test_nesting_within_reason_is_kept() -> None:
    assert to_html("> " * 20 + "deep").count("<blockquote>") == 20


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("a *b*c **d**.", "a bc d."),
        (
            "# Title\n\nBoth lanes\nare open.\n\n- one\n- two",
            "Title\nBoth lanes are open.\none\ntwo",
        ),
        ("a  \nb", "a\nb"),
        ("[link](https://example.org 'x > y') ![alt <x>](a.png) `code`", "link alt <x> code"),
        ("&amp;lt; &copy; 1 < 2 <b>", "&lt; © 1 < 2 <b>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\nb\n1\n2"),
        ("~~old~~ new", "old new"),
        ("", ""),
    ],
)
def test_plain_words(markdown: str, words: str) -> None:
    assert plain(markdown) == words


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("one two three", 10, "one two…"),
        ("one two, three", 9, "one two…"),
        ("a\nb  c", 10, "a b c"),
        ("abcdefghij", 5, "abcd…"),
        ("ab e\u0301\u0301 x", 4, "ab…"),
        ("e\u0301e\u0301e\u0301e\u0301", 6, "e\u0301e\u0301…"),
        ("👩\u200d👩\u200d👧 family", 4, "👩…"),
        ("", 5, ""),
    ],
)
def test_first_words(text: str, limit: int, cut: str) -> None:
    assert first_words(text, limit) == cut
    assert len(cut) <= limit


@pytest.mark.parametrize("number", ["0", "1", "27", "x1B", "X7f", "155", "xFFFE", "xFFFF"])
def test_a_reference_to_what_no_feed_can_carry_is_replaced(number: str) -> None:
    assert to_html(f"a &#{number}; b") == "<p>a \ufffd b</p>"
    assert plain(f"a &#{number}; b") == "a \ufffd b"
    assert to_html(f"`&#{number};`") == f"<p><code>&amp;#{number};</code></p>"


def test_a_reference_to_white_space_or_a_letter_is_that() -> None:
    assert plain("a&#9;b &#10;c &#xE9; &#x1F600;") == "a b c é 😀"
