"""The names of files that an exporter may give: safe on every system, inside their folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_DEVICE = re.compile(r"(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?", re.I)
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_LONGEST_PART = 255
"""Bytes; what common file systems take."""


def refusal(names: Iterable[object]) -> str | None:
    """Why these must not be written as files below one folder, in words; ``None`` if they may.

    Names are relative, with ``/`` between folders.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        why = _refused(name)
        if why:
            return f"the file name {name!r} {why}"
        folded = _folded(str(name))
        if folded in seen:
            return f"the file names {seen[folded]!r} and {name!r} are the same on some systems"
        seen[folded] = str(name)
        while "/" in folded:
            folded = folded.rpartition("/")[0]
            folders.setdefault(folded, str(name))
    for folded, name in seen.items():
        if folded in folders:
            return f"the file name {name!r} is also a folder of {folders[folded]!r}"
    return None


def _refused(name: object) -> str | None:
    if not isinstance(name, str):
        return "is no text"
    if not name:
        return "is empty"
    if not name.isprintable():
        return "holds a control or invisible character"
    if "\\" in name:
        return "holds a backslash"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "is absolute"
    if _NOT_ON_WINDOWS.search(name):
        return "holds a character that Windows does not allow"
    for part in name.split("/"):
        if part in ("", ".", ".."):
            return "climbs out of its folder" if part == ".." else "has an empty part"
        if part[-1] in ". " or part[0] == " ":
            return "has a part that begins or ends in a space or ends in a dot"
        if _DEVICE.fullmatch(part):
            return "is the name of a Windows device"
        if len(part.encode("utf-8", "replace")) > _LONGEST_PART:
            return "is too long"
    return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
