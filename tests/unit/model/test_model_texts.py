"""Characters that no feed can carry, and the bounds of free-form data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from blogctl.model import Path, read

TIME = datetime(2024, 1, 5, 12, tzinfo=UTC)
ILLEGAL = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\ufffe", "\uffff"]
LEGAL = ["\t", "\n", "\r", "\x7f", "\x80", "\x85", "\u2028", "\ud7ff", "\ue000", "\ufffd", "\ufeff"]
LEGAL += ["\U00010000", "\U0001f600", "\U0001ffff", "\U0010ffff", "\u202e", "é"]


def texts(text: str) -> dict[Path, tuple[dict[str, Any], dict[str, Any]]]:
    """For each text in a story, the story and the update that hold it there."""
    person = {"name": text}
    media = {"type": "image", "url": "a"}
    return {
        ("story", "headline"): ({"headline": text}, {}),
        ("story", "summary"): ({"summary": text}, {}),
        ("story", "body"): ({"body": text}, {}),
        ("story", "note"): ({"note": text}, {}),
        ("story", "tags", 0): ({"tags": [text]}, {}),
        ("story", "authors", 0, "name"): ({"authors": [text]}, {}),
        ("story", "authors", 0, "role"): ({"authors": [{"name": "a", "role": text}]}, {}),
        ("story", "publisher", "name"): ({"publisher": person}, {}),
        ("story", "about", "name"): ({"about": person}, {}),
        ("story", "about", "location"): ({"about": {"name": "a", "location": text}}, {}),
        ("story", "image", "alt"): ({"image": {"url": "a", "alt": text}}, {}),
        ("story", "image", "caption"): ({"image": {"url": "a", "caption": text}}, {}),
        ("story", "image", "credit"): ({"image": {"url": "a", "credit": text}}, {}),
        ("story", "related", 0, "headline"): ({"related": [{"headline": text, "url": "a"}]}, {}),
        ("story", "extra", "a", 0, "b"): ({"extra": {"a": [{"b": text}]}}, {}),
        ("updates", 0, "headline"): ({}, {"headline": text}),
        ("updates", 0, "body"): ({}, {"body": text}),
        ("updates", 0, "label"): ({}, {"label": text}),
        ("updates", 0, "tags", 0): ({}, {"tags": [text]}),
        ("updates", 0, "authors", 0, "name"): ({}, {"authors": [person]}),
        ("updates", 0, "sources", 0, "name"): ({}, {"sources": [person]}),
        ("updates", 0, "media", 0, "alt"): ({}, {"media": [media | {"alt": text}]}),
        ("updates", 0, "media", 0, "caption"): ({}, {"media": [media | {"caption": text}]}),
        ("updates", 0, "media", 0, "credit"): ({}, {"media": [media | {"credit": text}]}),
        ("updates", 0, "corrections", 0, "text"): (
            {},
            {"corrections": [{"time": TIME, "text": text}]},
        ),
        ("updates", 0, "retraction", "reason"): (
            {},
            {"retraction": {"time": TIME, "reason": text}},
        ),
        ("updates", 0, "extra", "a"): ({}, {"extra": {"a": text}}),
    }


def problems(meta: dict[str, Any], update: dict[str, Any]) -> list[tuple[Path, str]]:
    data = {
        "story": {"id": "x", "headline": "h", **meta},
        "updates": [{"time": TIME, "body": "b", **update}],
    }
    return [(problem.path, problem.kind) for problem in read(data).problems]


@pytest.mark.parametrize("character", ILLEGAL, ids=ascii)
@pytest.mark.parametrize("where", ["a{}b", "{}a", "a{}", "a\n{}\n"])
def test_an_illegal_character_is_refused_in_every_text(character: str, where: str) -> None:
    for path, (meta, update) in texts(where.format(character)).items():
        ((found, kind),) = problems(meta, update)
        assert found == path or path[-1] == "name"
        assert path[: len(found)] == found
        assert kind in {"string_pattern_mismatch", "illegal-character"}


@pytest.mark.parametrize("character", ["\ud800", "\udfff"], ids=ascii)
def test_half_a_character_from_json_is_refused(character: str) -> None:
    for meta, update in texts(f"a{character}").values():
        assert problems(meta, update)


@pytest.mark.parametrize("character", LEGAL, ids=ascii)
def test_every_other_character_may_stand_in_every_text(character: str) -> None:
    for meta, update in texts(f"a{character}b").values():
        assert problems(meta, update) == []


@pytest.mark.parametrize("character", ILLEGAL, ids=ascii)
def test_an_illegal_character_in_a_key_of_free_form_data(character: str) -> None:
    ((path, kind),) = problems({"extra": {"a": {f"b{character}": 1}}}, {})
    assert path[:3] == ("story", "extra", "a")
    assert kind == "illegal-character"


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        -(2**53),
        0,
        True,
        1e308,
        -0.0,
        "",
        [],
        {},
        [[[]]],
        {"": {"a.b": [1, "x", False, {"c": 0.5}]}},
        "x" * 60_000,
        "javascript:alert(1)",
    ],
    ids=lambda value: str(value)[:30],
)
def test_free_form_data(value: Any) -> None:
    assert problems({"extra": {"a": value}}, {"extra": {"a": [value]}}) == []


@pytest.mark.parametrize(
    "value",
    [
        2**53 + 1,
        -(2**53) - 1,
        10**400,
        float("nan"),
        float("inf"),
        float("-inf"),
        date(2024, 1, 5),
        TIME,
        datetime(2024, 1, 5),  # noqa: DTZ001
        time(12),
        None,
    ],
    ids=lambda value: str(value)[:30],
)
def test_data_that_json_cannot_carry_safely(value: Any) -> None:
    for inside, path in (
        (value, ()),
        ([0, value], (1,)),
        ({"b": [{"c": value}]}, ("b", 0, "c")),
    ):
        assert problems({"extra": {"a": inside}}, {}) == [
            (("story", "extra", "a", *path), "extra-not-json")
        ]
        assert problems({}, {"extra": {"a": inside}}) == [
            (("updates", 0, "extra", "a", *path), "extra-not-json")
        ]


def test_several_faults_in_free_form_data_are_all_named() -> None:
    found = problems({"extra": {"a": [TIME, 1, 2**60], "b": "\0", "c": {"d": float("nan")}}}, {})
    assert {path[2:] for path, _ in found} == {("a", 0), ("a", 2), ("b",), ("c", "d")}


@pytest.mark.parametrize(("size", "is_fine"), [(64 * 1024, True), (64 * 1024 + 1, False)])
@pytest.mark.parametrize("letter", ["x", "é"])
def test_free_form_data_is_measured_in_bytes_of_json(size: int, is_fine: bool, letter: str) -> None:
    frame = len('{"a": ""}')
    width = len(letter.encode())
    count, rest = divmod(size - frame, width)
    found = problems({"extra": {"a": letter * count + "x" * rest}}, {})
    assert found == ([] if is_fine else [(("story", "extra"), "extra-not-json")])


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_free_form_data_that_is_nested_too_deeply_is_refused(depth: int) -> None:
    tables: dict[str, Any] = {}
    arrays: list[Any] = []
    for _ in range(depth):
        tables, arrays = {"a": tables}, [arrays]
    for value in (tables, arrays):
        found = problems({"extra": {"x": value}}, {"extra": {"x": value}})
        assert {kind for _, kind in found} == {"extra-not-json"}
        # Taking it apart by hand keeps the interpreter's own recursion out of the test.
    while tables:
        tables = tables["a"]


def test_ninety_levels_are_fine() -> None:
    value: Any = 1
    for _ in range(45):
        value = [{"a": value}]
    assert problems({"extra": {"x": value}}, {}) == []
