"""Which files a page names by relative URLs: these are served, and no others."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

_LINK = re.compile(rb"""\s(?:href|src|poster)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


@lru_cache(maxsize=1)
def local_names(page: bytes) -> frozenset[str]:
    """The paths of all relative URLs of a page, decoded, as requests for them name them."""
    urls = {one or other for one, other in _LINK.findall(page)}
    names = (_path(unescape(url.decode("utf-8", "replace"))) for url in urls)
    return frozenset(name for name in names if name)


def _path(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return ""
    return unquote(parts.path).removeprefix("./")
