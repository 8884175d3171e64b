"""Fetching a page: from a real server on this machine, which counts what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from blogctl.errors import EnvironmentFailure, StoryError, UsageError
from blogctl.fetching import fetch


class Server(ThreadingHTTPServer):
    """Answers by path, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.released = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name, _, number = self.path.strip("/").partition("/")
        if name == "hop":
            left = int(number)
            self._answer(302, to=self.server.url(f"/hop/{left - 1}" if left else "/page"))
        elif name == "file":
            self._answer(302, to="file:///etc/passwd")
        elif name == "slow":
            self.server.released.wait(30)
        elif name == "drops":
            self.send_response(200)
            self.end_headers()
            try:
                while not self.server.released.wait(0.02):
                    self.wfile.write(b"x")
            except OSError:
                return
        elif name == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return
        elif name.isdigit():
            self._answer(int(name))
        else:
            self._answer(200, b'<img src="/picture"><link rel=stylesheet href="/style">')

    def _answer(self, status: int, content: bytes = b"", to: str = "") -> None:
        self.send_response(status)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: it is the tests that speak."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as opened:
        thread = threading.Thread(target=lambda: opened.serve_forever(0.02), daemon=True)
        thread.start()
        yield opened
        opened.released.set()
        opened.shutdown()
        thread.join()


def test_it_asks_for_the_page_and_for_nothing_else(server: Server) -> None:
    fetched = fetch(server.url("/page"), 10_000)
    assert fetched.data.startswith(b"<img")
    assert (fetched.url, fetched.media_type) == (server.url("/page"), "text/html; charset=utf-8")
    assert server.asked == ["/page"]


def test_redirects_are_followed_to_an_end(server: Server) -> None:
    assert fetch(server.url("/hop/4"), 10_000).url == server.url("/page")
    server.asked.clear()
    with pytest.raises(EnvironmentFailure, match="more than 5 redirects"):
        fetch(server.url("/hop/50"), 10_000)
    assert len(server.asked) == 6


def test_a_redirect_leads_nowhere_but_to_the_web(server: Server) -> None:
    with pytest.raises(UsageError, match="no address of a page"):
        fetch(server.url("/file"), 10_000)


def test_a_redirect_does_not_leave_encryption_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://example.org/b"})

    real = httpx.Client
    monkeypatch.setattr(
        httpx, "Client", lambda **options: real(transport=httpx.MockTransport(answer), **options)
    )
    with pytest.raises(EnvironmentFailure, match="not encrypted"):
        fetch("https://example.org/a", 10_000)
    assert asked == ["https://example.org/a"]


@pytest.mark.parametrize(
    ("status", "error"), [(404, UsageError), (410, UsageError), (500, EnvironmentFailure)]
)
def test_an_answer_that_is_none_is_an_error(
    server: Server, status: int, error: type[Exception]
) -> None:
    with pytest.raises(error, match=str(status)):
        fetch(server.url(f"/{status}"), 10_000)


def test_an_endless_answer_is_cut_off(server: Server) -> None:
    with pytest.raises(StoryError, match="more than 1,000,000 bytes"):
        fetch(server.url("/endless"), 1_000_000)


def test_a_server_that_says_nothing_is_left(server: Server) -> None:
    with pytest.raises(EnvironmentFailure, match="no answer within"):
        fetch(server.url("/slow"), 10_000, seconds=0.2)


def test_a_server_that_takes_for_ever_is_left(server: Server) -> None:
    with pytest.raises(EnvironmentFailure, match="no answer within"):
        fetch(server.url("/drops"), 10_000, seconds=0.2)


@pytest.mark.parametrize("url", ["http://[bad", "http://", "https://a:b:c/"])
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(UsageError, match="no address of a page"):
        fetch(url, 10_000)


def test_nobody_there(server: Server) -> None:
    url = server.url("/page")
    server.server_close()
    with pytest.raises(EnvironmentFailure, match=r"127\.0\.0\.1"):
        fetch(url, 10_000, seconds=5)
