"""blogctl add --ndjson: many updates at once, all or none."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .program import STORY, Run, assert_one_error, assert_warned

BATCH: list[dict[str, Any]] = [
    {"time": "2024-01-05T10:00:00Z", "body": "One"},
    {"time": "2024-01-05T08:00:00+01:00", "headline": "Two", "key": True},
    {"time": "2024-01-05T23:00:00Z", "body": "Three\r\n\r\nlines", "id": "three"},
]


def lines(updates: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(update) + "\n" for update in updates)


def bodies(path: Path) -> list[str | None]:
    data = tomllib.loads(path.read_text("utf-8"))
    return [update.get("body") or update.get("headline") for update in data["updates"]]


def test_each_line_is_an_update_and_each_id_is_printed_in_turn(run: Run, story: Path) -> None:
    result = run("add", story, "--ndjson", "-", stdin=lines(BATCH))
    assert (result.code, result.err) == (0, "")
    assert result.lines[2] == "three"
    assert [line[:16] for line in result.lines[:2]] == ["20240105T100000Z", "20240105T070000Z"]
    assert bodies(story) == [
        "Two",
        "Road closed",
        "One",
        "Trees are *down*.\n",
        "Three\n\nlines",
    ]
    assert run("validate", story, "--strict").code == 0


def test_lines_can_come_from_a_file(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "batch.ndjson").write_bytes(b"\xef\xbb\xbf\n" + lines(BATCH).encode() + b"\n\n")
    assert len(run("add", story, "--ndjson", "batch.ndjson").lines) == 3


def test_sending_a_batch_again_changes_nothing(run: Run, story: Path) -> None:
    first = run("add", story, "--ndjson", "-", stdin=lines(BATCH))
    before, stamp = story.read_bytes(), story.stat().st_mtime_ns
    again = run("add", story, "--ndjson", "-", stdin=lines(BATCH))
    assert (again.code, again.out, again.err) == (0, first.out, "")
    assert (story.read_bytes(), story.stat().st_mtime_ns) == (before, stamp)


def test_what_list_prints_can_be_added_elsewhere(run: Run, story: Path, tmp_path: Path) -> None:
    listed = run("list", story, "--ndjson").out
    other = tmp_path / "other.story.toml"
    other.write_text('[story]\nid = "other"\nheadline = "Other"\ntimezone = "Europe/London"\n')
    assert run("add", other, "--ndjson", "-", stdin=listed).code == 0
    assert run("list", other, "--ndjson").out == listed


def test_every_field_can_be_given(run: Run, story: Path) -> None:
    update: dict[str, Any] = {
        "id": "full",
        "time": "2024-01-05T14:00:00Z",
        "headline": "H",
        "body": "B",
        "authors": ["An Example", {"name": "C", "role": "Reporter"}],
        "tags": ["t"],
        "key": True,
        "label": "analysis",
        "status": "draft",
        "edited": "2024-01-05T15:00:00Z",
        "sources": [{"name": "S", "url": "https://example.org"}],
        "media": [{"type": "image", "url": "a.jpg", "alt": "A", "width": 3, "height": 2}],
        "corrections": [{"time": "2024-01-05T15:00:00Z", "text": "C"}],
        "original_url": "https://example.org/old",
        "extra": {"minute": 43, "nested": {"list": [1, 2.5, True, "x"]}},
    }
    assert run("add", story, "--ndjson", "-", stdin=lines([update])).out == "full\n"
    shown = json.loads(run("show", story, "full", "--json").out)
    assert shown["authors"] == [{"name": "An Example"}, {"name": "C", "role": "Reporter"}]
    for key in set(update) - {"authors", "media"}:
        assert shown[key] == update[key], key
    assert update["media"][0].items() <= shown["media"][0].items()


def test_a_retraction_can_be_given(run: Run, story: Path) -> None:
    update = {
        "id": "gone",
        "time": "2024-01-05T14:00:00Z",
        "retraction": {"time": "2024-01-05T16:00:00Z", "reason": "Wrong."},
    }
    assert run("add", story, "--ndjson", "-", stdin=lines([update])).code == 0
    assert json.loads(run("show", story, "gone", "--json").out)["retraction"]["reason"] == "Wrong."


def test_a_line_without_a_time_happens_now(run: Run, story: Path) -> None:
    assert run("add", story, "--ndjson", "-", stdin='{"body": "now"}').code == 0
    assert bodies(story)[-1] == "now"


def test_several_equal_lines_are_one_update(run: Run, story: Path) -> None:
    result = run("add", story, "--ndjson", "-", stdin=lines([BATCH[0], BATCH[0]]))
    assert result.code == 0
    assert len(set(result.lines)) == 1
    assert len(bodies(story)) == 3


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "{",
        '{"body": "x"} {"body": "y"}',
        "[1]",
        "null",
        '"text"',
        '{"body": "a", "body": "b"}',
        '{"body": "x", "extra": {"a": 1, "a": 2}}',
        '{"body": "x", "extra": {"a": NaN}}',
        '{"body": "x", "extra": {"a": -Infinity}}',
        '{"body": "x", "extra": {"a": 1e999}}',
        '{"body": "x", "extra": {"a": 9007199254740993}}',
        '{"body": "x", "extra": {"a": %s}}' % ("9" * 5000),
        '{"body": "x", "extra": %s}' % ("[" * 100_000),
        '{"body": "x", "extra": null}',
        '{"body": "x", "headline": null}',
        '{"body": "x", "time": "2024-01-05T10:00:00"}',
        '{"body": "x", "time": "10:00"}',
        '{"body": "x", "time": 1704467024}',
        '{"body": "x", "pinned": "yes"}',
        '{"body": "x", "key": 1}',
        '{"body": "x", "tags": "a"}',
        '{"body": "x", "bodi": "y"}',
        '{"body": "x", "media": [{"type": "image", "url": "javascript:x"}]}',
        '{"body": "x", "id": "a b"}',
        '{"body": "\\u0007"}',
        '{"body": "\\ud800"}',
        '{"body": ""}',
        '{"tags": ["only"]}',
        "{}",
        json.dumps({f"k{number}": number for number in range(40)}),
    ],
    ids=lambda bad: bad[:40],
)
def test_a_bad_line_is_named_and_nothing_is_added(run: Run, story: Path, bad: str) -> None:
    result = run("add", story, "--ndjson", "-", stdin=f"{lines(BATCH)}\n{bad}\n{lines(BATCH)}")
    assert_one_error(result, 1, "line 5")
    assert len(result.err) < 2000
    assert story.read_text("utf-8") == STORY


def test_several_bad_lines_are_told_at_once(run: Run, story: Path) -> None:
    batch: list[dict[str, Any]] = [{"body": 1}, {"body": "fine"}, {"bodi": "x"}]
    result = run("add", story, "--ndjson", "-", stdin=lines(batch))
    assert_one_error(result, 1, "line 1", "line 3")
    assert "line 2" not in result.err


def test_a_bad_line_in_a_file_names_the_file(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "batch.ndjson").write_text('{"body": "x"}\nno json\n')
    assert_one_error(run("add", story, "--ndjson", "batch.ndjson"), 1, "batch.ndjson, line 2")


def test_an_id_that_is_taken_names_the_line(run: Run, story: Path) -> None:
    batch: list[dict[str, Any]] = [{"body": "x"}, {"id": "first", "body": "other"}]
    result = run("add", story, "--ndjson", "-", stdin=lines(batch))
    assert_one_error(result, 1, "line 2", "first")
    assert story.read_text("utf-8") == STORY


def test_one_id_twice_in_a_batch_is_a_conflict(run: Run, story: Path) -> None:
    batch: list[dict[str, Any]] = [{"id": "a", "body": "x"}, {"id": "a", "body": "y"}]
    assert_one_error(run("add", story, "--ndjson", "-", stdin=lines(batch)), 1, "line 2", '"a"')
    assert story.read_text("utf-8") == STORY


@pytest.mark.parametrize("stdin", ["", "\n \n"])
def test_no_lines_are_an_error(run: Run, story: Path, stdin: str) -> None:
    result = run("add", story, "--ndjson", "-", stdin=stdin)
    assert_one_error(result, 2, "standard input")


@pytest.mark.parametrize("args", [["text"], ["--headline", "H"], ["--time", "now"], ["--key"]])
def test_other_options_beside_it_are_refused(run: Run, story: Path, args: list[str]) -> None:
    assert_one_error(run("add", story, *args, "--ndjson", "-", stdin=lines(BATCH)), 2, "--ndjson")
    assert story.read_text("utf-8") == STORY


def test_a_missing_file_is_named(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "--ndjson", "none.ndjson"), 2, "none.ndjson")


def test_a_dry_run_adds_nothing(run: Run, story: Path) -> None:
    result = run("add", story, "--ndjson", "-", "--dry-run", stdin=lines(BATCH))
    assert (result.code, len(result.lines)) == (0, 3)
    assert result.err.count("+[[updates]]") == 3
    assert story.read_text("utf-8") == STORY


def test_warnings_are_told_once(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("timezone", 'status = "ended"\ntimezone'))
    result = run("add", story, "--ndjson", "-", stdin=lines(BATCH))
    assert_warned(result, "ended")
    assert len(result.err.splitlines()) == 1


def test_comments_between_stay_where_they_were(run: Run, story: Path) -> None:
    run("add", story, "--ndjson", "-", stdin=lines(BATCH))
    text = story.read_text("utf-8")
    blocks = text.split("[[updates]]\n")
    assert blocks[0].startswith("# A story for tests.\n")
    assert blocks[1].startswith('id = "20240105T070000Z-')
    assert blocks[1].endswith("# The first one.\n")
    assert blocks[2].startswith('id = "first"')
    assert text.endswith("\n# Nothing below.\n")


def test_a_key_that_updates_do_not_have_is_measured_by_theirs(run: Run, story: Path) -> None:
    result = run("add", story, "--ndjson", "-", stdin='{"body": "x", "headlin": "y"}\n')
    assert_one_error(result, 1, "headlin", '"headline"')
