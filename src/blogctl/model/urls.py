"""Which URLs may stand in a story."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# With host and path, and with nothing that could be wrong.
_ORDINARY = re.compile(r"https://[a-z0-9.-]+(?:/[A-Za-z0-9/?#._~!$&'()*+,;=:@%-]*)?")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Controls, white space, what cannot be seen or turns the direction, what RFC 3986 leaves out.
_UNSAFE_IN_URL = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\\<>\"`{}|^\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


CREDENTIALS = "holds a user name or password"
"""The reason to refuse a URL that must not even be shown."""


def unsafe_url(text: str, *, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """Why a URL must not be used, in words; ``None`` if it may.

    Allowed are the ``schemes`` and relative references (RFC 3986, section 4.2), without
    control characters, white space or credentials.
    """
    if "https" in schemes and _ORDINARY.fullmatch(text):
        return None  # as nearly all are
    if not text:
        return "is empty"
    if _UNSAFE_IN_URL.search(text):
        return "has a character that a URL cannot hold"
    try:
        parts = urlsplit(text)
        host, user = parts.hostname, parts.username
        _ = parts.port
    except ValueError:
        return "cannot be read as a URL"
    scheme = parts.scheme.lower()
    if _SCHEME.match(text) and scheme not in schemes:
        return f'has the scheme "{text.split(":", 1)[0]}:"'
    if user is not None or parts.password is not None:
        return CREDENTIALS
    if scheme in ("http", "https") and (not host or not text[len(scheme) :].startswith("://")):
        return "names no host"
    if not scheme and text.startswith("//") and not host:
        return "names no host"
    return None
