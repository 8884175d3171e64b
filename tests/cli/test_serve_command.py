"""blogctl serve: the page as readers would see it, for this machine, and nothing else."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error
from .running import Running, started, until

MEDIA = """
[[updates]]
time = 2024-01-05T13:00:00Z
body = "See ![a tree](pictures/a%20tree.svg), [it all](notes.txt) and [more](../outside.txt)."
media = [
    { type = "image", url = "pictures/road.webp", alt = "The road" },
    { type = "image", url = "out.svg", alt = "Away" },
    { type = "image", url = ".hidden/a.svg", alt = "Hidden" },
    { type = "file", url = "secret.txt" },
    { type = "file", url = "other.story.toml" },
    { type = "file", url = "pictures" },
]
"""


@dataclass
class Answer:
    code: int
    headers: dict[str, str]
    data: bytes

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")


class Server:
    """The preview while it runs, asked over a connection of one's own."""

    def __init__(self, running: Running) -> None:
        self.running = running
        until(lambda: running.out.endswith("\n") or running.process.poll() is not None)
        assert running.out.startswith("http://127.0.0.1:"), running.err
        self.port = int(running.out.strip().strip("/").rpartition(":")[2])

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=fields)
            got = connection.getresponse()
            found = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, found, got.read())
        finally:
            connection.close()


Serve = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Serve:
    """Starts a preview."""
    logs = tmp_path_factory.mktemp("logs") / "serve"
    return partial(started, "serve", cwd=tmp_path, logs=logs)


@pytest.fixture
def server(serve: Serve, story: Path) -> Iterator[Server]:
    """A preview of the story, at any port."""
    with serve(story.name, "--port", "0") as running:
        yield Server(running)


def test_the_page_takes_saves_over(server: Server, story: Path) -> None:
    page = server.ask()
    assert page.code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert "Road closed" in page.text
    assert 'data-poll="1"' in page.text
    assert "refresh" not in page.headers, "its own script does it"
    etag = page.headers["etag"]
    same = server.ask(if_none_match=f'"other", W/{etag}')
    assert (same.code, same.data, same.headers["etag"]) == (304, b"", etag)
    story.write_text(STORY.replace("Road closed", "Road open"), "utf-8")
    changed = server.ask(if_none_match=etag)
    assert changed.code == 200
    assert "Road open" in changed.text
    assert changed.headers["etag"] != etag
    server.running.says(f" {story.name} has changed\n")


def test_an_ended_story_is_kept_up_to_date_too(server: Server, story: Path) -> None:
    story.write_text(STORY.replace("[story]", '[story]\nstatus = "ended"'), "utf-8")
    page = server.ask()
    assert '<body data-preview data-poll="1"' in page.text
    assert "refresh" not in page.headers, "its own script does it"


def test_what_is_to_come_comes(server: Server, story: Path) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1.5)
    story.write_text(
        f'{STORY}\n[[updates]]\ntime = {soon.isoformat()}\nheadline = "News"\n'
        '\n[[updates]]\ntime = 2024-01-05T10:00:00Z\nheadline = "Hidden"\nstatus = "draft"\n',
        "utf-8",
    )
    until(lambda: "News" in server.ask().text)
    assert datetime.now(UTC) >= soon
    assert "Hidden" not in server.ask().text


def test_the_feeds_know_each_other(server: Server) -> None:
    types = {
        "/feed.rss": "application/rss+xml",
        "/feed.atom": "application/atom+xml",
        "/feed.json": "application/feed+json",
    }
    page = unescape(server.ask().text)
    for path, media_type in types.items():
        feed = server.ask(path)
        assert (feed.code, feed.headers["content-type"]) == (200, media_type)
        assert "Road closed" in feed.text
        assert server.ask(path, if_none_match=feed.headers["etag"]).code == 304
        assert f'type="{media_type}"' in page
        assert path.removeprefix("/") in page
    assert json.loads(server.ask("/feed.json").text)["feed_url"].endswith(
        f":{server.port}/feed.json"
    )


