"""A catalogue of mistakes: each file's findings, word for word, as people see them.

``NAME.story.toml`` breaks the rule NAME; ``NAME.expected.txt`` is what ``blogctl validate`` says
of it. ``BLOGCTL_UPDATE_GOLDENS=1 pytest tests/acceptance/test_invalid_examples.py`` writes the
latter anew, to be read before they are committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from blogctl.diagnostics import Severity
from blogctl.rules import all_rules

from .program import ROOT, run

FOLDER = ROOT / "tests" / "examples" / "invalid"
STORIES = sorted(FOLDER.glob("*.story.toml"))
NAMES = [path.name.removesuffix(".story.toml") for path in STORIES]
# A file that is too large would be too large to keep.
WITHOUT_EXAMPLE = {"too-large"}
UPDATE = os.environ.get("BLOGCTL_UPDATE_GOLDENS") == "1"


def options(name: str) -> list[str]:
    """What switches a rule on that is off by itself, at a moment that stays the same."""
    if all_rules()[name].targets:
        # Asked for by a target, other rules would have their say, too.
        return ["--rule", f"{name}=warning"]
    if all_rules()[name].on:
        return []
    return ["--rule", f"{name}=warning", "--now", "2024-12-01T12:00:00Z"]


def test_every_rule_has_an_example() -> None:
    assert set(NAMES) == set(all_rules()) - WITHOUT_EXAMPLE


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_a_mistake(name: str) -> None:
    golden = FOLDER / f"{name}.expected.txt"
    args = ("validate", f"{name}.story.toml", "--color", "never", *options(name))
    done = run(*args, cwd=FOLDER)
    is_error = all_rules()[name].severity is Severity.ERROR
    assert done.returncode == (1 if is_error else 0)
    if UPDATE:
        golden.write_text(done.stdout, "utf-8", newline="\n")
    assert done.stdout == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_files_own_rule_is_what_it_breaks(name: str) -> None:
    args = ("validate", f"{name}.story.toml", "--output-format", "json", *options(name))
    data = json.loads(run(*args, cwd=FOLDER).stdout)
    assert {finding["rule"] for finding in data["diagnostics"]} == {name}
    assert all(finding["help"] for finding in data["diagnostics"]), "each says what to do"


def test_no_golden_is_left_over() -> None:
    goldens = {path.name.removesuffix(".expected.txt") for path in FOLDER.glob("*.expected.txt")}
    assert goldens == set(NAMES)


def test_they_are_all_told_in_one_run() -> None:
    done = run("validate", FOLDER, "--output-format", "json", cwd=ROOT)
    data = json.loads(done.stdout)
    assert (done.returncode, data["files"]) == (1, len(STORIES))
    found = {Path(finding["path"]).name for finding in data["diagnostics"]}
    off = {f"{name}.story.toml" for name in NAMES if not all_rules()[name].is_on()}
    assert found == {path.name for path in STORIES} - off


def helps(tmp_path: Path, text: str) -> str:
    """What people are told to do about the one mistake in an update."""
    head = '[story]\nid = "s"\nheadline = "S"\n[[updates]]\nbody = "x"\n'
    (tmp_path / "s.story.toml").write_text(head + text)
    done = run("validate", "s.story.toml", "--output-format", "json", cwd=tmp_path)
    (finding,) = json.loads(done.stdout)["diagnostics"]
    return str(finding["help"])


TIME = "time = 2024-01-05T15:03:44Z\n"


def test_a_key_of_ones_own_is_not_taken_for_another(tmp_path: Path) -> None:
    assert "extra" in helps(tmp_path, f"{TIME}minute = 43\n")


def test_a_number_for_a_time_is_not_said_to_have_quotes(tmp_path: Path) -> None:
    assert "quotes" not in helps(tmp_path, "time = 20240105\n")


def test_credentials_are_to_be_left_out(tmp_path: Path) -> None:
    sources = 'sources = [{ name = "A", url = "https://a:b@example.org/" }]\n'
    assert not helps(tmp_path, TIME + sources).startswith("write an http")


def test_a_key_missing_in_an_inline_table_needs_no_line(tmp_path: Path) -> None:
    assert "add a line" not in helps(tmp_path, TIME + 'sources = [{ url = "https://a.org" }]\n')
