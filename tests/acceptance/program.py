"""The program as these tests run it: in a folder, with no input, its output as text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
BLOGCTL = str(Path(sys.executable).with_name("blogctl"))
_UNSET = {"BLOGCTL_DEBUG", "BLOGCTL_OUTPUT_FORMAT", "GITHUB_ACTIONS", "COLUMNS", "PYTHONPATH"}
_UNSET |= {"VIRTUAL_ENV", "CONDA_PREFIX"}


def environment(**changes: str) -> dict[str, str]:
    return {**{k: v for k, v in os.environ.items() if k not in _UNSET}, **changes}


def run(*args: str | os.PathLike[str], cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run blogctl to its end."""
    return subprocess.run(
        [BLOGCTL, *(os.fspath(arg) for arg in args)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment(**env),
        timeout=120,
        check=False,
    )
