"""-j: several processes do the work, and nobody can tell by what is said and written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .program import STORY, Result, Run, assert_one_error, run_unprivileged
from .running import Running, started, until

ID = "2024-01-05-coast-road"
NOW = ("--now", "2024-02-01T12:00:00Z")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")


def some_stories(folder: Path) -> None:
    """Good ones, and every kind of bad ones among them; enough of them to be shared out."""
    others = {
        "b-two": STORY.replace(ID, "two")
        + '\n[[updates]]\ntime = 2024-01-05T08:00:00Z\nbody = "x"\n',
        "c-bad": STORY.replace("headline =", "headlin =", 1),
        "d-broken": STORY.replace("[[updates]]", "[[updates", 1),
        "e-same-id": STORY.replace(ID, "Two"),
        "f-twice": STORY.replace(ID, "six").replace('"second"', '"first"'),
        "g-warned": STORY.replace(ID, "seven").replace('"Road closed"', f'"{"long " * 40}"'),
        "h-large": STORY.replace(ID, "eight") + "#" * 5000 + "\n",
    }
    (folder / "below").mkdir(parents=True)
    for number in range(12):
        path = folder / ("below" if number % 2 else "") / f"{number:02}.story.toml"
        path.write_text(STORY.replace(ID, f"story-{number}"))
    for name, text in others.items():
        (folder / f"{name}.story.toml").write_text(text)
    (folder / "i-no-text.story.toml").write_bytes(b"\xff\xfe\xfd")
    (folder / "below" / "blogctl.toml").write_text("[rules]\nmissing-publisher = 'error'\n")
    odd = folder / "odd"
    odd.mkdir()
    (odd / "blogctl.toml").write_text("[rules]\nno-such-rule = 'off'\n")
    (odd / "k.story.toml").write_text(STORY.replace(ID, "odd"))
    (folder / "closed.story.toml").write_text(STORY)
    (folder / "closed.story.toml").chmod(0)


def written_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "closed.story.toml"
    }


BAD = ("d-broken.story.toml", "c-bad.story.toml", "g-warned.story.toml")
COMMANDS = {
    "full": ("validate", ".", "missing.story.toml", "--max-size", "4000"),
    "concise": ("validate", "--output-format", "concise", "--strict"),
    "json": ("validate", "--output-format", "json", "--max-size", "4000", *NOW),
    "github": ("validate", "--output-format", "github"),
    "sarif": ("validate", "--output-format", "sarif"),
    "junit": ("validate", "--output-format", "junit"),
    "fix": ("validate", ".", "--fix", "--for", "site,google"),
    "format --diff": ("format", "--diff", "--check"),
    "sort": ("sort", "."),
    "dedupe": ("dedupe", ".", "--json"),
    "export refused": ("export", ".", "-f", "rss", "-o", "out/", *NOW),
    "export": ("export", "below", *BAD, "-f", "site", "-f", "rss", "-o", "out/", "-v", *NOW),
    "export again": ("export", "below", "-f", "site", "-f", "rss", "-o", "out/", "-v", *NOW),
    "export --check": ("export", ".", "-f", "site", "-o", "other/", "--check", *NOW),
    "export over a story": ("export", "below", "-f", "site", "-o", "blogctl.toml/", *NOW),
}
FAIL_WITH = {"full": 3, "export": 1, "export refused": 3, "export again": 0, "dedupe": 3}


def test_nobody_can_tell(tmp_path: Path) -> None:
    """Streams, exit codes and files are those of one process, whatever is asked for."""
    one, two = tmp_path / "one", tmp_path / "two"
    for each in (one, two):
        some_stories(each)
    for name, command in COMMANDS.items():
        alone, shared = (
            run_unprivileged([*command, "-j", jobs], folder)
            for jobs, folder in (("1", one), ("3", two))
        )
        said = shared.err.replace(f"{two}", f"{one}"), shared.out.replace(f"{two}", f"{one}")
        assert (shared.code, *said) == (alone.code, alone.err, alone.out), name
        assert "Traceback" not in alone.err, name
        if name in FAIL_WITH:
            assert alone.code == FAIL_WITH[name], (name, alone)
        assert written_in(two) == written_in(one), name
        if name == "export refused":  # for two have one id
            assert not (one / "out").exists()
    assert len(written_in(one)) > 100  # much was written, indeed


def processes_of(parent: int) -> list[int]:
    """The processes that a process has started, as the system knows them."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[tuple[Running, list[int]]]:
    """A run whose two processes are in the middle of it: each reads a story that never ends."""
    names = [f"{number}.story.toml" for number in range(4)]
    for name in names:
        os.mkfifo(tmp_path / name)
    writers: list[int] = []

    def is_read(name: str) -> bool:
        try:
            writers.append(os.open(tmp_path / name, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:  # nobody reads it yet
            return False
        return True

    with started("validate", *names, "-j", "2", cwd=tmp_path, logs=tmp_path / "logs") as running:
        for name in names[:2]:
            until(lambda name=name: is_read(name), "both are at work")  # type: ignore[misc]
        yield running, processes_of(running.process.pid)
    for writer in writers:
        os.close(writer)


@ON_LINUX
def test_an_interrupt_ends_them_all_without_a_word(busy: tuple[Running, list[int]]) -> None:
    running, processes = busy
    assert len(processes) == 2
    assert running.end(signal.SIGINT) == Result(130, "", "")
    assert not any(map(is_running, processes))


@ON_LINUX
def test_an_interrupt_at_the_terminal_reaches_them_too(busy: tuple[Running, list[int]]) -> None:
    running, processes = busy
    for pid in processes:
        os.kill(pid, signal.SIGINT)
    assert running.end(signal.SIGINT) == Result(130, "", "")
    assert not any(map(is_running, processes))


@ON_LINUX
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
def test_none_is_left_when_the_first_is_killed(busy: tuple[Running, list[int]], by: int) -> None:
    running, processes = busy
    assert running.end(by).code == -by
    until(lambda: not any(map(is_running, processes)), "the others ended, too")


@ON_LINUX
def test_one_that_is_killed_is_one_clear_error(busy: tuple[Running, list[int]]) -> None:
    running, processes = busy
    os.kill(processes[0], signal.SIGKILL)
    code = running.process.wait(45)
    assert (code, running.out) == (3, "")
    assert running.err.startswith("blogctl: error: a process of -j was killed")
    assert running.err.count("\n") == 1
    assert not any(map(is_running, processes))


def test_one_process_is_not_joined_by_others(run: Run, story: Path) -> None:
    """What several processes take is not even imported."""
    code = (
        "import sys; from blogctl.cli.app import run; "
        "sys.argv[1:] = sys.argv[1:]; code = run(); "
        "sys.exit(code or 'multiprocessing' in sys.modules)"
    )
    for jobs in ("1", "8"):  # there is one story only
        args = [sys.executable, "-c", code, "validate", str(story), "-j", jobs]
        assert subprocess.run(args, capture_output=True, check=False).returncode == 0


def test_a_number_of_processes_is_none_below_zero(run: Run, story: Path) -> None:
    assert_one_error(run("validate", story, "-j", "-1"), 2, "-j", "0 or more")
    assert run("validate", story, "-j", "0").code == 0
