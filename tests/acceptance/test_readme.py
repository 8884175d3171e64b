"""The README's commands do what the README says, word for word."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .pages import assert_as_shown, blocks, steps
from .program import BLOGCTL, ROOT

README = (ROOT / "README.md").read_text("utf-8")
TOUR = [step for block in blocks(README) for step in steps(block)]


def test_the_tour_shows_what_the_commands_print(tmp_path: Path) -> None:
    assert len(TOUR) >= 8
    assert_as_shown(TOUR, tmp_path)


def test_the_story_in_the_readme_is_valid(tmp_path: Path) -> None:
    (story,) = re.findall(r"```toml\n(\[story\].*?)```", README, re.DOTALL)
    file = tmp_path / "readme.story.toml"
    file.write_text(story, "utf-8")
    done = subprocess.run(
        [BLOGCTL, "validate", "--strict", file], capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "")
