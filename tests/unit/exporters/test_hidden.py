"""What readers may not see leaves no trace in any format."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from blogctl.exporters.registry import available
from blogctl.model import Update

from .exporting import NOW, context, export, story
from .filling import Filling

FORMATS = sorted(
    name for name, entries in available().items() if entries[0].distribution == "blogctl"
)
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


def everything() -> dict[str, Any]:
    """An update with the same word in every field that the model has, new ones included."""
    url = f"https://example.org/{SECRET}"
    return {**Filling(SECRET, SECRET, url, url).part(Update), "id": "hidden", "time": AT}


def options_of(name: str, order: str) -> dict[str, object]:
    more: dict[str, object] = {} if name == "json" else {"order": order}
    return {**more, "extra": "true"} if name in ("json", "ndjson") else more


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft", "retraction": None},
        {"time": NOW + timedelta(seconds=1), "retraction": None},
        {"retraction": {"time": AT + timedelta(hours=2), "reason": "It was wrong."}},
        {"retraction": {"time": AT + timedelta(hours=2)}, "status": "draft"},
    ],
    ids=["draft", "ahead", "retracted", "retracted draft"],
)
def test_not_a_word_gets_out(name: str, hidden: dict[str, Any], order: str) -> None:
    secrets = [
        {**secret, "status": "published", **hidden} for secret in (secretive(), everything())
    ]
    told = story({"headline": "Seen"}, *secrets, url="https://example.org/live")
    document = export(name, told, options_of(name, order))
    assert SECRET not in document
    assert "Seen" in document
    retracted = hidden["retraction"] is not None and "status" not in hidden
    assert ("It was wrong." in document) is retracted


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_yet_to_come_does_not_get_out(name: str) -> None:
    later = NOW + timedelta(seconds=1)
    told = story(
        {
            "headline": "Seen",
            "retraction": {"time": later, "reason": SECRET},
            "corrections": [{"time": later, "text": SECRET}],
        }
    )
    document = export(name, told)
    assert "Seen" in document
    assert SECRET not in document
    assert SECRET in export(name, told, within=context(now=later))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_words_get_out_of_an_update_that_is_seen(name: str) -> None:
    document = export(name, story(secretive(), url="https://example.org/live"))
    words = {"headline", "body", "emphasis", "link", "author", "source", "correction", "image"}
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
