"""What differs between systems: Linux, macOS and whatever else is POSIX, and Windows.

Nothing else of blogctl calls what some systems lack, or asks which one it runs on. Each function
says what it does on either. What is only on Windows is checked by types, and by the tests that
run there; ``docs/guarantees.md`` says which those are.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    O_BINARY = os.O_BINARY
else:
    import fcntl

    O_BINARY = 0
# For os.open: bytes as they are, which they always are on POSIX.

IS_POSIX = sys.platform != "win32"

_WAIT, _PAUSE = 2.0, 0.02  # seconds, for who has a file open on Windows
_MOST_ON_WINDOWS = 61  # processes, which is what it can wait for at once


# Locks


def open_lock(path: str) -> int:
    """Open what is locked in a file's or folder's stead; gives a descriptor for the others.

    On POSIX it is the file or folder itself, so there is nothing to leave behind. Windows can
    neither replace a file that is open nor open a folder: there it is an empty file ``NAME.lock``
    beside the file, or ``.blogctl.lock`` in the folder. :class:`OSError` if there is nothing at
    ``path``, on either.
    """
    if sys.platform != "win32":
        return os.open(path, os.O_RDONLY)
    deadline = time.monotonic() + _WAIT
    while True:
        os.stat(path)
        try:
            return os.open(_lock_of(path), os.O_RDWR | os.O_CREAT)
        except PermissionError:  # perhaps just being removed by who had it before
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


def _lock_of(path: str) -> str:
    return os.path.join(path, ".blogctl.lock") if os.path.isdir(path) else f"{path}.lock"


def try_lock(descriptor: int) -> bool:
    """Take the lock without waiting; whether nobody has it. It ends with the process, at latest.

    On POSIX by ``flock``; on Windows by a lock on the first byte.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def is_lock_of(path: str, descriptor: int) -> bool:
    """Whether what is locked still stands for the file.

    On POSIX a file that was replaced meanwhile is another one. On Windows the lock lies beside
    it, so only a file that is gone has none.
    """
    try:
        now = os.stat(path)
    except FileNotFoundError:
        return False
    return not IS_POSIX or os.path.samestat(now, os.fstat(descriptor))


def close_lock(path: str, descriptor: int) -> None:
    """Let go of the lock, if it was taken.

    On POSIX closing does that. Windows does it some time later, so there it is done first; then
    the file that was locked is removed, which Windows refuses as long as another waits for it.
    """
    if sys.platform == "win32":
        os.lseek(descriptor, 0, os.SEEK_SET)
        with contextlib.suppress(OSError):  # it was not taken
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
    os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.unlink(_lock_of(path))


@contextlib.contextmanager
def open_locked(path: str, descriptor: int) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """The file whose lock is held, to read, and its status, to be compared with ``os.lstat``.

    On POSIX it is the very file that is locked. On Windows it is opened anew, and closed
    afterwards, without which it could not be replaced.
    """
    if sys.platform == "win32":
        with open(path, "rb") as file:
            # By its name, as later: of an open file some versions of Python tell another device.
            # As long as it is open, nobody puts another in its place.
            yield file, os.lstat(path)
        return
    with os.fdopen(os.dup(descriptor), "rb") as file:
        yield file, os.fstat(descriptor)


def device_numbers(device: int) -> tuple[int, int]:
    """The major and minor number of a device; Windows has just the one."""
    if sys.platform == "win32":
        return 0, device
    return os.major(device), os.minor(device)


# Files


def replace(source: str, target: str, check: Callable[[], None]) -> None:
    """Put a file in another's place in one step, right after a ``check`` that may raise.

    On POSIX whoever has the old one open goes on reading it. On Windows it cannot be replaced as
    long as anybody has it open, a reader or a virus scanner: there it is checked and tried again
    for two seconds, until :class:`PermissionError`.
    """
    deadline = time.monotonic() + _WAIT
    while True:
        check()
        try:
            os.replace(source, target)
        except PermissionError:
            if IS_POSIX or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def plainly(path: str, error: OSError) -> OSError:
    """The error of opening a file: Windows says of a folder that there is no permission.

    There it is :class:`IsADirectoryError`, too; on POSIX it is what it is.
    """
    if not IS_POSIX and isinstance(error, PermissionError) and os.path.isdir(path):
        return IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    return error


