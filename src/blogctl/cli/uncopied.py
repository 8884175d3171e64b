"""Files that a story names by relative URLs: whoever publishes a folder has to put them there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from blogctl import files
from blogctl.cli.placing import inside

if TYPE_CHECKING:
    from blogctl.model import Story

_IMAGE = re.compile(r'<img src="([^"]*)"')


def uncopied(story: Story, now: datetime, folder: str) -> Iterator[str]:
    """What to tell of files that readers are to see and that are not in the story's folder."""
    from blogctl.exporters.visible import visible

    places = (_place(url) for url in _urls(visible(story, now)) if url)
    wanted = dict.fromkeys(inside(folder, place) for place in places if place)
    missing = [path for path in wanted if not files.is_regular(path)]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield (
            f"{missing[0]}{more}: named in the story by a relative URL, but not there: "
            "copy it there, or set base-url"
        )


def _place(url: str) -> str | None:
    """Where a file lies, from the folder; ``None`` if the URL does not go from there."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\0" in path:
        return None
    if any(PurePath(part).anchor for part in path.split("/")):
        return None  # on Windows, another drive, or another computer
    return path


def _urls(story: Story) -> Iterator[str | None]:
    """The URLs of everything that a page shows or offers and that is a file."""
    meta = story.meta
    yield meta.image.url if meta.image else None
    yield meta.publisher.logo if meta.publisher else None
    for text in (meta.note, meta.body):
        yield from _images(text)
    for update in story.updates:
        for media in update.media:
            yield media.url if media.type != "embed" else None
            yield media.poster
        yield from _images(update.body)


def _images(text: str | None) -> Iterator[str]:
    if text and "![" in text:
        from blogctl import dialect

        yield from map(unescape, _IMAGE.findall(dialect.render(text)))
