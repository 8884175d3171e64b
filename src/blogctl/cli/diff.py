"""``blogctl diff``."""

from __future__ import annotations

import codecs
import json
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from blogctl import api, files
from blogctl.cli import stories
from blogctl.cli.outcome import Outcome
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError, UsageError

if TYPE_CHECKING:
    from blogctl.edit import Comparison
    from blogctl.model import Story, Update

_STDIN = "<stdin>"


def diff(
    terminal: Terminal,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="A B", help="The old and the new story; one may be - for stdin."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as JSON.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if the stories differ.")
    ] = False,
) -> int:
    """Show what differs between two versions of a story.

    A line such as "2 new, 1 corrected, 1 retracted", then each update. Order and layout of the
    files do not matter. An empty file, or /dev/null, is no story: the other is new, or removed.

    Git may call it as its external diff: `blogctl git setup`.
    """
    if _is_gits(paths):
        from blogctl.cli.git_diff import show_change

        show_change(terminal, paths)
        return 0
    if len(paths) != 2:
        raise UsageError("name two versions of a story: the old one and the new one")
    if paths == ["-", "-"]:
        raise UsageError("only one of the two can be standard input")
    found: list[Story | None] = []
    outcome = Outcome(terminal)
    for path in paths:
        try:
            data = stories.stdin_bytes() if path == "-" else files.read_bytes(path)
            found.append(story_in(data, _STDIN if path == "-" else path))
        except BlogctlError as error:
            outcome.trouble(error)
    if outcome.code:
        return outcome.code
    from blogctl.edit import compare

    comparison = compare(*found)
    if as_json:
        data_ = _json(comparison)
        terminal.result(json.dumps(data_, indent=2, ensure_ascii=False) + "\n")
    elif comparison.summary:
        from blogctl.cli.differing import comparison_text

        terminal.result(comparison_text(comparison, terminal.colors()))
    else:
        terminal.talk("no update differs, nor does the story")
    return 1 if exit_code and comparison.summary else 0


def _is_gits(arguments: list[str]) -> bool:
    """Whether these are git's: seven, nine for a renamed file, one for a failed merge."""
    is_unmerged = len(arguments) == 1 and "GIT_DIFF_PATH_COUNTER" in os.environ
    return is_unmerged or len(arguments) in (7, 9)


def story_in(data: bytes, name: str) -> Story | None:
    """The story in bytes that must be valid, ``None`` in none; :class:`InvalidStory` otherwise."""
    from blogctl.check import check_bytes

    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return None
    return api.story_of(check_bytes(data, name, warnings=False))


def _json(comparison: Comparison) -> dict[str, Any]:
    from blogctl.model import meta_data, update_data

    def update(side: Update | None) -> dict[str, Any] | None:
        return None if side is None else update_data(side)

    metas = (None if s is None else meta_data(s.meta) for s in (comparison.old, comparison.new))
    story = {"fields": comparison.fields, **dict(zip(("old", "new"), metas, strict=True))}
    return {
        "version": 1,
        "summary": comparison.counts,
        "story": story,
        "updates": [
            {
                "id": difference.id,
                "changes": difference.kinds,
                "fields": difference.fields,
                "old": update(difference.old),
                "new": update(difference.new),
            }
            for difference in comparison.updates
        ],
    }
