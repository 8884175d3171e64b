"""The documentation is true: its commands and files, what it says of the code and of tests."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from blogctl.check import check_text
from blogctl.importers import registry

from .pages import PAGES, Block, assert_as_shown, blocks, run, steps
from .program import ROOT
from .repository import require

DOCS = ROOT / "docs"
TEXTS = {page.relative_to(DOCS).as_posix(): page.read_text("utf-8") for page in PAGES}
BLOCKS = {name: list(blocks(text)) for name, text in TEXTS.items()}
STEPS = {name: [step for block in BLOCKS[name] for step in steps(block)] for name in TEXTS}
RUN = [name for name in TEXTS if any(block.language == "console" for block in BLOCKS[name])]
GENERATORS = ["commands.py", "fields.py", "formats.py", "manual.py", "rules_page.py"]
# Its examples are parts of stories, most of them wrong on purpose, and have tests of their own.
WITH_PARTS = "rules.md"


@pytest.mark.parametrize("name", RUN)
def test_a_page_shows_what_its_commands_do(name: str, tmp_path: Path) -> None:
    for program in ("git", "jq"):
        if any(re.search(rf"(^|[|;&(] *){program} ", step.command, re.M) for step in STEPS[name]):
            require(program)
    assert_as_shown(STEPS[name], tmp_path)


def test_the_tutorial_is_among_them() -> None:
    assert "tutorial.md" in RUN
    assert len(STEPS["tutorial.md"]) >= 12


@pytest.mark.parametrize("name", TEXTS)
def test_who_is_said_to_run_a_command_instead_is_there(name: str) -> None:
    for block in BLOCKS[name]:
        for path in re.findall(r"tests/[\w./-]+", block.why_not or ""):
            assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("name", [name for name in TEXTS if name != WITH_PARTS])
def test_a_page_shows_valid_toml(name: str) -> None:
    for block in BLOCKS[name]:
        if block.language == "toml" and block.path is None:  # commands say what files are
            data = tomllib.loads(block.text)
            if "headline" in data.get("story", {}):
                assert check_text(block.text).diagnostics == (), block.text


@pytest.mark.parametrize("generator", GENERATORS)
def test_what_is_made_from_the_code_is_as_the_code_says(generator: str) -> None:
    command = [sys.executable, "-B", str(ROOT / "tools" / generator), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_make_manual_writes_all_that_is_made() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert len(GENERATORS) >= 5
    for generator in GENERATORS:
        assert f"tools/{generator}" in makefile


def test_every_test_that_shows_a_guarantee_is_there() -> None:
    named = re.findall(r"`(tests/[^`]+)`", TEXTS["guarantees.md"])
    assert len(named) >= 30
    for each in named:
        path, _, test = each.partition("::")
        text = (ROOT / path).read_text("utf-8")
        assert f"\ndef {test}(" in text, each


def test_every_guarantee_names_a_test() -> None:
    _, *guarantees = TEXTS["guarantees.md"].split("\n## ")
    assert len(guarantees) >= 10
    for guarantee in guarantees:
        assert "`tests/" in guarantee, guarantee.partition("\n")[0]


def test_the_importers_are_those_that_there_are() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", TEXTS["importing.md"], re.MULTILINE)
    ours = registry.available().items()
    assert sorted(listed) == [
        name
        for name, entries in ours
        if any(each.origin.startswith("blogctl ") for each in entries)
    ]


def test_a_difference_is_seen(tmp_path: Path) -> None:
    def shown(text: str) -> bool:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (block,) = blocks(f"```console\n{text}```\n")
        return all(result.is_as_shown for result in run(steps(block), folder))

    assert shown("$ echo a\na\n")
    assert not shown("$ echo a\n")
    assert not shown("$ echo a\nb\n")
    assert not shown("$ printf 'a\\nb\\n'\na\n")
    assert shown("$ printf 'a\\nb\\n'\na\n…\n")
    assert shown("$ printf 'at 9:41, yes\\n'\nat …, yes\n")
    assert not shown("$ printf 'at 9:41\\nyes\\n'\nat …yes\n")
    assert shown("$ cd / && false\n$ echo $? $PWD\n1 /\n")
    assert shown("$ cat <<'END'\n> a\n>\n> END\na\n\n")


def test_a_block_says_what_is_done_with_it() -> None:
    page = "`a/b.txt`\n\n```text\nx\n```\n\n<!-- not run: why -->\n```sh\nfalse\n```\n"
    page += "\n```sh\n:\n```\n"
    assert list(blocks(page)) == [
        Block("text", "x\n", "a/b.txt"),
        Block("sh", "false\n", None, "why"),
        Block("sh", ":\n"),
    ]
