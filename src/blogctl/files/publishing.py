"""A folder of documents that is kept up to date: nothing missing, nothing left over.

What was written there is listed in a manifest, so that what is no longer made can be removed,
and nothing else. The list comes first and grows before anything is written: whatever happens in
the middle, no document is left that it does not know.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from blogctl.errors import EnvironmentFailure, UsageError
from blogctl.files.locking import locked
from blogctl.files.manifest import MANIFEST, Manifest, read_manifest, write_manifest
from blogctl.files.reading import failure, is_regular
from blogctl.files.replacing import LOCK_TIMEOUT, end_outputs, sweep, write_output

_ASSETS = "assets/"
"""What pages are dressed in: pages that are still around want what the last export made."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, or would be: the names of the documents, relative to their folder.

    ``kept`` are no longer made, but were changed by somebody else, and are still there.
    ``deserted`` are the folders below it that are no longer among its own, and still there.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    deserted: tuple[str, ...] = ()


def publish(
    folder: str,
    documents: Mapping[str, bytes],
    owner: str,
    *,
    folders: Collection[str] = (),
    check: bool = False,
    lock_timeout: float = LOCK_TIMEOUT,
) -> Published:
    """Bring a folder up to date with documents by their names, written in their order.

    ``owner`` says what they are of, ``folders`` name those below it that are published on their
    own. What stands in ``assets/`` and is no longer made goes with the next change after that.

    :class:`~blogctl.errors.UsageError` if the folder belongs to another owner, holds links, or
    a file stands under one of the names that was not written here, or not as it is now; then
    nothing is changed. With ``check`` nothing is ever.
    """
    if check:
        return _Folder(folder, owner, documents, folders).compare()
    _make(folder)
    with locked(folder, lock_timeout, folder):
        return _Folder(folder, owner, documents, folders).bring_up_to_date()


