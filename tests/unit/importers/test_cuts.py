"""Documents whose end is missing: one error that says so, or what there is and a word about it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from blogctl.errors import StoryError
from blogctl.importers.cuts import json_fault
from blogctl.model import Story, read

from .reading import FIXTURES
from .test_round_trips import FORMATS, back, document

FIRST = datetime(2024, 1, 5, 9, tzinfo=UTC)
PIECES = 12
CUT = re.compile(r"may be cut off|ends there")


@cache
def story() -> Story:
    updates = [
        {
            "id": f"u{n}",
            "time": FIRST + timedelta(minutes=n),
            "headline": f"Пожар {n}",
            "body": f"Text {n} with *marks*.\n\nAnd more of it.",
            "authors": ["A. Writer"],
        }
        for n in range(8)
    ]
    meta = {"id": "x-1", "headline": "Coast road", "url": "https://example.org/live/x-1"}
    result = read({"story": meta, "updates": updates})
    assert result.story is not None
    return result.story


def pieces(whole: bytes) -> list[bytes]:
    """A document cut at many places, some of them in the middle of a character."""
    return [whole[: len(whole) * n // PIECES] for n in range(1, PIECES)]


@pytest.mark.parametrize("name", [*FORMATS, "json", "ndjson"])
def test_an_export_that_is_cut_says_so(name: str) -> None:
    whole = document(story(), name)
    for piece in pieces(whole):
        if name == "ndjson" and piece.rstrip().endswith(b"}"):
            continue  # nobody can tell
        try:
            imported = back(piece)
        except StoryError as error:
            assert CUT.search(error.message) or len(piece) < 300, piece[-40:]
            continue
        report = imported.report
        said = [*report.doubts, *(each.why for each in report.omissions)]
        assert any(map(CUT.search, said)), piece[-40:]
        assert {each.id for each in imported.story.updates} <= {f"u{n}" for n in range(8)}
        if name in ("rss", "atom"):
            assert all("And more" in (each.body or "") for each in imported.story.updates)
    assert not any(map(CUT.search, back(whole).report.doubts))


def test_an_answer_that_is_cut_says_where() -> None:
    whole = (FIXTURES / "sourcefabric_posts.json").read_bytes()
    for piece in pieces(whole):
        line = piece.decode("utf-8", "ignore").rstrip().count("\n") + 1
        with pytest.raises(StoryError, match=rf"ends too early, at line {line}, column \d+"):
            back(piece)


def test_a_fault_of_json_is_a_missing_end_wherever_it_is_cut() -> None:
    data = {"a": [1.5e-10, -2, True, False, None, "\u1234\\x\n"], "b": {"c": "é"}}
    whole = json.dumps(data, indent=1)
    assert all("may be cut off" in json_fault(whole[:end]) for end in range(1, len(whole)))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"a": 1}}', "line 1, column 9"),
        ('{\n"a": 1,}', "line 2, column"),
        ('{"a" 1}', "line 1, column 6"),
        ("[tru]", "line 1, column 2"),
        ('["\\x"]', "line 1, column 3"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_fault_of_json_that_is_no_missing_end_says_where(text: str, where: str) -> None:
    fault = json_fault(text)
    assert where in fault
    assert "cut off" not in fault
