"""Where a story's URLs lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from blogctl.exporters.options import FeedOptions, absolute
from blogctl.model import Story

_LITERAL = "-._~!$&'()*+,;=:@"
_URI = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9/?#._~!$&'()*+,;=:@-]*)?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Links:
    """The story's own page, if its whole URL is known, and the base of relative URLs.

    ``places`` are the pages of updates that have one of their own, by ids. All that it gives are
    URIs (RFC 3986): what a URL has beyond ASCII is encoded.
    """

    page: str | None
    base: str | None
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, story: Story, base_url: str | None, places: Mapping[str, str] | None = None
    ) -> Links:
        """The links of a story.

        Relative URLs are resolved against ``base_url`` when there is one, else against the
        story's own URL.
        """
        page = _joined(base_url, story.meta.url) if story.meta.url else None
        page = urldefrag(page).url if page else None
        base = base_url if base_url and absolute(base_url) else page
        return cls(page, base, places or {})

    def whole(self, url: str | None) -> str | None:
        """The URL with scheme and host; ``None`` where they cannot be known."""
        if url and _URI.fullmatch(url):
            return url  # as nearly all are
        return _joined(self.base, url) if url else None

    def update(self, id_: str) -> str | None:
        """The URL of an update: its own page, else its place in the story's."""
        return self.places.get(id_) or (f"{self.page}#{id_}" if self.page else None)

    def person(self, url: str | None) -> str | None:
        """The URL of a person: a page, or a mailto: address as it is."""
        if url and url.lower().startswith("mailto:"):
            return url
        return self.whole(url)

    def feed(self, options: FeedOptions, name: str) -> str | None:
        """Where the feed of that file name will be found, if that is known.

        A URL that ends in a slash is the folder of all feeds.
        """
        url = options.feed_url
        return urljoin(url, quote(name)) if url and url.endswith("/") else url


def _joined(base: str | None, url: str) -> str | None:
    try:
        whole = urljoin(base or "", url)
        if not absolute(whole):
            return None
        parts = urlsplit(whole)
    except ValueError:
        return None
    return urlunsplit(
        (
            parts.scheme,
            _host(parts.netloc),
            _encoded(parts.path, "/"),
            _encoded(parts.query, "/?"),
            _encoded(parts.fragment, "/?"),
        )
    )


def _host(netloc: str) -> str:
    """The host, and the port if there is one, in the letters that DNS knows."""
    try:
        return netloc if netloc.isascii() else netloc.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(netloc, safe=":[]")


def _encoded(part: str, beside: str) -> str:
    """A part of a URL, encoded but for what is encoded already."""
    return quote(_LONE_PERCENT.sub("%25", part), safe=f"{_LITERAL}{beside}%")
