"""A folder of documents that is kept up to date: nothing missing, nothing left over.

What was written there is listed in a manifest, so that what is no longer made can be removed,
and nothing else. The list comes first and grows before anything is written: whatever happens in
the middle, no document is left that it does not know.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from blogctl.errors import EnvironmentFailure, UsageError
from blogctl.files.locking import locked
from blogctl.files.reading import failure, is_regular, read_bytes
from blogctl.files.replacing import LOCK_TIMEOUT, sweep, write_output

MANIFEST = ".blogctl-manifest.json"
_VERSION = 1
_OR = " "
"""Stands between the hashes of what may be there, after an export that was broken off."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, or would be: the names of the documents, relative to their folder.

    ``kept`` are no longer made, but were changed by somebody else, and are still there.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def publish(
    folder: str,
    documents: Mapping[str, bytes],
    owner: str,
    *,
    check: bool = False,
    lock_timeout: float = LOCK_TIMEOUT,
) -> Published:
    """Bring a folder up to date with documents by their names, written in their order.

    ``owner`` says what they are of. :class:`~blogctl.errors.UsageError` if a file stands under
    one of the names that was not written here, or the folder belongs to another owner; then
    nothing is changed. With ``check`` nothing is ever.
    """
    if check:
        return _Folder(folder, owner).compare(documents)
    _make(folder)
    # Windows cannot open a folder to lock it.
    lock = locked(folder, lock_timeout, folder) if sys.platform != "win32" else nullcontext()
    with lock:
        return _Folder(folder, owner).bring_up_to_date(documents)


class _Folder:
    def __init__(self, path: str, owner: str) -> None:
        self._path, self._owner = path, owner
        self._known = self._read_manifest()

    def compare(self, documents: Mapping[str, bytes]) -> Published:
        self._refuse_strangers(documents)
        same = {name: self._hash(name) == _sha256(data) for name, data in documents.items()}
        written = tuple(name for name in documents if not same[name])
        unchanged = tuple(name for name in documents if same[name])
        return Published(written, unchanged, *self._left_over(documents))

    def bring_up_to_date(self, documents: Mapping[str, bytes]) -> Published:
        self._refuse_strangers(documents)
        removed, kept = self._left_over(documents)
        hashes = {name: _sha256(data) for name, data in documents.items()}
        if hashes != self._known:
            self._write_manifest(self._either(hashes))
        self._sweep(hashes)
        written: list[str] = []
        unchanged: list[str] = []
        for name, data in documents.items():
            differs = write_output(self._place(name), data, tidy=False)
            (written if differs else unchanged).append(name)
        for name in removed:
            self._remove(name)
        self._write_manifest(hashes)
        return Published(tuple(written), tuple(unchanged), removed, kept)

    def _left_over(self, documents: Mapping[str, bytes]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that are no longer made, and those of them that somebody has changed."""
        there = {name: self._hash(name) for name in self._known if name not in documents}
        # By its hash, what stands there is what was written there, or it is not.
        ours = {
            name: found in self._known[name].split(_OR) for name, found in there.items() if found
        }
        removed = tuple(name for name in ours if ours[name])
        return removed, tuple(name for name in ours if not ours[name])

    def _either(self, hashes: Mapping[str, str]) -> dict[str, str]:
        """What may stand under each name while documents are being written: old or new."""
        names = self._known.keys() | hashes.keys()
        found = {name: (self._known.get(name), hashes.get(name)) for name in names}
        return {name: _OR.join(dict.fromkeys(filter(None, both))) for name, both in found.items()}

    def _sweep(self, hashes: Mapping[str, str]) -> None:
        """Remove what killed processes left: no other is at work on a folder that is locked."""
        folders: dict[str, set[str]] = {}
        for name in self._known.keys() | hashes.keys():
            folder, _, last = name.rpartition("/")
            folders.setdefault(folder, set()).add(last)
        for folder, names in folders.items():
            sweep(self._place(folder), names)

    def _refuse_strangers(self, documents: Mapping[str, bytes]) -> None:
        strangers = [
            name
            for name, data in documents.items()
            if name not in self._known and self._hash(name) not in (None, _sha256(data))
        ]
        if strangers:
            more = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
            raise UsageError(
                f"{self._place(strangers[0])}{more}: this was not written by blogctl",
                help="choose another folder, or move the file away",
            )

    def _read_manifest(self) -> dict[str, str]:
        path = self._place(MANIFEST)
        if not os.path.lexists(path):
            return {}
        try:
            found: Any = json.loads(read_bytes(path))
            files, owner, version = found["files"], found["owner"], found["version"]
            is_ours = version == _VERSION and all(isinstance(each, str) for each in files.values())
        except (ValueError, LookupError, TypeError, AttributeError):
            is_ours, files, owner = False, {}, ""
        if not is_ours:
            raise UsageError(
                f"{path}: this is no list that this blogctl wrote",
                help="choose another folder, or remove the file: then nothing old is removed",
            )
        if owner != self._owner:
            raise UsageError(
                f"{self._path}: this folder holds {owner}",
                help="choose a folder of its own for each",
            )
        return {name: hash_ for name, hash_ in files.items() if _is_inside(name)}

    def _write_manifest(self, files: Mapping[str, str]) -> None:
        data = {"version": _VERSION, "owner": self._owner, "files": dict(sorted(files.items()))}
        text = json.dumps(data, ensure_ascii=False, indent=1)
        write_output(self._place(MANIFEST), f"{text}\n".encode())

    def _hash(self, name: str) -> str | None:
        """The hash of what stands under a name; ``None`` if nothing does."""
        path = self._place(name)
        if not os.path.lexists(path):
            return None
        if not is_regular(path):
            return ""
        try:
            with open(path, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise failure(path, error) from error

    def _remove(self, name: str) -> None:
        path = self._place(name)
        try:
            os.unlink(path)
            while (name := name.rpartition("/")[0]) and not os.listdir(self._place(name)):
                os.rmdir(self._place(name))
        except FileNotFoundError:
            pass  # gone already
        except OSError as error:
            raise failure(path, error) from error

    def _place(self, name: str) -> str:
        return os.path.join(self._path, *name.split("/"))


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise EnvironmentFailure(f"{folder}: a file stands where a folder should be") from None
    except OSError as error:
        raise failure(folder, error) from error


def _is_inside(name: object) -> bool:
    """Whether a name from a manifest, which anybody may have written, stays in its folder."""
    return isinstance(name, str) and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part for part in name.split("/")
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
