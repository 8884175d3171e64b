"""Who it is that keeps a story locked, as far as the system tells."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("flock is POSIX", allow_module_level=True)

from blogctl import files
from blogctl.errors import LockTimeout
from blogctl.files.locking import flock_holder

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who holds a lock")
HOLDER = """
import fcntl, os, sys
file = open(sys.argv[1], "rb")
fcntl.flock(file, getattr(fcntl, sys.argv[2]))
if sys.argv[3] == "leave it to a child" and os.fork():
    os._exit(0)
print(os.getpid(), flush=True)
sys.stdin.read()
"""


@contextmanager
def holder(path: Path, how: str = "LOCK_EX", until: str = "the end") -> Iterator[int]:
    """Another process that holds the lock; gives its id."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), how, until],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        if until != "the end":
            process.wait()
        yield pid
        assert process.stdin is not None
        process.stdin.close()


def refusal(path: Path) -> str:
    with pytest.raises(LockTimeout) as caught:
        files.edit(str(path), lambda data: data + b"x", lock_timeout=0.1)
    assert caught.value.help == "try again, or allow more time with --lock-timeout"
    return caught.value.message


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "road.story.toml"
    path.write_text("x")
    return path


@on_linux
@pytest.mark.parametrize("how", ["LOCK_EX", "LOCK_SH"])
def test_the_holder_is_named(story: Path, how: str) -> None:
    with holder(story, how) as pid:
        name = Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
        assert refusal(story) == f"{story}: process {pid} ({name}) has kept it locked for 0.1 s"


@on_linux
def test_not_one_that_waits_as_well_nor_one_that_holds_another_file(story: Path) -> None:
    other = story.with_name("other")
    other.write_text("x")
    with holder(other), holder(story) as pid:
        code = HOLDER.replace("fcntl.flock", "print(flush=True); fcntl.flock")
        with subprocess.Popen(
            [sys.executable, "-c", code, str(story), "LOCK_EX", "the end"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        ) as waiting:
            assert waiting.stdout is not None
            waiting.stdout.readline()
            assert f": process {pid} (" in refusal(story)
            waiting.kill()


def test_who_has_ended_is_not_named(story: Path) -> None:
    with holder(story, until="leave it to a child"):
        assert refusal(story) == f"{story}: another process has kept it locked for 0.1 s"


def status(device: int, inode: int) -> os.stat_result:
    return os.stat_result((0o100644, inode, device, 1, 0, 0, 0, 0, 0, 0))


LOCKS = """\
1: POSIX  ADVISORY  WRITE 11 fe:00:70 0 EOF
2: FLOCK  ADVISORY  WRITE 12 fe:00:70 0 EOF
2: -> FLOCK  ADVISORY  WRITE 13 fe:00:70 0 EOF
3: FLOCK  ADVISORY  READ  14 00:1b:70 0 EOF
4: FLOCK  ADVISORY  WRITE 15 00:1b:71 0 EOF
5: FLOCK  ADVISORY  WRITE 0 fe:00:72 0 EOF
6: OFDLCK ADVISORY  WRITE -1 fe:00:73 0 EOF
7: -> FLOCK  ADVISORY  WRITE 16 fe:00:74 0 EOF
8: FLOCK  ADVISORY
"""
DISK, MEMORY, OTHER = os.makedev(0xFE, 0), os.makedev(0, 0x1B), os.makedev(0, 0x27)


@pytest.mark.parametrize(
    ("device", "inode", "expected"),
    [
        (DISK, 70, 12),
        (MEMORY, 70, 14),
        (MEMORY, 71, 15),
        # Programs are told another device there: the inode will do, if just one file has it.
        (OTHER, 71, 15),
        (OTHER, 70, None),
        # Of another container, by another kind of lock, only waiting, not there.
        (DISK, 72, None),
        (DISK, 73, None),
        (DISK, 74, None),
        (DISK, 75, None),
    ],
)
def test_what_the_system_tells_is_understood(device: int, inode: int, expected: int | None) -> None:
    assert flock_holder(LOCKS, status(device, inode)) == expected
