"""The program as it goes on: started, watched until something is so, and interrupted."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from .program import BLOGCTL, Result, environment

_PATIENCE = 45  # seconds: far more than anything takes


def until(holds: Callable[[], object], what: str = "it came about") -> None:
    """Wait until something holds; fail if it never does."""
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.02)


class Running:
    """A process of the program, and what it has written so far."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self._out, self._err = folder / "stdout", folder / "stderr"

    @property
    def out(self) -> str:
        return self._out.read_text("utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text("utf-8")

    def says(self, text: str, times: int = 1) -> None:
        """Wait until the program has said something, so many times."""

        def has_said() -> bool:
            if self.err.count(text) >= times:
                return True
            assert self.process.poll() is None, self.err
            return False

        until(has_said, f"{text!r} was said, after {self.err!r}")

    def end(self, by: int = signal.SIGINT) -> Result:
        """End the program by a signal."""
        self.process.send_signal(by)
        code = self.process.wait(_PATIENCE)
        return Result(code, self.out, self.err)


@contextmanager
def started(
    *args: str, cwd: Path, logs: Path, env: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """The program while it runs; its streams are kept in the folder ``logs``."""
    logs.mkdir()
    with (logs / "stdout").open("wb") as out, (logs / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [BLOGCTL, *args],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=cwd,
            env=environment(env),
        )
    try:
        yield Running(process, logs)
    finally:
        process.kill()
        process.wait()
