"""Changing files so that a reader sees the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO

from blogctl import system
from blogctl.errors import EnvironmentFailure, UsageError
from blogctl.files.locking import locked
from blogctl.files.reading import MAX_SIZE, failure, is_regular, read_bytes, read_limited

LOCK_TIMEOUT = 10.0
"""How long to wait for another writer, in seconds, unless the caller says otherwise."""
_ATTEMPTS = 100
_SURELY_DEAD = 3600.0  # seconds; no export takes that long to write


class _Changed(Exception):
    """Somebody saved the file between our reading and our writing."""


def edit(
    path: str,
    change: Callable[[bytes], bytes],
    *,
    lock_timeout: float = LOCK_TIMEOUT,
    max_size: int = MAX_SIZE,
) -> bool:
    """Replace a file's bytes by ``change`` of them, with the file locked; whether it differs.

    Mode, owner (where allowed) and symbolic links stay. If an editor saves the file in between,
    it is read and changed again, so ``change`` may be called more than once; what it raises
    leaves the file as it was. :class:`UsageError`, :class:`EnvironmentFailure` and
    :class:`~blogctl.files.reading.TooLarge` as for reading.
    """
    if not path:
        raise UsageError("the name of the story file is empty")
    if os.path.isdir(path):
        raise UsageError(f"{path}: this is a folder", help="name a story file")
    if os.path.exists(path) and not is_regular(path):
        raise UsageError(f"{path}: this is no regular file", help="name a story file")
    for _ in range(_ATTEMPTS):
        target = os.path.realpath(path)  # each time: a link may have been put in its place
        try:
            with locked(target, lock_timeout, path) as descriptor:
                return _edit_locked(path, target, descriptor, change, max_size)
        except _Changed:
            continue
        except OSError as error:
            raise failure(path, error) from error
    raise EnvironmentFailure(
        f"{path}: it keeps being changed by another program", help="try again later"
    )


def _edit_locked(
    path: str, target: str, descriptor: int, change: Callable[[bytes], bytes], max_size: int
) -> bool:
    with system.open_locked(target, descriptor) as (file, before):
        old = read_limited(file, path, max_size)
    new = change(old)
    if new == old:
        return False
    if not os.access(target, os.W_OK):
        raise EnvironmentFailure(f"{path}: no permission to write to it")
    _remove_litter(target)

    def check() -> None:
        try:
            now = os.lstat(target)
        except FileNotFoundError:
            raise EnvironmentFailure(f"{path}: it was removed in the meantime") from None
        if _identity(now) != _identity(before):
            raise _Changed

    _replace(target, new, before, check)
    _sync_folder(target)
    return True


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def create(path: str, data: bytes) -> None:
    """Write a new file; :class:`UsageError` if there is anything at ``path`` already."""
    try:
        with _temporary(path, data, None) as temporary:
            system.put_new(temporary, path)  # fails where the name exists, at any moment
        _sync_folder(path)
    except FileExistsError:
        raise UsageError(
            f"{path}: there is something by this name already", help="choose another name"
        ) from None
    except FileNotFoundError:
        folder = os.path.dirname(path)
        raise UsageError(f"{folder}: there is no such folder", help="make it first") from None
    except OSError as error:
        raise failure(path, error) from error


def write_output(path: str, data: bytes, *, alone: bool = True) -> bool:
    """Write an export, in one piece and only if the bytes differ; whether they did.

    Folders on the way are made. A device or pipe is written to as it is. What killed processes
    left of it goes. Of many, none is ``alone``: what holds for their folders is done once, by
    :func:`begin_outputs` and :func:`end_outputs`.
    """
    if not path:
        raise UsageError("the name of the output is empty")
    try:
        if os.path.exists(path) and not is_regular(path):
            with open(path, "wb") as file:
                file.write(data)
            return True
        target = os.path.realpath(path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if alone:
            _remove_litter(target, older_than=_SURELY_DEAD)
        if is_regular(target):
            if read_bytes(target, max_size=max(len(data), 1) * 2 + MAX_SIZE) == data:
                return False
            _replace(target, data, os.stat(target), lambda: None)
        else:
            _replace(target, data, None, lambda: None)
        if alone:
            _sync_folder(target)
    except (NotADirectoryError, FileExistsError):
        raise EnvironmentFailure(f"{path}: a file stands where a folder should be") from None
    except OSError as error:
        raise failure(path, system.plainly(path, error)) from error
    except _Changed:
        raise EnvironmentFailure(f"{path}: its folder went away in the meantime") from None
    return True


def begin_outputs(paths: Iterable[str]) -> None:
    """Remove what killed processes left of exports that are going to be written."""
    for folder, names in _by_folder(paths).items():
        sweep(folder, names, older_than=_SURELY_DEAD)


def end_outputs(paths: Iterable[str]) -> None:
    """Make what was written last through a power cut, where the system can."""
    for folder in _by_folder(paths):
        _sync_folder(os.path.join(folder, "."))


def _by_folder(paths: Iterable[str]) -> dict[str, set[str]]:
    """The names of files by the folder that they are in."""
    folders: dict[str, set[str]] = {}
    for path in paths:
        folder, name = os.path.split(os.path.realpath(path))
        folders.setdefault(folder, set()).add(name)
    return folders


def scratch(data: bytes, suffix: str) -> str:
    """The path of a new file of one's own that holds ``data``, for an editor to work on."""
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="blogctl-", suffix=suffix)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise failure(path, error) from error
    return path


