"""Bytes put aside until they are wanted: in memory while they are few, else on disk."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from typing import Any, BinaryIO, Literal, NamedTuple, Self

from blogctl.errors import EnvironmentFailure, reason

IN_MEMORY = 32 * 1024 * 1024


class Aside(NamedTuple):
    """Where bytes lie: in which file of the store, from where, and how many."""

    file: str
    start: int
    size: int


Kept = bytes | Aside
"""Bytes as a store gives them back: themselves, or where they lie."""


class Store:
    """Keeps bytes while its context lasts, the first of them, up to ``room``, in memory.

    One without room may be handed to other processes: what one has put aside, each can get.
    :class:`~blogctl.errors.EnvironmentFailure` where the disk fails.
    """

    def __init__(self, room: int = IN_MEMORY) -> None:
        self._room = room
        self._folder = ""
        self._files: dict[str, BinaryIO] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if not self._room:
            self._make()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __getstate__(self) -> dict[str, Any]:
        return {"_room": 0, "_folder": self._folder, "_files": {}, "_open": ExitStack()}

    def keep(self, data: bytes) -> Kept:
        """Put bytes aside."""
        if len(data) <= self._room:
            self._room -= len(data)
            return data
        self._room = 0
        if not self._folder:
            self._make()
        name = str(os.getpid())  # each process has a file of its own, and writes at its end
        try:
            file = self._file(name, "ab")
            start = file.seek(0, os.SEEK_END)
            file.write(data)
            file.flush()
        except OSError as error:
            raise _failed(error) from error
        return Aside(name, start, len(data))

    def get(self, kept: Kept) -> bytes:
        """The bytes again."""
        if isinstance(kept, bytes):
            return kept
        try:
            file = self._file(kept.file, "rb")
            file.seek(kept.start)
            return file.read(kept.size)
        except OSError as error:
            raise _failed(error) from error

    def _make(self) -> None:
        import tempfile

        try:
            self._folder = tempfile.mkdtemp(prefix="blogctl-")
        except OSError as error:
            raise _failed(error) from error

    def _file(self, name: str, mode: Literal["ab", "rb"]) -> BinaryIO:
        key = f"{os.getpid()} {mode} {name}"
        if key not in self._files:
            path = os.path.join(self._folder, name)
            self._files[key] = self._open.enter_context(open(path, mode))  # noqa: SIM115
        return self._files[key]


def _failed(error: OSError) -> EnvironmentFailure:
    is_missing = isinstance(error, FileNotFoundError)
    why = "there is no folder for temporary files" if is_missing else reason(error)
    return EnvironmentFailure(
        f"cannot put aside what is to be written: {why}",
        help="name a folder that has room with TMPDIR, or export fewer stories at once",
    )
