"""As git's driver for stories: no needless conflict, and no side left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from .repository import (
    CLASHES,
    NAME,
    OURS,
    STEPS,
    THEIRS,
    Repository,
    Step,
    assert_resolved,
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.mark.parametrize("step", STEPS)
def test_as_gits_driver_nothing_fails(repository: Repository, step: Step) -> None:
    repository.use_driver()
    repository.fork(OURS, THEIRS)
    step(repository, False)
    assert_resolved(repository)


def test_a_true_conflict_fails_as_gits_driver_too(repository: Repository) -> None:
    repository.use_driver()
    repository.fork(*CLASHES)
    failed = repository.run(repository.git, "merge", "theirs")
    assert failed.returncode == 1
    assert NAME in failed.stderr
    assert repository("status", "--porcelain") == f"UU {NAME}\n"
    assert repository.text().count("<<<<<<< ours\n") == 1
    repository("merge", "--abort")
    assert repository.text() == CLASHES[0]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("broken", [b"body = 'open\n", b"no text \xff\n", b"[story]\n"])
def test_a_side_that_is_no_story_is_merged_by_line(
    repository: Repository, side: int, broken: bytes
) -> None:
    repository.use_driver()
    path = repository.folder / NAME
    repository.fork(OURS, THEIRS)
    repository("checkout", "-q", ("main", "theirs")[side])
    path.write_bytes(path.read_bytes() + broken)
    repository("commit", "-q", "-a", "-m", "broken")
    repository("checkout", "-q", "main")
    repository("merge", "theirs", fails=True)
    assert repository.unmerged == [NAME]
    for line in (b'body = "Ours"\n', b'body = "Theirs"\n', broken, b"<<<<<<< ", b">>>>>>> "):
        assert line in path.read_bytes()


def test_a_driver_that_cannot_be_run_leaves_nobody_out(repository: Repository) -> None:
    repository.use_driver("no-such-program %O %A %B")
    repository.fork(OURS, THEIRS)
    repository("merge", "theirs", fails=True)
    assert repository.text() == OURS, "git leaves ours, without a marker"
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert_resolved(repository)
