"""Whatever a command is given: one clear line, the right exit code, and the file as it was."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .program import (
    BLOGCTL,
    STORY,
    Result,
    Run,
    assert_one_error,
    environment,
    run_unprivileged,
)

POSIX = os.name == "posix"
COMMANDS = {
    "add": ["add", "FILE", "text"],
    "sort": ["sort", "FILE"],
    "dedupe": ["dedupe", "FILE"],
    "validate": ["validate", "FILE", "--output-format", "concise"],
    "list": ["list", "FILE"],
    "show": ["show", "FILE"],
    "export": ["export", "FILE", "-f", "rss"],
}
EVERY = pytest.mark.parametrize("command", COMMANDS)
SHUFFLED_AND_DOUBLED = STORY + (
    "\n[[updates]]\nid = 'third'\ntime = 2024-01-05T08:00:00Z\nbody = 'x'\n"
    "\n[[updates]]\nid = 'fourth'\ntime = 2024-01-05T08:00:00Z\nbody = 'x'\n"
)


def filled(command: str, path: str | Path) -> list[str]:
    """The command's arguments with a path in its place."""
    return [str(path) if part == "FILE" else part for part in COMMANDS[command]]


def assert_clear(result: Result, command: str, code: int, name: str) -> None:
    """One line says what is wrong with ``name``; a finding may come before it."""
    assert result.code == code, result
    assert "Traceback" not in result.err, result
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", result.out + result.err), result
    assert len(result.out) + len(result.err) < 2500, "not the whole file"
    errors = [line for line in result.err.splitlines() if line.startswith("blogctl: error: ")]
    if command == "validate" and code == 1:
        assert len(result.out.splitlines()) == 1, result
        assert result.out.startswith(f"{name}:"), result
        assert not errors, result
    else:
        assert result.out == ""
        assert len(errors) == 1, result
        assert name in errors[0], result


# --- Paths ---


@EVERY
def test_a_missing_file(run: Run, command: str) -> None:
    assert_clear(run(*filled(command, "none.story.toml")), command, 2, "none.story.toml")


@EVERY
def test_a_missing_file_with_a_name_that_could_harm(run: Run, command: str) -> None:
    result = run(*filled(command, "\x1b]0;x\x07\u202egone"))
    assert_clear(result, command, 2, "gone")
    assert "\u202e" not in result.err


@pytest.mark.skipif(not POSIX, reason="names are Unicode there")
@EVERY
def test_a_name_that_is_no_utf8(run: Run, tmp_path: Path, command: str) -> None:
    name = os.fsdecode(b"caf\xe9.story.toml")
    (tmp_path / name).write_text(STORY)
    result = run(*filled(command, name))
    assert result.code == 0, result
    assert run(*filled(command, os.fsdecode(b"not\xe9"))).code == 2


