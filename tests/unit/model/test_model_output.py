"""The JSON form of a story: the keys of the file, times as strings, defaults left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from blogctl.model import read, story_data

TIME = datetime(2024, 1, 5, 15, 3, 44, tzinfo=UTC)


def test_the_smallest_story_in_json() -> None:
    result = read({"story": {"id": "x", "headline": "h"}})
    assert result.story is not None
    assert story_data(result.story) == {
        "format": 1,
        "story": {"id": "x", "headline": "h", "language": "en", "status": "live"},
        "updates": [],
    }


def test_what_json_says_of_each_kind_of_value() -> None:
    east = TIME.astimezone(timezone(timedelta(hours=5, minutes=45)))
    data = {
        "story": {
            "id": "x",
            "headline": "h",
            "authors": ["A"],
            "about": {"name": "e", "start": date(2024, 1, 5), "end": TIME},
            "related": [{"headline": "r", "url": "/r"}],
        },
        "updates": [
            {"time": east, "body": "b", "authors": ["A"], "key": False, "tags": []},
            {
                "time": TIME.replace(microsecond=5),
                "id": "u",
                "body": "b",
                "extra": {"a": [1, {"b": 0.5}]},
            },
        ],
    }
    story = read(data).story
    assert story is not None
    assert story_data(story) == {
        "format": 1,
        "story": {
            "id": "x",
            "headline": "h",
            "language": "en",
            "status": "live",
            "authors": [{"name": "A"}],
            "about": {"name": "e", "start": "2024-01-05", "end": "2024-01-05T15:03:44Z"},
            "related": [{"headline": "r", "url": "/r", "rel": "related"}],
        },
        "updates": [
            {
                "id": "20240105T150344Z",
                "time": "2024-01-05T20:48:44+05:45",
                "body": "b",
                "authors": [{"name": "A"}],
            },
            {
                "id": "u",
                "time": "2024-01-05T15:03:44.000005Z",
                "body": "b",
                "extra": {"a": [1, {"b": 0.5}]},
            },
        ],
    }
