"""Feeds: RSS and Atom of every version, and JSON Feed."""

from __future__ import annotations

import re
from typing import ClassVar

from blogctl.importers import API_VERSION, NO, SURE, Findings, Source
from blogctl.importers.jsonfeed import is_json_feed, read_json_feed
from blogctl.importers.xmlfeed import read_xml_feed

_HEAD = 20_000  # characters in which the first element must begin
_BEFORE = re.compile(
    r"\s+|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|RDF)\b([^>]*)>")
_FEEDS = re.compile(r"//www\.w3\.org/2005/Atom|//purl\.org/(?:atom|rss)|//my\.netscape\.com/rdf")


class FeedImporter:
    """An entry of the feed is an update; a feed has no more than its newest ones."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "feeds: RSS, Atom and JSON Feed"

    def recognises(self, source: Source) -> int:
        """Sure of what begins as a feed does."""
        if is_json_feed(source.json):
            return SURE
        text, start = source.text[:_HEAD].removeprefix("\ufeff"), 0
        while found := _BEFORE.match(text, start):
            start = found.end()
        root = _ROOT.match(text, start)
        if root is None:
            return NO
        return SURE if root[1] == "rss" or _FEEDS.search(root[2]) else NO

    def read(self, source: Source) -> Findings | None:
        """The feed as a story."""
        data = source.json
        if data is not None and not is_json_feed(data):
            return None
        is_json = data is not None
        findings = read_json_feed(data, source.url) if is_json else read_xml_feed(source)
        if findings and findings.updates:
            # Feeds begin with the newest; that counts where times are equal.
            findings.updates.reverse()
            findings.doubts.append(
                f"a feed holds only its newest entries, here {len(findings.updates)}: what is "
                "older may be missing, and cannot be known from it"
            )
        return findings
