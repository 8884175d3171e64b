"""Many writers at once, killed writers, readers in between: nothing is lost, nothing half done."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("flock and signals are POSIX", allow_module_level=True)

import fcntl
import signal

from .writers import HEAD, TAIL, assert_no_litter, finish, ids, litter, reading, start


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "busy.story.toml"
    path.write_text(HEAD + TAIL)
    return path


def assert_only_additions(path: Path) -> None:
    """The head, the comments and the first update are as they were, byte for byte."""
    text = path.read_text("utf-8")
    assert text.startswith(HEAD)
    assert text.endswith(TAIL)
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Kept as it is,   with its spaces.",
        "# The first.",
        "# At the very end.",
    ]


def test_forty_at_once_are_all_there(story: Path) -> None:
    running = [
        # A machine with other work to do may need longer than the usual 10 seconds.
        start(
            *("add", story, f"Body {number}", "--time", f"2024-01-05T10:{number:02}:00Z"),
            *("--lock-timeout", "60"),
        )
        for number in range(40)
    ]
    results = [finish(process) for process in running]
    assert [(code, err) for code, _, err in results] == [(0, "")] * 40
    printed = [out.strip() for _, out, _ in results]
    assert len(set(printed)) == 40
    # In the order of their times, whichever came first.
    assert ids(story.read_bytes()) == ["first", *printed]
    bodies = re.findall(r'^body = "Body (\d+)"$', story.read_text("utf-8"), re.MULTILINE)
    assert bodies == [str(number) for number in range(40)]
    assert_only_additions(story)
    assert_no_litter(story)


def test_through_a_link_they_share_one_lock(story: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.story.toml"
    link.symlink_to(story)
    running = [
        start("add", link if number % 2 else story, "x", "--id", f"id-{number}")
        for number in range(12)
    ]
    results = [finish(process) for process in running]
    assert [code for code, _, _ in results] == [0] * 12, results
    assert sorted(ids(story.read_bytes())) == sorted(
        ["first", *(f"id-{number}" for number in range(12))]
    )
    assert link.is_symlink()
    assert list(folder.iterdir()) == [link]
    assert_only_additions(story)


def test_the_same_update_from_many_is_one_update(story: Path) -> None:
    args = ("add", story, "Breaking.", "--time", "2024-01-05T11:00:00Z")
    results = [finish(process) for process in [start(*args) for _ in range(8)]]
    assert {code for code, _, _ in results} == {0}, results
    (printed,) = {out.strip() for _, out, _ in results}
    assert ids(story.read_bytes()) == ["first", printed]


def test_readers_never_see_half_a_story(story: Path) -> None:
    # Out of order from the start, so that sorting has work and additions are appended.
    late = '\n[[updates]]\nid = "late"\ntime = 2024-01-06T09:00:00Z\nbody = "Late."\n'
    early = late.replace("late", "early").replace("-06T", "-04T")
    story.write_text(HEAD + late + early + TAIL)
    with reading(story) as readings:
        running = []
        for number in range(12):
            clock = f"2024-01-05T{20 - number}:00:00Z"
            running.append(start("add", story, "x", "--time", clock, "--id", f"id-{number}"))
            if number % 4 == 1:
                running.append(start("sort", story))
        results = [finish(process) for process in running]
    assert {code for code, _, _ in results} == {0}, results
    assert len(readings) >= 12, "the reader saw each state, or nearly"
    for earlier, later in pairwise(readings):
        assert set(earlier) <= set(later), "what was there once stays"
    assert finish(start("sort", story))[0] == 0
    order = ["early", "first", *(f"id-{number}" for number in reversed(range(12))), "late"]
    assert ids(story.read_bytes()) == order


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the story's lock, as another program would."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.mark.parametrize("command", ["add", "sort"])
def test_a_lock_that_is_not_released_is_told_in_time(story: Path, command: str) -> None:
    before = story.read_bytes()
    args = ["add", str(story), "x"] if command == "add" else ["sort", str(story)]
    began = time.monotonic()
    with held(story):
        code, out, err = finish(start(*args, "--lock-timeout", "0.5"))
    assert (code, out) == (3, "")
    assert time.monotonic() - began < 8
    assert err.startswith("blogctl: error: ")
    assert err.count("\n") == 1
    assert story.name in err
    assert "--lock-timeout" in err
    assert story.read_bytes() == before


def test_whoever_waits_long_enough_gets_the_lock(story: Path) -> None:
    with held(story):
        process = start("add", story, "x", "--id", "patient")
        time.sleep(1.0)
        assert process.poll() is None, "it waits"
    assert finish(process)[0] == 0
    assert ids(story.read_bytes()) == ["first", "patient"]


def test_an_update_survives_that_the_file_was_replaced_while_it_waited(story: Path) -> None:
    with held(story):
        process = start("add", story, "x", "--id", "after")
        time.sleep(0.7)
        other = story.with_name("other")
        other.write_text(story.read_text("utf-8").replace('"First."', '"First, mended."'))
        other.replace(story)
        # The lock is of the file that has gone; the new one is free.
    assert finish(process)[0] == 0
    assert ids(story.read_bytes()) == ["first", "after"]
    assert "First, mended." in story.read_text("utf-8")


IMPORTED_UNDER_LOCK = """
import fcntl, os, sys
lock, replace = fcntl.flock, os.replace
def flock(*args):
    lock(*args)
    global before
    before = set(sys.modules)
