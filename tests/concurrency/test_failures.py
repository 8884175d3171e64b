"""A disk that is full or fails, a folder that is shut, a lock that is never released.

Every command that writes gives up in one line, with exit code 3, and the file as it was.
"""

from __future__ import annotations

import errno
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("flock, fork and permissions are POSIX", allow_module_level=True)

import fcntl

from .writers import HEAD, TAIL, Ended, Warm, assert_no_litter, ids, require, warm

TEXT = (
    HEAD + """
[[updates]]
id = "draft"
time = 2024-01-05T08:30:00Z
body = "Not yet."
status = "draft"
"""
    # Longer than any message, which may be no longer than allowed either.
    f"# {'-' * 1000}\n"
    # Out of order, and there twice.
    + "".join(
        f"\n[[updates]]\nid = 'early-{number}'\ntime = 2024-01-04T09:00:00Z\nbody = 'x'\n"
        for number in (1, 2)
    )
    + TAIL
)
COMMANDS = {
    "add": ["add", "STORY", "Added."],
    "sort": ["sort", "STORY"],
    "dedupe": ["dedupe", "STORY"],
    "edit": ["edit", "STORY", "first", "--headline", "Edited."],
    "correct": ["correct", "STORY", "first", "It was wrong."],
    "retract": ["retract", "STORY", "first"],
    "publish": ["publish", "STORY", "draft"],
    "close": ["close", "STORY"],
}
EVERY = pytest.mark.parametrize("command", COMMANDS)
LATER = pytest.mark.parametrize("command", ["edit", "correct", "retract", "publish", "close"])


def filled(command: str, story: Path) -> list[str]:
    return [str(story) if part == "STORY" else part for part in COMMANDS[command]]


@pytest.fixture(scope="module")
def blogctl() -> Iterator[Warm]:
    with warm() as running:
        yield running


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "road.story.toml"
    path.write_text(TEXT)
    return path


@contextmanager
def left_alone(path: Path) -> Iterator[None]:
    """Whatever is tried meanwhile, the file is the one it was, and nothing stands beside it."""
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 4321, 1234)
    before = path.stat()
    names = sorted(path.parent.iterdir())
    yield
    after = path.stat()
    assert path.read_text("utf-8") == TEXT
    # The very same file, that is: with its mode, owner, and time of change.
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    assert after.st_mtime_ns == before.st_mtime_ns
    assert sorted(path.parent.iterdir()) == names


def assert_given_up(ended: Ended, name: str, *words: str) -> None:
    assert (ended.code, ended.out) == (3, ""), ended
    assert ended.err.startswith("blogctl: error: "), ended
    assert ended.err.count("\n") == 1, ended
    for word in (name, *words):
        assert word in ended.err, ended


@EVERY
def test_a_file_larger_than_allowed(blogctl: Warm, story: Path, command: str) -> None:
    with left_alone(story):
        ended = blogctl.run(*filled(command, story), largest=len(TEXT) - 200, dies=False)
    assert_given_up(ended, story.name, "too large")


@EVERY
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.__getitem__)
def test_a_disk_that_fails_at_any_call(
    blogctl: Warm, story: Path, tmp_path: Path, command: str, number: int
) -> None:
    link = tmp_path / "links" / "link.story.toml"
    link.parent.mkdir()
    link.symlink_to(story)
    failed: list[str] = []
    for call in count(1):
        story.write_text(TEXT)
        ended = blogctl.at_call(call, "error", story, *filled(command, link), errno=number)
        if not ended.acted_at:
            break
        failed.append(ended.acted_at)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["links", story.name]
        assert link.is_symlink()
        if story.read_text("utf-8") == TEXT:
            assert_given_up(ended, link.name, os.strerror(number)[1:])
        elif ended.acted_at != "close":  # which cannot fail for what was only read
            # A failure once the file is in its place would be a lie.
            assert (ended.code, "error" in ended.err) == (0, False), failed[-3:]
            assert ids(story.read_bytes())
    assert {"open", "flock", "read", "write", "fsync", "replace"} <= set(failed)


SMALL_DISK = 'mount -t tmpfs -o size=64k tmpfs {0} && exec "$@"'


