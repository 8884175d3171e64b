"""The preview as a web application, for this machine alone; needs the extra ``serve``.

What it shows comes from a :class:`Preview`, so that nothing here reads a story, a clock or the
disk; only the file that a preview points out is sent as it lies there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from blogctl.diagnostics import Diagnostic

FEEDS = {"feed.rss": "rss", "feed.atom": "atom", "feed.json": "jsonfeed"}
"""The feeds by the paths where they are served, and their formats."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is served, in UTF-8."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is nothing to serve: in words, and in detail where it is the story's fault."""

    message: str
    diagnostics: Sequence[Diagnostic] = ()


class Preview(Protocol):
    """A story as readers would see it at this moment. Its methods may be called from threads."""

    def document(self, format_: str) -> Document | Problem:
        """The story in a format, ``html`` or one of those of :data:`FEEDS`."""

    def file(self, name: str) -> str | None:
        """The path of a file beside the story; ``None`` if the name may not be served."""
