"""Bytes to text, whatever they are said to be: what they are counts for more."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which an encoding is declared
# What pages mean by these names (WHATWG Encoding, section 4.2).
_MEANT = {
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
    "iso8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Python knows more codecs than encodings of pages, and some fail in ways of their own.
_OF_PAGES = re.compile(
    r"ascii|utf-(?:8|16|32).*|cp\d+|iso8859-\d+|koi8-\w|mac-.*|gb.*|big5.*|euc_.*|shift_jis.*"
    r"|iso2022_.*|hz|johab|tis-620|kz1048|ptcp154"
)
_CUT = "it ends in the middle of a character: it may be cut off"
_WIDE = re.compile(r"[^\x00-\x7f\ufffd]")
_MOSTLY = 10  # characters that are good for each place that is not
_FALLBACK = "windows-1252"
_GUESSED = (
    *(f"windows-{number}" for number in (*range(1250, 1259), 874)),
    *("iso-8859-2", "iso-8859-5", "iso-8859-7", "koi8-r", "koi8-u", "cp866", "macintosh"),
    *("shift_jis", "euc-jp", "euc-kr", "cp949", "gbk", "gb18030", "big5"),
)
"""Encodings of texts and pages that declare none; the others are as rare as they are alike."""
_TEXT = re.compile(rb"[^\n\r<>]+")
_LOOKED_AT = 65_536  # bytes by which an encoding is guessed
_LEAST = 0.08  # confidence: below it, a few dashes and quotes decide; texts like that are Western


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what is doubtful about that."""

    text: str
    encoding: str
    doubt: str | None = None


def decoded(data: bytes, media_type: str | None = None) -> Decoded:
    """The text of bytes, line ends as line feeds, without a byte order mark.

    A byte order mark decides; then, UTF-8 where that is possible, since nothing else looks like it
    by chance; then what the server or the document declares. Without any of these the encoding is a
    guess, by how often letters stand side by side in each language.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _read(data, encoding, None)
    declared = _declared(data, media_type)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return Decoded(_lines(whole.decode()), "utf-8", _CUT)
        if declared in (None, "utf-8"):
            if mended := _mostly_utf_8(data):
                return mended
            said = "UTF-8" if declared is None else "UTF-8, as it says"
            guess = _without_mark(data) or _guessed(data)
            return _read(data, guess, f"it is no {said}: read as {guess}, which is a guess")
        return _read(data, declared, None)
    if "\0" in text[:_HEAD] and (wide := _without_mark(data)):
        return _read(data, wide, f"it does not say so, but it is {wide}")
    doubt: str | None = None
    if declared not in (None, "utf-8") and not text.isascii():
        doubt = f"it is said to be {declared}, but it is UTF-8: read as that"
    return Decoded(_lines(text), "utf-8", doubt)


def _declared(data: bytes, media_type: str | None) -> str | None:
    """The encoding that is declared, if it is one that we know."""
    head = data[:_HEAD]
    by_server = _CHARSET.search(media_type or "")
    names = [by_server[1]] if by_server else []
    names += [found[1].decode() for found in (_XML.search(head), _META.search(head)) if found]
    for name in names:
        try:
            known = codecs.lookup(name).name
        except LookupError:
            continue
        if not _OF_PAGES.fullmatch(known):
            continue
        # The declaration itself was read byte by byte.
        return "utf-8" if known.startswith(("utf-16", "utf-32", "utf-8")) else known
    return None


def _read(data: bytes, encoding: str, doubt: str | None) -> Decoded:
    encoding = _MEANT.get(encoding, encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        lost = text.count("\ufffd")
        doubt = f"{doubt or f'it is no good {encoding}'}; {_lost(lost)}"
    return Decoded(_lines(text.removeprefix("\ufeff")), encoding, doubt)


def _mostly_utf_8(data: bytes) -> Decoded | None:
    """What is UTF-8 but for a few places; ``None`` for what is something else."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if len(_WIDE.findall(text)) < lost * _MOSTLY:
        return None
    return Decoded(_lines(text), "utf-8", f"it is no good utf-8; {_lost(lost)}")


def _guessed(data: bytes) -> str:
    """The encoding that a text seems to be in, by its first pieces that are not ASCII."""
    import chardet  # takes long to load, and most sources are UTF-8

    pieces: list[bytes] = []
    left = _LOOKED_AT
    for found in _TEXT.finditer(data):
        if left <= 0:
            break
        if not found[0].isascii():
            pieces.append(found[0])
            left -= len(found[0])
    best = chardet.detect(
        b"\n".join(pieces),
        max_bytes=_LOOKED_AT,
        prefer_superset=False,
        include_encodings=_GUESSED,
        no_match_encoding=_FALLBACK,
    )
    name = (best["encoding"] or _FALLBACK).lower()
    return name if best["confidence"] >= _LEAST else _FALLBACK


def _lost(count: int) -> str:
    return f"{count:,} {'place' if count == 1 else 'places'} could not be read"


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by where its zeros are."""
    head = data[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) // 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
