"""Plain text, for mail and for wires."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.exporters.labels import labels_for
from blogctl.exporters.moments import moment
from blogctl.exporters.visible import newest_first, visible
from blogctl.markup.markdown import plain
from blogctl.model import Story, read

from .exporting import context, export, story

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
RULE = "-" * 72


def parts(told: Story, options: dict[str, object] | None = None, **within: Any) -> list[str]:
    """The head, and each update."""
    document = export("text", told, options, context(**within))
    assert document.endswith("\n")
    assert not document.endswith("\n\n")
    assert "\r" not in document
    assert "\n\n\n" not in document
    return document.removesuffix("\n").split(f"\n\n{RULE}\n\n")


def words_in(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", plain(text or "")))


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_is_told_in_full(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    head, *found = parts(told, now=LATER)
    assert told.meta.headline in squeezed(head)
    seen = newest_first(visible(told, LATER))
    foot = "\n".join(found[len(seen) :])
    assert words_in(told.meta.body) <= words_in(foot)
    assert ", ".join(told.meta.tags) in squeezed(foot)
    for part, update in zip(found[: len(seen)], seen, strict=True):
        text = squeezed(part)
        assert text.startswith(labels_for("en").moment(moment(update.time, context().zone)))
        assert squeezed(update.headline or "") in text
        assert words_in(update.body) <= words_in(part)
        for correction in update.corrections:
            assert words_in(correction.text) <= words_in(part)
        for source in update.sources:
            assert source.name in text
            assert (source.url or "") in text


def test_a_document_reads_as_it_should() -> None:
    told = story(
        {
            "headline": "Both lanes",
            "body": "Open *again*, [it](/m) says.\n\n- one\n- two",
            "label": "breaking",
            "key": True,
            "authors": [{"name": "A", "role": "Reporter", "url": "/a"}],
            "sources": [{"name": "Council", "url": "/c"}, {"name": "A reader"}],
            "media": [{"type": "image", "url": "/i.jpg", "alt": "A wave", "credit": "C"}],
            "corrections": [{"time": AT, "text": "It was **two**."}],
            "tags": ["tide", "#road"],
        },
        url="https://example.org/live/x",
        summary="Why",
        note="*Times* are local.",
        authors=[{"name": "A", "url": "mailto:a@example.org"}, "B"],
        body="Once:\n\n> Closed.",
        publisher={"name": "Example News", "url": "/"},
        about={"name": "Storm", "location": "Dover"},
        image={"url": "/l.jpg", "alt": "A road", "caption": "Noon", "credit": "D"},
        related=[
            {"headline": "Before", "url": "/b", "rel": "previous"},
            {"headline": "More", "url": "https://example.org/m"},
        ],
        tags=["storm", "road"],
    )
    assert export("text", told, {"width": 100}) == (
        "Coast road\n\nLive · Storm, Dover · Last updated 5 January 2024, 10:45 UTC\n\nWhy\n\n"
        "By A <a@example.org>, B\n\nPublished by Example News <https://example.org/>\n\n"
        "[image] A road · Noon · Credit: D · https://example.org/l.jpg\n\n"
        "Editor’s note: Times are local.\n\nhttps://example.org/live/x\n\n"
        f"{RULE}\n\n5 January 2024, 09:00 UTC [breaking] [Key event] "
        "[Updated 5 January 2024, 10:45 UTC]\n\nBoth lanes\n\n"
        "Open again, it <https://example.org/m> says.\n\n- one\n- two\n\n"
        "[image] A wave · Credit: C · https://example.org/i.jpg\n\n"
        "Correction (5 January 2024, 10:45 UTC): It was two.\n\n"
        "Source: Council <https://example.org/c>\n\nSource: A reader\n\n"
        f"By A (Reporter) <https://example.org/a>\n\nTags: tide, #road\n\n{RULE}\n\n"
        "Background:\n\nOnce:\n\n> Closed.\n\nMore on this story:\n\n"
        "- Previous: Before <https://example.org/b>\n- More <https://example.org/m>\n\n"
        "Tags: storm, road\n"
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1. a\n2. b\n\n   c", "1. a\n\n2. b\n\n   c"),
        ("9. a\n10. b\n    - c", "9. a\n10. b\n    - c"),
        ("> a\n>\n> > b", "> a\n>\n> > b"),
        ("```x\na  b\n\n\n\n<c>\n```", "    a  b\n\n    <c>"),
        ("| a | b |\n|-|-|\n| *c* | d |", "a | b\nc | d"),
        ("# a\n\nb\\\nc\n\n***", "a\n\nb\nc\n\n* * *"),
        ("<https://e.org> <a@e.org> [a&b](https://e.org/?c&d)",
         "https://e.org a@e.org a&b <https://e.org/?c&d>"),
        ("![A *wave*](https://e.org/i)", "A wave <https://e.org/i>"),
        ("[a](b) <i> &lt;", "a <i> <"),
        ("[a](javascript:b)", "a"),
    ],
)  # fmt: skip
def test_what_marks_up_a_text_is_told_in_plain_text(written: str, told: str) -> None:
    update = parts(story({"body": written}))[1]
    assert update.removesuffix("\n").partition("\n\n")[2] == told


def test_what_is_inside_others_is_no_wider_either() -> None:
    body = "- > " + "wave " * 40 + "\n  >\n  > 1. " + "tide " * 40
    update = parts(story({"body": body}))[1]
    assert max(map(len, update.splitlines())) <= 72
    assert "\n  > 1. tide" in update
    assert "\n  >    tide" in update


def test_a_correction_of_many_blocks_is_below_its_label() -> None:
    update = parts(story({"body": "x", "corrections": [{"time": AT, "text": "a\n\n- b"}]}))[1]
    assert update.endswith("Correction (5 January 2024, 10:45 UTC):\n\na\n\n- b")


def test_a_retracted_update_is_a_short_notice() -> None:
    gone = {"headline": "False", "body": "False", "sources": [{"name": "False"}], "label": "False"}
    retracted = {**gone, "retraction": {"time": AT, "reason": "It was *wrong*."}}
    assert parts(story(retracted))[1] == (
        "5 January 2024, 09:00 UTC\n\n"
        "This update was retracted (5 January 2024, 10:45 UTC).\n\nIt was wrong."
    )


@pytest.mark.parametrize("width", [20, 40, 72])
def test_lines_are_no_longer_than_asked_for(width: int) -> None:
    words = "word-and-word wave " * 30
    url = "https://example.org/" + "a-b" * 60
    document = export("text", story({"body": words, "sources": [{"name": "S", "url": url}]}),
                      {"width": width})  # fmt: skip
    for line in document.splitlines():
        assert len(line) <= width or url in line or " " not in line
    assert "word-and-word" in document
    assert url in document
    assert "-" * width in document.splitlines()


def test_width_0_breaks_no_line() -> None:
    assert "word " * 99 + "word" in export("text", story({"body": "word " * 100}), {"width": "0"})


@pytest.mark.parametrize(
    "exact",
    ["]]>", "&amp;lt;", "<b>", "# no *markup* here", "👩\u200d👧", "שלום e\u0301", "[x](y)"],
)
def test_plain_fields_are_exact(exact: str) -> None:
    told = story({"headline": exact, "label": exact, "authors": [exact],
                  "sources": [{"name": exact}]}, headline=exact, summary=exact)  # fmt: skip
    head, update = parts(told)
    assert head.split("\n\n")[::2] == [exact, exact]
    assert update.split("\n\n")[1:] == [exact, f"Source: {exact}", f"By {exact}"]
    assert update.split("\n\n")[0].endswith(f"[{exact}]")


def test_a_story_without_updates_says_so() -> None:
    assert export("text", story()) == "Coast road\n\nLive\n\nNo updates yet.\n"
