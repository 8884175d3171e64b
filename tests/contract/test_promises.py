"""What others build on: help everywhere, the keys of the JSON forms, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BLOGCTL = str(Path(sys.executable).with_name("blogctl"))
COMMANDS = (
    *("new", "add", "validate", "sort", "dedupe", "diff", "list", "show", "export"),
    "serve",
    *("plugins", "rules", "schema"),
)
STORY = '[story]\nid = "s"\nheadlin = "S"\n\n[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "x"\n'
VALID = STORY.replace("headlin ", "headline ")


def run(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    unset = {"BLOGCTL_OUTPUT_FORMAT", "GITHUB_ACTIONS", "COLUMNS"}
    return subprocess.run(
        [BLOGCTL, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name not in unset},
        check=False,
    )


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str, flag: str) -> None:
    done = run(command, flag, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: blogctl {command} ")
    for option in ("--quiet", "--verbose", "--color", "--help"):
        assert option in done.stdout
    # What a value is for is said in our words, not as a type of Python.
    assert not re.search(r"^ +-\S+(, -\S+)? <(str|int|float|list)\b", done.stdout, re.MULTILINE)
    assert not list(tmp_path.iterdir())


def test_the_help_lists_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    listed = re.findall(r"^  ([a-z]+) ", done.stdout.partition("Commands:")[2], re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)
    assert "..." not in done.stdout.partition("Commands:")[2], "what a command does is said in full"


def test_the_envelope_of_findings(tmp_path: Path) -> None:
    (tmp_path / "s.story.toml").write_text(STORY)
    done = run("validate", "--output-format", "json", cwd=tmp_path)
    data = json.loads(done.stdout)
    assert list(data) == ["version", "files", "errors", "warnings", "diagnostics", "failures"]
    assert data["version"] == 1
    assert [list(finding) for finding in data["diagnostics"]] == [
        [
            *("path", "line", "column", "end_line", "end_column"),
            *("severity", "rule", "message", "help"),
        ]
    ] * 2
    assert {finding["severity"] for finding in data["diagnostics"]} == {"error"}


def test_the_keys_of_a_story_as_json(tmp_path: Path) -> None:
    (tmp_path / "s.story.toml").write_text(VALID)
    data = json.loads(run("show", "s.story.toml", "--json", cwd=tmp_path).stdout)
    assert list(data) == ["format", "story", "updates"]
    line = json.loads(run("list", "s.story.toml", "--ndjson", cwd=tmp_path).stdout)
    assert line["id"] == "20240105T090000Z", "the derived id"
    assert re.fullmatch(r"[0-9a-f]{16,}", line["content_hash"])
    overview = json.loads(run("list", "--json", cwd=tmp_path).stdout)
    keys = ["path", "id", "headline", "status", "updates", "first", "last"]
    assert [list(each) for each in overview] == [keys]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["validate", "valid.story.toml"], 0),
        (["sort", "valid.story.toml"], 0),
        (["validate", "bad.story.toml"], 1),
        (["show", "valid.story.toml", "nope"], 1),
        (["validate", "missing"], 2),
        (["export", "valid.story.toml", "-f", "nope"], 2),
        (["export", "valid.story.toml", "-f", "rss", "-o", "valid.story.toml/x/"], 3),
    ],
)
def test_exit_codes(tmp_path: Path, args: list[str], code: int) -> None:
    (tmp_path / "bad.story.toml").write_text(STORY)
    (tmp_path / "valid.story.toml").write_text(VALID)
    assert run(*args, cwd=tmp_path).returncode == code
