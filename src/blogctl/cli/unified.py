"""What changes in a text, for people and for ``patch``."""

from __future__ import annotations

import re
import sys
from typing import TextIO


def unified(old: str, new: str, name: str, stream: TextIO | None = None) -> str:
    """A unified diff for a stream (stdout if not given); empty for equal texts.

    On a terminal it is made safe to look at, elsewhere ``patch`` can read it.
    """
    from difflib import unified_diff

    from blogctl.reporters.safe import shown

    is_terminal = (stream or sys.stdout).isatty()
    lines = []
    for line in unified_diff(_lines(old), _lines(new), name, name):
        text = line.removesuffix("\n")
        text = shown(text) if is_terminal else text
        ending = "\n" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        lines.append(text + ending)
    return "".join(lines)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
