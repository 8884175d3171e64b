"""What changes on disk, as it happens: a look that can be compared, and a call to look again."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable

from blogctl.files.finding import folder_of

Look = dict[str, tuple[int, int, int, int] | None]
"""Files by their paths, and what tells one state of each from another; ``None`` for no file."""

_HEARTBEAT = 1.0  # seconds
_GROUPED = 400  # milliseconds


def look(paths: Iterable[str]) -> Look:
    """How files stand on disk now, links followed."""
    return {path: _identity(path) for path in paths}


def _identity(path: str) -> tuple[int, int, int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def watched_folders(paths: Iterable[str], found: Iterable[str]) -> set[str]:
    """The folders in which something may happen to what ``paths`` mean.

    Those are the folders of the files in ``found``, where each appears and where it really is,
    and all that are below a path which is a folder itself, hidden ones left out.
    """
    folders = set()
    for path in (*paths, *found):
        folders |= {folder_of(path), folder_of(os.path.realpath(path))}
        for folder, below, _ in os.walk(path):
            below[:] = [name for name in below if not name.startswith(".")]
            folders.add(os.path.abspath(folder))
    return {folder for folder in folders if os.path.isdir(folder)}


def changes(folders: Iterable[str]) -> Generator[None]:
    """Yields soon after anything has changed in one of the folders, and each second anyway.

    Folders are watched rather than files, since a file that is saved is often another one by
    the same name. The second is for what the system does not tell: on network file systems,
    where there is no room for another watch, and between two watches.
    """
    from watchfiles import watch

    try:
        for _ in watch(
            *folders,
            watch_filter=None,
            recursive=False,
            debounce=_GROUPED,
            rust_timeout=int(_HEARTBEAT * 1000),
            yield_on_timeout=True,
        ):
            yield
    except (OSError, RuntimeError):  # the latter is watchfiles' own
        while True:
            time.sleep(_HEARTBEAT)
            yield
