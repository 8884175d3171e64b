"""Everything that the program may say, by a real run of it: see README.md in this folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .cases import CATALOGUE, Case, all_cases, read, write
from .staging import run

UPDATE = os.environ.get("BLOGCTL_UPDATE_GOLDENS") == "1"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems have words of their own for their errors"
)


@pytest.mark.parametrize("case", [*all_cases()], ids=lambda case: f"{case.catalogue}: {case.title}")
def test_the_program_says(case: Case, tmp_path: Path) -> None:
    steps = run(case, tmp_path)
    if UPDATE:
        path = next(path for path in CATALOGUE if path.stem == case.catalogue)
        import fcntl

        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            top, cases = read(path)
            for each in cases:
                if each.title == case.title:
                    each.steps = steps
            write(path, top, cases)
    else:
        assert "\n".join(map(str, steps)) == "\n".join(map(str, case.steps))


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_it_is_laid_out_as_it_would_be_written(path: Path) -> None:
    top, cases = read(path)
    assert path.read_text("utf-8") == "\n".join([top, *map(str, cases)])
    titles = [case.title for case in cases]
    assert len(set(titles)) == len(titles), "each case is found by its title"
