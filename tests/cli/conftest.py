"""What the tests of the command line share: the program, and a story for it to work on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from .program import BLOGCTL, STORY, Forks, Result, Run, environment, forking, run_program


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks | None]:
    with forking() as running:
        yield running


@pytest.fixture
def run(forks: Forks | None, tmp_path: Path) -> Run:
    """Runs blogctl, in the test's own folder unless told otherwise."""

    def run(
        *args: str | os.PathLike[str],
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Result:
        command = [BLOGCTL, *(os.fspath(arg) for arg in args)]
        folder = cwd or tmp_path
        if forks and environment(env) == forks.environment:
            data = stdin.encode() if isinstance(stdin, str) else stdin
            return forks.run(command[1:], stdin=data, cwd=folder)
        return run_program(command, stdin=stdin, env=env, cwd=folder)

    return run


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A valid story of two updates."""
    path = tmp_path / "road.story.toml"
    path.write_bytes(STORY.encode())
    return path
