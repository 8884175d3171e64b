"""What we ask of git: its configuration, the sides of a failed merge, and what it does by line."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import PurePath
from typing import NamedTuple

from blogctl import files
from blogctl.errors import EnvironmentFailure, StoryError, UsageError, reason


class Stages(NamedTuple):
    """The three versions of a file that git keeps during a merge; no base where there is none."""

    base: bytes
    ours: bytes
    theirs: bytes


class NoRepository(UsageError):
    """There is no git repository where one is needed."""


def stages(path: str) -> Stages | None:
    """The versions of a file whose merge has failed; ``None`` if git knows of no such merge."""
    folder, base_name = files.folder_of(path), PurePath(path).name
    try:
        listed = _git(folder, "ls-files", "--unmerged", "--full-name", "-z", "--", base_name)
    except NoRepository as error:
        error.message += ", so there are no sides to merge"
        raise
    blobs = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0"):
        if line:
            about, _, name = line.partition("\t")
            _, blob, stage = about.split()
            blobs[stage] = blob
    if not blobs:
        return None
    if "2" not in blobs or "3" not in blobs:
        side = "our" if "2" not in blobs else "their"
        raise StoryError(f"{side} side removed the file", help="keep it with git add, or git rm it")
    texts = [
        _git(folder, "cat-file", "--filters", f"--path={name}", blobs[stage])
        if stage in blobs
        else b""
        for stage in "123"
    ]
    return Stages(*texts)


def merge_by_line(base: str, ours: str, theirs: str) -> bytes:
    """What git makes of three files, with its markers where both sides changed a line."""
    labels = [part for label in ("ours", "base", "theirs") for part in ("-L", label)]
    command = ["merge-file", "-p", *labels, "--", ours, base, theirs]
    return _git(".", *command, fails_above=127)


def diff_by_line(old: str, new: str, *, color: bool) -> bytes:
    """What git says of two files by line, without its lines that name them."""
    options = ["--no-index", "--no-ext-diff", "--no-textconv"]
    options.append(f"--color={'always' if color else 'never'}")
    said = _git(".", "diff", *options, "--", old, new, fails_above=1)
    begin = re.search(rb"^(\x1b\[[0-9;]*m)*(@@ |Binary files )", said, re.MULTILINE)
    if begin is None:
        return b""
    return b"binary\n" if begin[2].startswith(b"B") else said[begin.start() :]


def shows_colors(is_terminal: bool) -> bool:
    """Whether git would show a diff in colours, to a terminal, its pager or elsewhere."""
    asked = ("config", "--get-colorbool", "color.diff", str(is_terminal).lower())
    return _git(".", *asked, fails_above=1).strip() == b"true"


def top() -> str:
    """The folder at the top of the working tree that we are in."""
    return _line(_git(".", "rev-parse", "--show-toplevel"))


def setting(name: str, *scope: str) -> str | None:
    """The value of a variable of git's configuration, in all scopes if none is given."""
    said = _git(".", "config", *scope, "--get", "--null", name, fails_above=1)
    return said.decode("utf-8", "surrogateescape").removesuffix("\0") if said else None


def path_setting(name: str, *scope: str) -> str | None:
    """The path that a variable of git's configuration holds, with ``~`` filled in."""
    said = _git(".", "config", *scope, "--type=path", "--get", name, fails_above=1)
    return _line(said) or None


def configure(*words: str) -> None:
    """Change git's configuration."""
    _git(".", "config", *words)


def _line(said: bytes) -> str:
    return said.decode("utf-8", "surrogateescape").removesuffix("\n")


def _git(folder: str, *arguments: str, fails_above: int = 0) -> bytes:
    environment = {**os.environ, "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", folder, *arguments],  # noqa: S607
            capture_output=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except FileNotFoundError:
        raise EnvironmentFailure("git cannot be found", help="install it") from None
    except OSError as error:
        raise EnvironmentFailure(
            f"git cannot be run: {reason(error)}", help="see what is called git on your PATH"
        ) from None
    if done.returncode < 0 or done.returncode > fails_above:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        if "not a git repository" in said:
            raise NoRepository("this is no git repository")
        if "must be run in a work tree" in said:
            raise NoRepository("this repository has no working tree")
        raise EnvironmentFailure(f"git: {said.removeprefix('fatal: ').removeprefix('error: ')}")
    return done.stdout
