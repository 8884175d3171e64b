"""Writing in the editor that people have chosen."""

from __future__ import annotations

import os
import subprocess
import sys

from blogctl import files, system
from blogctl.errors import EnvironmentFailure, UsageError, reason


def edited(text: str, suffix: str) -> tuple[str, str]:
    """What comes back when somebody has edited ``text``, and the file that holds it still.

    In $VISUAL or $EDITOR. :class:`UsageError` without a terminal, or when the editor cannot
    be run or fails.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError(
            "--edit needs a terminal", help="give the text on the command line instead"
        )
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or system.default_editor()
    path = files.scratch(text.encode(), suffix)
    try:
        code = subprocess.run([*system.words(editor), path], check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        files.discard(path)
        raise UsageError(
            f"the editor {editor} cannot be run: {reason(error)}",
            help="set $EDITOR to one that can",
        ) from None
    except KeyboardInterrupt:
        interrupted = EnvironmentFailure(f"interrupted; the text is kept in {path}")
        interrupted.exit_code = 130
        raise interrupted from None
    if code:
        raise UsageError(f"the editor {editor} ended with {code}; the text is kept in {path}")
    if not files.is_regular(path):
        raise UsageError(f"the editor {editor} has removed its file, so nothing was changed")
    try:
        text = files.decode(files.read_bytes(path)).replace("\r\n", "\n").strip("\n")
    except files.NotText:
        raise UsageError(
            f"the editor {editor} saved no UTF-8; the text is kept in {path}"
        ) from None
    if not text.strip():
        files.discard(path)
        raise UsageError("the text is empty, so nothing was changed")
    return text, path
