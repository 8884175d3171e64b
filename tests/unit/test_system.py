"""What differs between systems, as far as it can be told from here."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path, PureWindowsPath

import pytest

from blogctl import files, system
from blogctl.cli import uncopied
from blogctl.model import Story


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "IS_POSIX", False)


# The editor


@pytest.mark.skipif(os.name != "posix", reason="a backslash is a backslash there")
def test_an_editor_with_options_as_a_shell_reads_it() -> None:
    assert system.words(r"'/opt/my editor' -c set\ tw=72") == ["/opt/my editor", "-c", "set tw=72"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("notepad", ["notepad"]),
        (
            r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst',
            [r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"],
        ),
        (r"C:\bin\vim.exe -c 'x'", [r"C:\bin\vim.exe", "-c", "'x'"]),
    ],
)
@pytest.mark.usefixtures("on_windows")
def test_an_editor_on_windows_keeps_its_backslashes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, words: list[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [word.removesuffix(".EXE") for word in system.words(command)] == words


@pytest.mark.usefixtures("on_windows")
def test_an_editor_on_windows_is_found_on_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / ("ed.cmd" if os.name == "nt" else "ed")
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found, option = system.words("ed --wait")
    assert (Path(found).stem, Path(found).parent, option) == ("ed", tmp_path, "--wait")


# Files


def test_a_file_is_replaced_when_its_reader_is_done(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    seen, opened = [], threading.Event()

    def read() -> None:
        with path.open("rb") as file:
            opened.set()
            time.sleep(0.2)
            seen.append(file.read())

    reader = threading.Thread(target=read)
    reader.start()
    opened.wait()
    assert files.edit(str(path), lambda data: data + b" and new")
    reader.join()
    assert (seen, path.read_bytes()) == ([b"old"], b"old and new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.usefixtures("on_windows")
def test_each_attempt_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"new")
    target.write_bytes(b"old")
    replace = os.replace
    checks: list[bytes] = []

    def busy(*names: str) -> None:
        if len(checks) < 3:
            raise PermissionError(errno.EACCES, "Access is denied")
        replace(*names)

    monkeypatch.setattr(os, "replace", busy)
    system.replace(str(source), str(target), lambda: checks.append(target.read_bytes()))
    assert (checks, target.read_bytes()) == ([b"old"] * 3, b"new")


@pytest.mark.usefixtures("on_windows")
def test_what_stays_open_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def busy(*_: str) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(system, "_WAIT", 0.0)
    with pytest.raises(PermissionError):
        system.replace("a", "b", lambda: time.sleep(0.01))


@pytest.mark.usefixtures("on_windows")
def test_a_folder_that_windows_calls_forbidden(tmp_path: Path) -> None:
    denied = PermissionError(errno.EACCES, "Permission denied")
    assert isinstance(system.plainly(str(tmp_path), denied), IsADirectoryError)
    assert system.plainly(str(tmp_path / "a"), denied) is denied


def test_a_name_is_given_once(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text(name)
    with pytest.raises(FileExistsError):
        system.put_new(str(tmp_path / "a"), str(tmp_path / "b"))
    system.put_new(str(tmp_path / "a"), str(tmp_path / "c"))
    assert [(tmp_path / name).read_text() for name in "bc"] == ["b", "a"]


# Streams

AS_ON_WINDOWS = """\
import sys
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(newline="\\r\\n", encoding="cp1252")
from blogctl.cli import main
main()
"""


@pytest.mark.parametrize("args", [["--version"], ["schema"], ["list", "no.story.toml"]])
def test_lines_end_in_the_same_way_everywhere(args: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS, *args], capture_output=True, check=False
    )
    said = done.stdout + done.stderr
    assert said.endswith(b"\n")
    assert b"\r" not in said
    said.decode("utf-8")


@pytest.mark.parametrize(
    ("number", "is_closed"), [(errno.EPIPE, True), (errno.EINVAL, True), (errno.ENOSPC, False)]
)
@pytest.mark.usefixtures("on_windows")
def test_a_pipe_that_nobody_reads_on_windows(number: int, is_closed: bool) -> None:
    assert system.is_closed_pipe(OSError(number, "")) == is_closed


def test_a_reader_that_has_seen_enough_where_there_is_no_signal_for_it() -> None:
    code = "from blogctl import system\nsystem.end_with_reader = system.outlive_reader\n"
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", f"{code}from blogctl.cli import main\nmain()", "schema"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


# Stories


@pytest.mark.parametrize(
    "url", ["%5C%5Chost/share/a.png", "%5C%5Chost%5Cshare%5Ca.png", "a/D:b.png"]
)
def test_no_story_has_windows_ask_another_computer(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(uncopied, "PurePath", PureWindowsPath)
    asked: list[str] = []
    monkeypatch.setattr(files, "is_regular", asked.append)
    clock = datetime(2024, 1, 5, tzinfo=UTC)
    story = Story.model_validate(
        {
            "story": {"id": "s", "headline": "h", "image": {"url": url, "alt": "x"}},
            "updates": [{"time": clock, "media": [{"type": "image", "url": "b.png"}]}],
        }
    )
    list(uncopied.uncopied(story, clock, "site"))
    assert [Path(path) for path in asked] == [Path("site/b.png")]


# Processes


def test_windows_cannot_wait_for_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "IS_POSIX", True)
    assert system.at_most(200) == 200
    monkeypatch.setattr(system, "IS_POSIX", False)
    assert (system.at_most(200), system.at_most(4)) == (61, 4)
