"""Markdown, read by renderers that take raw HTML for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from blogctl import dialect
from blogctl.check import check_text
from blogctl.exporters.commonmark import escaped, portable
from blogctl.exporters.markdown import plain
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, read

from .exporting import context, export, story, words_of
from .test_injection import PAYLOADS, TAGS, assert_harmless, attacked

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
    assert_harmless(html, {*TAGS, "s"})


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
            *("Three", "Two", "UTC", "One")
        ]


@pytest.mark.parametrize(
    "code",
    [
        "a `<b>` c",
        "```html\n<p class=x>\n```",
        "~~~\n<!-- x -->\n~~~",
        "    <b>indented</b>",
        "- item\n\n  ```\n  <i>\n  ```",
        "`` ` <b> ``",
    ],
)
def test_code_is_left_as_it_is(code: str) -> None:
    assert portable(code) == code


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
        (r"a \<b>", "a &lt;b>"),
        (r"a \\<b>", r"a \\&lt;b>"),
        ("https://example.org/<b>", "https://example.org/&lt;b>"),
        ("1 < 2 <= 3", "1 < 2 <= 3"),
        ("<https://example.org/?a=1>", "<https://example.org/?a=1>"),
        ("<a@example.org>", "<a@example.org>"),
        ("[x](https://example.org) [y](/y)", "[x](https://example.org) [y](/y)"),
        ("| a |\n|---|\n| ~~b~~ |", "| a |\n|---|\n| ~~b~~ |"),
        ("\n\nx\r\ny\n", "x\ny"),
    ],
)
def test_other_markdown_stays(written: str, made: str) -> None:
    assert portable(written) == made


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
        related=[{"headline": exact, "url": "https://example.org/r"}],
    )
    soup = BeautifulSoup(read_html(export("markdown", told)), "html5lib")
    blocks = [squeezed(one.get_text()) for one in soup.select("h1, h2, p, li")]
    assert blocks == [
        exact,
        "Live · Last updated 5 January 2024, 09:00 UTC",
        exact,
        f"By {exact}",
        "More on this story:",
        exact,
        f"5 January 2024, 09:00 UTC: {exact}",
        exact,
        "",
        exact,
        f"Source: {exact}",
        f"By {exact}",
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
        "body": "Open *again*.",
        "key": True,
        "sources": [{"name": "Council", "url": "/c"}, {"name": "A reader"}],
        "media": [{"type": "video", "url": "/v.mp4", "caption": "The wave", "credit": "C"}],
        "corrections": [{"time": AT, "text": "It was **two**."}],
    }
    told = story(update, {**update, "retraction": {"time": AT, "reason": "It was *wrong*."}},
                 url="https://example.org/live/x", note="Times\nare local.")  # fmt: skip
    when = "5 January 2024"
    assert export("markdown", told) == (
        f"# Coast road\n\n*Live · Last updated {when}, 10:45 UTC*\n\n"
        "> **Editor’s note:** Times\n> are local.\n\n---\n\n"
        f"## {when}, 09:01 UTC\n\n**This update was retracted** ({when}, 10:45 UTC).\n\n"
        f"It was *wrong*.\n\n---\n\n## {when}, 09:00 UTC: Both lanes\n\n**Key event**\n\n"
        "Open *again*.\n\n[The wave](<https://example.org/v.mp4>)\n\n*The wave · C*\n\n"
        f"**Correction** ({when}, 10:45 UTC): It was **two**.\n\n"
        "Sources: [Council](<https://example.org/c>), A reader\n"
    )


def test_a_story_without_updates_says_so() -> None:
    told: Story = story()
    assert export("markdown", told) == "# Coast road\n\n*Live*\n\n---\n\nNo updates yet.\n"
