"""A web server for one folder, which counts what it is asked and can be made to fail."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
Mood = Literal["well", "slow", "failing", "hanging"]


@dataclass(frozen=True)
class Asked:
    """A request that the server has answered."""

    path: str
    at: float
    status: int
    conditional: bool


class Site(ThreadingHTTPServer):
    """The files of a folder on 127.0.0.1, each with an ETag; for as long as it is open."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.mood: Mood = "well"
        self.asked: list[Asked] = []
        self.released = threading.Event()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def url(self, name: str) -> str:
        return f"{self.origin}/{name}"

    def count(self) -> int:
        """How many requests there have been, other than for the browser's icon."""
        return len(self.asked)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that has gone away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = unquote(urlsplit(self.path).path).lstrip("/")
        path = self.server.folder / name
        if name == "favicon.ico" or not path.is_file():
            self._answer(HTTPStatus.NOT_FOUND)
        elif self.server.mood == "hanging":
            self._note(name, 0)
            self.server.released.wait(60)
        elif self.server.mood == "failing":
            self._note(name, 500)
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            self._send(name, path)

    def _send(self, name: str, path: Path) -> None:
        content = path.read_bytes()
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        if self.headers["If-None-Match"] == tag:
            self._note(name, 304)
            self._answer(HTTPStatus.NOT_MODIFIED, tag=tag)
        else:
            self._note(name, 200)
            self._answer(HTTPStatus.OK, content, tag, TYPES.get(path.suffix, "text/plain"))

    def _note(self, name: str, status: int) -> None:
        conditional = "If-None-Match" in self.headers
        self.server.asked.append(Asked(name, time.monotonic(), status, conditional))

    def _answer(
        self, status: HTTPStatus, content: bytes = b"", tag: str = "", kind: str = "text/plain"
    ) -> None:
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", kind)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.server.mood == "slow":
            # The script, which stands last, comes when all before it has been shown.
            half = max(content.rfind(b"<script>"), 0)
            self.wfile.write(content[:half])
            self.server.released.wait(60)
            content = content[half:]
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: it is the tests that speak."""


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """A server for a folder, closed afterwards."""
    with Site(folder) as site:
        thread = threading.Thread(target=lambda: site.serve_forever(0.02), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.released.set()
            site.shutdown()
            thread.join()


def until(condition: Callable[[], object], why: str, seconds: float = 30) -> None:
    """Wait for what another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, why
        time.sleep(0.01)
