"""Bytes from disk, and bytes to text and back without a loss."""

from __future__ import annotations

import codecs
import os
from typing import IO

from blogctl import system
from blogctl.errors import EnvironmentFailure, StoryError, UsageError, reason

MAX_SIZE = 256 * 1024 * 1024
"""The largest file that is read, in bytes, unless the caller allows more."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class TooLarge(StoryError):
    """The file has more bytes than allowed; ``limit`` is how many that is."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(f"{name}: more than {limit:,} bytes", help="split it, or remove what grew")
        self.limit = limit


class NotText(ValueError):
    """The bytes are no UTF-8 text: the first wrong one is at ``position``; ``help`` says more."""

    def __init__(self, position: int, help: str) -> None:  # noqa: A002
        super().__init__(f"no UTF-8 at byte {position}")
        self.position = position
        self.help = help


def read_bytes(path: str, *, max_size: int = MAX_SIZE) -> bytes:
    """The bytes of a file.

    :class:`UsageError` if it is missing or a folder, :class:`EnvironmentFailure` if it cannot
    be read, :class:`TooLarge` if it is.
    """
    try:
        with open(path, "rb") as file:
            return read_limited(file, path, max_size)
    except OSError as error:
        raise failure(path, system.plainly(path, error)) from error


def read_limited(file: IO[bytes], name: str, max_size: int = MAX_SIZE) -> bytes:
    """What an open file holds; :class:`TooLarge` beyond ``max_size``, without reading it all."""
    data = file.read(max_size + 1)
    if len(data) > max_size:
        raise TooLarge(name, max_size)
    return data


def failure(path: str, error: OSError) -> EnvironmentFailure | UsageError:
    """The error to raise for one of the operating system's, naming the path once."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UsageError(f"{path}: there is no such file")
    if isinstance(error, IsADirectoryError):
        return UsageError(f"{path}: this is a folder", help="name a file")
    if isinstance(error, PermissionError):
        return EnvironmentFailure(f"{path}: no permission")
    return EnvironmentFailure(f"{path}: {reason(error)}")


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark; :class:`NotText` if it is none."""
    if data.startswith(_UTF16):
        raise NotText(0, "it looks like UTF-16: save it as UTF-8")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotText(error.start, "save it as UTF-8") from None


def encode(text: str, like: bytes) -> bytes:
    """The bytes of a text, with a byte order mark where the file ``like`` has one."""
    mark = codecs.BOM_UTF8 if like.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def is_regular(path: str) -> bool:
    """Whether there is a file that can be replaced, rather than a device or a pipe."""
    return os.path.isfile(path)
