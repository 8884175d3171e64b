"""One page from the web, because somebody named its address: nothing else is ever asked for."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from blogctl import __version__
from blogctl.errors import EnvironmentFailure, StoryError, UsageError

_ERRNO = re.compile(r"^\[(?:Errno|WinError) -?\d+\] ")
_SECONDS = 20.0
_REDIRECTS = 5
_AGENT = f"blogctl/{__version__}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave: the bytes, where they were in the end, and what it said of them."""

    data: bytes
    url: str
    media_type: str | None


def fetch(url: str, max_size: int, *, seconds: float = _SECONDS) -> Fetched:
    """What is at an http or https URL, with at most five redirects, none from https to http.

    It has ``seconds`` to come in whole. :class:`UsageError` where the address is wrong or there is
    nothing at it, :class:`EnvironmentFailure` where the server or the network fails,
    :class:`StoryError` for more than ``max_size`` bytes.
    """
    deadline = time.monotonic() + seconds
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=_REDIRECTS,
                timeout=seconds,
                headers={"User-Agent": _AGENT, "Accept": "*/*"},
                event_hooks={"request": [_only_web(url)]},
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code in (404, 410):
                raise UsageError(f"{url}: there is nothing at this address ({answer.status_code})")
            if answer.status_code != 200:
                raise EnvironmentFailure(f"{url}: the server answered {answer.status_code}")
            return Fetched(
                _limited(answer, url, max_size, deadline),
                str(answer.url),
                answer.headers.get("Content-Type"),
            )
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
        raise UsageError(f"{url}: this is no address of a page: {error}") from error
    except httpx.TooManyRedirects as error:
        raise EnvironmentFailure(f"{url}: more than {_REDIRECTS} redirects") from error
    except (httpx.TimeoutException, TimeoutError) as error:
        raise EnvironmentFailure(f"{url}: no answer within {seconds:g} seconds") from error
    except httpx.HTTPError as error:
        why = _ERRNO.sub("", " ".join(str(error).split())) or type(error).__name__
        raise EnvironmentFailure(f"{url}: {why[:1].lower() + why[1:]}") from error


def _only_web(first: str) -> Callable[[httpx.Request], None]:
    """Refuses a request that leaves encryption behind."""
    began = urlsplit(first).scheme.lower()

    def check(request: httpx.Request) -> None:
        if began == "https" and request.url.scheme != "https":
            raise EnvironmentFailure(f"{first}: it leads to {request.url}, which is not encrypted")

    return check


def _limited(answer: httpx.Response, url: str, max_size: int, deadline: float) -> bytes:
    data = bytearray()
    for chunk in answer.iter_bytes():
        data += chunk
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(data) > max_size:
            raise StoryError(f"{url}: more than {max_size:,} bytes", help="--max-size allows more")
    return bytes(data)
