"""blogctl validate --fix: sorted and formatted first, then checked as ever."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from .program import Run, assert_one_error

HEAD = '[story]\nid = "s"\nheadline = "S"\n'
OLD = '\n# about old\n[[updates]]\nid = "old"\ntime = 2024-01-05T09:00:00Z\nbody = "o"  # in\n'
NEW = '\n# about new\n[[updates]]\nid = "new"\ntime = 2024-01-05T10:00:00Z\nbody = "n"\n'
FIXED = HEAD + OLD + NEW
MESSY = HEAD + NEW.replace("id = ", "  id=") + OLD.replace("  # in", " # in")


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "m.story.toml"
    path.write_bytes(MESSY.encode())
    return path


def test_it_sorts_and_formats_and_then_checks(run: Run, messy: Path) -> None:
    assert run("validate", messy, "--strict").code == 1
    result = run("validate", messy, "--fix", "--strict")
    assert result.code == 0, result
    assert messy.read_text("utf-8") == FIXED
    assert run("sort", "--check", messy).code == 0
    assert run("format", "--check", messy).code == 0


def test_it_is_what_sort_and_format_do(run: Run, messy: Path, tmp_path: Path) -> None:
    other = tmp_path / "o.story.toml"
    other.write_text(MESSY)
    run("validate", messy, "--fix")
    run("sort", other)
    run("format", other)
    assert messy.read_bytes() == other.read_bytes()


def test_a_second_run_touches_nothing(run: Run, messy: Path) -> None:
    run("validate", messy, "--fix")
    before = messy.stat()
    assert run("validate", messy, "--fix").code == 0
    after = messy.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_without_it_nothing_is_written(run: Run, messy: Path) -> None:
    run("validate", messy)
    assert messy.read_text("utf-8") == MESSY


def test_missing_ids_are_written(run: Run, messy: Path) -> None:
    messy.write_text(MESSY.replace('  id="new"\n', ""))
    assert run("validate", messy, "--fix").code == 0
    assert messy.read_text("utf-8") == FIXED.replace('"new"', '"20240105T100000Z"')


def test_what_it_cannot_mend_is_found_at_its_place_in_the_new_text(run: Run, messy: Path) -> None:
    wrong = 'body = "n"\nlabel = 7'
    messy.write_text(MESSY.replace('body = "n"', wrong))
    result = run("validate", messy.name, "--fix", "--output-format", "json")
    assert result.code == 1
    (found,) = [
        each for each in json.loads(result.out)["diagnostics"] if each["severity"] == "error"
    ]
    lines = messy.read_text("utf-8").splitlines()
    assert lines == FIXED.replace('body = "n"', wrong).splitlines()
    assert found["line"] == lines.index("label = 7") + 1


@pytest.mark.parametrize(
    "text",
    ["[broken", "", HEAD + "<<<<<<< a\n", "x = 1\n"],
    ids=["broken", "empty", "conflict", "no story"],
)
def test_what_cannot_be_fixed_is_left_alone_and_found(run: Run, messy: Path, text: str) -> None:
    messy.write_text(text)
    result = run("validate", messy.name, "--fix", "--output-format", "concise")
    assert result.code == 1
    assert result.out.startswith(f"{messy.name}:")
    assert "Traceback" not in result.err
    assert messy.read_text("utf-8") == text


def test_what_cannot_be_edited_safely_is_warned_of(run: Run, messy: Path) -> None:
    text = f'updates = [{{ time = 2024-01-05T09:00:00Z, body = "b" }}]\n{HEAD}'
    messy.write_text(text)
    result = run("validate", messy.name, "--fix")
    assert "blogctl: warning: " in result.err
    assert messy.name in result.err
    assert messy.read_text("utf-8") == text


def test_a_time_that_cannot_be_read_leaves_the_order_and_mends_the_layout(
    run: Run, messy: Path
) -> None:
    messy.write_text(MESSY.replace("2024-01-05T09:00:00Z", '"nine"'))
    assert run("validate", messy, "--fix").code == 1
    text = messy.read_text("utf-8")
    assert text == HEAD + NEW + OLD.replace("2024-01-05T09:00:00Z", '"nine"')


@pytest.mark.parametrize("args", [[], ["-"], ["m.story.toml", "-"]], ids=str)
def test_it_wants_files_by_name(run: Run, messy: Path, args: list[str]) -> None:
    assert_one_error(run("validate", "--fix", *args, stdin=MESSY), 2)
    assert messy.read_text("utf-8") == MESSY


def test_a_folder_means_every_story_below_it(run: Run, messy: Path, tmp_path: Path) -> None:
    below = tmp_path / "below" / "n.story.toml"
    below.parent.mkdir()
    below.write_text(MESSY)
    (tmp_path / "no.toml").write_text(MESSY)
    assert run("validate", "--fix", ".").code == 0
    assert below.read_text("utf-8") == messy.read_text("utf-8") == FIXED
    assert (tmp_path / "no.toml").read_text("utf-8") == MESSY


def test_a_missing_file_is_told_and_the_rest_is_fixed(run: Run, messy: Path) -> None:
    result = run("validate", "--fix", "none.story.toml", messy)
    assert result.code == 2
    assert "none.story.toml" in result.err
    assert messy.read_text("utf-8") == FIXED


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_and_bom_stay(run: Run, messy: Path, bom: str, ending: str) -> None:
    messy.write_bytes((bom + MESSY.replace("\n", ending)).encode())
    assert run("validate", "--fix", messy).code == 0
    assert messy.read_bytes() == (bom + FIXED.replace("\n", ending)).encode()


@pytest.mark.skipif(sys.platform == "win32", reason="locked in another way there")
def test_a_story_that_stays_locked_is_left_alone(run: Run, messy: Path) -> None:
    import fcntl

    with messy.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = run("validate", "--fix", messy, "--lock-timeout", "0.1")
    assert result.code == 3
    assert messy.read_text("utf-8") == MESSY
