"""What readers may not see leaves no trace in any format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .exporting import FORMATS, NOW, context, export, story

SECRET = "zq"
AT = datetime(2024, 1, 5, 9, tzinfo=UTC)


def secretive() -> dict[str, Any]:
    """An update with a word of its own in every field that can hold one."""
    return {
        "headline": f"{SECRET}headline",
        "body": f"{SECRET}body *{SECRET}emphasis* [{SECRET}link](/{SECRET}target)",
        "authors": [{"name": f"{SECRET}author", "url": f"/{SECRET}page", "role": f"{SECRET}role"}],
        "tags": [f"{SECRET}tag"],
        "key": True,
        "pinned": True,
        "label": f"{SECRET}label",
        "edited": AT + timedelta(hours=1, seconds=13),
        "sources": [{"name": f"{SECRET}source", "url": f"/{SECRET}statement"}],
        "media": [
            {
                "type": kind,
                "url": f"/{SECRET}{kind}",
                "alt": f"{SECRET}alt{kind}",
                "caption": f"{SECRET}caption{kind}",
                "credit": f"{SECRET}credit{kind}",
                "poster": f"/{SECRET}poster{kind}",
            }
            for kind in ("image", "video", "audio", "embed", "file")
        ],
        "corrections": [{"time": AT + timedelta(hours=1), "text": f"{SECRET}correction"}],
        "original_url": f"/{SECRET}original",
        "extra": {"word": f"{SECRET}extra"},
    }


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"time": NOW + timedelta(seconds=1)},
        {"retraction": {"time": AT + timedelta(hours=2), "reason": "It was wrong."}},
        {"retraction": {"time": AT + timedelta(hours=2)}, "status": "draft"},
    ],
)
def test_not_a_word_gets_out(name: str, hidden: dict[str, Any], order: str) -> None:
    told = story({"headline": "Seen"}, {**secretive(), **hidden}, url="https://example.org/live")
    options = {"extra": "true"} if name == "json" else {"order": order}
    document = export(name, told, options)
    assert SECRET not in document
    assert "Seen" in document
    retracted = "retraction" in hidden and "status" not in hidden
    assert ("It was wrong." in document) is retracted


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_words_get_out_of_an_update_that_is_seen(name: str) -> None:
    document = export(name, story(secretive(), url="https://example.org/live"))
    words = {"headline", "body", "emphasis", "link", "target", "author", "tag", "source"}
    words |= {"label", "statement", "image", "altimage", "captionimage", "correction"}
    words |= {f"{part}{kind}" for part in ("credit", "caption") for kind in ("audio", "file")}
    assert {word for word in words if SECRET + word not in document} == set()


@pytest.mark.parametrize("name", FORMATS)
def test_the_clock_decides_and_is_passed_in(name: str) -> None:
    told = story({"headline": "First"}, {"headline": "Second", "time": NOW + timedelta(hours=1)})
    before, after = (
        export(name, told, within=context(now=NOW + timedelta(hours=hours))) for hours in (0, 1)
    )
    assert "Second" not in before
    assert "Second" in after


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_story_gives_the_same_bytes(name: str) -> None:
    told = story(secretive(), {"body": "x"}, {**secretive(), "retraction": {"time": AT}})
    assert export(name, told) == export(name, told)


@pytest.mark.parametrize("name", FORMATS)
def test_the_wall_clock_does_not_matter(name: str) -> None:
    told = story(secretive(), {"body": "x"})
    later = context(now=NOW + timedelta(days=400))
    assert export(name, told) == export(name, told, within=later)
