"""One edit of one story: tried or done, with its warnings, and with nothing lost on failure."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol, TypeVar

from blogctl import api, files
from blogctl.cli.terminal import Terminal
from blogctl.cli.texts import explained
from blogctl.cli.unified import unified
from blogctl.errors import BlogctlError, StoryError


class _Edited(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def warnings(self) -> tuple[str, ...]: ...


_E = TypeVar("_E", bound=_Edited)


def applied(
    terminal: Terminal,
    story: str,
    change: Callable[[str], _E],
    *,
    dry_run: bool,
    lock_timeout: float,
    outcome: str = "nothing was changed",
    kept: str | None = None,
) -> tuple[_E, bool]:
    """Change a story's text; gives what the change gave, and whether it changes anything.

    With ``dry_run`` the difference is only shown, on stderr. ``outcome`` says what a refusal
    means. ``kept`` is a file of what somebody wrote in an editor: it goes when the change is
    made, and is named where it is not.
    """
    from blogctl.edit import RefusedDrafts

    results: list[_E] = []

    def changed(text: str) -> str:
        try:
            results.append(change(text))
        except RefusedDrafts as error:
            raise explained(error, outcome) from None
        return results[-1].text

    try:
        if dry_run:
            old = api.read_text(story)
            new = changed(old)
            differs = new != old
            sys.stderr.write(unified(old, new, story, sys.stderr))
        else:
            differs = api.edit_text(story, changed, lock_timeout=lock_timeout)
    except Exception as error:
        if not isinstance(error, BlogctlError):
            if kept:
                terminal.talk(f"what you wrote is kept in {kept}")
            raise
        if isinstance(error, StoryError):
            error = error.about(story)
        if kept:
            error.message += f"; what you wrote is kept in {kept}"
        raise error from None
    if kept and dry_run:
        terminal.talk(f"what you wrote is kept in {kept}")
    elif kept:
        files.discard(kept)
    for warning in results[-1].warnings:
        terminal.warning(f"{story}: {warning}")
    return results[-1], differs
