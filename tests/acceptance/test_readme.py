"""The README's commands do what the README says, word for word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
TOUR = re.compile(r"```console\n(\$ (?:blogctl|sed).*?)```", re.DOTALL)
STEP = re.compile(r"\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)")


def test_the_tour_shows_what_the_commands_print(tmp_path: Path) -> None:
    steps = [
        step for block in TOUR.findall(README.read_text("utf-8")) for step in STEP.findall(block)
    ]
    assert len(steps) >= 8
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, expected in steps:
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} 2>&1"],
            cwd=tmp_path,
            env={"PATH": path, "COLUMNS": "100", "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
        )
        assert done.stdout == expected, command


def test_the_story_in_the_readme_is_valid(tmp_path: Path) -> None:
    (story,) = re.findall(r"```toml\n(\[story\].*?)```", README.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "readme.story.toml"
    file.write_text(story, "utf-8")
    program = Path(sys.executable).parent / "blogctl"
    done = subprocess.run(
        [program, "validate", "--strict", file], capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")
