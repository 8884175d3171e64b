"""Markdown, read by renderers that take raw HTML for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from bs4 import BeautifulSoup

from blogctl import dialect
from blogctl.check import check_text
from blogctl.exporters.visible import newest_first, visible
from blogctl.markup.commonmark import portable
from blogctl.markup.markdown import plain, to_html
from blogctl.markup.spans import escaped
from blogctl.model import Story, read

from .exporting import context, export, story, words_of
from .hard_stories import attacked
from .harmless import faults
from .payloads import PAYLOADS

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"


def comrak(markdown: str) -> str:
    return dialect.render(markdown, raw_html=True)


def markdown_it(markdown: str) -> str:
    library = pytest.importorskip("markdown_it")
    reader = library.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    reader.validateLink = lambda url: True
    return re.sub(r' style="text-align:\w+"', "", str(reader.render(markdown)))


READERS = [comrak, markdown_it]


@pytest.fixture(params=READERS, ids=lambda reader: reader.__name__)
def read_html(request: pytest.FixtureRequest) -> Callable[[str], str]:
    reader: Callable[[str], str] = request.param
    return reader


def assert_safe(html: str) -> None:
    assert not faults(html)


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_is_told_in_full(path: Path, read_html: Callable[[str], str]) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    html = read_html(export("markdown", told, within=context(now=LATER)))
    soup = BeautifulSoup(html, "html5lib")
    assert [squeezed(one.get_text()) for one in soup.select("h1")] == [told.meta.headline]
    headings = [one.get_text() for one in soup.select("h2") if " UTC" in one.get_text()]
    words = words_of(html)
    for heading, update in zip(headings, newest_first(visible(told, LATER)), strict=True):
        assert heading.endswith(squeezed(update.headline or ""))
        assert squeezed(plain(update.body or "")) in words
        said = [each.text for each in update.corrections]
        said += [update.retraction.reason or ""] if update.retraction else []
        assert all(squeezed(plain(text)) in words for text in said)
    assert_safe(html)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs(payload: str, read_html: Callable[[str], str]) -> None:
    html = read_html(export("markdown", attacked(payload)))
    assert_safe(html)
    heading = BeautifulSoup(html, "html5lib").select("h1")[0]
    assert squeezed(heading.get_text()) == squeezed(payload)


@pytest.mark.parametrize(
    "texts",
    [
        (f"```\n{SCRIPT}\n```", "```\nopen"),
        (f"~~~\n{SCRIPT}\n~~~", "~~~~\n```\nopen"),
        (f"    {SCRIPT}", "- item"),
        (f"\t{SCRIPT}", "1. item"),
        (f"`{SCRIPT}`", "one ` mark"),
        ("[x] ![x] [x][]", "[x]: javascript:alert(1)"),
        ("[a b]", "[a\nb]:\n<javascript:alert(1)>\n'title'"),
        (f"https://example.org/{SCRIPT}", f"https://example.org/\\{SCRIPT}"),
        (f"`a\n{SCRIPT} b`", f"> - `a\n> {SCRIPT} b`"),
        (f"a\n|-|\n\t{SCRIPT}", "[x]: javascript:alert(1)\n|-|"),
        ("https://example.org/[x](javascript:alert(1))", "www.example.org/[x](javascript:a)"),
        (SCRIPT, "<!-- open"),
        (SCRIPT, "text\n<pre"),
        (f"> {SCRIPT}", "> ```\n> open"),
        (f"a\r\r    {SCRIPT}", "text\r```\ropen"),
    ],
)
def test_no_text_changes_what_another_is(
    texts: tuple[str, str], read_html: Callable[[str], str]
) -> None:
    for first, second in (texts, texts[::-1]):
        both = [{"time": AT, "text": first}, {"time": AT, "text": second}]
        told = story(
            {"body": second, "corrections": both, "headline": "One"},
            {"body": first, "retraction": {"time": AT, "reason": first}},
            {"body": first, "corrections": both[::-1], "headline": "Two"},
            {"body": second, "headline": "Three"},
            note=first + "\n\n" + second,
            body=second,
        )
        html = read_html(export("markdown", told))
        assert_safe(html)
        headings = BeautifulSoup(html, "html5lib").select("h2")
        assert [one.get_text().rpartition(" ")[2] for one in headings] == [
            *("Three", "Two", "UTC", "One"),
            *(["Background"] if portable(second) else []),
        ]


@pytest.mark.parametrize(
    ("code", "made"),
    [
        ("a `<b>` c", None),
        ("```html\n<p class=x>\n```", None),
        ("- item\n\n  ```\n  <i>\n  ```", None),
        ("`` ` <b> ``", None),
        ("~~~\n<!-- x -->\n~~~", "```\n<!-- x -->\n```"),
        ("    <b>\n\n    ```", "````\n<b>\n\n```\n````"),
        ("```\nopen", "```\nopen\n```"),
        ("```\n# x\n===\n[x]: y\n```", None),
        ("``` x`y\n```", "\\`\\`\\` x\\`y\n\n```\n```"),
    ],
)
def test_code_stays_code(code: str, made: str | None) -> None:
    assert portable(code) == (made or code)


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("a <b>c</b>", "a \\<b>c\\</b>"),
        (r"a \<b>", r"a \<b>"),
        (r"a \\<b>", r"a \\\<b>"),
        ("https://example.org/<b>", "<https://example.org/>\\<b>"),
        ("1 < 2 <= 3", "1 < 2 <= 3"),
        ("<https://example.org/?a=1&b=2>", "<https://example.org/?a=1&b=2>"),
        ("<a@example.org>", "<a@example.org>"),
        ("[x](https://example.org) [y](/y)", "[x](https://example.org) [y](/y)"),
        ("[x](</a_(b> '\"&lt;b')", '[x](</a_(b> "\\"\\<b")'),
        ("| a |\n|---|\n| ~~b~~ |", "| a |\n| --- |\n| ~~b~~ |"),
        ("\n\nx\r\ny\n", "x\ny"),
        ("*a* **b** ***c*** **d *e* f**", "*a* **b** ***c*** **d *e* f**"),
        ("1) a\n2) b", "1. a\n2. b"),
        ("- a\n\n* b\n\n- c", "- a\n\n* b\n\n- c"),
        ("Wow!\n[x](/y)", "Wow!\n[x](/y)"),
        (r"Wow\![x](/y)", r"Wow\![x](/y)"),
        ("2024\\. It is -5 #x", "2024\\. It is -5 #x"),
    ],
)
def test_other_markdown_stays(written: str, made: str) -> None:
    assert portable(written) == made
    assert portable(made) == made


NASTY = [
    *('**"a"**&#98;', "*a*_b_", "a&#42;b&#42;", "_a_&#98;", "**a *b***", "*a **b***"),
    *("****", "*\u00a0*", "*&#32;a&#32;*", "~~a *b*~~", "**\u300ca\u300d**\u5f8c"),
    *("***a** b*", "_a __b__ c_", "**a**b", "*a `b`*", "*[x](/y)*&#97;", "a\\\nb", "a  \nb  \nc"),
    *(
        "&#10;&#10;a&#10;&#10;b",
        "a\n&#45; b",
        "a\n&#61;",
        "a\n&#45;&#45;&#45;",
        "&#35; a",
        "&#62; a",
    ),
    *("a&#124;b\n-&#124;-", "a\n&#58;-", "1&#46; a", "&#43; a", "&#96;&#96;&#96;\na"),
    *(
        "- a\n  - b\n\n    c\n- d",
        "1. a\n   > b\n2. c",
        "9. a\n10. b",
        "999999999. a\n1. b",
        "0. a",
    ),
    *("-\n- a\n-", "- # a\n- ---\n- ***", "> > a\n>\n> b", "> a\n\n> b", "- - - a", "* a\n\n  ***"),
    *("| a | b |\n|:-|-:|\n| `x\\|y` | \\| |", "| |\n|-|", "> | a |\n> |-|\n> | *b* |"),
    *("[a][1] [b]\n\n[1]: /one\n[b]: two 'three'", '![a\nb](</x y> "t\n(u)")', "[![a](/b)](/c)"),
    *(
        "[x](</a?b&copy;>)",
        "[x](/a\\\\b)",
        "[](/x)",
        "[x]()",
        "[x](mailto:a@b.org)",
        "[a@b.org](/x)",
    ),
    *("http\\://x.org www\\.x.org a\\@b.org", "www.x.org/a_b_c", "a@b.org.", "<MAILTO:a@b.org>"),
    *("`` `a` ``", "` a `", "`  `", "`a\\`", "`a``b`", "a`b`c", "[^1]\n\n[^1]: x", "- [ ] x"),
    *("# a #", "# a &#35;", "#", "a\nb\n===", "## `a` *b*", "&copy &amp;copy; &amp;#38;", "a \\"),
    *(
        "x [y](javascript:z) w",
        "![x](data:y)",
        "e\u0301 \u05e9\u05dc\u05d5\u05dd \U0001f469\u200d\U0001f467",
    ),
]


@pytest.mark.parametrize("written", NASTY)
def test_a_text_is_shown_as_it_is_in_html(written: str) -> None:
    made = portable(written)
    expected, shown = (
        shape(to_html(written, keep_relative=True)),
        shape(to_html(made, keep_relative=True)),
    )
    assert shown == expected
    assert shape(re.sub("<(/?)s>", r"<\1del>", markdown_it(made))) == expected


def shape(html: str) -> str:
    """HTML without what is the same to readers: white space, how links are guarded."""
    html = html.replace(' rel="noopener noreferrer"', "").replace(" />", ">")
    html = re.sub(r' align="\w+"| class="language-[^"]*"|</?a>', "", html)
    html = html.replace("&quot;", '"').replace("\u00a0", "&nbsp;").replace("<tbody></tbody>", "")
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(html.split()))


@pytest.mark.parametrize(
    "exact",
    [
        "# x",
        "C #",
        "- x",
        "+ x",
        "1. x",
        "2) x",
        "---",
        "===",
        "> x",
        "*x* _y_ ~~z~~ `w`",
        "[x](y) ![x](y) [x]: y",
        "&amp;lt; &copy; &#65;",
        "a | b",
        "<b> </b> <!-- x -->",
        "\\ \\* \\\\",
        "]]>",
        "👩\u200d👧 e\u0301 שלום",
        "https://example.org/a_b_c",
        "-",
        "#",
    ],
)
def test_plain_fields_are_shown_exactly(exact: str, read_html: Callable[[str], str]) -> None:
    told = story(
        {
            "headline": exact,
            "label": exact,
            "authors": [exact],
            "tags": [exact],
            "sources": [{"name": exact, "url": "https://example.org/s"}],
            "media": [
                {"type": "image", "url": "https://example.org/i", "alt": exact, "caption": exact}
            ],
        },
        headline=exact,
        summary=exact,
        authors=[exact],
        tags=[exact],
        body="x",
        publisher={"name": exact},
        related=[{"headline": exact, "url": "https://example.org/r", "rel": "previous"}],
    )
    soup = BeautifulSoup(read_html(export("markdown", told)), "html5lib")
    blocks = [squeezed(one.get_text()) for one in soup.select("h1, h2, p, li")]
    assert blocks == [
        exact,
        "Live · Last updated 5 January 2024, 09:00 UTC",
        exact,
        f"By {exact}",
        f"Published by {exact}",
        f"5 January 2024, 09:00 UTC: {exact}",
        exact,
        "",
        exact,
        f"Source: {exact}",
        f"By {exact}",
        f"Tags: {exact}",
        "Background",
        "x",
        "More on this story",
        f"Previous: {exact}",
        f"Tags: {exact}",
    ]
    assert soup.select("img")[0]["alt"] == exact
    assert {str(one["href"]) for one in soup.select("a")} <= {
        *("https://example.org/s", "https://example.org/r", exact)
    }
    assert re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", escaped(exact)) == exact or "\\" in exact


def test_a_document_reads_as_it_should() -> None:
    update: dict[str, Any] = {
        "headline": "Both lanes",
        "body": "# Open *again*\n\nSee [it][1].\n\n[1]: /map",
        "key": True,
        "authors": [{"name": "A", "url": "/a", "role": "Reporter"}, "B"],
        "sources": [{"name": "Council", "url": "/c"}, {"name": "A reader"}],
        "media": [{"type": "video", "url": "/v.mp4", "caption": "The wave", "credit": "C"}],
        "corrections": [{"time": AT, "text": "It was **two**."}, {"time": AT, "text": "- a"}],
        "tags": ["tide", "#road"],
    }
    told = story(
        update,
        {**update, "retraction": {"time": AT, "reason": "It was *wrong*."}},
        url="https://example.org/live/x",
        summary="Why",
        authors=[{"name": "A", "url": "mailto:a@example.org"}],
        publisher={"name": "Example News", "url": "/"},
        about={"name": "Storm", "location": "Dover", "start": date(2024, 1, 5)},
        image={"url": "/i.jpg", "alt": "A wave", "caption": "Noon", "credit": "D"},
        note="Times\nare local.",
        body="# Before\n\n## It\n\n1. a",
        related=[
            {"headline": "Before", "url": "/b", "rel": "previous"},
            {"headline": "More", "url": "https://example.org/m"},
        ],
        tags=["storm", "road"],
    )
    when = "5 January 2024"
    assert export("markdown", told) == (
        f"# Coast road\n\n*Live · Storm, Dover, {when} · Last updated {when}, 10:45 UTC*\n\nWhy\n\n"
        "By [A](mailto:a@example.org)\n\nPublished by [Example News](https://example.org/)\n\n"
        "![A wave](https://example.org/i.jpg)\n\n*Noon · Credit: D*\n\n"
        "<https://example.org/live/x>\n\n> **Editor’s note:** Times\n> are local.\n\n---\n\n"
        f"## {when}, 09:01 UTC\n\n**This update was retracted** ({when}, 10:45 UTC).\n\n"
        f"It was *wrong*.\n\n---\n\n## {when}, 09:00 UTC: Both lanes\n\n"
        f"**Key event** · Updated {when}, 10:45 UTC\n\n"
        "### Open *again*\n\nSee [it](https://example.org/map).\n\n"
        "[Watch the video](https://example.org/v.mp4)\n\n*The wave · Credit: C*\n\n"
        f"**Correction** ({when}, 10:45 UTC): It was **two**.\n\n"
        f"**Correction** ({when}, 10:45 UTC):\n\n- a\n\n"
        "Sources: [Council](https://example.org/c), A reader\n\n"
        "By [A](https://example.org/a) (Reporter), B\n\nTags: tide, #road\n\n---\n\n"
        "## Background\n\n### Before\n\n#### It\n\n1. a\n\n## More on this story\n\n"
        "- Previous: [Before](https://example.org/b)\n- [More](https://example.org/m)\n\n"
        "Tags: storm, road\n"
    )


def test_the_definitions_of_one_text_are_none_in_another(
    read_html: Callable[[str], str],
) -> None:
    told = story({"body": "[a][1]\n\n[1]: /one"}, {"body": "[b][1]\n\n[1]: /two"},
                 {"body": "c [1]"}, note="[1]: /three")  # fmt: skip
    html = read_html(export("markdown", told))
    links = [(one.get_text(), one["href"]) for one in BeautifulSoup(html, "html5lib").select("a")]
    assert links == [("b", "/two"), ("a", "/one")]
    assert "c [1]" in words_of(html)


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("# a\n\nb\n---\n\n### c", ["h3", "h4", "h5"]),
        ("a\nb\n===", ["h3"]),
        ("###### a", ["h3"]),
        ("# a\n\n##### b", ["h3", "h6"]),
        ("> # a\n\n- ## b", ["h3", "h4"]),
        ("```\n# a\n```\n\n    ## b", []),
    ],
)
def test_headings_are_below_their_update_s(
    written: str, made: list[str], read_html: Callable[[str], str]
) -> None:
    for told in (story({"headline": "U", "body": written}), story(body=written)):
        html = read_html(export("markdown", told))
        headings = BeautifulSoup(html, "html5lib").select("h1, h2, h3, h4, h5, h6")
        assert [one.name for one in headings] == ["h1", "h2", *made]


@pytest.mark.parametrize(
    ("options", "urls"),
    [
        ({}, ["a", "/i", "?q", "mailto:x@example.org", "https://example.net/"]),
        (
            {"base-url": "https://example.org/live/x"},
            [
                *("https://example.org/live/a", "https://example.org/i"),
                *("https://example.org/live/x?q", "mailto:x@example.org", "https://example.net/"),
            ],
        ),
    ],
)
def test_relative_urls_are_resolved(
    options: dict[str, object], urls: list[str], read_html: Callable[[str], str]
) -> None:
    body = "[a](a) ![i](/i) [q] <x@example.org> [n](https://example.net/)\n\n[q]: ?q"
    html = read_html(export("markdown", story({"body": body}), options))
    found = BeautifulSoup(html, "html5lib").select("a, img")
    assert [one.get("href") or one.get("src") for one in found] == urls


@pytest.mark.parametrize(
    ("media", "made"),
    [
        ({"type": "file", "caption": "A map", "credit": "C"}, "[A map](/m)\n\n*Credit: C*"),
        ({"type": "embed", "caption": "A post", "alt": "x"}, "[A post](/m)"),
        ({"type": "embed", "alt": "x"}, "[x](/m)"),
        ({"type": "audio", "caption": "Bell"}, "[Listen to the recording](/m)\n\n*Bell*"),
        ({"type": "video", "caption": "Bell", "alt": "x"}, "[x](/m)\n\n*Bell*"),
        ({"type": "image", "caption": "A *"}, "![](/m)\n\n*A \\**"),
        ({"type": "file"}, "[Download the file](/m)"),
    ],
)
def test_a_caption_is_shown_once(media: dict[str, str], made: str) -> None:
    document = export("markdown", story({"headline": "U", "media": [{**media, "url": "/m"}]}))
    assert document.endswith(f": U\n\n{made}\n")


def test_before_it_begins_a_story_says_when() -> None:
    told = story(status="upcoming", coverage_start=AT + timedelta(days=9))
    assert "*Upcoming · Coverage begins 14 January 2024, 10:45 UTC*" in export("markdown", told)


def test_a_story_without_updates_says_so() -> None:
    told: Story = story()
    assert export("markdown", told) == "# Coast road\n\n*Live*\n\n---\n\nNo updates yet.\n"


@pytest.mark.parametrize("odd", ["#", " ", "`", "\\\n", "*", "[", "_a ", "<b", "&", "*a* ", "\t- "])
def test_odd_texts_take_no_longer_than_others(odd: str) -> None:
    started = perf_counter()
    portable("a " + odd * (60_000 // len(odd)) + "x *b*")
    assert perf_counter() - started < 5
