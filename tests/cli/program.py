"""The program as its users meet it: a process with arguments, streams and an exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

BLOGCTL = str(Path(sys.executable).with_name("blogctl"))
# What would change how the program behaves, if it were set where the tests run.
_UNSET = {"BLOGCTL_DEBUG", "BLOGCTL_OUTPUT_FORMAT", "COLUMNS", "EDITOR", "FORCE_COLOR"}
_UNSET |= {"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "NO_COLOR", "PYTHONPATH", "VISUAL"}
_UNSET |= {"PYTEST_CURRENT_TEST"}

STORY = """\
# A story for tests.
format = 1

[story]
id = "2024-01-05-coast-road"
headline = "Storm closes the coast road"  # the page's title
timezone = "Europe/London"
authors = ["An Example"]

# The first one.
[[updates]]
id = "first"
time = 2024-01-05T09:00:00Z
headline = "Road closed"
tags = ["transport"]

[[updates]]
id = "second"
time = 2024-01-05T12:30:00+01:00   # from Paris
body = '''
Trees are *down*.
'''
key = true
authors = ["An Example"]

# Nothing below.
"""


@dataclass(frozen=True)
class Result:
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Run(Protocol):
    """Runs the program; standard input is empty unless given."""

    def __call__(
        self,
        *args: str | os.PathLike[str],
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Result: ...


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment that the program is run in."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    return {**kept, **(changes or {})}


def run_program(
    command: list[str], *, stdin: str | bytes, env: Mapping[str, str] | None, cwd: Path
) -> Result:
    """Run a command to its end."""
    done = subprocess.run(
        command,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


class Forks:
    """Runs blogctl without loading what it needs of others each time; see ``forking.py``."""

    def __init__(self, connection: socket.socket) -> None:
        self.environment = environment()
        """What it is run in: with another one it must be run anew."""
        self._connection = connection
        self._threads = ThreadPoolExecutor(3)

    def run(self, args: list[str], *, stdin: bytes, cwd: Path) -> Result:
        """Run it to its end, within a minute."""
        with ExitStack() as stack:
            request = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            json.dump({"args": args, "cwd": str(cwd)}, request)
            request.seek(0)
            pipes = [os.pipe() for _ in range(3)]
            theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
            socket.send_fds(self._connection, [b"."], [request.fileno(), *theirs])
            for descriptor in theirs:
                os.close(descriptor)
            writing = self._threads.submit(_write, pipes[0][1], stdin)
            reading = [self._threads.submit(_read, pipe[0]) for pipe in pipes[1:]]
            pid = int.from_bytes(self._connection.recv(8), "little")
            try:
                code = int.from_bytes(self._connection.recv(8), "little", signed=True)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)  # it is theirs until waited for
                self._connection.recv(8)
                raise
            writing.result()
            out, err = (each.result().decode("utf-8") for each in reading)
            return Result(code, out, err)


def _write(descriptor: int, data: bytes) -> None:
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
    except BrokenPipeError:
        pass  # as subprocess.run has it


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as file:
        return file.read()


@contextmanager
def forking() -> Iterator[Forks | None]:
    """Runs blogctl in forks, where the system has such things."""
    if sys.platform != "linux":
        yield None
        return
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    command = [sys.executable, str(Path(__file__).with_name("forking.py"))]
    with (
        ours,
        # Its streams are pipes, as those of its forks are, which take over what it knows of them.
        subprocess.Popen(
            [*command, BLOGCTL, str(theirs.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env=environment(),
        ) as process,
    ):
        theirs.close()
        yield Forks(ours)
        ours.shutdown(socket.SHUT_WR)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")


def require(name: str) -> str:
    """The path of another program; without it the test is skipped, or fails where CI is set."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def unprivileged(command: list[str]) -> list[str]:
    """The command, run so that file permissions hold even for root."""
    if os.name != "posix":
        pytest.skip("permissions are another matter there")
    if os.geteuid() != 0:
        return command
    setpriv = require("setpriv")  # of util-linux
    return [setpriv, "--bounding-set=-all", "--inh-caps=-all", *command]


def run_unprivileged(args: list[str], cwd: Path) -> Result:
    done = subprocess.run(
        unprivileged([BLOGCTL, *args]),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=cwd,
        env=environment(),
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def assert_one_error(result: Result, code: int, *words: str) -> None:
    """It failed with one line that says why: no traceback, nothing on stdout."""
    assert (result.code, result.out) == (code, ""), result
    assert result.err.startswith("blogctl: error: "), result
    assert result.err.count("\n") == 1, result
    assert result.err.endswith("\n"), result
    for word in words:
        assert word in result.err


def assert_warned(result: Result, *words: str) -> None:
    """It did what was asked, and warned."""
    assert result.code == 0, result
    warnings = [line for line in result.err.splitlines() if "blogctl: warning: " in line]
    for word in words:
        assert any(word in line for line in warnings), result
