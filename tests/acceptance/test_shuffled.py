"""A story that everybody typed into at once: put in order and deduplicated, comments and all.

``shuffled.sorted.toml``, ``shuffled.deduped.toml`` and ``shuffled.tidy.toml`` (first one, then
the other) are what becomes of it, checked by eye.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import tomli

from .program import ROOT, run

EXAMPLES = ROOT / "tests" / "examples"
SHUFFLED = EXAMPLES / "shuffled.story.toml"
STEPS = {"sorted": ("sort",), "deduped": ("dedupe",), "tidy": ("sort", "dedupe")}
UPDATE = os.environ.get("BLOGCTL_UPDATE_GOLDENS") == "1"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return Path(shutil.copy(SHUFFLED, tmp_path))


def tokens(text: str) -> list[str]:
    """The lines of a text that hold something, in alphabetical order."""
    return sorted(line.strip() for line in text.splitlines() if line.strip())


@pytest.mark.parametrize("result", STEPS)
def test_the_result_is_as_it_should_be(story: Path, result: str) -> None:
    for command in STEPS[result]:
        done = run(command, story.name, cwd=story.parent)
        assert done.returncode == 0, done.stderr
    golden = EXAMPLES / f"shuffled.{result}.toml"
    if UPDATE:
        golden.write_bytes(story.read_bytes())
    assert story.read_bytes() == golden.read_bytes()
    for command in STEPS[result]:
        assert run(command, "--check", story.name, cwd=story.parent).returncode == 0


def test_either_order_of_the_two_gives_the_same_updates(story: Path) -> None:
    for command in ("dedupe", "sort"):
        assert run(command, story.name, cwd=story.parent).returncode == 0
    tidy = (EXAMPLES / "shuffled.tidy.toml").read_text("utf-8")
    assert tomli.loads(story.read_text("utf-8")) == tomli.loads(tidy)
    assert tokens(story.read_text("utf-8")) == tokens(tidy)


def test_sorting_loses_no_line() -> None:
    sorted_ = (EXAMPLES / "shuffled.sorted.toml").read_text("utf-8")
    assert tokens(sorted_) == tokens(SHUFFLED.read_text("utf-8"))


def test_deduplicating_loses_no_comment() -> None:
    def comments(name: str) -> set[str]:
        text = (EXAMPLES / name).read_text("utf-8")
        return {line.partition("# ")[2] for line in text.splitlines() if "# " in line}

    assert comments("shuffled.deduped.toml") == comments("shuffled.story.toml")


def test_the_drops_are_told(story: Path) -> None:
    done = run("dedupe", "--dry-run", story.name, cwd=story.parent)
    told = [line for line in done.stderr.splitlines() if "would drop" in line]
    lines = SHUFFLED.read_text("utf-8").splitlines()
    copies = [lines.index('id = "bridge-again"'), len(lines) - lines[::-1].index('id = "calm"') - 1]
    assert [line.split(":")[1] for line in told] == [str(number) for number in copies]
    assert story.read_bytes() == SHUFFLED.read_bytes()


def test_tidied_it_is_a_valid_story(story: Path) -> None:
    assert run("validate", story.name, cwd=story.parent).returncode == 1
    shutil.copy(EXAMPLES / "shuffled.tidy.toml", story)
    assert run("validate", story.name, "--strict", cwd=story.parent).returncode == 0
