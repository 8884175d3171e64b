"""Completion as people meet it: in bash, zsh and fish, on a real terminal, key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogctl.cli.shells import Shell

from .sitting import sitting

STORY = """\
[story]
id = "2024-01-05-coast-road"
headline = "Storm closes the coast road"
timezone = "Europe/London"
authors = ["An Example"]

[[updates]]
id = "closed-at-nine"
time = 2024-01-05T09:00:00Z
headline = "Road closed"

[[updates]]
time = 2024-01-05T15:03:44Z
body = "Both lanes are open again."
tags = ["road works"]

[[updates]]
id = "closed-for-good"
time = 2024-01-05T16:00:00Z
headline = "Closed for good?"
status = "draft"
"""
HOSTILE = r"""
[story]
id = "hostile"
headline = "Hostile"

[[updates]]
id = "one"
time = 2024-01-05T09:00:00Z
headline = "\u001b]0;taken\u0007\u001b[31m a:b\tc\nd 'e' \"f\" $(touch pwned) \\$(touch pwned)"
tags = ["$(touch pwned) `touch pwned` \\$(touch pwned)"]

[[updates]]
id = "two"
time = 2024-01-05T10:00:00Z
headline = "*; touch pwned #"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    (folder / "night").mkdir(parents=True)
    (folder / "coast.story.toml").write_text(STORY, "utf-8")
    (folder / "hostile.story.toml").write_text(HOSTILE, "utf-8")
    (folder / "night" / "my own.story.toml").write_text(STORY, "utf-8")
    (folder / "coast.txt").write_text("no story", "utf-8")
    return folder


@pytest.mark.parametrize("shell", Shell)
def test_a_shell_completes(shell: Shell, folder: Path, tmp_path: Path) -> None:
    with sitting(shell, folder, tmp_path) as desk:
        # Ids, the newest first, with their headlines; one without a headline with its text.
        desk.sees(
            "blogctl show coast.story.toml \t\t",
            *("closed-for-good", "Closed for good? (draft)"),
            *("20240105T150344Z", "Both lanes are open again."),
            *("closed-at-nine", "Road closed"),
        )
        desk.clears()
        # A whole line, run: each Tab finishes a word.
        desk.sees("blogctl sho\t", "show ")
        desk.sees("night/my\t", "my\\ own.story.toml ")
        desk.sees("closed-at\t", "-nine ")
        desk.sees("--js\t\r", '"headline": "Road closed"', "READY> ")
        # What the command can do something with, and only that.
        desk.sees("blogctl publish coast.story.toml closed-\t", "for-good ")
        desk.clears()
        desk.sees("blogctl export coast.story.toml -f \t\t", "atom", "jsonfeed", "rss", "text")
        desk.clears()
        desk.sees("blogctl export coast.story.toml --format=at\t", "om ")
        desk.clears()
        desk.sees("blogctl import x --from word\t", "press ")
        desk.clears()
        desk.sees("blogctl rules long-h\t", "eadline ")
        desk.clears()
        desk.sees("blogctl new x --timezone Europe/Lond\t", "on ")
        desk.clears()
        desk.sees("blogctl git set\t", "up ")
        desk.clears()
        desk.sees("blogctl \t\t", "add", "Add an update to a story and print its id", "validate")
        desk.clears()


@pytest.mark.parametrize("shell", Shell)
def test_what_a_story_holds_runs_nowhere(shell: Shell, folder: Path, tmp_path: Path) -> None:
    with sitting(shell, folder, tmp_path) as desk:
        seen = desk.sees("blogctl show hostile.story.toml \t\t", "touch pwned", "touch pwned")
        seen += desk.clears()
        assert "\x1b]0;taken" not in seen
        assert "\x1b[31m a:b" not in seen
        assert r"\x1b]0;taken\x07\x1b[31m a:b" in seen.replace("\r", "").replace("\n", "")
        # The one tag there is comes as text that means itself.
        seen = desk.sees(
            "blogctl add hostile.story.toml --dry-run text --tag \t\r", "+tags = ", "READY> "
        )
        assert r'"$(touch pwned) `touch pwned` \\$(touch pwned)"' in seen
        desk.clears()
    assert not (folder / "pwned").exists()
    assert not (tmp_path / "pwned").exists()


def test_bash_takes_no_file_name_for_a_pattern(folder: Path, tmp_path: Path) -> None:
    (folder / "odd").mkdir()
    (folder / "odd" / "[c]oast.story.toml").write_text(STORY, "utf-8")
    (folder / "odd" / "coast.story.toml").write_text(STORY, "utf-8")
    with sitting(Shell.BASH, folder, tmp_path) as desk:
        desk.sees("blogctl show odd/\t\t", "[c]oast.story.toml", "coast.story.toml")
        desk.clears()
