"""A server on the loopback interface, where nobody but this machine can reach it."""

from __future__ import annotations

import errno
import os
import socket

import uvicorn
from starlette.types import ASGIApp

from blogctl.errors import EnvironmentFailure

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8765
_PORTS = 50  # to be tried, where none is asked for
_PATIENCE = 1  # seconds for answers that are on their way when it ends


def listen(port: int | None) -> socket.socket:
    """A socket that listens: at a port, at any for 0; without one, the first that is free."""
    if port is not None:
        return _listen(port)
    for each in range(FIRST_PORT, FIRST_PORT + _PORTS):
        try:
            return _listen(each)
        except EnvironmentFailure:
            continue
    return _listen(0)


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        if error.errno == errno.EADDRINUSE:
            reason = "something listens there already"
        raise EnvironmentFailure(
            f"port {port}: {reason[:1].lower() + reason[1:]}",
            help="choose another --port; 0 is any that is free",
        ) from None


def hosts(port: int) -> frozenset[str]:
    """How a browser on this machine names the server, port included where it is not HTTP's own."""
    names = ("localhost", LOOPBACK, "[::1]")
    return frozenset(f"{name}:{port}" for name in names) | frozenset(names if port == 80 else ())


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Serve until interrupted; the signal then does what it does elsewhere."""
    config = uvicorn.Config(
        app,
        access_log=False,
        lifespan="off",
        log_config=None,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        ws="none",
    )
    uvicorn.Server(config).run(sockets=[listening])