class _Folder:
    """A folder as it was found, and what is to become of it; made, it is known to be possible."""

    def __init__(
        self, path: str, owner: str, documents: Mapping[str, bytes], folders: Collection[str]
    ) -> None:
        self._path, self._owner = path, owner
        self._documents, self._folders = documents, folders
        if os.path.lexists(path) and not os.path.isdir(path):
            raise _file_for_folder(path)
        self._refuse_links((MANIFEST,))
        self._known = read_manifest(path, owner)
        names = self._known.files.keys() | documents.keys()
        self._refuse_links(names)
        self._hashes = {name: _sha256(data) for name, data in documents.items()}
        self._found = {name: self._hash(name) for name in names}
        self._refuse_strangers()
        self._outgoing = self._last_generation()

    def compare(self) -> Published:
        same = {name: self._found[name] == hash_ for name, hash_ in self._hashes.items()}
        written = tuple(name for name in same if not same[name])
        unchanged = tuple(name for name in same if same[name])
        return Published(written, unchanged, *self._left_over(), self._deserted())

    def bring_up_to_date(self) -> Published:
        removed, kept = self._left_over()
        deserted = self._deserted()
        after = self._after(deserted)
        if after != self._known:
            self._list(self._meanwhile(after))
        self._sweep()
        written: list[str] = []
        unchanged: list[str] = []
        for name, data in self._documents.items():
            differs = self._found[name] != self._hashes[name]
            if differs:
                write_output(self._place(name), data, alone=False)
            (written if differs else unchanged).append(name)
        for name in removed:
            self._remove(name)
        end_outputs(self._place(name) for name in written)
        self._list(after)
        return Published(tuple(written), tuple(unchanged), removed, kept, deserted)

    def _left_over(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that are no longer made, and those of them that somebody has changed."""
        stay = self._documents.keys() | self._outgoing
        there = [name for name in self._known.files if self._found[name] is not None]
        gone = [name for name in there if name not in stay]
        removed = tuple(name for name in gone if self._is_ours(name))
        return removed, tuple(name for name in gone if not self._is_ours(name))

    def _is_ours(self, name: str) -> bool:
        """Whether what stands under a name is what was written there, by its hash."""
        return self._found[name] in self._known.files.get(name, ())

    def _last_generation(self) -> frozenset[str]:
        """The assets that are no longer made, and stay until the next that are not."""
        known = {name for name in self._known.files if name.startswith(_ASSETS)}
        going = known - self._known.outgoing - self._documents.keys()
        stay = going or self._known.outgoing - self._documents.keys()
        return frozenset(filter(self._is_ours, stay))

    def _deserted(self) -> tuple[str, ...]:
        """The folders that are no longer among those below, as long as their lists are there."""
        gone = (name for name in self._known.folders if name not in self._folders)
        return tuple(
            name for name in gone if os.path.lexists(os.path.join(self._place(name), MANIFEST))
        )

    def _after(self, deserted: Collection[str]) -> Manifest:
        """The list as it will be."""
        files = {name: self._known.files[name] for name in self._outgoing}
        files |= {name: (hash_,) for name, hash_ in self._hashes.items()}
        return Manifest(files, self._outgoing, tuple(sorted({*self._folders, *deserted})))

    def _meanwhile(self, after: Manifest) -> Manifest:
        """The list while documents are being written: under each name is the old or the new."""
        files = dict(self._known.files)
        for name, hash_ in self._hashes.items():
            found = self._found[name]
            files[name] = tuple(dict.fromkeys(filter(None, (found, hash_))))
        gone = self._known.files.keys() - self._documents.keys()
        outgoing = frozenset(name for name in gone if name.startswith(_ASSETS))
        return Manifest(files, outgoing, after.folders)

    def _list(self, manifest: Manifest) -> None:
        write_manifest(self._path, self._owner, manifest)

    def _sweep(self) -> None:
        """Remove what killed processes left: no other is at work on a folder that is locked."""
        folders: dict[str, set[str]] = {}
        for name in self._found:
            folder, _, last = name.rpartition("/")
            folders.setdefault(folder, set()).add(last)
        for folder, names in folders.items():
            sweep(self._place(folder), names)

    def _refuse_links(self, names: Collection[str]) -> None:
        """Nothing is read, written or removed through a link: it would be somewhere else."""
        folders: set[str] = set()
        for name in names:
            if os.path.islink(self._place(name)):
                raise _link(self._place(name))
            while name := name.rpartition("/")[0]:
                folders.add(name)
        for name in sorted(folders):
            if os.path.islink(self._place(name)):
                raise _link(self._place(name))
            if os.path.lexists(self._place(name)) and not os.path.isdir(self._place(name)):
                raise _file_for_folder(self._place(name))

    def _refuse_strangers(self) -> None:
        """What somebody else wrote is not ours to replace, even where ours once stood."""
        odd = [
            name
            for name, hash_ in self._hashes.items()
            if self._found[name] not in (None, hash_) and not self._is_ours(name)
        ]
        strange = [name for name in odd if name not in self._known.files]
        names = strange or odd
        if not names:
            return
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        where = f"{self._place(names[0])}{more}"
        if strange:
            raise UsageError(
                f"{where}: this was not written by blogctl",
                help="choose another folder, or move the file away",
            )
        raise UsageError(
            f"{where}: this was changed by hand after blogctl wrote it",
            help="delete it to have it made anew, or choose another folder",
        )

    def _hash(self, name: str) -> str | None:
        """The hash of what stands under a name: none of what is no file, ``None`` of nothing."""
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
        raise _file_for_folder(folder) from None
    except OSError as error:
        raise failure(folder, error) from error


def _file_for_folder(path: str) -> EnvironmentFailure:
    return EnvironmentFailure(f"{path}: a file stands where a folder should be")


def _link(path: str) -> UsageError:
    return UsageError(
        f"{path}: this is a link, and nothing is written through links inside the folder",
        help="remove the link, or choose another folder",
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
