"""blogctl merge: three files, one result, and nothing lost where it fails."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest
import tomli

from .program import STORY, Run, assert_one_error, assert_warned, require, run_unprivileged

NEW = '\n[[updates]]\nid = "{0}"\ntime = 2024-01-05T13:00:00Z\nbody = "{0}"\n'
BASE, OURS, THEIRS = STORY, STORY + NEW.format("ours"), STORY + NEW.format("theirs")
CLASH = [STORY.replace('"Road closed"', f'"{each}"') for each in ("Ours", "Theirs")]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """BASE, OURS and THEIRS, with an update added on either side."""
    return write(tmp_path, BASE, OURS, THEIRS)


def write(folder: Path, *texts: str) -> list[Path]:
    paths = [folder / f"{name}.story.toml" for name in ("base", "ours", "theirs")]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    return paths


def ids(text: str) -> list[str]:
    return [update["id"] for update in tomli.loads(text)["updates"]]


def test_ours_gets_the_result_and_the_others_stay(run: Run, files: list[Path]) -> None:
    result = run("merge", *files)
    assert (result.code, result.out) == (0, "")
    assert ids(files[1].read_text("utf-8")) == ["first", "second", "ours", "theirs"]
    assert [files[0].read_text("utf-8"), files[2].read_text("utf-8")] == [BASE, THEIRS]
    assert run("validate", files[1]).code == 0


@pytest.mark.parametrize("option", ["--stdout", "-p"])
def test_the_result_can_be_printed_instead(run: Run, files: list[Path], option: str) -> None:
    result = run("merge", option, *files)
    assert result.code == 0
    assert files[1].read_text("utf-8") == OURS
    run("merge", *files)
    assert result.out == files[1].read_text("utf-8")


@pytest.mark.parametrize("with_bom", [(0, 1, 0), (0, 0, 1), (1, 1, 1)])
def test_line_endings_and_bom_are_those_of_ours(
    run: Run, files: list[Path], with_bom: tuple[int, ...]
) -> None:
    texts = (BASE, OURS.replace("\n", "\r\n"), THEIRS)
    for path, text, bom in zip(files, texts, with_bom, strict=True):
        path.write_bytes(b"\xef\xbb\xbf" * bom + text.encode())
    printed = run("merge", "-p", *files)
    assert run("merge", *files).code == 0
    written = files[1].read_bytes()
    assert written == printed.out.encode()
    assert written.count(b"\xef\xbb\xbf") == with_bom[1]
    assert written.count(b"\n") == written.count(b"\r\n")
    assert ids(written.decode("utf-8-sig"))[-2:] == ["ours", "theirs"]


def test_an_empty_base_will_do(run: Run, files: list[Path]) -> None:
    files[0].write_bytes(b"")
    assert run("merge", *files).code == 0
    assert ids(files[1].read_text("utf-8")) == ["first", "second", "ours", "theirs"]


def test_a_conflict_is_told_and_marked(run: Run, tmp_path: Path) -> None:
    paths = write(tmp_path, BASE, *CLASH)
    result = run("merge", "--name", "road.story.toml", *paths)
    assert (result.code, result.out) == (1, "")
    assert len(result.err.splitlines()) == 2, "the conflict, and what to do"
    assert all(line.startswith("blogctl: ") for line in result.err.splitlines())
    assert all("road.story.toml" in line for line in result.err.splitlines())
    assert "first" in result.err.splitlines()[0]
    assert "headline" in result.err.splitlines()[0]
    markers = '<<<<<<< ours\nheadline = "Ours"\n=======\nheadline = "Theirs"\n>>>>>>> theirs\n'
    assert paths[1].read_text("utf-8") == BASE.replace('headline = "Road closed"\n', markers)
    assert "conflict-marker" in run("validate", paths[1]).out


def test_a_printed_conflict_fails_too(run: Run, tmp_path: Path) -> None:
    paths = write(tmp_path, BASE, *CLASH)
    result = run("merge", "--stdout", *paths)
    assert result.code == 1
    assert "<<<<<<< ours\n" in result.out
    assert paths[1].read_text("utf-8") == CLASH[0]


@pytest.mark.parametrize("side", [1, 2])
@pytest.mark.parametrize("options", [["--name", "a"], ["--name", "a", "--stdout"]])
@pytest.mark.parametrize("broken", ["body = 'open\n", "no text \udcff\n", "[updates]\n"])
def test_a_side_that_is_no_story_is_merged_by_line(
    run: Run, files: list[Path], side: int, options: list[str], broken: str
) -> None:
    require("git")
    text = files[side].read_text("utf-8") + broken
    files[side].write_bytes(text.encode("utf-8", "surrogateescape"))
    before = files[1].read_bytes()
    command = ["merge", *options, *map(str, files)]
    if "\udcff" in broken and "--stdout" in options:
        return  # what is printed is no text either
    result = run(*command)
    assert result.code == 1
    assert "lines were merged" in result.err
    assert "Traceback" not in result.err
    written = files[1].read_bytes()
    said = result.out.encode() if "--stdout" in options else written
    for line in (b'body = "ours"', b'body = "theirs"', broken.encode("utf-8", "surrogateescape")):
        assert line in said
    assert b"\n<<<<<<< ours\n" in said
    if "--stdout" in options:
        assert written == before


@pytest.mark.parametrize("side", [0, 1, 2])
def test_by_hand_nothing_is_written_where_a_side_is_no_story(
    run: Run, files: list[Path], side: int
) -> None:
    files[side].write_text("my notes\nline two\n", "utf-8")
    before = [path.read_bytes() for path in files]
    assert_one_error(run("merge", *files), 1, str(files[1]))
    assert [path.read_bytes() for path in files] == before


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_file_is_named_and_nothing_changes(
    run: Run, files: list[Path], missing: int
) -> None:
    files[missing].unlink()
    for options in ([], ["-p"]):
        assert_one_error(run("merge", *options, *files), 2, str(files[missing]))
    assert not files[missing].exists()
    if missing != 1:
        assert files[1].read_text("utf-8") == OURS


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("wrong", [".", ""])
def test_a_folder_or_an_empty_name_is_refused(
    run: Run, files: list[Path], place: int, wrong: str
) -> None:
    paths = [str(path) for path in files]
    paths[place] = wrong
    assert_one_error(run("merge", *paths), 2)
    assert files[1].read_text("utf-8") == OURS


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_it_takes_three_files(run: Run, files: list[Path], count: int) -> None:
    result = run("merge", *[*files, files[0]][:count])
    assert result.code == 2
    assert [path.read_text("utf-8") for path in files] == [BASE, OURS, THEIRS]


def test_base_given_as_ours_or_theirs_loses_nothing_of_the_other(
    run: Run, files: list[Path]
) -> None:
    base, ours, theirs = files
    assert run("merge", base, ours, base).code == 0
    assert ours.read_text("utf-8") == OURS
    assert run("merge", base, ours, ours).code == 0
    assert ours.read_text("utf-8") == OURS
    assert run("merge", base, base, theirs).code == 0
    assert base.read_text("utf-8") == THEIRS


def test_names_that_begin_with_a_dash(run: Run, tmp_path: Path) -> None:
    require("git")
    names = ["-b", "-o", "--theirs"]
    for name, text in zip(names, (BASE, OURS, THEIRS + "broken"), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    assert run("merge", "--name", "a", "--", *names).code == 1
    assert 'body = "theirs"' in (tmp_path / "-o").read_text("utf-8")


def test_who_cannot_get_the_lock_is_told(run: Run, files: list[Path]) -> None:
    with files[1].open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = run("merge", "--lock-timeout", "0.2", *files)
    assert_one_error(result, 3, str(files[1]))
    assert files[1].read_text("utf-8") == OURS
    assert run("merge", *files).code == 0


def test_a_file_that_may_not_be_written_stays(run: Run, files: list[Path]) -> None:
    files[1].chmod(0o444)
    result = run_unprivileged(["merge", *map(str, files)], files[1].parent)
    assert_one_error(result, 3, str(files[1]))
    assert files[1].read_text("utf-8") == OURS
    assert run("merge", "-p", *files).code == 0


def test_without_git_what_is_no_story_stays_as_it_is(run: Run, files: list[Path]) -> None:
    files[2].write_text(THEIRS + "broken", "utf-8")
    assert_one_error(run("merge", "--name", "a", *files, env={"PATH": "/nowhere"}), 3, "git")
    assert files[1].read_text("utf-8") == OURS


def test_merging_twice_changes_nothing_more(run: Run, files: list[Path]) -> None:
    run("merge", *files)
    once = files[1].read_text("utf-8")
    assert run("merge", *files).code == 0
    assert files[1].read_text("utf-8") == once


def test_quiet_still_tells_of_conflicts(run: Run, tmp_path: Path) -> None:
    result = run("merge", "-q", *write(tmp_path, BASE, *CLASH))
    assert result.code == 1
    assert result.err.startswith("blogctl: error: ")
    assert_warned(run("merge", "-q", *write(tmp_path, BASE, BASE, THEIRS)))
