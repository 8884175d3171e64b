"""Words from a shell's line, and candidates on the way back to it: what each shell makes of them.

What a story holds reaches people here: nothing of it may command a terminal, or run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from blogctl.cli.candidates import Candidate
from blogctl.reporters.safe import clip, shown, width

_MENU = {"37", "42"}  # $COMP_TYPE of bash where candidates are put on the line one by one, or all
_SPECIAL = re.compile(r"[^\w./,+@%:=-]")  # what may mean something to a shell
_WIDEST_VALUE = 40  # columns that values take up before what is said of them


@dataclass(frozen=True, slots=True)
class Call:
    """A line up to the cursor: the words after the program's name, and the one to complete.

    ``trim`` is how much of that word the shell leaves where it is, ``quote`` the quote that is
    open in it. ``columns`` are those of the terminal. ``is_bare`` says to tell nothing of values.
    """

    shell: str
    words: Sequence[str]
    word: str
    trim: int = 0
    quote: str = ""
    columns: int = 80
    is_bare: bool = False


def call_from(shell: str, arguments: Sequence[str]) -> Call:
    """What a script of ours calls with; see :mod:`blogctl.cli.completing`."""
    said = os.environ.get("COLUMNS", "")
    columns = int(said) if said.isdecimal() and 20 <= int(said) <= 1000 else 80
    if shell == "bash":
        line, breaks, kind = arguments
        words, trim, quote = split(line, breaks)
        return Call(shell, words[1:-1], words[-1], trim, quote, columns, kind in _MENU)
    # What is left of a quote that is still open.
    word = arguments[-1][1:] if arguments[-1][:1] in ("'", '"') else arguments[-1]
    return Call(shell, arguments[:-1], word, columns=columns)


def split(line: str, breaks: str) -> tuple[list[str], int, str]:
    """The words of a line as bash reads them, the last up to the line's end.

    With them goes how much of the last word lies before where bash begins to complete, which is
    behind any of the signs in ``breaks``, and the quote that is open in it.
    """
    words, word, trim, quote = [], "", 0, ""
    is_word = False
    position = 0
    while position < len(line):
        char = line[position]
        position += 1
        if quote == "'" or (quote and char == quote):
            quote, word = ("", word) if char == quote else (quote, word + char)
        elif char == "\\" and position < len(line):
            escaped = line[position]
            word += char + escaped if quote and escaped not in '"$`\\' else escaped
            position += 1
            is_word = True
        elif quote:
            word += char
        elif char in "'\"":
            quote, trim, is_word = char, len(word), True
        elif char in " \t\n":
            words += [word] if is_word else []
            word, trim, is_word = "", 0, False
        else:
            word, is_word = word + char, True
            trim = len(word) if char in breaks else trim
    return [*words, word], trim, quote


def written(call: Call, kind: str, found: Sequence[Candidate]) -> str:
    """The answer to a call."""
    found = [each for each in found if each.value.isprintable()]
    if call.shell == "bash":
        found = [
            each._replace(value=value)
            for each in found
            if (value := _quoted(each.value[call.trim :], call.quote)) is not None
        ]
    if call.shell == "fish":
        lines = [f"{each.value}\t{_told(each)}" for each in found]
    elif call.shell == "zsh":
        seen = _aligned(found, call.columns, "  -- ")
        lines = [f"{each.value}\t{line}" for each, line in zip(found, seen, strict=True)]
    elif len(found) > 1 and kind == "none" and not call.is_bare:
        # Bash shows what it inserts: only as long as there is a choice may it say more.
        lines = _aligned(found, call.columns, "  ")
        if any(each.help for each in found):
            # One that is as wide as half the terminal keeps them all in one column.
            lines[-1] += " " * (call.columns // 2 - width(lines[-1]))
    else:
        lines = [each.value for each in found]
    return "".join(f"{line}\n" for line in [kind, *lines])


def _quoted(value: str, quote: str) -> str | None:
    """A value as bash reads it back from behind an open quote, or from a bare word."""
    if not quote:
        return _SPECIAL.sub(r"\\\g<0>", value)
    if quote == "'":
        return None if "'" in value else value
    return re.sub(r'(["$`\\])', r"\\\1", value)


def _told(candidate: Candidate) -> str:
    return shown(" ".join(candidate.help.split()))


def _aligned(found: Sequence[Candidate], columns: int, between: str) -> list[str]:
    """Each value with what is said of it, on one line of a terminal."""
    room = min(max((width(each.value) for each in found), default=0), _WIDEST_VALUE)
    return [_row(each, room, columns, between) for each in found]


def _row(candidate: Candidate, room: int, columns: int, between: str) -> str:
    value = candidate.value + " " * (room - width(candidate.value)) + between
    left = columns - 1 - width(value)
    # A value is whole, whatever the room: it is what gets completed.
    return value + clip(_told(candidate), left) if candidate.help and left > 0 else candidate.value
