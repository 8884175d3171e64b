"""JSON-LD by itself: a LiveBlogPosting outside of any page."""

from __future__ import annotations

from typing import ClassVar

from blogctl.importers import API_VERSION, NO, SURE, Findings, Source
from blogctl.importers.html_linked_data import POSTING, postings_in
from blogctl.importers.postings import is_ours, items_of, read_posting


class JsonLdImporter:
    """Reads the live blog in a document of JSON-LD; of several, the one with most updates."""

    api_version: ClassVar[int] = API_VERSION
    summary: ClassVar[str] = "schema.org LiveBlogPosting as JSON-LD"

    def recognises(self, source: Source) -> int:
        """SURE of a document in which there is a LiveBlogPosting."""
        return SURE if POSTING in source.text and postings_in([source.json]) else NO

    def read(self, source: Source) -> Findings | None:
        """The live blog; ``None`` if there is none."""
        postings = postings_in([source.json])
        if not postings:
            return None
        posting = max(postings, key=lambda each: len(items_of(each)))
        findings = read_posting(posting, source.url, "JSON-LD")
        times = {update.get("time") for update in findings.updates}
        if is_ours(posting) and len(times) == 1:
            findings.updates.reverse()  # ours begin with the newest, unless the times say no
        return findings
