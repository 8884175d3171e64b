"""What the tests of the command line share: the program, and a story for it to work on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from .program import BLOGCTL, STORY, Result, Run, run_program


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs blogctl, in the test's own folder unless told otherwise."""

    def run(
        *args: str | os.PathLike[str],
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Result:
        command = [BLOGCTL, *(os.fspath(arg) for arg in args)]
        return run_program(command, stdin=stdin, env=env, cwd=cwd or tmp_path)

    return run


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A valid story of two updates."""
    path = tmp_path / "road.story.toml"
    path.write_bytes(STORY.encode())
    return path