def test_errors_are_shown_and_go_away(server: Server, story: Path) -> None:
    good = server.ask()
    story.write_text(STORY.replace('headline = "Storm', 'headlin = "<b>Storm'), "utf-8")
    broken = server.ask()
    assert (broken.code, broken.headers["refresh"]) == (200, "2")
    assert "road.story.toml:6:1: error[unknown-key]" in broken.text
    assert "&lt;b&gt;Storm" in broken.text
    assert "<b>" not in broken.text
    assert broken.headers["etag"] != good.headers["etag"]
    assert server.ask(if_none_match=broken.headers["etag"]).code == 304
    feed = server.ask("/feed.rss")
    assert (feed.code, feed.headers["content-type"]) == (500, "text/plain; charset=utf-8")
    assert "error[unknown-key]" in feed.text
    story.unlink()
    assert "there is no such file" in server.ask().text
    story.write_text(STORY, "utf-8")
    assert server.ask().data == good.data
    told = server.running.err
    assert told.count("error[unknown-key]") == told.count("the story has errors") == 1


def test_a_configuration_with_errors_is_shown_too(server: Server, tmp_path: Path) -> None:
    (tmp_path / "blogctl.toml").write_text('[export.html]\norder = "random"\n', "utf-8")
    assert "[export.html]" in server.ask().text
    assert server.ask("/feed.rss").code == 200, "that is not its concern"
    (tmp_path / "blogctl.toml").write_text('[export.html]\norder = "oldest"\n', "utf-8")
    assert 'data-order="oldest"' in server.ask().text


@pytest.fixture
def folder(story: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story's folder, with files beside it that it names, and some that it must not have."""
    story.write_text(f"{STORY}{MEDIA}", "utf-8")
    outside = tmp_path_factory.mktemp("outside")
    for path in (
        *(tmp_path / "pictures" / name for name in ("a tree.svg", "road.webp", "unnamed.svg")),
        *(tmp_path / name for name in ("notes.txt", ".hidden/a.svg", "other.story.toml")),
        *(tmp_path.parent / "outside.txt", outside / "out.svg", outside / "secret.txt"),
    ):
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"this is {path.name}", "utf-8")
    (tmp_path / "out.svg").symlink_to(outside / "out.svg")
    (tmp_path / "secret.txt").symlink_to(tmp_path / ".hidden" / "a.svg")
    return tmp_path


def test_files_that_the_story_names_are_served(folder: Path, server: Server) -> None:
    for path, media_type in (
        ("/pictures/a%20tree.svg", "image/svg+xml"),
        ("/pictures/road.webp", "image/webp"),
        ("/notes.txt", "text/plain; charset=utf-8"),
    ):
        answer = server.ask(path)
        assert (answer.code, answer.headers["content-type"]) == (200, media_type)
        assert answer.text.startswith("this is ")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    part = server.ask("/notes.txt", range="bytes=5-6")
    assert (part.code, part.text) == (206, "is")


NOT_SERVED = (
    *("/nothing", "/pictures", "/pictures/", "/pictures/unnamed.svg", "/blogctl.toml"),
    *("/road.story.toml", "/other.story.toml", "/out.svg", "/secret.txt", "/.hidden/a.svg"),
    *("/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/%2e%2e%2foutside.txt"),
    *("/outside.txt", "//outside.txt", "/pictures/../../outside.txt", "/..%5coutside.txt"),
    *("/pictures/..%2f..%2foutside.txt", "/notes.txt%00.svg", "/./notes.txt/", "//notes.txt"),
    *("/pictures/%2e%2e/notes.txt", "/etc/passwd", "//etc/passwd", "/%ff", "/feed.rss/"),
)


def test_and_nothing_else(folder: Path, server: Server) -> None:
    answers = {path: server.ask(path) for path in NOT_SERVED}
    served = [path for path, answer in answers.items() if answer.code != 404]
    assert served == []
    assert {answer.text for answer in answers.values()} == {"Not Found"}


