"""The media that rules judge."""

from __future__ import annotations

from collections.abc import Iterator

from blogctl.model import Media, Path
from blogctl.rules import Subject


def shown_media(subject: Subject) -> Iterator[tuple[Path, Media]]:
    """Each media item and where it stands; those of retracted updates are shown nowhere."""
    for index, update in subject.updates:
        if update.media and update.retraction is None:
            for number, media in enumerate(update.media):
                yield ("updates", index, "media", number), media
