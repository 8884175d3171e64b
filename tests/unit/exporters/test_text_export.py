"""Plain text, for mail and for wires."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.exporters.markdown import plain
from blogctl.exporters.moments import moment, moment_text
from blogctl.exporters.visible import newest_first, visible
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


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_is_told_in_full(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    head, *found = parts(told, now=LATER)
    assert told.meta.headline in squeezed(head)
    seen = newest_first(visible(told, LATER))
    for part, update in zip(found, seen, strict=True):
        text = squeezed(part)
        assert text.startswith(moment_text(moment(update.time, context().zone)))
        assert squeezed(update.headline or "") in text
        assert squeezed(plain(update.body or "")) in text
        for correction in update.corrections:
            assert squeezed(plain(correction.text)) in text
        for source in update.sources:
            assert source.name in text
            assert (source.url or "") in text


def test_a_document_reads_as_it_should() -> None:
    told = story(
        {
            "headline": "Both lanes",
            "body": "Open *again*.\n\n- one\n- two",
            "label": "breaking",
            "key": True,
            "authors": [{"name": "A", "role": "Reporter"}],
            "sources": [{"name": "Council", "url": "/c"}, {"name": "A reader"}],
            "media": [{"type": "image", "url": "/i.jpg", "alt": "A wave", "credit": "C"}],
            "corrections": [{"time": AT, "text": "It was **two**."}],
        },
        url="https://example.org/live/x",
        summary="Why",
        note="*Times* are local.",
        authors=["A", "B"],
        body="Background.",
    )
    assert export("text", told) == (
        "Coast road\n\nLive · Last updated 5 January 2024, 10:45 UTC\n\nWhy\n\nBy A, B\n\n"
        "Editor’s note: Times are local.\n\nBackground.\n\nhttps://example.org/live/x\n\n"
        f"{RULE}\n\n5 January 2024, 09:00 UTC [breaking] [Key event]\n\nBoth lanes\n\n"
        "Open again.\n\none\n\ntwo\n\n"
        "[image] A wave · C · https://example.org/i.jpg\n\n"
        "Correction (5 January 2024, 10:45 UTC): It was two.\n\n"
        "Source: Council <https://example.org/c>\n\nSource: A reader\n\nBy A (Reporter)\n"
    )


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
