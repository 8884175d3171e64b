"""The text of a new story says exactly what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.edit import new_text, slug, story_id
from blogctl.model import Story, read, story_data

TIME = datetime(2024, 1, 5, 15, 3, 44, tzinfo=UTC)


def story(*updates: dict[str, Any], **meta: Any) -> Story:
    raw = [{"time": TIME, "body": "b", **update} for update in updates]
    result = read({"story": {"id": "x", "headline": "h", **meta}, "updates": raw})
    assert result.story is not None, result.problems
    return result.story


def written(one: Story) -> str:
    text = new_text(one)
    checked = check_text(text)
    assert checked.story == one
    assert read(story_data(one), text_times=True).story == one
    return text


def test_the_smallest_story() -> None:
    assert written(story()) == (
        'format = 1\n\n[story]\nid = "x"\nheadline = "h"\nlanguage = "en"\nstatus = "live"\n'
    )


def test_a_schema_is_named_in_the_first_line() -> None:
    text = new_text(story(), schema="../story.schema.json")
    assert text.startswith("#:schema ../story.schema.json\n")
    assert check_text(text).story == story()


def test_everything_at_once() -> None:
    known = {"name": "A", "url": "mailto:a@example.org", "role": "r"}
    one = story(
        {"authors": ["A", "B", {"name": "A", "role": "s"}], "extra": {"a": {"b": [1, {}]}}},
        {
            "id": "u",
            "body": "'''\n\"\"\"\n\\\n",
            "media": [{"type": "file", "url": "a", "alt": "\n"}],
        },
        {"id": "v", "body": "a\r\nb\rc", "headline": "\x7f \u2028", "key": True},
        language="pt-BR",
        timezone="Europe/London",
        status="ended",
        coverage_end=TIME,
        authors=[known, "C"],
        about={"name": "e", "start": date(2024, 1, 5), "end": TIME},
        related=[{"headline": "r", "url": "/r"}, {"headline": "n", "url": "/n", "rel": "next"}],
        image={"url": "i", "alt": "", "width": 5, "caption": "c" * 200},
        extra={"x.y": [[1], [2.5, "é"]], "": {"long": ["z" * 60] * 3}},
        tags=["t"] * 50,
    )
    text = written(one)
    assert 'authors = ["A", "B", ' in text


def test_a_local_time_of_a_day_when_offsets_had_seconds() -> None:
    local = datetime(1970, 1, 1, 10)  # noqa: DTZ001
    written(story({"time": local}, timezone="Africa/Monrovia"))


def test_two_authors_of_one_name_stay_two() -> None:
    x, y = {"name": "A", "role": "x"}, {"name": "A", "role": "y"}
    written(story({"authors": [x]}, {"id": "u", "authors": [y]}, authors=[x, y]))


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Storm closes the coast road", "storm-closes-the-coast-road"),
        ("  Ünïcode & Straße!  ", "unicode-strae"),
        ("50% off…", "50-off"),
        ("引き割り", ""),
        ("", ""),
        ("a" * 100, "a" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug(headline: str, expected: str) -> None:
    assert slug(headline) == expected
    identifier = story_id(date(2024, 1, 5), headline)
    assert identifier == f"2024-01-05-{expected}".rstrip("-")
    assert story(id=identifier).meta.id == identifier
