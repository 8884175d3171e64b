"""``blogctl merge`` and ``blogctl resolve``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from blogctl import api, files
from blogctl.cli import git
from blogctl.cli.options import LockTimeout
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, StoryError

if TYPE_CHECKING:
    from blogctl.edit import Merged

_MARKER = re.compile(r"[<|>]{7}(?: .*)?|={7}")


def merge(
    terminal: Terminal,
    base: Annotated[str, typer.Argument(metavar="BASE", help="What both sides began from.")],
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Our side; it gets the result.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="The other side.")],
    *,
    stdout: Annotated[
        bool, typer.Option("--stdout", "-p", help="Print the result, and change no file.")
    ] = False,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="PATH", help="For git: the story's name; lines are merged if need be."
        ),
    ] = None,
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
) -> int:
    """Merge two versions of a story, update by update and key by key.

    Two people who add updates at once, or change different things, never conflict.

    Where both changed the same thing, both stand there between conflict markers, and the exit
    code is 1. For git: a merge driver with `blogctl merge --name %P %O %A %B`.
    """
    from blogctl.edit import merge as merge_versions

    story = name or ours
    found: list[Merged] = []

    def change(text: str) -> str:
        found.append(merge_versions(old, text, new))
        return found[-1].text

    try:
        old, new = api.read_text(base), api.read_text(theirs)
        if stdout:
            data = files.read_bytes(ours)
            terminal.document(files.encode(change(api.text_of(data, ours)), like=data))
        else:
            api.edit_text(ours, change, lock_timeout=lock_timeout)
    except StoryError as error:
        if name is None:
            raise error.about(story) from None

        # For git, by line is better than not at all: one side would be left out without a word.
        def by_line(_: bytes = b"") -> bytes:
            return git.merge_by_line(base, ours, theirs)

        if stdout:
            terminal.document(by_line())
        else:
            files.edit(ours, by_line, lock_timeout=lock_timeout)
        error.message += "; so the lines were merged, as git does"
        error.help = error.help and error.help.removesuffix("; nothing was changed")
        raise error.about(story) from None
    return _told(terminal, story, found[-1])


def resolve(
    terminal: Terminal,
    story: Annotated[
        list[str], typer.Argument(metavar="STORY", help="Story files that git could not merge.")
    ],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Also where somebody has changed the file by hand.")
    ] = False,
    lock_timeout: LockTimeout = files.LOCK_TIMEOUT,
) -> int:
    """Merge stories anew after git has failed to.

    Both sides are taken from git, and merged as `blogctl merge` does; then git add the file.

    What is a true conflict stays between markers, and the exit code is 1.
    """
    outcome = Outcome(terminal)
    for path in story:
        try:
            outcome.worst(_resolve(terminal, path, force, lock_timeout))
        except BlogctlError as error:
            outcome.trouble(error.about(path))
    return outcome.code


def _resolve(terminal: Terminal, path: str, force: bool, lock_timeout: float) -> int:
    from blogctl.edit import merge as merge_versions
    from blogctl.source.parsing import find_conflict

    now = api.read_text(path)
    sides = git.stages(path)
    is_marked = find_conflict(now) is not None
    if sides is None:
        if is_marked:
            raise StoryError(
                "git knows of no failed merge here", help="take the markers out by hand"
            )
        terminal.talk(f"{path}: nothing to resolve")
        return 0
    base, ours, theirs = (api.text_of(side, path) for side in sides)
    # What is one side and no more is no merge: git leaves it so if its driver cannot be run.
    if not is_marked and not force and now not in (ours, theirs):
        terminal.talk(f"{path}: no conflict markers are left in it; git add it")
        return 0
    found: list[Merged] = []

    def change(text: str) -> str:
        found.append(merge_versions(base, ours, theirs))
        if not force:
            _refuse_handwork(text, (base, ours, theirs, found[-1].text))
        return found[-1].text

    api.edit_text(path, change, lock_timeout=lock_timeout)
    code = _told(terminal, path, found[-1])
    if code == 0:
        terminal.talk(f"{path}: resolved; git add it")
    return code


def _refuse_handwork(text: str, sides: Iterable[str]) -> None:
    """:class:`StoryError` if a line is in the text that neither git nor we can have put there."""
    known = {line.rstrip("\r") for side in sides for line in side.split("\n")}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.rstrip("\r") not in known and not _MARKER.fullmatch(line.rstrip("\r")):
            raise StoryError(
                f"line {number} is in neither side: somebody has changed the file since",
                help="--force writes it anew without that",
            )


def _told(terminal: Terminal, story: str, merged: Merged) -> int:
    for conflict in merged.conflicts:
        terminal.warning(f"{story}: {conflict}")
    if merged.conflicts:
        count = len(merged.conflicts)
        what = "one conflict is" if count == 1 else f"{count} conflicts are"
        terminal.error(f"{story}: {what} left", "choose between the markers, and delete them")
    return 1 if merged.conflicts else 0
