"""The media that rules judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from blogctl.model import Media, Path, Update


def shown_media(updates: Iterable[tuple[int, Update]]) -> Iterator[tuple[Path, Media]]:
    """Each media item and where it stands; those of retracted updates are shown nowhere."""
    for index, update in updates:
        if update.media and update.retraction is None:
            for number, media in enumerate(update.media):
                yield ("updates", index, "media", number), media