def test_head_is_get_without_the_body(folder: Path, server: Server) -> None:
    for path in ("/", "/feed.atom", "/notes.txt", "/nothing"):
        whole, head = server.ask(path), server.ask(path, "HEAD")
        for answer in (whole, head):
            answer.headers.pop("date")
        assert (head.code, head.headers, head.data) == (whole.code, whole.headers, b"")


def test_there_is_nothing_to_change(server: Server) -> None:
    methods, paths = ("POST", "PUT", "DELETE", "OPTIONS"), ("/", "/feed.rss", "/road.story.toml")
    for method, path in product(methods, paths):
        answer = server.ask(path, method)
        assert answer.code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_only_this_machine_is_its_host(server: Server) -> None:
    for host in ("localhost", "LOCALHOST", "127.0.0.1", "[::1]"):
        assert server.ask(host=f"{host}:{server.port}").code == 200
    for host in (
        *("example.org", f"example.org:{server.port}", "localhost", "127.0.0.1", ""),
        *(f"localhost.example.org:{server.port}", f"localhost:{server.port + 1}"),
    ):
        for path in ("/", "/feed.rss", "/nothing"):
            answer = server.ask(path, host=host)
            assert (answer.code, answer.text) == (421, "Misdirected Request"), host


def test_it_listens_on_the_loopback_interface_only(server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.settimeout(5)
        # The whole of 127/8 is this machine, so a server that listens everywhere would answer.
        assert other.connect_ex(("127.0.0.2", server.port)) != 0


def test_a_port_that_is_taken(run: Run, serve: Serve, story: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", story, "--port", port)
        assert_one_error(result, 3, f"port {port}", "--port")
    try:
        with socket.create_server(("127.0.0.1", 8765)):
            pass
        first = 8765
    except OSError:
        first = None
    with serve(story.name) as running:
        server = Server(running)
        assert server.port == first or server.port > 8765
        assert server.ask().code == 200


@pytest.mark.parametrize(
    ("by", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)],
    ids=["interrupted", "terminated"],
)
@pytest.mark.skipif(os.name != "posix", reason="there are no such signals")
def test_it_ends_without_a_word(server: Server, by: int, code: int) -> None:
    open_still = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    open_still.request("GET", "/")
    open_still.getresponse().read()
    done = server.running.end(by)
    open_still.close()
    assert done.code == code
    assert done.err == "road.story.toml is shown there, anew after every save; Ctrl-C ends it\n"
    with socket.socket() as gone:
        assert gone.connect_ex(("127.0.0.1", server.port)) != 0


def test_quiet_leaves_the_address(serve: Serve, story: Path) -> None:
    with serve(story.name, "--port", "0", "-q") as running:
        server = Server(running)
        story.write_text(STORY.replace("closed", "open"), "utf-8")
        assert server.ask().code == 200
        assert running.end().err == ""


def test_it_opens_a_browser_if_asked(serve: Serve, story: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/opened"\nexec sleep 9\n')
    browser.chmod(0o755)
    env = {"BROWSER": f"{browser} %s"}
    with serve(story.name, "--port", "0", "--open", env=env) as running:
        server = Server(running)
        opened = tmp_path / "opened"
        until(lambda: opened.is_file() and opened.read_text().endswith("\n"))
        assert server.ask().code == 200, "it does not wait until the browser is closed"
        assert opened.read_text() == f"http://127.0.0.1:{server.port}/\n"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["missing.story.toml"], 2, ["there is no such file"]),
        (["."], 2, ["this is a folder"]),
        (["road.story.toml", "--port", "70000"], 2, ["--port", "65535"]),
        (["road.story.toml", "--port", "-1"], 2, ["--port", "0"]),
    ],
)
def test_what_cannot_be_served(
    run: Run, story: Path, args: list[str], code: int, words: list[str]
) -> None:
    assert_one_error(run("serve", *args), code, *words)


@pytest.mark.parametrize("module", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(
    run: Run, story: Path, tmp_path: Path, module: str
) -> None:
    (tmp_path / f"{module}.py").write_text("raise ImportError")
    result = run("serve", story, env={"PYTHONPATH": str(tmp_path)})
    assert_one_error(result, 2, module, "pip install 'blogctl[serve]'")
