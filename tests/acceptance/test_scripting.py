"""The recipes of docs/scripting.md where a page alone cannot show what they are good for."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .pages import blocks
from .program import BLOGCTL, ROOT, environment, run

PAGE = list(blocks((ROOT / "docs" / "scripting.md").read_text("utf-8")))
BIN = str(Path(BLOGCTL).parent)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a story and the scripts of the page."""
    for block in PAGE:
        if block.path:
            (tmp_path / block.path).write_text(block.text, "utf-8")
    run("new", "storm.story.toml", "--id", "storm", cwd=tmp_path)
    return tmp_path


def script(desk: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", *args],
        cwd=desk,
        env=environment(PATH=os.pathsep.join([BIN, os.environ["PATH"]])),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def needs(program: str) -> None:
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is missing: .ci/run installs it")
        pytest.skip(f"{program} is not installed")


def test_the_line_for_cron_needs_nothing_that_cron_does_not_give(desk: Path) -> None:
    (block,) = [block for block in PAGE if "*/5 * * * *" in block.text]
    path, line = block.text.splitlines()
    command = line.removeprefix("*/5 * * * * ")
    assert "%" not in command
    assert "/srv/desk" in command
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("/srv/desk", str(desk))],
        cwd="/",
        env={
            "PATH": path.removeprefix("PATH=").replace("/usr/local/bin", BIN),
            "HOME": str(desk),
            "LOGNAME": "desk",
            "SHELL": "/bin/sh",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (desk / "public" / "storm.html").is_file()
    assert (desk / "public" / "storm.rss").is_file()


def test_saying_is_tried_again_while_others_write_and_for_nothing_else(desk: Path) -> None:
    story = desk / "storm.story.toml"
    options = ("--lock-timeout", "0", "--", '- It\'s "over".')
    with story.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        refused = threading.Event()

        def release() -> None:
            # Until the first try has failed, which it does while the lock is held.
            refused.wait(60)
            fcntl.flock(file, fcntl.LOCK_UN)

        waiting = threading.Thread(target=release)
        waiting.start()
        child = subprocess.Popen(
            ["/bin/sh", "say", story.name, *options],
            cwd=desk,
            env=environment(PATH=os.pathsep.join([BIN, os.environ["PATH"]])),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        assert child.stderr is not None
        first = child.stderr.readline()
        refused.set()
        out, rest = child.communicate(timeout=60)
        waiting.join()
    assert "storm.story.toml" in first
    assert child.returncode == 0, rest
    assert len(out.splitlines()) == 1
    (update,) = json.loads(run("show", story.name, "--json", cwd=desk).stdout)["updates"]
    assert update["body"].strip() == '- It\'s "over".'
    began = time.monotonic()
    wrong = script(desk, "say", "elsewhere.story.toml", "--", "text")
    assert wrong.returncode == 2
    assert len(wrong.stderr.splitlines()) == 1, f"tried again, for {time.monotonic() - began} s"


@contextmanager
def hook(desk: Path) -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "hook.py", "storm.story.toml", "0"],
        cwd=desk,
        env=environment(PATH=os.pathsep.join([BIN, os.environ["PATH"]]), HOOK_TOKEN="secret"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.kill()
        server.communicate()


def post(url: str, data: object, token: str = "secret") -> tuple[int, str]:
    request = urllib.request.Request(
        url, json.dumps(data).encode(), {"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_web_hook_adds_texts_as_they_are(desk: Path) -> None:
    body = "-- --draft \"quoted\" 'quoted' $(touch pwned) `touch pwned` \\n \u2028 é\nSecond line."
    first = {"id": "w1", "time": "2024-01-05T09:00:00Z", "headline": "--draft", "body": body}
    with hook(desk) as url:
        assert post(url, first) == (200, "w1\n")
        assert post(url, first) == (200, "w1\n")  # sent again: nothing to do
        assert post(url, [{"id": "w2", "headline": "a"}, {"id": "w3", "headline": "b"}])[0] == 200
        # All or none, and the sender is told what is wrong.
        status, said = post(url, [{"id": "w4", "headline": "c"}, {"id": "w5", "headlin": "d"}])
        assert (status, "headlin" in said) == (400, True)
        assert post(url, {**first, "body": "Something else."})[0] == 400
        assert post(url, "a text")[0] == 400
        assert post(url, {"id": "w6", "headline": "e"}, token="a guess")[0] == 403
    found = json.loads(run("show", "storm.story.toml", "--json", cwd=desk).stdout)["updates"]
    assert [update["id"] for update in found] == ["w1", "w2", "w3"]
    assert (found[0]["headline"], found[0]["body"].rstrip("\n")) == ("--draft", body)
    assert not (desk / "pwned").exists()


def test_forwarding_sends_each_change_at_least_once_whatever_happens(desk: Path) -> None:
    needs("jq")
    story, sent = "storm.story.toml", desk / "storm.story.toml.sent"

    def forwarded(*command: str) -> list[str]:
        done = script(desk, "forward", story, *(command or ("jq", "-r", '.id + " " + .body')))
        assert done.returncode == 0, done.stderr
        return done.stdout.split("\n")[:-1]

    def add(*updates: dict[str, str]) -> None:
        lines = "".join(
            json.dumps({"body": f'- {each["id"]}\\n "$(x)"', **each}) + "\n" for each in updates
        )
        (desk / "updates").write_text(lines, "utf-8")
        assert run("add", story, "--ndjson", "updates", cwd=desk).returncode == 0

    assert forwarded() == []
    add(
        *({"id": id_, "time": "2024-01-05T09:00:00Z"} for id_ in ("a", "b", "c")),
        {"id": "draft", "status": "draft"},
        {"id": "ahead", "time": "2999-01-01T00:00:00Z"},
    )
    # Killed between sending b and recording that: b comes again, a does not, c is not lost.
    killing = "read -r update; printf '%s\\n' \"$update\" >> wire; "
    killing += """case $update in *'"b"'*) kill -9 0;; esac"""
    died = subprocess.run(
        ["/bin/sh", "forward", story, "/bin/sh", "-c", killing],
        cwd=desk,
        env=environment(PATH=os.pathsep.join([BIN, os.environ["PATH"]])),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        timeout=120,
        check=False,
    )
    assert died.returncode == -9
    wire = [json.loads(line)["id"] for line in (desk / "wire").read_text("utf-8").splitlines()]
    assert wire == ["a", "b"]
    assert [json.loads(line)["id"] for line in sent.read_text("utf-8").splitlines()] == ["a"]
    assert [line.split()[0] for line in forwarded()] == ["b", "c"]
    # A record that was cut short counts for nothing, and spoils no other.
    text = sent.read_text("utf-8")
    sent.write_text(text[:-20], "utf-8")
    assert [line.split()[0] for line in forwarded()] == ["c"]
    # There and back again is two changes.
    for body in ("changed", "- a"):
        run("edit", story, "a", "--body", body, cwd=desk)
        assert forwarded() == [f"a {body}"]
    # What fails is not recorded; those before it are.
    add({"id": "d"})
    failed = script(desk, "forward", story, "false")
    assert failed.returncode == 1
    assert [line.split()[0] for line in forwarded()] == ["d"]
    # A story that cannot be read is an error, not the end of all updates.
    (desk / story).write_text("[story", "utf-8")
    assert script(desk, "forward", story, "cat").returncode == 1