def replaced(*args):
    replace(*args)
    print(*sorted(set(sys.modules) - before), file=sys.stderr)
fcntl.flock, os.replace = flock, replaced
from blogctl.cli import main
main()
"""


@pytest.mark.parametrize("command", ["add", "sort", "dedupe"])
def test_nothing_heavy_is_imported_while_the_lock_is_held(story: Path, command: str) -> None:
    story.write_text(HEAD + HEAD.partition("# The first.\n")[2].replace("09:00", "08:00") * 2)
    args = [command, str(story)]
    args += ["x"] if command == "add" else ["--keep", "last"] if command == "dedupe" else []
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED_UNDER_LOCK, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = done.stderr.splitlines()[0].split()
    assert not [name for name in imported if name.split(".")[0] in ("blogctl", "pydantic")]


KILLED_AT = """
import os, signal, sys
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(os, sys.argv.pop(1), die)
from blogctl.cli import main
main()
"""


def kill_at(step: str, *args: str | Path) -> None:
    """Run the program, killed where it first calls ``step``, a function of the os module."""
    command = [sys.executable, "-c", KILLED_AT, step, *map(str, args)]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == -signal.SIGKILL, done


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_a_killed_process_left_is_removed(story: Path, step: str) -> None:
    before = story.read_bytes()
    other = story.with_name("other.story.toml")
    other.write_bytes(before)
    kill_at(step, "add", other, "x")
    of_other = litter(story)
    kill_at(step, "add", story, "x")
    assert story.read_bytes() == before
    assert len(litter(story)) == 2, "half a file was left, beside the story"
    assert finish(start("add", story, "x"))[0] == 0
    assert litter(story) == of_other, "another story's writer may still be at work"
    assert finish(start("add", other, "x"))[0] == 0
    assert not litter(story)


def test_thirty_killed_writers_break_nothing(story: Path) -> None:
    # Long enough that reading, proving and writing take their time.
    block = "\n[[updates]]\nid = 'old-{}'\ntime = 2024-01-05T09:00:00Z\nbody = 'Body {}'\n"
    story.write_text(HEAD + "".join(block.format(n, n) for n in range(400)) + TAIL)
    began = time.monotonic()
    assert finish(start("add", story, "x", "--id", "unharmed"))[0] == 0
    whole = time.monotonic() - began
    added = ["unharmed"]
    killed = 0
    for number in range(30):
        process = start("add", story, "x", "--id", f"id-{number}")
        # Most at the end, where it writes.
        time.sleep(whole * (0.4 + 0.7 * number / 30))
        process.send_signal(signal.SIGKILL)
        code = finish(process)[0]
        killed += code == -signal.SIGKILL
        if code == 0:
            added.append(f"id-{number}")
        there = set(ids(story.read_bytes()))
        assert set(added) <= there, "an update that was confirmed is there"
    assert killed >= 5, "few were killed, so little was shown"
    assert finish(start("add", story, "x", "--id", "last"))[0] == 0
    found = ids(story.read_bytes())
    assert {*added, "first", "last", *(f"old-{n}" for n in range(400))} <= set(found)
    assert len(found) == len(set(found))
    assert_only_additions(story)
    assert_no_litter(story)