def put_new(source: str, path: str) -> None:
    """Give a file a name that nobody has; :class:`FileExistsError` if it has been taken meanwhile.

    On POSIX as a second name, since renaming would replace what is there; the first is left.
    On Windows by renaming, which replaces nothing.
    """
    if sys.platform == "win32":
        os.rename(source, path)
    else:
        os.link(source, path)


def keep_mode_and_owner(descriptor: int, like: os.stat_result) -> None:
    """Give a new file the mode of another, and its owner and group as far as allowed.

    On Windows it has what its folder hands down, as any new file there.
    """
    if sys.platform == "win32":
        return
    try:
        os.fchown(descriptor, like.st_uid, like.st_gid)
    except PermissionError:
        # Only root gives files away, but a colleague in the group can keep it the group's.
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, -1, like.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(like.st_mode))


def sync_folder(folder: str) -> None:
    """Make what was renamed in a folder last through a power cut.

    On POSIX as far as one may list it. Windows cannot; its journal brings back one name or the
    other.
    """
    if sys.platform == "win32":
        return
    # The file is there already: what fails now, as in a folder one may not list, is no failure.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# Streams


def end_with_reader() -> None:
    """End without a word when whoever reads our output has seen enough.

    On POSIX by the signal for it. Windows has none: see :func:`is_closed_pipe`.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def outlive_reader() -> None:
    """Have an error, :func:`is_closed_pipe`, when whoever reads our output has seen enough.

    On POSIX instead of the signal. On Windows it is always so.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def is_closed_pipe(error: OSError) -> bool:
    """Whether writing failed because nobody reads; Windows also calls that an invalid argument."""
    return isinstance(error, BrokenPipeError) or (not IS_POSIX and error.errno == errno.EINVAL)


def show_colors() -> None:
    """Have the console take escape sequences for what they mean. On POSIX every terminal does."""
    if sys.platform == "win32":
        import ctypes

        console = ctypes.windll.kernel32
        for stream in (-11, -12):  # STD_OUTPUT_HANDLE, STD_ERROR_HANDLE
            handle, mode = console.GetStdHandle(stream), ctypes.c_uint32()
            if console.GetConsoleMode(handle, ctypes.byref(mode)):
                console.SetConsoleMode(handle, mode.value | 4)  # VIRTUAL_TERMINAL_PROCESSING


# Processes


def start_method() -> str:
    """How processes for the same work are started.

    Forked ones have everything imported. Elsewhere than on Linux, system libraries mind it,
    and Windows cannot: there they are started anew.
    """
    return "fork" if sys.platform == "linux" else "spawn"


def processors() -> int:
    """How many processors this process may use. Only Linux tells; elsewhere how many there are."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def at_most(processes: int) -> int:
    """So many processes, or as many as can be waited for: on POSIX any number, on Windows 61."""
    return processes if IS_POSIX else min(processes, _MOST_ON_WINDOWS)


@contextlib.contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Have interrupts wait; a process that is started meanwhile never gets any.

    On Windows they come, and a process that is just starting may die of one with a traceback.
    """
    if sys.platform == "win32":
        yield
        return
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def terminate_main_thread() -> bool:
    """From another thread, let the main thread handle SIGTERM, whatever it waits for.

    Whether that was done: Windows has no way to.
    """
    import threading

    main = threading.main_thread().ident
    if sys.platform == "win32" or main is None:
        return False
    signal.pthread_kill(main, signal.SIGTERM)
    return True


# The editor


def default_editor() -> str:
    """The editor of those who have chosen none: ``vi`` on POSIX, Notepad on Windows."""
    return "vi" if IS_POSIX else "notepad"


def words(command: str) -> list[str]:
    """The words of a command, as people write it in a variable; :class:`ValueError` if one is open.

    On POSIX as a shell reads it. On Windows a backslash is one, and only double quotes hold words
    together; a program is found by its name alone, be it a ``.cmd``.
    """
    import shlex
    import shutil

    if IS_POSIX:
        return shlex.split(command)

    found = [word.strip('"') for word in shlex.split(command, posix=False)]
    return [shutil.which(word) or word for word in found[:1]] + found[1:]
