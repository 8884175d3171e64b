"""blogctl dedupe: what is dropped, what is reported, what stays."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .program import Result, Run, assert_one_error, require

HEAD = '[story]\nid = "s"\nheadline = "S"\n'
FIRST = '\n[[updates]]\nid = "a"\ntime = 2024-01-05T09:00:00Z\nbody = "Same."\n'
AGAIN = '\n# sent twice\n[[updates]]\nid = "b"\ntime = 2024-01-05T10:00:00+01:00\nbody = "Same."\n'
OTHER = '\n[[updates]]\nid = "c"\ntime = 2024-01-05T09:00:00Z\nbody = "Other."\n'
DOUBLED = HEAD + FIRST + AGAIN + OTHER
SINGLE = HEAD + FIRST.replace("\n[[", "\n# sent twice\n[[") + OTHER
CONFLICT = HEAD + FIRST + OTHER.replace('"c"', '"a"')


@pytest.fixture
def doubled(tmp_path: Path) -> Path:
    path = tmp_path / "d.story.toml"
    path.write_bytes(DOUBLED.encode())
    return path


def test_the_same_content_at_the_same_instant_stays_once(run: Run, doubled: Path) -> None:
    result = run("dedupe", doubled.name)
    assert (result.code, result.out) == (0, "")
    assert doubled.read_text("utf-8") == SINGLE
    (told,) = [line for line in result.err.splitlines() if "dropped" in line]
    assert told.startswith("d.story.toml:11: ")
    assert " b," in told


def test_the_last_can_stay(run: Run, doubled: Path) -> None:
    assert run("dedupe", doubled, "--keep", "last").code == 0
    assert doubled.read_text("utf-8") == HEAD + AGAIN + OTHER


def test_a_second_run_touches_nothing(run: Run, doubled: Path) -> None:
    run("dedupe", doubled)
    before = doubled.stat()
    result = run("dedupe", doubled)
    after = doubled.stat()
    assert (result.code, result.out) == (0, "")
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert run("dedupe", doubled, "-q") == Result(0, "", "")


@pytest.mark.parametrize("option", ["--check", "--diff", "--dry-run"])
def test_trials_change_nothing(run: Run, doubled: Path, option: str) -> None:
    stamp = doubled.stat().st_mtime_ns
    result = run("dedupe", doubled.name, option)
    assert result.code == (1 if option == "--check" else 0)
    assert "d.story.toml:11: would drop b" in result.err
    assert doubled.read_text("utf-8") == DOUBLED
    assert doubled.stat().st_mtime_ns == stamp
    assert bool(result.out) == (option == "--diff")


def test_a_check_passes_where_nothing_is_doubled(run: Run, doubled: Path) -> None:
    doubled.write_text(SINGLE)
    assert run("dedupe", doubled, "--check").code == 0


def test_without_a_path_nothing_is_written(run: Run, doubled: Path) -> None:
    assert_one_error(run("dedupe"), 2)
    assert doubled.read_text("utf-8") == DOUBLED


def test_the_diff_can_be_applied(run: Run, doubled: Path, tmp_path: Path) -> None:
    result = run("dedupe", "--diff", doubled.name)
    subprocess.run([require("patch"), "-p0"], input=result.out.encode(), cwd=tmp_path, check=True)
    assert doubled.read_text("utf-8") == SINGLE


def test_it_filters_standard_input(run: Run) -> None:
    result = run("dedupe", "-", "--stdin-filename", "x.toml", stdin=DOUBLED)
    assert (result.code, result.out) == (0, SINGLE)
    assert "x.toml:11: dropped b" in result.err


def test_one_id_with_two_contents_is_a_conflict(run: Run, doubled: Path) -> None:
    doubled.write_text(CONFLICT)
    assert_one_error(run("dedupe", doubled), 1, doubled.name, "--keep")
    assert doubled.read_text("utf-8") == CONFLICT


@pytest.mark.parametrize(("keep", "stays"), [("first", "Same."), ("last", "Other.")])
def test_the_user_decides_a_conflict(run: Run, doubled: Path, keep: str, stays: str) -> None:
    doubled.write_text(CONFLICT)
    result = run("dedupe", doubled, "--keep", keep)
    assert result.code == 0
    text = doubled.read_text("utf-8")
    assert text.count("[[updates]]") == 1
    assert stays in text
    assert " dropped a" in result.err


def test_an_unknown_choice_is_refused(run: Run, doubled: Path) -> None:
    assert_one_error(run("dedupe", doubled, "--keep", "newest"), 2, "--keep", "first", "last")


def test_what_else_is_lost_is_told(run: Run, doubled: Path) -> None:
    doubled.write_text(DOUBLED.replace("\n# sent", "extra = { a = 1 }\n\n# sent"))
    result = run("dedupe", doubled, "--keep", "last")
    assert result.code == 0
    assert "extra" in result.err


def test_several_paths_and_the_worst_code(run: Run, doubled: Path, tmp_path: Path) -> None:
    (tmp_path / "c.story.toml").write_text(CONFLICT)
    result = run("dedupe", "none", "c.story.toml", doubled)
    assert result.code == 2
    assert doubled.read_text("utf-8") == SINGLE
    assert "c.story.toml" in result.err
    assert "none" in result.err


def test_an_invalid_story_is_left_alone(run: Run, doubled: Path) -> None:
    text = DOUBLED.replace('body = "Other."', "body = 1")
    doubled.write_text(text)
    result = run("dedupe", doubled.name)
    assert (result.code, result.out) == (1, "")
    assert "d.story.toml:19:8: error[wrong-type]" in result.err
    assert doubled.read_text("utf-8") == text


def test_crlf_stays(run: Run, doubled: Path) -> None:
    doubled.write_bytes(DOUBLED.replace("\n", "\r\n").encode())
    assert run("dedupe", doubled).code == 0
    assert doubled.read_bytes() == SINGLE.replace("\n", "\r\n").encode()
