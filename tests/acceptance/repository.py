"""A git repository in which two people have changed a story."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .program import BLOGCTL, environment

NAME = "road.story.toml"
HEAD = '[story]\nid = "x"\nheadline = "Coast road"\n\n'
BLOCK = '[[updates]]\nid = "{0}"\ntime = 2024-01-05T{1}:00:00Z\nbody = "{2}"\n\n'
BASE = HEAD + BLOCK.format("first", "09", "First")
OURS = BASE + BLOCK.format("ours", "11", "Ours")
THEIRS = BASE + BLOCK.format("theirs", "10", "Theirs")
MERGED = BASE + BLOCK.format("theirs", "10", "Theirs") + BLOCK.format("ours", "11", "Ours")
CLASHES = [BASE.replace('"First"', f'"{each}"') for each in ("Ours", "Theirs")]


def require(name: str) -> str:
    """The path of another program; without it the test is skipped, or fails where CI is set."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed")
    return found or pytest.skip(f"{name} is not installed")


class Repository:
    """A repository of its own, on which no configuration of the machine has a say."""

    def __init__(self, folder: Path) -> None:
        self.git = require("git")
        self.folder = folder / "repository"
        self.folder.mkdir()
        config = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
        config |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_EDITOR": "true", "LC_ALL": "C"}
        for role in ("AUTHOR", "COMMITTER"):
            config |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
        tools = os.pathsep.join([str(Path(BLOGCTL).parent), os.environ["PATH"]])
        inherited = {k: v for k, v in environment().items() if not k.startswith("GIT_")}
        self.environment = {**inherited, **config, "PATH": tools}
        self("init", "-q", "-b", "main")

    def run(
        self, *command: str | Path, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [os.fspath(each) for each in command],
            cwd=cwd or self.folder,
            env={**self.environment, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def __call__(self, *arguments: str, fails: bool = False) -> str:
        done = self.run(self.git, *arguments)
        assert (done.returncode != 0) == fails, (arguments, done.stdout, done.stderr)
        return done.stdout

    def blogctl(
        self, *arguments: str | Path, cwd: Path | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        return self.run(BLOGCTL, *arguments, cwd=cwd, **env)

    def commit(self, texts: dict[str, str | None]) -> None:
        for name, text in texts.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text.encode())
        self("add", "-A")
        self("commit", "-q", "-m", "change")

    def fork(
        self, ours: str | None, theirs: str | None, *names: str, base: str | None = BASE
    ) -> None:
        """Let two branches, main and theirs, change files of one base; main is checked out."""
        texts = names or (NAME,)
        self.commit({"readme": "", **({} if base is None else dict.fromkeys(texts, base))})
        self("checkout", "-q", "-b", "theirs")
        self.commit(dict.fromkeys(texts, theirs))
        self("checkout", "-q", "main")
        self.commit(dict.fromkeys(texts, ours))

    def use_driver(self, command: str | None = None) -> None:
        """Set git up for stories, with another command for merging if so told."""
        done = self.blogctl("git", "setup")
        assert done.returncode == 0, done.stderr
        if command is not None:
            self("config", "merge.blogctl.driver", command)

    def text(self, name: str = NAME) -> str:
        return (self.folder / name).read_bytes().decode()

    @property
    def unmerged(self) -> list[str]:
        return self("diff", "--name-only", "--diff-filter=U", "-z").split("\0")[:-1]


def assert_resolved(repository: Repository, name: str = NAME, text: str = MERGED) -> None:
    """It has both sides' updates, it is valid, and git takes it."""
    assert repository.text(name).replace("\r\n", "\n") == text
    assert repository.blogctl("validate", "--", name).returncode == 0
    repository("add", "--", name)
    assert name.removeprefix("./") not in repository.unmerged


Step = Callable[[Repository, bool], None]


def merging(repository: Repository, fails: bool) -> None:
    repository("merge", "-q", "--no-edit", "theirs", fails=fails)


def rebasing(repository: Repository, fails: bool) -> None:
    repository("rebase", "-q", "theirs", fails=fails)


def picking(repository: Repository, fails: bool) -> None:
    repository("cherry-pick", "theirs", fails=fails)


def popping(repository: Repository, fails: bool) -> None:
    repository("checkout", "-q", "--detach", "main~1")
    (repository.folder / NAME).write_text(THEIRS, "utf-8")
    repository("stash", "-q")
    repository("checkout", "-q", "main")
    repository("stash", "pop", fails=fails)


STEPS = [merging, rebasing, picking, popping]
