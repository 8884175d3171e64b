"""Changing a file: all or nothing, one at a time, and never over somebody else's change."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from blogctl import files
from blogctl.errors import EnvironmentFailure, LockTimeout, UsageError

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and flock are POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.story.toml"
    path.write_bytes(b"old\r\n")
    return path


def appended(data: bytes) -> bytes:
    return data + b"new"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def edit(path: Path, change: Callable[[bytes], bytes], timeout: float = 10.0) -> bool:
    return files.edit(str(path), change, lock_timeout=timeout)


def test_bytes_go_in_and_out_as_they_are(path: Path) -> None:
    assert edit(path, appended)
    assert path.read_bytes() == b"old\r\nnew"
    assert names(path.parent) == [path.name]


def test_no_change_touches_nothing(path: Path) -> None:
    before = path.stat()
    assert not edit(path, lambda data: data)
    assert path.stat() == before or path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert names(path.parent) == [path.name]


@POSIX
def test_a_reader_keeps_the_old_file_to_its_end(path: Path) -> None:
    with path.open("rb") as reader:
        assert edit(path, appended)
        assert reader.read() == b"old\r\n"
    assert path.read_bytes() == b"old\r\nnew"


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_the_mode_stays(path: Path, mode: int) -> None:
    path.chmod(mode)
    old = os.umask(0o077)
    try:
        assert edit(path, appended)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link, second = elsewhere / "link.toml", elsewhere / "second.toml"
    link.symlink_to(path)
    second.symlink_to("link.toml")
    assert edit(second, appended)
    assert second.is_symlink()
    assert link.is_symlink()
    assert path.read_bytes() == b"old\r\nnew"
    assert not path.is_symlink()
    assert names(elsewhere) == ["link.toml", "second.toml"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, UsageError])
def test_a_change_that_fails_leaves_all_as_it_was(path: Path, error: type[BaseException]) -> None:
    def change(data: bytes) -> bytes:
        raise error("no")

    before = path.stat()
    with pytest.raises(error):
        edit(path, change)
    assert path.read_bytes() == b"old\r\n"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert names(path.parent) == [path.name]
    # And the lock is free again.
    assert edit(path, appended, timeout=0)


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_disk_that_fails_leaves_all_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(EnvironmentFailure) as caught:
        edit(path, appended)
    assert str(path) in caught.value.message
    assert "space" in caught.value.message
    monkeypatch.undo()
    assert path.read_bytes() == b"old\r\n"
    assert names(path.parent) == [path.name]


def test_an_editors_save_in_between_is_seen(path: Path) -> None:
    seen = []

    def change(data: bytes) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            path.write_bytes(b"saved by an editor\n")
        return appended(data)

    assert edit(path, change)
    assert seen == [b"old\r\n", b"saved by an editor\n"]
    assert path.read_bytes() == b"saved by an editor\nnew"
    assert names(path.parent) == [path.name]


@POSIX
def test_an_editors_save_by_renaming_is_seen(path: Path) -> None:
    seen = []

    def change(data: bytes) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            other = path.with_name("other")
            other.write_bytes(b"OLD\r\n")
            status = path.stat()
            os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
            other.replace(path)
        return appended(data)

    assert edit(path, change)
    assert seen == [b"old\r\n", b"OLD\r\n"]
    assert path.read_bytes() == b"OLD\r\nnew"


def test_a_save_of_the_same_length_is_seen_by_its_time(path: Path) -> None:
    seen = []

    def change(data: bytes) -> bytes:
        seen.append(data)
        if len(seen) == 1:
            path.write_bytes(b"OLD\r\n")
            os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
        return appended(data)

    assert edit(path, change)
    assert path.read_bytes() == b"OLD\r\nnew"


def test_a_file_that_never_stands_still_is_given_up(path: Path) -> None:
    count = 0

    def change(data: bytes) -> bytes:
        nonlocal count
        count += 1
        path.write_bytes(b"x" * count)
        return appended(data)

    with pytest.raises(EnvironmentFailure) as caught:
        edit(path, change)
    assert not isinstance(caught.value, LockTimeout)
    assert path.read_bytes() == b"x" * count
    assert names(path.parent) == [path.name]


@POSIX
def test_a_file_that_is_removed_in_between_is_not_made_again(path: Path) -> None:
    def change(data: bytes) -> bytes:
        path.unlink()
        return appended(data)

    with pytest.raises(EnvironmentFailure):
        edit(path, change)
    assert names(path.parent) == []


def litter_of(name: str) -> str:
    return f".blogctl-{zlib.crc32(name.encode()):08x}-deadbeef.tmp"


def test_what_a_killed_process_left_is_removed(path: Path) -> None:
    mine, others = path.with_name(litter_of(path.name)), path.with_name(litter_of("b.story.toml"))
    mine.write_bytes(b"half")
    others.write_bytes(b"half")
    path.with_name("note.tmp").write_bytes(b"mine")
    assert edit(path, appended)
    assert names(path.parent) == sorted([path.name, others.name, "note.tmp"])


@pytest.mark.parametrize("letter", ["a", "ж", "引", "\U0001f600"])
def test_names_as_long_as_the_system_allows(tmp_path: Path, letter: str) -> None:
    suffix = ".story.toml"
    path = tmp_path / (letter * ((255 - len(suffix)) // len(letter.encode())) + suffix)
    try:
        path.write_bytes(b"old")
    except OSError:
        pytest.skip("the file system has no such names")
    assert edit(path, appended)
    assert path.read_bytes() == b"oldnew"
    assert names(tmp_path) == [path.name]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "none", tmp_path / "none" / "none"):
        with pytest.raises(UsageError):
            edit(wrong, appended)
    assert names(tmp_path) == []


@POSIX
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError):
        edit(pipe, appended)


def test_a_file_that_is_too_large_is_left_alone(path: Path) -> None:
    called = []

    def change(data: bytes) -> bytes:
        called.append(data)
        return data

    with pytest.raises(files.TooLarge):
        files.edit(str(path), change, max_size=4)
    assert called == []
    assert not files.edit(str(path), lambda data: data, max_size=5)


# Locks, with other processes.

HOLD = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDONLY)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("locked", flush=True)
order = sys.stdin.readline()
if order == "replace\\n":
    with open(sys.argv[1] + ".new", "wb") as file:
        file.write(b"replaced\\n")
    os.replace(sys.argv[1] + ".new", sys.argv[1])
"""
HOLD_OURS = """
import sys
from blogctl.files.locking import locked
with locked(sys.argv[1], 10.0, "it"):
    print("locked", flush=True)
    sys.stdin.readline()
"""
APPEND = """
import sys
from blogctl import files
for number in range(5):
    line = f"{sys.argv[2]}.{number}\\n".encode()
    files.edit(sys.argv[1], lambda data: data + line, lock_timeout=60)
"""