def discard(path: str) -> None:
    """Remove a file that is no longer needed, if it is still there."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def null_stream() -> TextIO:
    """A text stream that leads nowhere."""
    return open(os.devnull, "w", encoding="utf-8")


def discard_output(descriptor: int) -> None:
    """Let what is still to be written to a descriptor go nowhere."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)


def _replace(
    target: str, data: bytes, like: os.stat_result | None, check: Callable[[], None]
) -> None:
    """Put ``data`` at ``target`` in one step, after a last ``check``."""
    with _temporary(target, data, like) as temporary:
        try:
            system.replace(temporary, target, check)
        except FileNotFoundError:
            raise _Changed from None


@contextlib.contextmanager
def _temporary(target: str, data: bytes, like: os.stat_result | None) -> Iterator[str]:
    """A file beside ``target`` that holds ``data`` on disk; gone afterwards if still there."""
    folder, name = os.path.split(target)
    path = os.path.join(folder, f"{_prefix(name)}{os.urandom(4).hex()}.tmp")
    # What takes the place of a file is nobody else's to open until it has that file's mode.
    mode = 0o666 if like is None else 0o600
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | system.O_BINARY, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if like is not None:
                system.keep_mode_and_owner(descriptor, like)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        yield path
    finally:
        discard(path)


def _prefix(name: str) -> str:
    """What temporary files for a file of this name begin with: short, and its own."""
    return f".blogctl-{zlib.crc32(os.fsencode(name)):08x}-"


def _remove_litter(target: str, *, older_than: float = 0.0) -> None:
    """Remove what killed processes left of a file, from so many seconds ago.

    While a story's lock is held no other process is at work on it, so all of it is litter;
    exports have no lock.
    """
    folder, name = os.path.split(target)
    sweep(folder, {name}, older_than=older_than)


def sweep(folder: str, names: Iterable[str], *, older_than: float = 0.0) -> None:
    """The same for all files of these names in a folder."""
    prefixes = {_prefix(name) for name in names}
    try:
        entries = os.listdir(folder)
    except OSError:
        return  # it is not there yet; or one may write into it and not list it
    for entry in entries:
        if entry.endswith(".tmp") and entry[: entry.rfind("-") + 1] in prefixes:
            path = os.path.join(folder, entry)
            with contextlib.suppress(OSError):
                if not older_than or time.time() - os.stat(path).st_mtime >= older_than:
                    os.unlink(path)


def _sync_folder(path: str) -> None:
    """Make a rename last through a power cut, where the system can."""
    system.sync_folder(os.path.dirname(os.path.abspath(path)))
