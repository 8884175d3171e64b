"""Fifty clones that push to one repository: all get through, and nothing is lost."""

from __future__ import annotations

import random
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .pages import blocks
from .program import ROOT
from .repository import BASE, BLOCK, NAME, Repository

CLONES = 50
AT_ONCE = 2  # more of them only make each other do their work again


def push_script() -> str:
    """What the guide tells to call."""
    page = (ROOT / "docs" / "git.md").read_text("utf-8")
    (script,) = (block.text for block in blocks(page) if block.path == "push.sh")
    return script


def test_fifty_clones_push_and_nothing_is_lost(tmp_path: Path) -> None:
    first = Repository(tmp_path)
    hub = tmp_path / "hub.git"
    first.environment["GIT_CONFIG_GLOBAL"] = str(tmp_path / "config")
    assert first.blogctl("git", "setup", "--global").returncode == 0
    first.commit({NAME: BASE})
    first("clone", "-q", "--bare", ".", str(hub))
    (tmp_path / "push.sh").write_text(push_script(), "utf-8")
    minutes = random.Random(7).sample(range(CLONES), CLONES)
    folders = [tmp_path / str(minute) for minute in minutes]
    for minute, folder in zip(minutes, folders, strict=True):
        first("clone", "-q", "--shared", str(hub), str(folder))
        block = BLOCK.format(f"update-{minute:02}", f"10:{minute:02}", f"Update {minute}")
        with (folder / NAME).open("a", encoding="utf-8") as story:
            story.write(f"# Noted in clone {minute}.\n" + block.replace(":00:00Z", ":00Z"))

    def push(folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", tmp_path / "push.sh"],
            cwd=folder,
            env=first.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(push, folders))
    assert [each.stderr for each in done if each.returncode] == []
    refused = sum("rejected]" in each.stderr for each in done)  # by a race: "[remote rejected]"
    assert refused >= CLONES - 1, "each clone but the first began from what was no longer newest"

    result = first.run(first.git, "show", f"main:{NAME}", cwd=hub).stdout
    updates = tomllib.loads(result)["updates"]
    ids = [f"update-{minute:02}" for minute in range(CLONES)]
    assert [update["id"] for update in updates] == ["first", *ids], "all, in order, once"
    assert [update["body"] for update in updates[1:]] == [f"Update {n}" for n in range(CLONES)]
    assert all(f"# Noted in clone {minute}.\n" in result for minute in range(CLONES))
    (tmp_path / NAME).write_text(result, "utf-8")
    assert first.blogctl("validate", "--strict", tmp_path / NAME).returncode == 0
    commits = first.run(first.git, "rev-list", "--count", "main", cwd=hub).stdout
    assert int(commits) == CLONES + 1, "a straight history, a commit for each"
