"""Processes that change a story at the same time, are killed, or save it as an editor does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from blogctl.check import check_bytes

BLOGCTL = str(Path(sys.executable).with_name("blogctl"))
WARM = str(Path(__file__).with_name("warm.py"))
HEAD = """\
# Kept as it is,   with its spaces.
format = 1

[story]
id = "busy"
headline = 'A busy day'   # and its quotes
timezone = "Europe/London"

# The first.
[[updates]]
id = "first"
time = 2024-01-05T09:00:00Z
body = "First."
"""
TAIL = "\n# At the very end.\n"
OLD = """
# Of old-{0}.
[[updates]]
id = 'old-{0}'
time = 2024-01-05T08:00:00Z
body = 'Body {0}'
"""
# Another program that keeps to the lock: it appends an update out of order, with a comment,
# and puts the file in place by renaming it.
SAVER = r"""
import fcntl, os, sys, time
path, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    while True:
        file = open(path, "rb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
            break
        file.close()
    update = "\n# Saved {0}.\n[[updates]]\nid = 'saved-{0}'\nbody = 'x{0}'\n"
    update += "time = 2024-01-04T09:00:00Z\n"
    with open(path + ".saved", "wb") as saved:
        saved.write(file.read() + update.format(number).encode())
    os.replace(path + ".saved", path)
    file.close()
    time.sleep(0.1)
"""


@dataclass(frozen=True)
class Ended:
    """How a run of blogctl ended."""

    code: int
    """Its exit code, or the signal that ended it, negative."""
    out: str
    err: str
    acted_at: str
    """The call of the system at which something was done to it, if it came to that."""
    seconds: float


class Warm:
    """Runs blogctl in many processes without starting each anew; see ``warm.py``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.pid = process.pid
        self._process = process

    def run(self, *args: str | os.PathLike[str], **task: Any) -> Ended:
        """Run it to its end.

        ``signal`` with ``after`` seconds sends it one from outside. ``call`` acts at this
        call to the disk, see ``at_call``. ``largest`` is how large a file it may write, and
        ``dies`` whether a larger one is its death. ``user`` is who runs it, with ``groups``, the
        last of which is the user's own.
        """
        return Ended(**self._ask({"args": [os.fspath(arg) for arg in args], **task}))

    def at_call(
        self,
        number: int,
        action: str,
        path: Path,
        *args: str | os.PathLike[str],
        is_after: bool = False,
        **details: Any,
    ) -> Ended:
        """Run it, and do something before or after its ``number``-th call to the disk.

        ``action`` is ``signal``, ``error`` (with ``errno``), or what another program does to
        ``path``: ``remove`` it, ``save`` it with more ``text``, or put a ``link`` in its place.
        """
        task = {"call": number, "action": action, "path": str(path), "is_after": is_after}
        return self.run(*args, **task, **details)

    def all_at_once(
        self, series: Sequence[Sequence[list[str]]], loops: Sequence[Sequence[list[str]]] = ()
    ) -> tuple[list[list[Ended]], list[list[Ended]]]:
        """Run each series of commands in a writer of its own; loops go on until all have ended."""

        def tasks(many: Sequence[Sequence[list[str]]]) -> list[list[dict[str, list[str]]]]:
            return [[{"args": args} for args in one] for one in many]

        answer = self._ask({"series": tasks(series), "loops": tasks(loops)})
        done, went_round = (
            [[Ended(**ended) for ended in one] for one in answer[kind]]
            for kind in ("series", "loop")
        )
        return done, went_round

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(request), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "it has ended before its time; stderr says why"
        return json.loads(answer)


@contextmanager
def warm(prefix: Sequence[str] = ()) -> Iterator[Warm]:
    """A :class:`Warm`, run by another program that ``prefix`` names, if any."""
    with subprocess.Popen(
        [*prefix, sys.executable, WARM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Warm(process)
        process.communicate()  # the end of its input ends it
    assert process.returncode == 0


def require(name: str) -> str:
    """The path of another program; without it the test is skipped, or fails where CI is set."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def start(*args: str | os.PathLike[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BLOGCTL, *(os.fspath(arg) for arg in args)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def saver(path: Path, count: int) -> subprocess.Popen[bytes]:
    """Another program, that saves the story so many times under the lock."""
    return subprocess.Popen([sys.executable, "-c", SAVER, str(path), str(count)])


def ids(data: bytes) -> list[str]:
    """The ids in a file that must be valid."""
    checked = check_bytes(data)
    assert checked.story is not None, checked.diagnostics
    return [update.id for update in checked.story.updates]


@contextmanager
def reading(path: Path, pause: float = 0.0) -> Iterator[list[list[str]]]:
    """Read and check the file again and again; gives the ids of each different reading."""
    readings: list[list[str]] = []
    failures: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        last = b""
        try:
            while not stop.is_set():
                data = path.read_bytes()
                if data != last:
                    last = data
                    readings.append(ids(data))
                stop.wait(pause)
        except BaseException as error:  # it is raised again in the test
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield readings
    finally:
        stop.set()
        thread.join()
    if failures:
        raise failures[0]


def litter(path: Path) -> set[str]:
    """What killed processes left beside a story."""
    return {entry.name for entry in path.parent.iterdir() if ".blogctl-" in entry.name}


def assert_no_litter(path: Path) -> None:
    """Nothing stands beside the story."""
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
