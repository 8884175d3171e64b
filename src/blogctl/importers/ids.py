"""Ids of other systems as ours, and back: what fits stays, the rest is escaped.

An id that fits stays as it is, unless it looks like an escaped one. ``urn:uuid:X`` becomes
``uuid-X``; any other begins with ``i_``, and each byte of its UTF-8 that is no letter, digit, dot
or hyphen is ``_`` and two hexadecimal digits. Only what would be longer than an id can be is
replaced by a hash, ``h_`` and 32 digits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from uuid import uuid5

from blogctl.model.fields import is_id
from blogctl.model.identity import NAMESPACE

_UUID = re.compile(r"urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_ESCAPED = re.compile(r"i_|h_|uuid-")
_HASH = re.compile(r"h_[0-9a-f]{32}")
_PLAIN = re.compile(rb"[A-Za-z0-9.-]")
_LONGEST = 128


def fitting_id(id: str, *, fold: bool = False) -> str:  # noqa: A002
    """An id of ours for any text; ``fold`` makes one in which upper case is escaped, too."""
    if uuid := _UUID.fullmatch(id):
        return f"uuid-{uuid[1]}"
    if is_id(id) and not _ESCAPED.match(id) and not fold:
        return id
    data = id.encode("utf-8", "surrogatepass")
    plain = re.compile(rb"[a-z0-9.-]") if fold else _PLAIN
    escaped = "i_" + "".join(
        chr(byte) if plain.fullmatch(bytes([byte])) else f"_{byte:02X}" for byte in data
    )
    if escaped.endswith("."):
        escaped = f"{escaped[:-1]}_2E"
    if len(escaped) > _LONGEST:
        return f"h_{hashlib.sha256(data).hexdigest()[:32]}"
    return escaped


def ids_in(urls: Iterable[str | None]) -> Iterator[str]:
    """What can be the id of a story in addresses: the parts of their paths."""
    for url in filter(None, urls):
        for name in filter(None, unquote(urlsplit(url).path).split("/")):
            yield from filter(is_id, (name, name.rpartition(".")[0]))


def urn_of(name: str) -> str:
    """The public identity of a story by its id, or of an update by both: ``story#update``."""
    return uuid5(NAMESPACE, name).urn


def original_id(id: str) -> str | None:  # noqa: A002
    """The id that :func:`fitting_id` was given; ``None`` where only a hash is left of it.

    One that only looks escaped is its own.
    """
    if _UUID.fullmatch(urn := f"urn:uuid:{id.removeprefix('uuid-')}") and id.startswith("uuid-"):
        return urn
    if _HASH.fullmatch(id):
        return None
    if id.startswith("i_"):
        escaped = id.removeprefix("i_").replace("_", "%")
        try:
            return unquote_to_bytes(escaped).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return id
    return id
