r"""Foreign text on a terminal or in a log: made visible, measured and cut.

Text from a story, a path or an exception may hold escape sequences, characters that turn the
reading direction round, or nothing to see at all. Here each becomes an escape such as
``\x1b`` or ``\u202e``. Backslashes themselves stay: paths of Windows are full of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that show nothing: control, format, surrogate, line and paragraph separator."""

_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Format characters that do show something: the number and verse signs of Arabic and Syriac."""

_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

# What the logs of GitHub Actions and Azure Pipelines take for a command: `::name` where a line
# begins, and `##[name` or `##vso[name` anywhere in it.
_COMMAND = re.compile(r"^\s*(:)(?=:[A-Za-z])|(#)(?=#(?:\[|vso\[))")


def shown(text: str) -> str:
    """The text with all that cannot be seen, or would command something, as escapes."""
    if text.isprintable() and "::" not in text and "##" not in text:
        return text
    return "".join(pieces(text))


def pieces(text: str) -> Iterator[str]:
    """What :func:`shown` makes of each character, one piece a character."""
    commands = {match.start(match.lastindex or 0) for match in _COMMAND.finditer(text)}
    for index, char in enumerate(text):
        yield _escape(char) if index in commands else _piece(char)


def _piece(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) not in _UNSEEN or char in _SEEN:
        return char
    return _SHORT.get(char) or _escape(char)


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """The number of terminal columns that text takes, once it went through :func:`shown`.

    Wide and full-width characters, emoji among them, take two, combining marks none.
    """
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    # U+1160 to U+11FF are the vowels and finals that join a Korean syllable already counted.
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clip(text: str, columns: int) -> str:
    """Shown text in that many terminal columns at most; ``…`` marks that something was cut."""
    if width(text) <= columns:
        return text
    kept, room = 0, columns - 1
    for char in text:
        room -= _columns(char)
        if room < 0:
            break
        kept += 1
    return text[:kept] + "…" if columns > 0 else ""
