"""A short run of the fuzzer, the same each time, and what longer runs and readers once found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from blogctl.check import check_bytes
from blogctl.edit import dedupe, sort

from . import fuzz_source
from .fuzz_source import Broken, check_all, corpus, made

HEAD = "[story]\nid = 'x'\nheadline = 'h'\n"
LONG = "1" * 5000
FOUND = {
    "a long number in a table that is none": f"a = {{ b = {LONG}, c }}\n",
    "a long number in an array of nonsense": f"a = [ {LONG}, {{ c }}, = ]\n",
    "dotted keys under one name": f"{HEAD}extra.a.b = 1\nextra.a.c = [ nan ]\nextra.d = nan\n",
}


@pytest.mark.parametrize("part", range(4))
def test_whatever_is_tried_holds(part: int) -> None:
    stories = corpus()
    for number in range(part * 300, part * 300 + 300):
        data = made(0, number, stories)
        try:
            check_all(data)
        except Exception as error:
            raise Broken(f"input {number} of seed 0") from error


@pytest.mark.parametrize("story", FOUND)
def test_what_was_found_stays_mended(story: str) -> None:
    check_all(FOUND[story].encode())


def test_the_nasty_story_is_a_valid_one_that_edits_change() -> None:
    data = fuzz_source.NASTY.read_bytes()
    checked = check_bytes(data)
    assert checked.errors == ()
    assert sort(checked) != checked.text
    assert [drop.id for drop in dedupe(checked).drops] == ["u1b"]
    check_all(data)
    check_all(data.replace(b"\n", b"\r\n"))


def test_the_inputs_are_the_same_each_time() -> None:
    stories = corpus()
    assert len(stories) > 20
    assert [made(1, n, stories) for n in range(30)] == [made(1, n, stories) for n in range(30)]
    assert made(1, 0, stories) != made(2, 0, stories)


def run(*options: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, fuzz_source.__file__, *options]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def test_the_program_says_its_seed_and_ends(tmp_path: Path) -> None:
    done = run("--seed", "7", "--inputs", "3", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "seed 7\n3 inputs, and everything held\n"
    assert list(tmp_path.iterdir()) == []


def test_a_failure_is_kept_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_it(_data: bytes) -> None:
        raise Broken("on purpose")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fuzz_source, "check_all", break_it)
    monkeypatch.setattr(sys, "argv", ["fuzz", "--seed", "7", "--first", "5"])
    assert fuzz_source.main() == 1
    assert "on purpose" in capsys.readouterr().err
    assert (tmp_path / "fuzz-7-5.story.toml").read_bytes() == made(7, 5, corpus())