def run(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@POSIX
def test_a_locked_file_is_waited_for_no_longer_than_allowed(path: Path) -> None:
    with run(HOLD, str(path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "locked\n"
        for timeout in (0.0, 0.3):
            begin = time.monotonic()
            with pytest.raises(LockTimeout) as caught:
                edit(path, appended, timeout=timeout)
            assert timeout <= time.monotonic() - begin < timeout + 5
            assert str(path) in caught.value.message
            assert "--lock-timeout" in (caught.value.help or "")
        holder.communicate("\n")
    assert path.read_bytes() == b"old\r\n"
    assert edit(path, appended, timeout=0)


@POSIX
def test_the_lock_of_a_killed_process_is_free(path: Path) -> None:
    with run(HOLD, str(path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "locked\n"
        holder.kill()
    assert edit(path, appended, timeout=5)


@POSIX
def test_a_file_that_was_replaced_while_waiting_is_read_anew(path: Path) -> None:
    seen = []

    def change(data: bytes) -> bytes:
        seen.append(data)
        return appended(data)

    with run(HOLD, str(path)) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "locked\n"
        release = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(0.3); print('replace')"],
            stdout=holder.stdin,
        )
        assert edit(path, change, timeout=30)
        release.wait()
    assert seen == [b"replaced\n"]
    assert path.read_bytes() == b"replaced\nnew"


@pytest.mark.parametrize("is_killed", [False, True])
def test_our_own_lock_is_waited_for_and_ends(path: Path, is_killed: bool) -> None:
    with run(HOLD_OURS, str(path)) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(LockTimeout):
            edit(path, appended, timeout=0.2)
        if is_killed:
            holder.kill()
        holder.communicate("\n")
    assert edit(path, appended, timeout=5)
    assert path.read_bytes() == b"old\r\nnew"
    assert names(path.parent) == [path.name]


def test_many_processes_lose_nothing(path: Path) -> None:
    writers = [run(APPEND, str(path), str(number)) for number in range(6)]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    lines = path.read_bytes().split(b"\r\n")[1].decode().splitlines()
    assert sorted(lines) == sorted(f"{w}.{n}" for w in range(6) for n in range(5))
    for number in range(6):
        mine = [line for line in lines if line.startswith(f"{number}.")]
        assert mine == [f"{number}.{n}" for n in range(5)]
    assert names(path.parent) == [path.name]
