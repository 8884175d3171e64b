"""blogctl dedupe with --by, --within, --keep, --json: what goes, what is told, what is refused."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .program import Run, assert_one_error, require

HEAD = '[story]\nid = "s"\nheadline = "S"\n'


def update(id_: str, body: str, clock: str = "09:00:00Z") -> str:
    return f'\n# of {id_}\n[[updates]]\nid = "{id_}"\ntime = 2024-01-05T{clock}\nbody = "{body}"\n'


FIRST = update("a", "Same.")
PARIS = update("b", "Same.", "10:00:00+01:00")
OTHER = update("c", "Other.")
RESENT = update("d", "Same.", "09:09:00Z")
LATE = update("e", "Same.", "09:21:00Z")
TEXT = HEAD + FIRST + PARIS + OTHER + RESENT + LATE
CONFLICT = HEAD + FIRST + OTHER.replace('"c"', '"a"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "d.story.toml"
    path.write_bytes(TEXT.encode())
    return path


def ids(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    return "".join(line[6] for line in lines if line.startswith('id = "') and line != 'id = "s"')


@pytest.mark.parametrize(
    ("options", "left"),
    [
        ([], "acde"),
        (["--keep", "last"], "bcde"),
        (["--by", "id"], "abcde"),
        (["--by", "content"], "acde"),
        (["--by", "content", "--keep", "last"], "bcde"),
        (["--by", "content", "--within", "10m"], "ace"),
        (["--by", "content", "--within", "600s", "--keep", "first"], "ace"),
        (["--by", "content", "--within", "10m", "--keep", "last"], "cde"),
        (["--by", "content", "--within", "12m"], "ace"),
        (["--by", "content", "--within", "21m"], "ac"),
        (["--by", "content", "--within", "0s"], "acde"),
        (["--by", "time", "--keep", "first"], "ade"),
        (["--by", "time", "--keep", "last"], "cde"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_each_policy_drops_what_it_says_and_no_more(
    run: Run, path: Path, options: list[str], left: str
) -> None:
    result = run("dedupe", path, *options)
    assert (result.code, result.out) == (0, "")
    assert ids(path) == left
    told = [line for line in result.err.splitlines() if "dropped" in line]
    assert len(told) == 5 - len(left)
    for gone in set("abcde") - set(left):
        assert any(f" {gone}," in line for line in told)
        assert f"# of {gone}\n" in path.read_text("utf-8"), "its comments live on"
    text = path.read_bytes()
    assert run("dedupe", path, *options).code == 0
    assert path.read_bytes() == text


@pytest.mark.parametrize("options", [[], ["--by", "id"]], ids=["", "by id"])
@pytest.mark.parametrize(("keep", "stays"), [("first", "Same."), ("last", "Other.")])
def test_one_id_with_two_contents_is_a_conflict_until_somebody_decides(
    run: Run, path: Path, options: list[str], keep: str, stays: str
) -> None:
    path.write_text(CONFLICT)
    assert_one_error(run("dedupe", path.name, *options), 1, path.name, " a", "--keep")
    assert_one_error(run("dedupe", path.name, *options, "--check"), 1, path.name)
    assert path.read_text("utf-8") == CONFLICT
    assert run("dedupe", path, *options, "--keep", keep).code == 0
    text = path.read_text("utf-8")
    assert text.count("[[updates]]") == 1
    assert f'body = "{stays}"' in text


@pytest.mark.parametrize(
    "options",
    [
        ["--by", "time"],
        ["--by", "words"],
        ["--keep", "newest"],
        ["--within", "10m"],
        ["--by", "id", "--within", "10m"],
        ["--by", "time", "--keep", "first", "--within", "10m"],
        ["--by", "content", "--within", "ten minutes"],
        ["--by", "content", "--within", "-10m"],
        ["--by", "content", "--within", ""],
        ["--json", "--diff"],
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_are_refused(run: Run, path: Path, options: list[str]) -> None:
    assert_one_error(run("dedupe", path, *options), 2)
    assert path.read_text("utf-8") == TEXT


# --- As JSON ---


def report(run: Run, *args: str | Path, code: int = 0) -> dict[str, Any]:
    result = run("dedupe", "--json", *args)
    assert result.code == code, result
    data: dict[str, Any] = json.loads(result.out)
    return data


def test_every_drop_is_told_as_json(run: Run, path: Path) -> None:
    data = report(run, path.name, "--by", "time", "--keep", "last")
    assert data["version"] == 1
    (file,) = data["files"]
    assert file["path"] == path.name
    lines = [n for n, line in enumerate(TEXT.splitlines(), 1) if line == "[[updates]]"]
    assert [(d["id"], d["kept_id"], d["line"], d["same_content"]) for d in file["dropped"]] == [
        ("a", "c", lines[0], False),
        ("b", "c", lines[1], False),
    ]
    assert ids(path) == "cde"


def test_what_else_was_lost_is_in_the_report(run: Run, path: Path) -> None:
    path.write_text(HEAD + FIRST + PARIS + "extra = { a = 1 }\n")
    (drop,) = report(run, path.name)["files"][0]["dropped"]
    assert drop["lost"] == ["extra"]


@pytest.mark.parametrize("option", ["--dry-run", "--check"])
def test_a_trial_reports_the_same_and_changes_nothing(run: Run, path: Path, option: str) -> None:
    trial = report(run, path.name, option, code=int(option == "--check"))
    assert path.read_text("utf-8") == TEXT
    assert trial["changed"] is False
    done = report(run, path.name)
    assert done["changed"] is True
    assert trial["files"] == done["files"]


def test_nothing_dropped_is_a_report_too(run: Run, path: Path) -> None:
    path.write_text(HEAD + FIRST)
    assert report(run, path.name)["files"] == [{"path": path.name, "dropped": []}]


def test_stdout_is_json_whatever_else_goes_wrong(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "c.story.toml").write_text(CONFLICT)
    data = report(run, "c.story.toml", path.name, "none", code=2)
    told = {file["path"]: len(file["dropped"]) for file in data["files"]}
    assert told[path.name] == 1
    assert not told.get("c.story.toml")


def test_a_filter_reports_as_json_only_what_it_would_do(run: Run, path: Path) -> None:
    assert_one_error(run("dedupe", "-", "--json", stdin=TEXT), 2)
    result = run("dedupe", "-", "--json", "--dry-run", stdin=TEXT)
    assert result.code == 0
    assert [drop["id"] for drop in json.loads(result.out)["files"][0]["dropped"]] == ["b"]


# --- Trials and files ---


@pytest.mark.parametrize("option", ["--check", "--diff", "--dry-run"])
def test_trials_change_nothing(run: Run, path: Path, option: str) -> None:
    stamp = path.stat().st_mtime_ns
    result = run("dedupe", path.name, option, "--by", "time", "--keep", "last")
    assert result.code == (1 if option == "--check" else 0)
    assert path.read_text("utf-8") == TEXT
    assert path.stat().st_mtime_ns == stamp
    assert sum("would drop" in line for line in result.err.splitlines()) == 2


def test_the_diff_can_be_applied(run: Run, path: Path, tmp_path: Path) -> None:
    options = ["--by", "content", "--within", "10m"]
    diff = run("dedupe", path.name, "--diff", *options).out
    subprocess.run([require("patch"), "-p0"], input=diff.encode(), cwd=tmp_path, check=True)
    patched = path.read_bytes()
    path.write_text(TEXT)
    run("dedupe", path.name, *options)
    assert path.read_bytes() == patched


@pytest.mark.parametrize("change", ["crlf", "bom", "no final newline"])
def test_line_endings_and_bom_stay(run: Run, path: Path, change: str) -> None:
    text = TEXT.removesuffix("\n") if change == "no final newline" else TEXT
    text = text.replace("\n", "\r\n") if change == "crlf" else text
    path.write_bytes((f"\ufeff{text}" if change == "bom" else text).encode())
    assert run("dedupe", path, "--by", "content", "--within", "1h").code == 0
    after = path.read_bytes().decode()
    assert after.startswith("\ufeff") == (change == "bom")
    assert after.endswith("\n") == (change != "no final newline")
    assert after.count("\r\n") == (after.count("\n") if change == "crlf" else 0)
    assert ids(path) == "ac"


def test_updates_in_one_array_are_refused_with_what_mends_it(run: Run, path: Path) -> None:
    item = '{ id = "a", time = 2024-01-05T09:00:00Z, body = "b" }'
    text = f"updates = [{item}, {item}]\n{HEAD}"
    path.write_text(text)
    assert_one_error(run("dedupe", path.name), 1, path.name, "[[updates]]")
    assert path.read_text("utf-8") == text
