"""What we ask of git: the sides of a failed merge, and merging by line where all else fails."""

from __future__ import annotations

import os
import subprocess
from pathlib import PurePath
from typing import NamedTuple

from blogctl import files
from blogctl.errors import EnvironmentFailure, StoryError, UsageError


class Stages(NamedTuple):
    """The three versions of a file that git keeps during a merge; no base where there is none."""

    base: bytes
    ours: bytes
    theirs: bytes


def stages(path: str) -> Stages | None:
    """The versions of a file whose merge has failed; ``None`` if git knows of no such merge."""
    folder, base_name = files.folder_of(path), PurePath(path).name
    listed = _git(folder, "ls-files", "--unmerged", "--full-name", "-z", "--", base_name)
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
        raise EnvironmentFailure(
            "git cannot be found", help="install it, or merge by hand"
        ) from None
    if done.returncode < 0 or done.returncode > fails_above:
        reason = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        if "not a git repository" in reason:
            raise UsageError("this is no git repository, so there are no sides to merge")
        raise EnvironmentFailure(f"git: {reason.removeprefix('fatal: ')}")
    return done.stdout
