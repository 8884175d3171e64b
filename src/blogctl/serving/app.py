"""Requests and answers: the page, its feeds, the files beside the story, and nothing else."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Collection
from dataclasses import replace

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from blogctl.serving import FEEDS, Document, Preview, Problem
from blogctl.serving.mishaps import NO_SCRIPTS, PageSeen, asking, page_of, text_of
from blogctl.serving.naming import local_names

_GUARDED = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RELOAD = "2"  # seconds

# The types of this Python and no machine's own, with what it does not know everywhere.
_TYPES = mimetypes.MimeTypes()
for _suffix, _type in (
    *((".avif", "image/avif"), (".webp", "image/webp"), (".flac", "audio/flac")),
    *((".m4a", "audio/mp4"), (".m4v", "video/mp4"), (".oga", "audio/ogg"), (".ogg", "audio/ogg")),
    *((".ogv", "video/ogg"), (".opus", "audio/ogg"), (".webm", "video/webm")),
):
    _TYPES.add_type(_type, _suffix)


def make_app(preview: Preview, hosts: Collection[str]) -> Starlette:
    """The application; a request that does not name one of the ``hosts`` is turned away."""
    served = _Served(preview)
    return Starlette(
        routes=[Route("/", served.page)]
        + [Route(f"/{name}", served.feed) for name in FEEDS]
        + [Route("/{name:path}", served.file)],
        middleware=[Middleware(_OwnHost, hosts=hosts)],
    )


class _Served:
    """What is at each address. Starlette calls these in threads, since they take a moment."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._seen = PageSeen()

    def page(self, request: Request) -> Response:
        """The page, or what is wrong with the story, told as a page."""
        made = self._preview.document("html")
        headers = {"Vary": "Sec-Fetch-Dest"}
        if isinstance(made, Problem):
            # Not for a script: it takes over what a page holds, and no failure.
            by_script = request.headers.get("sec-fetch-dest") == "empty"
            made = Document(page_of(made, self._seen if by_script else PageSeen()), "text/html")
            headers["Refresh"] = _RELOAD
        else:
            self._seen = PageSeen.of(made.data)
            made = replace(made, data=asking(made.data))
        return _answer(request, made, headers)

    def feed(self, request: Request) -> Response:
        """A feed, or what is wrong with the story, as text."""
        made = self._preview.document(FEEDS[request.url.path.removeprefix("/")])
        if isinstance(made, Problem):
            return PlainTextResponse(text_of(made), 500, headers=_GUARDED)
        return _answer(request, made, {})

    def file(self, request: Request) -> Response:
        """A file beside the story, if the story names it."""
        name = request.path_params["name"]
        page = self._preview.document("html")
        path = None
        if isinstance(page, Document) and name in local_names(page.data):
            path = self._preview.file(name)
        if path is None:
            raise HTTPException(404, headers=_GUARDED)
        media_type = _TYPES.guess_type(path)[0] or "application/octet-stream"
        headers = {**_GUARDED, "Content-Security-Policy": NO_SCRIPTS}
        return FileResponse(path, media_type=media_type, headers=headers)


class _OwnHost:
    """Turns away who asks for another host: a page elsewhere that had its name resolved to us."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if (
            scope["type"] == "http"
            and Headers(scope=scope).get("host", "").lower() not in self._hosts
        ):
            app = PlainTextResponse("Misdirected Request", 421, headers=_GUARDED)
        await app(scope, receive, send)


def _answer(request: Request, made: Document, headers: dict[str, str]) -> Response:
    """A document, or 304 for who has it already (RFC 9110, section 13.1.2)."""
    tag = f'"{hashlib.sha256(made.data).hexdigest()[:32]}"'
    headers = {**_GUARDED, **headers, "ETag": tag}
    wanted = request.headers.get("if-none-match", "").split(",")
    if any(each.strip().removeprefix("W/") in (tag, "*") for each in wanted):
        return Response(status_code=304, headers=headers)
    return Response(made.data, headers=headers, media_type=made.media_type)
