"""Runs blogctl again and again, each time in a process of its own that need not start Python.

Starting Python and importing blogctl takes 0.2 s of CPU, too much for thousands of runs. This
program does it once and then forks. It takes requests on stdin, one JSON object a line, and
answers each with a line on stdout; ``writers.Warm`` speaks to it.
"""

from __future__ import annotations

import fcntl
import gc
import io
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import blogctl.cli
from blogctl import system
from blogctl.cli.app import make_app
from blogctl.files import locking, reading, replacing

STORY = """\
format = 1
[story]
id = "warm"
headline = "x"
timezone = "Europe/London"
[[updates]]
id = "first"
time = 2024-01-05T09:00:00Z
body = "x"
status = "draft"
"""
_FILES = {each.__file__ for each in (locking, reading, replacing, system)}
_SIGNALS = {signal.SIGINT, signal.SIGTERM}
_PAUSE = 1.0  # seconds between the rounds of a loop, so that the series get on
_Task = dict[str, Any]


def _at_disk_call(task: _Task, note: int) -> Callable[[FrameType, str, Any], None]:
    """A profiler that acts at the ``call``-th call with which ``blogctl.files`` reaches the disk.

    Before it or, with ``is_after``, after it. The name of what was called goes to ``note``.
    """
    count = 0

    def profile(frame: FrameType, event: str, called: Any) -> None:
        nonlocal count
        if frame.f_code.co_filename not in _FILES or not event.startswith("c_"):
            return
        modules = (os.open.__module__, fcntl.flock.__module__)
        if called.__module__ not in modules and not isinstance(called.__self__, io.IOBase):
            return
        count += event == "c_call"
        if count == task["call"] and (event != "c_call") == task["is_after"]:
            sys.setprofile(None)
            os.write(note, called.__name__.encode())
            _act(task)

    return profile


def _act(task: _Task) -> None:
    path = Path(task["path"])
    if task["action"] == "signal":
        os.kill(os.getpid(), task["signal"])
    elif task["action"] == "error":
        raise OSError(task["errno"], os.strerror(task["errno"]))
    elif task["action"] == "remove":
        path.unlink(missing_ok=True)
    elif task["action"] == "save":
        other = path.with_name("saved-by-another-program")
        other.write_bytes(path.read_bytes() + task["text"].encode())
        other.replace(path)
    else:
        moved = path.with_name("moved")
        path.rename(moved)
        path.symlink_to(moved)


def _run_in_child(task: _Task, out: int, err: int, note: int) -> NoReturn:
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    sys.argv = ["blogctl", *task["args"]]
    if "largest" in task:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["largest"],) * 2)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if task["dies"] else signal.SIG_IGN)
    if "user" in task:
        os.setgroups(task["groups"])
        os.setgid(task["groups"][-1])
        os.setuid(task["user"])
    code: int | str | None = 1
    try:
        if "call" in task:
            sys.setprofile(_at_disk_call(task, note))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        blogctl.cli.main()
        code = 0
    except SystemExit as exit_:
        code = exit_.code
    except KeyboardInterrupt as error:
        # In the very moment before or after all that main does, it belongs to Python's start
        # or end, of which there is none here.
        where = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
        code = 130
        if blogctl.cli.__file__ in where[:-1]:
            traceback.print_exc()
    except BaseException:
        traceback.print_exc()
    sys.setprofile(None)
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def _run(task: _Task) -> dict[str, Any]:
    """Run blogctl as the task says; how it ended, in the words of ``writers.Ended``."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as note,
    ):
        began = time.monotonic()
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        pid = os.fork()
        if not pid:
            _run_in_child(task, out.fileno(), err.fileno(), note.fileno())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        if "after" in task:
            time.sleep(task["after"])
            os.kill(pid, task["signal"])  # it is ours until waited for
        _, status = os.waitpid(pid, 0)
        seconds = time.monotonic() - began
        for file in (out, err, note):
            file.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": out.read().decode(),
            "err": err.read().decode(),
            "acted_at": note.read().decode(),
            "seconds": seconds,
        }


def _fork_series(tasks: list[_Task], stop: Path | None, results: Path) -> int:
    """Fork a process that runs tasks one after another, round and round if until ``stop``."""
    pid = os.fork()
    if pid:
        return pid
    ended = [_run(task) for task in tasks]
    while stop and not stop.exists():
        time.sleep(_PAUSE)
        ended += [_run(task) for task in tasks]
    results.write_text(json.dumps(ended))
    os._exit(0)


def _all_at_once(series: list[list[_Task]], loops: list[list[_Task]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stop = folder / "stop"
        going_round = [
            _fork_series(tasks, stop, folder / f"loop-{number}")
            for number, tasks in enumerate(loops)
        ]
        at_work = [
            _fork_series(tasks, None, folder / f"series-{number}")
            for number, tasks in enumerate(series)
        ]
        for pid in at_work:
            os.waitpid(pid, 0)
        stop.touch()
        for pid in going_round:
            os.waitpid(pid, 0)
        return {
            kind: [json.loads((folder / f"{kind}-{number}").read_text()) for number in range(count)]
            for kind, count in (("series", len(series)), ("loop", len(loops)))
        }


def _warm_up() -> None:
    """Load what commands load when they need it, and build what they build once."""
    make_app()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "warm.story.toml")
        path.write_text(STORY)
        stdout, stderr = sys.stdout, sys.stderr
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            sys.stdout = sys.stderr = nothing
            for command in (
                *(["publish", "first"], ["add", "x"], ["edit", "first", "--headline", "x"]),
                *(["correct", "first", "x"], ["retract", "first"], ["close"]),
                *(["sort"], ["dedupe"], ["validate"]),
            ):
                sys.argv = ["blogctl", command[0], str(path), *command[1:]]
                try:
                    blogctl.cli.main()
                except SystemExit as exit_:
                    assert exit_.code == 0, command
        sys.stdout, sys.stderr = stdout, stderr
    # What is there now is never garbage; children need not copy it to look.
    gc.freeze()


def serve() -> None:
    """Answer requests until there are no more."""
    _warm_up()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for line in sys.stdin:
        request = json.loads(line)
        answer = _run(request) if "args" in request else _all_at_once(**request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