@pytest.fixture(scope="module")
def on_small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warm, Path]]:
    """A disk of 64 KB, which blogctl alone sees; and the way there for others."""
    if not Path("/proc/self/root").exists() or os.geteuid() != 0:
        pytest.skip("only root may mount, on Linux")
    place = tmp_path_factory.mktemp("small")
    script = SMALL_DISK.format(shlex.quote(str(place)))
    with warm([require("unshare"), "--mount", "sh", "-c", script, "sh"]) as running:
        assert running.run("--version").code == 0  # it is mounted
        yield running, Path(f"/proc/{running.pid}/root") / place.relative_to("/")


@EVERY
def test_a_disk_that_is_full(on_small_disk: tuple[Warm, Path], command: str) -> None:
    blogctl, disk = on_small_disk
    story, filler = disk / "road.story.toml", disk / "filler"
    story.write_text(TEXT)
    with pytest.raises(OSError, match="space"), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    with left_alone(story):
        ended = blogctl.run(*filled(command, story))
    assert_given_up(ended, story.name, "no space left")
    filler.unlink()
    assert blogctl.run(*filled(command, story)).code == 0
    assert_no_litter(story)


@pytest.fixture(scope="module")
def unprivileged() -> Iterator[Warm]:
    """Without what root may do beyond all permissions."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        prefix = [require("setpriv"), "--bounding-set=-all", "--inh-caps=-all"]
    with warm(prefix) as running:
        yield running


@LATER
@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_permission(unprivileged: Warm, story: Path, command: str, what: str) -> None:
    before = story.stat()
    changed = story if what == "file" else story.parent
    mode = changed.stat().st_mode
    changed.chmod(0o400 if what == "file" else 0o500)
    ended = unprivileged.run(*filled(command, story))
    changed.chmod(mode)
    assert_given_up(ended, story.name, "permission")
    assert story.read_text("utf-8") == TEXT
    assert story.stat().st_mtime_ns == before.st_mtime_ns
    assert_no_litter(story)


@EVERY
def test_a_folder_that_may_not_be_listed_is_no_hindrance(
    unprivileged: Warm, story: Path, command: str
) -> None:
    story.parent.chmod(0o300)
    ended = unprivileged.run(*filled(command, story))
    story.parent.chmod(0o700)
    assert (ended.code, "error" in ended.err) == (0, False), ended
    assert story.read_text("utf-8") != TEXT
    assert_no_litter(story)


@EVERY
def test_mode_owner_and_link_stay(blogctl: Warm, story: Path, tmp_path: Path, command: str) -> None:
    link = tmp_path / "links" / "link.story.toml"
    link.parent.mkdir()
    link.symlink_to(Path("..", story.name))
    story.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(story, 4321, 1234)
    before = story.stat()
    assert blogctl.run(*filled(command, link)).code == 0
    after = story.stat()
    assert story.read_text("utf-8") != TEXT
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        *(before.st_mode, before.st_uid, before.st_gid),
    )
    assert link.readlink() == Path("..", story.name)
    assert [path.name for path in tmp_path.iterdir() if path != link.parent] == [story.name]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_a_colleague_in_the_group_keeps_it_the_groups(blogctl: Warm) -> None:
    owner, colleague, group, own_group = 4321, 4322, 1234, 1235
    # Not where pytest has its folders, which are open to root alone.
    with tempfile.TemporaryDirectory() as name:
        story = Path(name, "road.story.toml")
        story.write_text(TEXT)
        for path, mode in ((story, 0o660), (story.parent, 0o770)):
            os.chown(path, owner, group)
            path.chmod(mode)
        args = filled("add", story)
        assert blogctl.run(*args, user=colleague, groups=[group, own_group]).code == 0
        after = story.stat()
        assert story.read_text("utf-8") != TEXT
    assert (after.st_uid, after.st_gid, after.st_mode & 0o777) == (colleague, group, 0o660)


@EVERY
def test_a_lock_that_is_held_for_ever(blogctl: Warm, story: Path, command: str) -> None:
    with left_alone(story), story.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = blogctl.run(*filled(command, story), "--lock-timeout", "0.1")
    assert_given_up(ended, story.name, "0.1 s", "--lock-timeout")
    if Path("/proc/locks").exists():
        assert f"process {os.getpid()} (" in ended.err
