"""blogctl sort: in place, as a check, as a diff, as a filter."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .program import Result, Run, assert_one_error, require

HEAD = '# Mine.\n[story]\nid = "s"\nheadline = "S"\n'
OLD = (
    '\n# about old\n[[updates]]\nid = "old"\ntime = 2024-01-05T09:00:00Z\nbody = "old"  # inside\n'
)
NEW = '\n# about new\n[[updates]]\nid = "new"\ntime = 2024-01-05T10:30:00+01:00\nbody = "new"\n'
END = "\n# The end.\n"
SORTED = HEAD + OLD + NEW + END
SHUFFLED = HEAD + NEW + OLD + END


@pytest.fixture
def shuffled(tmp_path: Path) -> Path:
    path = tmp_path / "s.story.toml"
    path.write_bytes(SHUFFLED.encode())
    return path


def test_blocks_move_with_their_comments(run: Run, shuffled: Path) -> None:
    result = run("sort", shuffled)
    assert (result.code, result.out) == (0, "")
    assert "1 file sorted" in result.err
    assert shuffled.read_text("utf-8") == SORTED


def test_a_second_run_touches_nothing(run: Run, shuffled: Path) -> None:
    run("sort", shuffled)
    before = shuffled.stat()
    result = run("sort", shuffled)
    after = shuffled.stat()
    assert (result.code, result.out) == (0, "")
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert run("sort", shuffled, "-q") == Result(0, "", "")


@pytest.mark.parametrize("change", ["crlf", "bom", "no final newline"])
def test_line_endings_and_bom_stay(run: Run, shuffled: Path, change: str) -> None:
    def changed(text: str) -> bytes:
        if change == "crlf":
            return text.replace("\n", "\r\n").encode()
        if change == "bom":
            return b"\xef\xbb\xbf" + text.encode()
        return text.removesuffix("\n").encode()

    shuffled.write_bytes(changed(SHUFFLED))
    assert run("sort", shuffled).code == 0
    assert shuffled.read_bytes() == changed(SORTED)


def test_a_check_changes_nothing_and_fails_until_sorted(run: Run, shuffled: Path) -> None:
    result = run("sort", "--check", shuffled)
    assert (result.code, result.out) == (1, "")
    assert "would be sorted" in result.err
    assert shuffled.read_text("utf-8") == SHUFFLED
    shuffled.write_text(SORTED)
    assert run("sort", "--check", shuffled).code == 0


def test_a_check_needs_no_path(run: Run, shuffled: Path) -> None:
    assert run("sort", "--check").code == 1


def test_without_a_path_nothing_is_written(run: Run, shuffled: Path) -> None:
    assert_one_error(run("sort"), 2)
    assert shuffled.read_text("utf-8") == SHUFFLED


@pytest.mark.parametrize("ending", ["", "\n"], ids=["no final newline", "final newline"])
def test_the_diff_can_be_applied(run: Run, shuffled: Path, tmp_path: Path, ending: str) -> None:
    end = END.rstrip("\n") + ending
    shuffled.write_bytes((HEAD + NEW + OLD + end).encode())
    result = run("sort", "--diff", shuffled.name)
    assert result.code == 0
    assert shuffled.read_bytes() == (HEAD + NEW + OLD + end).encode()
    subprocess.run([require("patch"), "-p0"], input=result.out.encode(), cwd=tmp_path, check=True)
    assert shuffled.read_bytes() == (HEAD + OLD + NEW + end).encode()


def test_the_diff_of_a_sorted_story_is_empty(run: Run, shuffled: Path) -> None:
    shuffled.write_text(SORTED)
    result = run("sort", "--diff", shuffled)
    assert (result.code, result.out) == (0, "")


def test_diff_and_check_go_together(run: Run, shuffled: Path) -> None:
    result = run("sort", "--diff", "--check", shuffled)
    assert result.code == 1
    assert result.out.startswith("--- ")
    assert shuffled.read_text("utf-8") == SHUFFLED


def test_it_filters_standard_input(run: Run) -> None:
    result = run("sort", "-", stdin=SHUFFLED)
    assert (result.code, result.out) == (0, SORTED)
    assert run("sort", "-", stdin=SORTED).out == SORTED
    crlf = SHUFFLED.replace("\n", "\r\n")
    assert run("sort", "-", stdin="\ufeff" + crlf).out == "\ufeff" + SORTED.replace("\n", "\r\n")


def test_the_filter_checks_and_diffs_too(run: Run) -> None:
    result = run("sort", "-", "--check", stdin=SHUFFLED)
    assert (result.code, result.out) == (1, "")
    diff = run("sort", "-", "--diff", "--stdin-filename", "my/s.story.toml", stdin=SHUFFLED)
    assert diff.out.startswith("--- my/s.story.toml\n+++ my/s.story.toml\n")


def test_a_filter_of_no_story_gives_nothing(run: Run) -> None:
    result = run("sort", "-", "--stdin-filename", "my.toml", stdin="[[[")
    assert (result.code, result.out) == (1, "")
    assert "my.toml" in result.err
    assert "Traceback" not in result.err


def test_several_paths_and_folders(run: Run, shuffled: Path, tmp_path: Path) -> None:
    below = tmp_path / "below" / "t.story.toml"
    below.parent.mkdir()
    below.write_text(SHUFFLED)
    fine = tmp_path / "fine.story.toml"
    fine.write_text(SORTED)
    result = run("sort", shuffled, below.parent, fine)
    assert result.code == 0
    assert [path.read_text("utf-8") for path in (shuffled, below, fine)] == [SORTED] * 3
    assert "2 files sorted" in result.err


def test_the_worst_code_wins_and_the_rest_is_still_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.story.toml").write_text("[broken")
    (tmp_path / "b.story.toml").write_text(SHUFFLED)
    result = run("sort", "none", "a.story.toml", "b.story.toml")
    assert result.code == 2
    assert (tmp_path / "b.story.toml").read_text("utf-8") == SORTED
    assert (tmp_path / "a.story.toml").read_text("utf-8") == "[broken"
    assert "none" in result.err
    assert "a.story.toml:1:8: error[syntax]" in result.err
    assert run("sort", "a.story.toml", "b.story.toml").code == 1


def test_a_time_that_cannot_be_read_leaves_the_file(run: Run, shuffled: Path) -> None:
    text = SHUFFLED.replace("2024-01-05T09:00:00Z", '"2024-01-05T09:00:00Z"')
    shuffled.write_text(text)
    result = run("sort", shuffled.name)
    assert (result.code, result.out) == (1, "")
    assert "s.story.toml:15:8: error[wrong-type]" in result.err
    assert shuffled.read_text("utf-8") == text


def test_other_errors_do_not_stop_it(run: Run, shuffled: Path) -> None:
    shuffled.write_text(SHUFFLED.replace('id = "s"', 'id = "s"\nnope = 1'))
    assert run("sort", shuffled).code == 0
    assert shuffled.read_text("utf-8") == SORTED.replace('id = "s"', 'id = "s"\nnope = 1')


def test_a_story_without_a_headline_can_be_sorted_or_is_refused_for_that(
    run: Run, shuffled: Path
) -> None:
    shuffled.write_text(SHUFFLED.replace("headline =", "summary ="))
    result = run("sort", shuffled)
    assert result.code == 0 or "times cannot be read" not in result.err


@pytest.mark.parametrize(
    "text",
    [
        HEAD + NEW + OLD + "\n[other]\n[updates.extra]\na = 1\n",
        'updates = [{ time = 2024-01-05T10:00:00Z, body = "b" }, '
        '{ time = 2024-01-05T09:00:00Z, body = "a" }]\n' + HEAD,
    ],
    ids=["parted table", "inline"],
)
def test_what_is_unclear_is_refused_with_a_way_out(run: Run, shuffled: Path, text: str) -> None:
    shuffled.write_text(text)
    result = run("sort", shuffled)
    assert_one_error(result, 1, shuffled.name, "[[updates]]")
    assert shuffled.read_text("utf-8") == text


def test_mode_and_symlink_stay(run: Run, shuffled: Path, tmp_path: Path) -> None:
    shuffled.chmod(0o604)
    link = tmp_path / "link"
    link.symlink_to(shuffled.name)
    assert run("sort", link).code == 0
    assert link.is_symlink()
    assert shuffled.read_text("utf-8") == SORTED
    assert shuffled.stat().st_mode & 0o777 == 0o604
