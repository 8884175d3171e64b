"""Nothing is coerced, nothing unknown is let in, and each refusal names its place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from pydantic import ValidationError

from blogctl.model import Part, Path, ReadStory, read, read_update

TIME = datetime(2024, 1, 5, 12, tzinfo=UTC)
WORDS = {
    "text": "a",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "table": {},
    "time": TIME,
    "date": date(2024, 1, 5),
    "clock": time(12),
}
FULL: dict[str, Any] = {
    "format": 1,
    "story": {
        "id": "x",
        "headline": "A story",
        "language": "en-GB",
        "timezone": "Europe/London",
        "status": "ended",
        "summary": "s",
        "url": "https://example.org/x",
        "coverage_start": TIME,
        "coverage_end": TIME,
        "authors": ["A", {"name": "B", "url": "mailto:b@example.org", "role": "r"}],
        "tags": ["t"],
        "body": "b",
        "note": "n",
        "publisher": {"name": "P", "url": "/p", "logo": "l.png"},
        "image": {"url": "i", "alt": "", "caption": "c", "credit": "d", "width": 1, "height": 2},
        "about": {"name": "E", "location": "L", "start": date(2024, 1, 5), "end": TIME},
        "related": [{"headline": "h", "url": "r", "rel": "next"}],
        "extra": {"k": [1, "a", {"b": True}]},
    },
    "updates": [
        {
            "id": "u",
            "time": TIME,
            "headline": "h",
            "body": "b",
            "authors": ["A"],
            "tags": ["t"],
            "key": True,
            "pinned": True,
            "label": "l",
            "status": "draft",
            "edited": TIME,
            "sources": [{"name": "S", "url": "s"}],
            "media": [
                {
                    "type": "video",
                    "url": "m",
                    "alt": "",
                    "caption": "c",
                    "credit": "d",
                    "mime": "video/mp4",
                    "bytes": 0,
                    "width": 1,
                    "height": 1,
                    "duration": 1.5,
                    "poster": "p",
                }
            ],
            "corrections": [{"time": TIME, "text": "c"}],
            "retraction": {"time": TIME, "reason": "r"},
            "original_url": "https://example.org/#u",
            "extra": {"k": 1.5},
        }
    ],
}

# What each key holds: the words above that it takes.
KINDS: dict[Path, set[str]] = {
    ("format",): {"integer"},
    ("story", "id"): {"text"},
    ("story", "headline"): {"text"},
    ("story", "language"): set(),
    ("story", "timezone"): set(),
    ("story", "status"): set(),
    ("story", "summary"): {"text"},
    ("story", "url"): {"text"},
    ("story", "coverage_start"): {"time"},
    ("story", "coverage_end"): {"time"},
    ("story", "authors"): {"array"},
    ("story", "authors", 0): {"text"},
    ("story", "authors", 1, "name"): {"text"},
    ("story", "authors", 1, "url"): {"text"},
    ("story", "authors", 1, "role"): {"text"},
    ("story", "tags"): {"array"},
    ("story", "tags", 0): {"text"},
    ("story", "body"): {"text"},
    ("story", "note"): {"text"},
    ("story", "publisher"): set(),
    ("story", "publisher", "name"): {"text"},
    ("story", "publisher", "url"): {"text"},
    ("story", "publisher", "logo"): {"text"},
    ("story", "image"): set(),
    ("story", "image", "url"): {"text"},
    ("story", "image", "alt"): {"text"},
    ("story", "image", "caption"): {"text"},
    ("story", "image", "credit"): {"text"},
    ("story", "image", "width"): {"integer"},
    ("story", "image", "height"): {"integer"},
    ("story", "about"): set(),
    ("story", "about", "name"): {"text"},
    ("story", "about", "location"): {"text"},
    ("story", "about", "start"): {"date", "time"},
    ("story", "about", "end"): {"date", "time"},
    ("story", "related"): {"array"},
    ("story", "related", 0): set(),
    ("story", "related", 0, "headline"): {"text"},
    ("story", "related", 0, "url"): {"text"},
    ("story", "related", 0, "rel"): set(),
    ("story", "extra"): {"table"},
    ("story", "extra", "k"): {"text", "integer", "number", "boolean", "array", "table"},
    ("updates",): {"array"},
    ("updates", 0): set(),
    ("updates", 0, "id"): {"text"},
    ("updates", 0, "time"): {"time"},
    ("updates", 0, "headline"): {"text"},
    ("updates", 0, "body"): {"text"},
    ("updates", 0, "authors"): {"array"},
    ("updates", 0, "authors", 0): {"text"},
    ("updates", 0, "tags"): {"array"},
    ("updates", 0, "tags", 0): {"text"},
    ("updates", 0, "key"): {"boolean"},
    ("updates", 0, "pinned"): {"boolean"},
    ("updates", 0, "label"): {"text"},
    ("updates", 0, "status"): set(),
    ("updates", 0, "edited"): {"time"},
    ("updates", 0, "sources"): {"array"},
    ("updates", 0, "sources", 0): set(),
    ("updates", 0, "sources", 0, "name"): {"text"},
    ("updates", 0, "sources", 0, "url"): {"text"},
    ("updates", 0, "media"): {"array"},
    ("updates", 0, "media", 0): set(),
    ("updates", 0, "media", 0, "type"): set(),
    ("updates", 0, "media", 0, "url"): {"text"},
    ("updates", 0, "media", 0, "alt"): {"text"},
    ("updates", 0, "media", 0, "caption"): {"text"},
    ("updates", 0, "media", 0, "credit"): {"text"},
    ("updates", 0, "media", 0, "mime"): set(),
    ("updates", 0, "media", 0, "bytes"): {"integer"},
    ("updates", 0, "media", 0, "width"): {"integer"},
    ("updates", 0, "media", 0, "height"): {"integer"},
    ("updates", 0, "media", 0, "duration"): {"number", "integer"},
    ("updates", 0, "media", 0, "poster"): {"text"},
    ("updates", 0, "corrections"): {"array"},
    ("updates", 0, "corrections", 0): set(),
    ("updates", 0, "corrections", 0, "time"): {"time"},
    ("updates", 0, "corrections", 0, "text"): {"text"},
    ("updates", 0, "retraction"): set(),
    ("updates", 0, "retraction", "time"): {"time"},
    ("updates", 0, "retraction", "reason"): {"text"},
    ("updates", 0, "original_url"): {"text"},
    ("updates", 0, "extra"): {"table"},
    ("updates", 0, "extra", "k"): {"text", "integer", "number", "boolean", "array", "table"},
}


def with_value(path: Path, value: Any) -> dict[str, Any]:
    """The full story with another value at a path."""

    def changed(node: Any, rest: Path) -> Any:
        if not rest:
            return value
        if isinstance(node, list):
            return [changed(n, rest[1:]) if i == rest[0] else n for i, n in enumerate(node)]
        return {**node, rest[0]: changed(node.get(rest[0]), rest[1:])}

    result = changed(FULL, path)
    assert isinstance(result, dict)
    return result


def places(result: ReadStory) -> list[Path]:
    assert (result.story is None) == bool(result.problems)
    return [problem.path for problem in result.problems]


def test_the_full_story_is_one() -> None:
    result = read(FULL)
    assert result.problems == ()
    assert result.story is not None
    assert result.partial == frozenset()


def test_every_field_of_the_model_is_in_the_full_story() -> None:
    story = read(FULL).story
    assert story is not None
    parts: list[Part | None] = [
        story.meta,
        *story.updates,
        *story.meta.authors[1:],
        story.meta.publisher,
    ]
    parts += [story.meta.image, story.meta.about, *story.meta.related, *story.updates[0].sources]
    parts += [*story.updates[0].media, *story.updates[0].corrections, story.updates[0].retraction]
    for part in parts:
        assert part is not None
        assert set(type(part).model_fields) == part.model_fields_set


@pytest.mark.parametrize("path", KINDS, ids=str)
@pytest.mark.parametrize("word", WORDS)
def test_each_key_takes_its_own_kind_of_value_only(path: Path, word: str) -> None:
    found = places(read(with_value(path, WORDS[word])))
    if word in KINDS[path]:
        assert found == []
    else:
        assert found
        assert all(place[: len(path)] == path for place in found)


@pytest.mark.parametrize("path", [path for path in KINDS if isinstance(path[-1], str)], ids=str)
def test_null_is_nothing_that_json_may_say(path: Path) -> None:
    result = read(with_value(path, None), text_times=True)
    assert path in places(result)


CONTAINERS: list[Path] = [
    (),
    ("story",),
    ("story", "authors", 1),
    ("story", "publisher"),
    ("story", "image"),
    ("story", "about"),
    ("story", "related", 0),
    ("updates", 0),
    ("updates", 0, "sources", 0),
    ("updates", 0, "media", 0),
    ("updates", 0, "corrections", 0),
    ("updates", 0, "retraction"),
]


@pytest.mark.parametrize("at", CONTAINERS, ids=str)
@pytest.mark.parametrize("key", ["unknown", "Id", "headline ", "", "model_config", "meta", "__x__"])
def test_an_unknown_key_is_refused_everywhere(at: Path, key: str) -> None:
    result = read(with_value((*at, key), "x"))
    assert [(p.path, p.kind) for p in result.problems] == [((*at, key), "extra_forbidden")]


@pytest.mark.parametrize(
    "path",
    [
        ("story",),
        ("story", "id"),
        ("story", "headline"),
        ("story", "authors", 1, "name"),
        ("story", "publisher", "name"),
        ("story", "image", "url"),
        ("story", "about", "name"),
        ("story", "related", 0, "headline"),
        ("story", "related", 0, "url"),
        ("updates", 0, "time"),
        ("updates", 0, "sources", 0, "name"),
        ("updates", 0, "media", 0, "type"),
        ("updates", 0, "media", 0, "url"),
        ("updates", 0, "corrections", 0, "time"),
        ("updates", 0, "corrections", 0, "text"),
        ("updates", 0, "retraction", "time"),
    ],
    ids=str,
)
def test_what_must_be_there(path: Path) -> None:
    def without(node: Any, rest: Path) -> Any:
        if isinstance(node, list):
            return [without(n, rest[1:]) if i == rest[0] else n for i, n in enumerate(node)]
        if len(rest) == 1:
            return {key: value for key, value in node.items() if key != rest[0]}
        return {**node, rest[0]: without(node[rest[0]], rest[1:])}

    result = read(without(FULL, path))
    assert [(p.path, p.kind) for p in result.problems] == [(path, "missing")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("story", "headline"), ""),
        (("story", "headline"), " \n\t\u3000"),
        (("story", "authors", 0), " "),
        (("story", "authors", 1, "name"), ""),
        (("story", "tags", 0), ""),
        (("story", "about", "name"), "\n"),
        (("updates", 0, "tags", 0), " "),
        (("updates", 0, "sources", 0, "name"), ""),
        (("updates", 0, "corrections", 0, "text"), " "),
        (("story", "language"), ""),
        (("story", "language"), "english language"),
        (("story", "language"), "en_GB"),
        (("story", "language"), "en\n"),
        (("story", "language"), "e"),
        (("story", "timezone"), "London"),
        (("story", "timezone"), "Europe/London\n"),
        (("story", "status"), "Live"),
        (("story", "status"), "closed"),
        (("story", "related", 0, "rel"), "up"),
        (("updates", 0, "status"), "hidden"),
        (("updates", 0, "media", 0, "type"), "picture"),
        (("updates", 0, "media", 0, "mime"), "video"),
        (("updates", 0, "media", 0, "mime"), "video/mp4; codecs=x"),
        (("updates", 0, "media", 0, "mime"), "video/mp4\n"),
        (("updates", 0, "media", 0, "bytes"), -1),
        (("updates", 0, "media", 0, "bytes"), 2**53 + 1),
        (("updates", 0, "media", 0, "width"), 0),
        (("updates", 0, "media", 0, "width"), 1.0),
        (("updates", 0, "media", 0, "height"), -5),
        (("updates", 0, "media", 0, "duration"), -0.5),
        (("updates", 0, "media", 0, "duration"), float("inf")),
        (("updates", 0, "media", 0, "duration"), float("nan")),
        (("story", "image", "width"), 10**7),
        (("format",), 0),
        (("format",), -1),
        (("format",), 1.0),
    ],
    ids=str,
)
def test_values_out_of_bounds(path: Path, value: Any) -> None:
    (place,) = places(read(with_value(path, value)))
    assert place[: len(path)] == path


@pytest.mark.parametrize("version", [2, 3, 10**9])
def test_a_newer_format_is_the_only_problem(version: int) -> None:
    data = with_value(("format",), version) | {"chapters": [], "story": 5}
    result = read(data)
    assert [(p.path, p.kind) for p in result.problems] == [(("format",), "newer-format")]
    assert result.story is None


@pytest.mark.parametrize(
    "update",
    [{}, {"headline": "", "body": " \n "}, {"body": "\u00a0"}, {"tags": ["a"]}, {"media": []}],
    ids=str,
)
def test_an_update_must_say_something(update: dict[str, Any]) -> None:
    result = read(FULL | {"updates": [{"time": TIME, **update}]})
    assert [(p.path, p.kind) for p in result.problems] == [(("updates", 0), "empty-update")]


@pytest.mark.parametrize(
    "update",
    [
        {"headline": "h"},
        {"body": "b"},
        {"media": [{"type": "image", "url": "a.jpg"}]},
        {"retraction": {"time": TIME}},
    ],
    ids=str,
)
def test_each_of_these_says_something(update: dict[str, Any]) -> None:
    assert read(FULL | {"updates": [{"time": TIME, **update}]}).story is not None


def test_times_are_strings_in_json_and_there_only() -> None:
    update = {"time": "2024-01-05T12:00:00Z", "body": "b"}
    data = {"story": {"id": "x", "headline": "h"}, "updates": [update]}
    story = read(data, text_times=True).story
    assert story is not None
    assert story.updates[0].time == TIME
    assert places(read(data)) == [("updates", 0, "time")]


@pytest.mark.parametrize(
    "text", ["2024-01-05T12:00:00", "2024-01-05", "12:00", "now", "", "20240105", "1704456000"]
)
def test_a_json_time_needs_a_day_a_clock_and_an_offset(text: str) -> None:
    data = {
        "story": {"id": "x", "headline": "h", "timezone": "UTC"},
        "updates": [{"time": text, "body": "b"}],
    }
    assert places(read(data, text_times=True)) == [("updates", 0, "time")]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2024-01-05", True),
        ("2024-02-30", False),
        ("2024-W01-5", False),
        ("2024-1-5", False),
        ("20240105", False),
        ("2024-01-05T12:00:00Z", True),
    ],
)
def test_the_days_of_an_event_in_json(text: str, is_one: bool) -> None:
    data = {"story": {"id": "x", "headline": "h", "about": {"name": "e", "start": text}}}
    assert (read(data, text_times=True).story is not None) is is_one


def test_a_local_time_is_read_in_the_storys_zone() -> None:
    local = datetime(2024, 7, 1, 12)  # noqa: DTZ001
    data = {
        "story": {"id": "x", "headline": "h", "timezone": "Europe/London"},
        "updates": [{"time": local, "body": "b"}],
    }
    story = read(data).story
    assert story is not None
    assert story.updates[0].time == datetime(2024, 7, 1, 11, tzinfo=UTC)
    data["story"] = {"id": "x", "headline": "h"}
    assert [p.kind for p in read(data).problems] == ["local-time-without-zone"]
    data["story"] = {"id": "x", "headline": "h", "timezone": "Mars/Olympus"}
    assert [p.kind for p in read(data).problems] == ["unknown-timezone"]


def test_everything_wrong_is_said_and_the_rest_is_read() -> None:
    data = {
        "story": {"id": "x", "headline": 5, "language": "en_GB", "tags": ["a", 1], "x": 1},
        "updates": [
            {"time": TIME, "body": "fine"},
            {"time": "now", "body": "b"},
            {"time": TIME, "body": "b", "pinned": "yes", "colour": "red"},
            7,
        ],
    }
    result = read(data)
    assert sorted(map(str, places(result))) == sorted(
        map(
            str,
            [
                ("story", "headline"),
                ("story", "language"),
                ("story", "tags", 1),
                ("story", "x"),
                ("updates", 1, "time"),
                ("updates", 2, "pinned"),
                ("updates", 2, "colour"),
                ("updates", 3),
            ],
        )
    )
    assert len(result.updates) == 4
    assert [update is None for update in result.updates] == [False, True, False, True]
    assert 2 in result.partial
    assert 0 not in result.partial
    assert result.updates[2] is not None
    assert not result.updates[2].pinned


def test_the_model_is_frozen() -> None:
    story = read(FULL).story
    assert story is not None
    with pytest.raises(ValidationError):
        story.updates[0].body = "x"
    with pytest.raises(ValidationError):
        story.meta.headline = "x"
    assert isinstance(story.updates, tuple)
    assert isinstance(story.updates[0].tags, tuple)


def test_the_schema_key_may_stand_in_json() -> None:
    data = {"$schema": "story.schema.json", "story": {"id": "x", "headline": "h"}}
    assert read(data, text_times=True).story is not None


def test_one_update_alone_is_read_as_a_part_of_its_story() -> None:
    meta = read(FULL).meta
    local = datetime(2024, 7, 1, 12)  # noqa: DTZ001
    update, problems = read_update({"time": local, "body": "b", "authors": ["B"]}, meta)
    assert problems == ()
    assert update is not None
    assert update.time == datetime(2024, 7, 1, 11, tzinfo=UTC)
    assert update.authors[0].role == "r"
    update, problems = read_update({"time": local, "body": "b", "x": None}, None)
    assert update is None
    assert {problem.path for problem in problems} == {("time",), ("x",)}