@pytest.mark.parametrize("command", ["add", "show"])
def test_a_folder_where_one_story_is_wanted(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder").mkdir()
    assert_clear(run(*filled(command, "folder")), command, 2, "folder")


@pytest.mark.parametrize(
    "command",
    [
        *("sort", "dedupe", "validate", "list"),
        "export",
    ],
)
def test_an_empty_folder_is_told_of(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder").mkdir()
    result = run(*filled(command, "folder"))
    assert (result.code, result.out) == (0, "")
    assert ".story.toml" in result.err


@pytest.mark.skipif(not POSIX, reason="there are no such devices")
@pytest.mark.parametrize("command", ["add", "sort", "dedupe"])
def test_a_device_is_not_replaced(run: Run, command: str) -> None:
    result = run(*filled(command, "/dev/null"))
    assert result.code in (1, 2)
    assert "/dev/null" in result.err
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(not POSIX, reason="there are no named pipes")
@pytest.mark.parametrize("command", ["add", "sort", "dedupe"])
def test_a_named_pipe_does_not_hang_a_writer(run: Run, tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert_clear(run(*filled(command, "pipe")), command, 2, "pipe")


@EVERY
def test_a_link_that_leads_nowhere(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    result = run(*filled(command, "link"))
    assert result.code == 2
    assert "Traceback" not in result.err
    assert not (tmp_path / "nowhere").exists()


@EVERY
def test_a_link_to_itself(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    result = run(*filled(command, "loop"))
    assert result.code in (2, 3)
    assert "loop" in result.err
    assert "Traceback" not in result.err


@EVERY
def test_a_name_that_is_too_long(run: Run, command: str) -> None:
    result = run(*filled(command, "x" * 5000))
    assert result.code in (2, 3), result.code
    assert "Traceback" not in result.err
    assert "internal error" not in result.err


# --- Contents ---

CONTENTS = {
    "binary": bytes(range(256)) * 8,
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "empty": b"",
    "blank": b"\n\n  \n",
    "no story": b'[tool]\nname = "x"\n',
    "story is no table": b'story = "x"\n',
    "brackets": b"x = " + b"[" * 20_000,
    "closed brackets": b"x = " + b"[" * 20_000 + b"]" * 20_000,
    "braces": b"x = " + b"{a=" * 20_000,
    "dotted": b"a." * 20_000 + b"a = 1\n",
    "tables": b"[" + b"a." * 20_000 + b"a]\n",
    "digits": b"x = " + b"9" * 5_000,
    "nul": b'[story]\nid = "a\0b"\n',
    "utf-16": STORY.encode("utf-16"),
    "utf-16 without mark": STORY.encode("utf-16-le"),
    "utf-32": STORY.encode("utf-32"),
    "latin-1": STORY.replace("Storm", "Sturm für").encode("latin-1"),
    "one long line": b'x = "' + b"a" * 1_000_000 + b'"',
    "one long broken line": b'x = "' + b"a" * 1_000_000,
    "one long comment": b"# " + b"a" * 1_000_000,
    "raw escape": STORY.replace("Storm", "\x1b[2J\x1b]0;x\x07Storm").encode(),
    "json": b'{"story": {"id": "x", "headline": "x"}}',
    "carriage returns": STORY.replace("\n", "\r").encode(),
    "conflict": STORY.encode() + b"<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n",
    "newer format": b'format = 2\n[story]\nnew = "shape"\n',
}


@pytest.mark.parametrize("content", CONTENTS)
def test_nothing_is_added_to_what_is_no_story(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.story.toml"
    path.write_bytes(CONTENTS[content])
    assert_clear(run("add", path.name, "text"), "add", 1, path.name)
    assert path.read_bytes() == CONTENTS[content]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", ["binary", "empty", "no story", "brackets", "raw escape"])
def test_what_is_no_story_cannot_be_shown(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.story.toml").write_bytes(CONTENTS[content])
    assert_clear(run("show", "bad.story.toml"), "show", 1, "bad.story.toml")


@pytest.mark.parametrize("command", ["sort", "dedupe", "validate", "list", "export"])
def test_each_of_many_files_that_are_no_story_is_told_once_and_left_alone(
    run: Run, tmp_path: Path, command: str
) -> None:
    names = {f"{content.replace(' ', '-')}.story.toml": CONTENTS[content] for content in CONTENTS}
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    output = ["-o", "out/"] if command == "export" else []
    result = run(*filled(command, "."), *output)
    assert result.code == 1, result
    assert "Traceback" not in result.err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", result.out + result.err)
    assert len(result.out) + len(result.err) < 1000 * len(names), "not the whole files"
    start = "" if command == "validate" else "blogctl: error: "
    assert command == "validate" or result.out == ""
    told_on = result.out if command == "validate" else result.err
    lines = [line for line in told_on.splitlines() if line.startswith(start)]
    for name, data in names.items():
        assert sum(line.startswith(f"{start}{name}:") for line in lines) == 1, (name, result)
        assert (tmp_path / name).read_bytes() == data
    assert len(lines) == len(names)
    assert {path.name for path in tmp_path.iterdir()} == set(names)


@pytest.mark.parametrize("command", ["list", "show", "validate", "export", "add"])
def test_an_escape_sequence_in_a_headline_is_a_finding(run: Run, story: Path, command: str) -> None:
    text = STORY.replace("Road closed", "\\u001b[2JRoad closed")
    story.write_text(text)
    result = run(*filled(command, story.name))
    assert result.code == (0 if command == "add" else 1)
    assert "\x1b" not in result.out + result.err
    if command == "add":
        assert story.read_text("utf-8").startswith(text.removesuffix("\n# Nothing below.\n"))


def test_many_findings_are_all_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "many.story.toml"
    path.write_text(STORY + "\n[[updates]]\n" * 3000)
    result = run("validate", path.name, "--output-format", "concise")
    assert result.code == 1
    assert len(result.out.splitlines()) >= 3000


# --- Permissions ---


@EVERY
def test_no_permission_to_read(story: Path, command: str) -> None:
    story.chmod(0)
    result = run_unprivileged(filled(command, story.name), story.parent)
    story.chmod(0o600)
    assert_clear(result, command, 3, story.name)
    assert story.read_text("utf-8") == STORY


@pytest.mark.parametrize("command", ["add", "sort", "dedupe"])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_permission_to_write(story: Path, command: str, what: str) -> None:
    story.write_text(SHUFFLED_AND_DOUBLED)
    if what == "file":
        story.chmod(0o400)
    else:
        story.parent.chmod(0o500)
    result = run_unprivileged(filled(command, story.name), story.parent)
    story.parent.chmod(0o700)
    assert result.code == 3, result
    assert result.out == ""
    errors = [line for line in result.err.splitlines() if line.startswith("blogctl: error: ")]
    assert len(errors) == 1
    assert story.name in errors[0]
    assert "permission" in errors[0]
    assert "Traceback" not in result.err
    assert story.read_text("utf-8") == SHUFFLED_AND_DOUBLED
    assert list(story.parent.iterdir()) == [story]


@pytest.mark.parametrize("command", ["validate", "list", "show", "export"])
def test_reading_needs_no_permission_to_write(story: Path, command: str) -> None:
    story.chmod(0o400)
    story.parent.chmod(0o500)
    result = run_unprivileged(filled(command, story.name), story.parent)
    story.parent.chmod(0o700)
    assert result.code == 0, result


def test_a_folder_that_cannot_be_written_takes_no_export(story: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    result = run_unprivileged(["export", story.name, "-f", "rss", "-o", "out/"], tmp_path)
    assert result.code == 3
    assert "out" in result.err
    assert "permission" in result.err
    assert "Traceback" not in result.err


def test_a_folder_that_cannot_be_written_takes_no_new_story(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o500)
    result = run_unprivileged(["new", "shut/a.story.toml"], tmp_path)
    assert_one_error(result, 3, "shut", "permission")


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "a.story.toml").write_text("[broken")
    (tmp_path / "shut").chmod(0)
    result = run_unprivileged(["validate", "."], tmp_path)
    (tmp_path / "shut").chmod(0o700)
    assert result.code == 3, "what could not be checked is not clean"
    assert "shut" in result.err


# --- Where the output goes ---


def run_into(command: list[str], stdout: str, cwd: Path) -> tuple[int, str]:
    with Path(stdout).open("wb") as file:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment(),
            timeout=60,
            check=False,
        )
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "args",
    [
        ["list", "road.story.toml"],
        ["show", "road.story.toml", "--json"],
        ["export", "road.story.toml", "-f", "rss"],
        ["validate", "bad.story.toml", "--output-format", "json"],
        ["sort", "--diff", "bad.story.toml"],
        ["add", "road.story.toml", "x"],
        ["rules"],
        ["schema"],
        ["plugins"],
        ["--version"],
        ["--help"],
        ["add", "--help"],
    ],
    ids=lambda args: " ".join(args),
)
def test_a_full_disk_behind_stdout_is_told(story: Path, tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "bad.story.toml").write_text(SHUFFLED_AND_DOUBLED)
    code, err = run_into([BLOGCTL, *args], "/dev/full", tmp_path)
    assert code == 3, err
    assert err.count("blogctl: error: ") == 1
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_the_output_is_told(run: Run, story: Path) -> None:
    result = run("export", story, "-f", "rss", "-o", "/dev/full")
    assert (result.code, result.out) == (3, "")
    errors = [line for line in result.err.splitlines() if line.startswith("blogctl: error: ")]
    assert len(errors) == 1
    assert "/dev/full" in errors[0]


@pytest.mark.skipif(not POSIX, reason="there is no SIGPIPE")
@pytest.mark.parametrize(
    "args",
    [
        ["export", "big.story.toml", "-f", "rss"],
        ["export", "big.story.toml", "-f", "json"],
        ["list", "big.story.toml", "--ndjson"],
        ["show", "big.story.toml", "--json"],
        ["validate", "big.story.toml", "--rule", "long-headline=error"],
        ["sort", "--diff", "big.story.toml"],
    ],
    ids=" ".join,
)
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, args: list[str]) -> None:
    block = "\n[[updates]]\nid = '{}'\ntime = 2024-01-01T00:00:00Z\nheadline = '{}'\n"
    text = STORY + "".join(block.format(number, "long " * 200) for number in range(400))
    (tmp_path / "big.story.toml").write_text(text)
    process = subprocess.Popen(
        [BLOGCTL, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
        restore_signals=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) in (-signal.SIGPIPE, 141)


# --- Interruptions ---


@pytest.mark.skipif(not POSIX, reason="signals are another matter there")
@pytest.mark.parametrize(
    "args",
    [
        ["add", "road.story.toml", "-"],
        ["add", "road.story.toml"],
        ["add", "road.story.toml", "--ndjson", "-"],
        ["validate", "-"],
        ["sort", "-"],
        ["new", "new.story.toml", "--from-json", "-"],
    ],
    ids=" ".join,
)
def test_an_interrupt_ends_it_without_a_word(story: Path, args: list[str]) -> None:
    process = subprocess.Popen(
        [BLOGCTL, *args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=story.parent,
        env=environment(),
    )
    with process:
        wait_until_it_reads(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == b""
    assert b"Traceback" not in err
    assert story.read_text("utf-8") == STORY
    assert list(story.parent.iterdir()) == [story]


def wait_until_it_reads(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process sleeps in a read of its standard input."""
    state = Path(f"/proc/{process.pid}/syscall")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            call = state.read_text().split()
        except OSError:  # not to be seen on this system
            time.sleep(3)
            return
        if call[:2] == ["0", "0x0"] or (call[0] == "63" and call[1] == "0x0"):  # x86-64, arm64
            return
        time.sleep(0.02)
    pytest.fail("it does not read its standard input")


INTERRUPTED_AT_START = """
import importlib.abc, sys
class Interrupt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
sys.argv = ["blogctl", "validate"]
from blogctl.cli import main
main()
"""


def test_an_interrupt_while_it_starts_ends_it_without_a_word(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_AT_START],
        capture_output=True,
        cwd=tmp_path,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


# --- Requests ---


@pytest.mark.parametrize(
    "args",
    [
        ["add", "road.story.toml", "x", "--time", "yesterday-ish"],
        ["list", "road.story.toml", "--since", "yesterday-ish"],
        ["export", "road.story.toml", "-f", "rss", "--now", "yesterday-ish"],
        ["validate", "road.story.toml", "--now", "yesterday-ish"],
        ["export", "road.story.toml", "-f", "\x1b[2J"],
        ["validate", "road.story.toml", "--output-format", "yaml"],
        ["add", "road.story.toml", "x", "--lock-timeout", "soon"],
        ["add", "road.story.toml", "x", "--lock-timeout", "nan"],
        ["add", "road.story.toml", "x", "y"],
        ["validate", "road.story.toml", "--color", "sometimes"],
        ["validate", "road.story.toml", "--max-size", "0"],
        ["dedupe", "road.story.toml", "--keep", "best"],
    ],
    ids=lambda args: " ".join(args).encode("unicode_escape").decode(),
)
def test_a_wrong_request_is_told_in_one_line(run: Run, story: Path, args: list[str]) -> None:
    result = run(*args)
    assert_one_error(result, 2)
    assert "\x1b" not in result.err
    assert story.read_text("utf-8") == STORY


def test_a_missing_home_and_an_odd_locale_do_no_harm(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("Road closed", "Straße gesperrt – größer 🌊"))
    for locale in ("C", "POSIX", "xx_XX.nonsense"):
        env = {"LC_ALL": locale, "LANG": locale, "HOME": "/nonexistent"}
        result = run("list", story, env=env)
        assert result.code == 0, result
        assert "closed" not in result.out
        assert run("add", story, "größer", env=env).code == 0
    assert story.read_text("utf-8").count("größer") == 4


def test_an_argument_that_is_no_utf8_is_told(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, os.fsdecode(b"caf\xe9")), 2, "UTF-8")


@pytest.mark.parametrize(
    "args", [["export", ".", "-f", "x"], ["add", "none", "x"], ["show", "none"]]
)
def test_those_who_debug_get_the_traceback(run: Run, args: list[str]) -> None:
    assert "Traceback" in run(*args, env={"BLOGCTL_DEBUG": "1"}).err
    assert "Traceback" not in run(*args).err


@pytest.mark.skipif(not POSIX, reason="streams are another matter there")
@pytest.mark.parametrize(
    "command", [["add", "hey"], ["list"], ["validate"], ["export", "-f", "rss"]]
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_a_stream_that_is_closed_is_no_trouble(
    story: Path, command: list[str], closed: str
) -> None:
    name, *rest = command
    line = shlex.join([BLOGCTL, name, str(story), *rest]) + f" {closed}"
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done
    assert (b"hey" in story.read_bytes()) == (name == "add")
