"""blogctl format: in place, as a check, as a diff, as a filter; comments stay with their keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .program import Result, Run, assert_one_error, require

MESSY = """\
#:schema story.schema.json
format=1


[ story ]
  # The title.
  headline = "S"   # shown
id="s"
tags = ["a" ,"b"]
# The end of it.
[[updates]]
body = '''
 kept  as it is
'''
time=2024-01-05T10:00:00Z# when


authors = [
"A",   # first
  "B" ]
# The second.
[[ updates ]]
id='b'
time = 2024-01-05 09:00:00Z
extra . a = 1
headline='H'
"""
TIDY = """\
#:schema story.schema.json
format = 1

[story]
id = "s"
# The title.
headline = "S"  # shown
tags = ["a", "b"]

# The end of it.
[[updates]]
id = "20240105T100000Z"
time = 2024-01-05T10:00:00Z  # when
body = '''
 kept  as it is
'''

authors = [
    "A",  # first
    "B"
]

# The second.
[[updates]]
id = 'b'
time = 2024-01-05 09:00:00Z
headline = 'H'
extra.a = 1
"""


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "m.story.toml"
    path.write_bytes(MESSY.encode())
    return path


def test_the_canonical_layout(run: Run, messy: Path) -> None:
    result = run("format", messy)
    assert (result.code, result.out) == (0, "")
    assert messy.read_text("utf-8") == TIDY


def test_a_second_run_touches_nothing(run: Run, messy: Path) -> None:
    run("format", messy)
    before = messy.stat()
    result = run("format", messy)
    after = messy.stat()
    assert (result.code, result.out) == (0, "")
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert run("format", messy, "-q") == Result(0, "", "")


def test_a_check_changes_nothing_and_fails_until_formatted(run: Run, messy: Path) -> None:
    stamp = messy.stat().st_mtime_ns
    result = run("format", "--check", messy)
    assert (result.code, result.out) == (1, "")
    assert messy.read_text("utf-8") == MESSY
    assert messy.stat().st_mtime_ns == stamp
    messy.write_text(TIDY)
    assert run("format", "--check", messy).code == 0


def test_a_check_needs_no_path_but_a_change_does(run: Run, messy: Path) -> None:
    assert run("format", "--check").code == 1
    assert_one_error(run("format"), 2)
    assert messy.read_text("utf-8") == MESSY


def test_the_diff_can_be_applied(run: Run, messy: Path, tmp_path: Path) -> None:
    result = run("format", "--diff", messy.name)
    assert result.code == 0
    assert messy.read_text("utf-8") == MESSY
    subprocess.run([require("patch"), "-p0"], input=result.out.encode(), cwd=tmp_path, check=True)
    assert messy.read_text("utf-8") == TIDY
    assert run("format", "--diff", messy.name).out == ""


def test_diff_and_check_go_together(run: Run, messy: Path) -> None:
    result = run("format", "--diff", "--check", messy.name)
    assert result.code == 1
    assert result.out.startswith(f"--- {messy.name}\n+++ {messy.name}\n")


def test_it_filters_standard_input(run: Run) -> None:
    result = run("format", "-", stdin=MESSY)
    assert (result.code, result.out) == (0, TIDY)
    assert run("format", "-", stdin=TIDY).out == TIDY
    assert run("format", "-", "--check", stdin=MESSY).code == 1


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_and_bom_stay(run: Run, messy: Path, bom: str, ending: str) -> None:
    messy.write_bytes((bom + MESSY.replace("\n", ending)).encode())
    assert run("format", messy).code == 0
    assert messy.read_bytes() == (bom + TIDY.replace("\n", ending)).encode()


def test_a_final_newline_is_part_of_the_layout(run: Run, messy: Path) -> None:
    messy.write_text(MESSY.rstrip("\n"))
    assert run("format", messy).code == 0
    assert messy.read_text("utf-8") == TIDY
    messy.write_text(MESSY + "\n\n")
    assert run("format", messy).code == 0
    assert messy.read_text("utf-8") == TIDY


def test_updates_stay_where_they_are(run: Run, messy: Path) -> None:
    run("format", messy)
    assert run("sort", "--check", messy).code == 1


def test_errors_of_the_schema_do_not_stop_it(run: Run, messy: Path) -> None:
    messy.write_text(MESSY.replace("headline='H'", "headline=7"))
    assert run("format", messy).code == 0
    assert messy.read_text("utf-8") == TIDY.replace("headline = 'H'", "headline = 7")


def test_several_paths_and_the_worst_code(run: Run, messy: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.story.toml").write_text("[broken")
    below = tmp_path / "below" / "n.story.toml"
    below.parent.mkdir()
    below.write_text(MESSY)
    result = run("format", "none", "broken.story.toml", below.parent, messy)
    assert result.code == 2
    assert "none" in result.err
    assert "broken.story.toml" in result.err
    assert below.read_text("utf-8") == messy.read_text("utf-8") == TIDY
    assert (tmp_path / "broken.story.toml").read_text("utf-8") == "[broken"
    assert run("format", "broken.story.toml", below).code == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"[broken", b"\xff\xfe\x00", b"[tool]\nx = 1\n"],
    ids=["empty", "broken", "binary", "none"],
)
def test_what_is_no_story_is_left_alone(run: Run, messy: Path, data: bytes) -> None:
    messy.write_bytes(data)
    result = run("format", messy.name)
    assert (result.code, result.out) == (1, "")
    assert messy.name in result.err
    assert "Traceback" not in result.err
    assert messy.read_bytes() == data


def test_updates_in_one_array_are_refused_with_what_mends_it(run: Run, messy: Path) -> None:
    text = 'updates=[{time=2024-01-05T09:00:00Z,body="b"}]\n[story]\nid="s"\nheadline="S"\n'
    messy.write_text(text)
    assert_one_error(run("format", messy.name), 1, messy.name, "[[updates]]")
    assert messy.read_text("utf-8") == text


@pytest.mark.skipif(sys.platform == "win32", reason="locked in another way there")
def test_a_story_that_stays_locked_is_left_alone(run: Run, messy: Path) -> None:
    import fcntl

    with messy.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert run("format", messy, "--lock-timeout", "0.1").code == 3
        assert run("format", messy, "--check").code == 1, "reading needs no lock"
    assert messy.read_text("utf-8") == MESSY


def test_mode_and_symlink_stay(run: Run, messy: Path, tmp_path: Path) -> None:
    messy.chmod(0o604)
    link = tmp_path / "link"
    link.symlink_to(messy.name)
    assert run("format", link).code == 0
    assert link.is_symlink()
    assert messy.read_text("utf-8") == TIDY
    assert messy.stat().st_mode & 0o777 == 0o604
