"""One writer at a time: an exclusive lock on a story, or on a folder of documents.

On POSIX it is ``flock`` on the story's own inode, so there is nothing to leave behind: the
lock dies with its process. Since a story is replaced and not overwritten, whoever waited may
hold the lock of a file that has gone; then the path is opened again. Windows cannot replace a
file that is open, so there the lock lies beside it. On network file systems both are best effort.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from blogctl import system
from blogctl.errors import LockTimeout
from blogctl.files.reading import failure

_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.05  # seconds


@contextmanager
def locked(path: str, timeout: float, name: str) -> Iterator[int]:
    """Hold the lock of what is at ``path``; gives a descriptor for ``system.open_locked``.

    Waits up to ``timeout`` seconds, then raises :class:`LockTimeout`. Messages call the file
    ``name``.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            descriptor = system.open_lock(path)
        except OSError as error:
            raise failure(name, error) from error
        try:
            if not system.try_lock(descriptor):
                for _ in _wait(name, descriptor, deadline, timeout):
                    if system.try_lock(descriptor):
                        break
            if system.is_lock_of(path, descriptor):
                yield descriptor
                return
        finally:
            system.close_lock(path, descriptor)


def _wait(name: str, descriptor: int, deadline: float, timeout: float) -> Iterator[None]:
    """Pause between attempts until the deadline, then raise."""
    pause = _FIRST_PAUSE
    while time.monotonic() < deadline:
        yield
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
    raise LockTimeout(
        f"{name}: {_holder(descriptor)} has kept it locked for {timeout:g} s",
        help="try again, or allow more time with --lock-timeout",
    )


def _holder(descriptor: int) -> str:
    """Who holds the lock of an open file, as far as Linux tells; elsewhere "another process"."""
    try:
        with open("/proc/locks", encoding="ascii") as file:
            pid = flock_holder(file.read(), os.fstat(descriptor))
        if pid is not None:
            # It may have ended, while a process that it started keeps the lock: then this fails.
            with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as file:
                return f"process {pid} ({file.read().strip()})"
    except (OSError, ValueError):
        pass  # not to be seen here
    return "another process"


def flock_holder(locks: str, status: os.stat_result) -> int | None:
    """The process that holds a file's ``flock``, by the text of ``/proc/locks``.

    ``None`` if it does not say, as of a process of another container, which counts as 0.
    A line is ``1: FLOCK ADVISORY WRITE 5810 fe:00:2148646 0 EOF``; who waits has ``->``
    before the kind. Some file systems tell programs another device than they tell the
    kernel: there the inode decides, if only one file that is locked has it.
    """
    holders: dict[tuple[int, int], int] = {}
    for line in locks.splitlines():
        fields = line.split()
        if len(fields) < 6 or fields[1] != "FLOCK":
            continue
        major, minor, inode = fields[5].split(":")
        if int(inode) == status.st_ino:
            holders.setdefault((int(major, 16), int(minor, 16)), int(fields[4]))
    exact = holders.get(system.device_numbers(status.st_dev))
    if exact is None and len(holders) == 1:
        (exact,) = holders.values()
    return exact or None
