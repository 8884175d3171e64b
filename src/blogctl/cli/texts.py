"""Texts for updates: where they come from, and why an update is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blogctl import api
from blogctl.cli import stories
from blogctl.errors import StoryError, UsageError

if TYPE_CHECKING:
    from blogctl.edit import RefusedDrafts


def given_text(text: str | None, file: str | None, name: str) -> str | None:
    """The text of an argument called ``name``, or of ``--body-file``; ``-`` is stdin.

    ``None`` if neither is given; :class:`UsageError` for both, and for a blank text.
    """
    if text is not None and file is not None:
        raise UsageError(f"{name} and --body-file both bring a body: leave one out")
    if "-" in (text, file):
        return ended(_not_blank(stories.stdin_text(), "standard input"))
    if file is not None:
        return ended(_not_blank(api.read_text(file), file))
    return None if text is None else ended(_not_blank(text, name))


def _not_blank(text: str, name: str) -> str:
    if not text.strip():
        raise UsageError(f"{name} is empty, so nothing was changed")
    return text


def ended(text: str) -> str:
    """A text of one line without its line ending, a longer one with just one."""
    text = text.replace("\r\n", "\n").rstrip()
    return f"{text}\n" if "\n" in text else text


def explained(error: RefusedDrafts, outcome: str) -> StoryError | UsageError:
    """What is wrong with the updates: in a list of them with its lines, else in the options.

    ``outcome`` says of a list what that means.
    """
    if not error.problems[0][0]:
        return UsageError(error.message, help=error.help)
    return StoryError(f"{outcome}: {error.message}", help=error.help)
