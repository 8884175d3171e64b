"""Who an update is: its id, its content, and the identity that the world sees."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel

if TYPE_CHECKING:
    from blogctl.model.story import Story, Update

NAMESPACE = UUID("301e6592-3018-4c2c-bcc4-ad8d850e7b57")
"""The namespace of every public identity (RFC 9562, section 5.5); never changes."""

_NAMESPACE_BYTES = NAMESPACE.bytes
_NOT_CONTENT = {"id", "edited", "extra"}


def derived_id(time: datetime) -> str:
    """The id of an update that has none in its file: its time in UTC, to the second."""
    utc = time.astimezone(UTC)
    return f"{utc.year:04}{utc:%m%dT%H%M%SZ}"


def new_id(update: Update) -> str:
    """The id that blogctl gives: the time, and six base32 characters of the content's SHA-256.

    The same content at the same time gives the same id.
    """
    digest = hashlib.sha256(_canonical(content(update))).digest()
    return f"{derived_id(update.time)}-{b32encode(digest)[:6].decode().lower()}"


def content(update: Update) -> dict[str, Any]:
    """What an update says: every field but ``id``, ``edited`` and ``extra``.

    Times are in UTC; trailing white space and outer blank lines of texts are folded away.
    Two updates with equal content are duplicates.
    """
    data = update.model_dump(exclude=_NOT_CONTENT, exclude_defaults=True)
    folded: dict[str, Any] = {key: fold_value(value) for key, value in data.items()}
    return {key: value for key, value in folded.items() if value not in ("", (), None)}


def content_hash(update: Update) -> str:
    """SHA-256 of the content, in hexadecimal: changes when, and only when, the content does."""
    return hashlib.sha256(_canonical(content(update))).hexdigest()


def public_id(story: Story, update: Update | None = None) -> str:
    """The ``urn:uuid:`` of a story, or of one of its updates, in feeds.

    Made of the ids alone: text, times and URLs may change, this never does.
    """
    name = story.meta.id + (f"#{update.id}" if update else "")
    # UUIDv5, as uuid.uuid5 makes it, in half of its time: a feed has thousands of them.
    text = hashlib.sha1(_NAMESPACE_BYTES + name.encode()).hexdigest()  # noqa: S324
    variant = "89ab"[int(text[16], 16) & 3]
    return f"urn:uuid:{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def _canonical(data: dict[str, Any]) -> bytes:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fold_value(value: Any) -> Any:
    """A field's value as content: texts folded, times in UTC, parts as data."""
    if isinstance(value, BaseModel):
        return fold_value(value.model_dump(exclude_defaults=True))
    if isinstance(value, str):
        return fold_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {key: fold_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [fold_value(inner) for inner in value]
    return value


def fold_text(text: str) -> str:
    """The text without trailing white space on its lines and without outer blank lines."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
