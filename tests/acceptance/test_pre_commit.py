"""The hooks as pre-commit runs them: from a clone of this repository, on good and bad stories."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .program import ROOT
from .repository import Repository

PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
HEAD = '#:schema https://example.org/schema.json\n\n[story]\nid = "{0}"\nheadline = "Coast road"\n'
BLOCK = '\n[[updates]]\nid = "{0}"\ntime = 2024-01-05T{1}:00:00Z\nbody = "{2}"\n'
FIRST, LATE = BLOCK.format("first", "09", "First"), BLOCK.format("late", "11", "Late")
GOOD = HEAD.format("x") + FIRST
SHUFFLED = HEAD.format("x") + LATE + FIRST
TWICE = GOOD + BLOCK.format("again", "09", "First")
INVALID = GOOD.replace('headline = "Coast road"', 'headlin = "Coast road"')
UNTIDY = GOOD.replace('id = "x"', "id='x'")
HOOKS = ("validate", "sort", "format", "dedupe", "export-check")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository of what is here, as it would be cloned, and its commit."""
    folder = tmp_path_factory.mktemp("hooks") / "blogctl"
    folder.mkdir()
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("src", "docs"):
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "screenshots")
        )
    git = Repository(folder.parent)
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        done = git.run(git.git, *step, cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder, git.run(git.git, "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture(scope="module")
def newsroom(hooks: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return Newsroom(tmp_path_factory.mktemp("newsroom"), *hooks)


class Newsroom:
    """A repository of stories that uses every hook; they are installed once."""

    def __init__(self, folder: Path, source: Path, commit: str) -> None:
        self.git = Repository(folder)
        self.folder = self.git.folder
        # pip is asked for what the machine's own settings say, not for what this test leaves out.
        self.env = {k: v for k, v in os.environ.items() if k.startswith("PIP_")}
        self.env |= {"PRE_COMMIT_HOME": str(folder / "cache"), "HOME": os.environ.get("HOME", "")}
        # Little of what is installed is ever used: Python compiles that when it is.
        self.env |= {"PIP_NO_COMPILE": "1", "PYTHONDONTWRITEBYTECODE": ""}
        hooks = "".join(f"      - id: blogctl-{each}\n" for each in HOOKS)
        hooks += "        args: [stories, -f, rss, -f, html, -o, public/]\n"
        (self.folder / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {source}\n    rev: {commit}\n    hooks:\n{hooks}", "utf-8"
        )
        done = self.run("install-hooks", timeout=300)
        if done.returncode:
            why = f"pre-commit cannot install blogctl: {done.stdout[-800:]}"
            if os.environ.get("CI"):
                pytest.fail(why)
            pytest.skip(why)

    def run(
        self, *arguments: str, cwd: Path | None = None, timeout: int = 120
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PRE_COMMIT, *arguments],
            cwd=cwd or self.folder,
            env={**self.git.environment, **self.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    def stage(self, **stories: str) -> None:
        """Let these be all the stories there are, staged, with what is published of them."""
        self.git.run("git", "rm", "-rqf", "--ignore-unmatch", "stories", "public")
        for name, text in stories.items():
            path = self.folder / "stories" / f"{name}.story.toml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        self.publish()
        self.git("add", "-A")

    def publish(self) -> None:
        self.git.blogctl("export", "stories", "-f", "rss", "-f", "html", "-o", "public/")

    def outcomes(self, *arguments: str, cwd: Path | None = None) -> dict[str, str]:
        """How each hook ended: Passed, Failed or Skipped."""
        done = self.run("run", "--color=never", *arguments, cwd=cwd)
        ends = re.findall(
            r"^\w.*?\.+(?:\(.*\))?(Passed|Failed|Skipped)$", done.stdout, re.MULTILINE
        )
        assert len(ends) == (len(HOOKS) if len(arguments) < 2 else 1), done.stdout
        return dict(zip(HOOKS, ends, strict=False))


def test_good_stories_pass_every_hook(newsroom: Newsroom) -> None:
    many = {f"road-{n}": HEAD.format(f"road-{n}") + FIRST for n in range(40)}
    newsroom.stage(**many)
    assert newsroom.outcomes() == dict.fromkeys(HOOKS, "Passed")
    assert newsroom.outcomes("--all-files") == dict.fromkeys(HOOKS, "Passed")
    assert newsroom.git("status", "--porcelain", "--", "stories").count("A ") == 40


def test_bad_stories_fail_the_hooks_they_are_bad_for_and_no_other(newsroom: Newsroom) -> None:
    newsroom.stage(good=GOOD, invalid=INVALID)
    assert newsroom.outcomes()["validate"] == "Failed"

    newsroom.stage(twice=TWICE)
    outcomes = newsroom.outcomes()
    assert outcomes == dict.fromkeys(HOOKS, "Passed") | {"dedupe": "Failed"}
    assert newsroom.git.text("stories/twice.story.toml") == TWICE

    newsroom.stage(untidy=UNTIDY)
    assert newsroom.outcomes() == dict.fromkeys(HOOKS, "Passed") | {"format": "Failed"}
    assert "id = 'x'" in newsroom.git.text("stories/untidy.story.toml")


def test_what_a_hook_puts_right_passes_the_next_time(newsroom: Newsroom) -> None:
    newsroom.stage(shuffled=SHUFFLED)
    assert newsroom.outcomes()["sort"] == "Failed"
    text = newsroom.git.text("stories/shuffled.story.toml")
    assert text.index("First") < text.index("Late")
    newsroom.publish()
    newsroom.git("add", "-A")
    assert newsroom.outcomes() == dict.fromkeys(HOOKS, "Passed")


def test_a_page_that_lags_behind_its_story_fails(newsroom: Newsroom) -> None:
    newsroom.stage(road=GOOD)
    path = newsroom.folder / "stories" / "road.story.toml"
    path.write_text(GOOD.replace("First", "Changed"), "utf-8")
    newsroom.git("add", "-A")
    assert newsroom.outcomes() == dict.fromkeys(HOOKS, "Passed") | {"export-check": "Failed"}
    newsroom.publish()
    newsroom.git("add", "-A")  # what is not staged, pre-commit sets aside
    assert newsroom.outcomes() == dict.fromkeys(HOOKS, "Passed")


def test_a_commit_from_a_subfolder_is_held_up_and_let_through(newsroom: Newsroom) -> None:
    installed = newsroom.run("install")
    assert installed.returncode == 0, installed.stdout
    newsroom.stage(road=INVALID)
    inside = newsroom.folder / "stories"
    refused = newsroom.git.run("git", "commit", "-m", "bad", cwd=inside, **newsroom.env)
    assert refused.returncode == 1
    assert "stories/road.story.toml:5:1: error[unknown-key]" in refused.stderr + refused.stdout
    newsroom.stage(road=GOOD)
    taken = newsroom.git.run("git", "commit", "-m", "good", cwd=inside, **newsroom.env)
    assert taken.returncode == 0, taken.stderr


def test_somebody_can_try_the_repository(newsroom: Newsroom, hooks: tuple[Path, str]) -> None:
    newsroom.stage(road=GOOD)
    tried = newsroom.run(
        "try-repo", str(hooks[0]), "blogctl-validate", "--all-files", "--color=never", timeout=300
    )
    assert tried.returncode == 0, tried.stdout
    assert re.search(r"validate stories\.+Passed", tried.stdout)
