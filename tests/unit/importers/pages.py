"""What the tests of the importer of pages share: pages, and the way every import takes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from blogctl.importers import Findings, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.html import HtmlImporter
from blogctl.model import Update

PAGE = "https://news.example/live/harbour"
NOW = datetime(2024, 6, 1, tzinfo=UTC)


def page(body: str = "", head: str = "", *, lang: str = "en") -> str:
    """A whole page."""
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<link rel="canonical" href="{PAGE}">{head}</head><body>{body}</body></html>'
    )


def script(data: Any) -> str:
    """A script of JSON-LD; a text as it is."""
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def posting(*updates: Any, **more: Any) -> dict[str, Any]:
    """A LiveBlogPosting; its updates have their numbers as fragments."""
    items = [
        {
            "@type": "BlogPosting",
            "url": f"{PAGE}#p{number}",
            "datePublished": f"2024-05-0{number}T10:00:00+02:00",
            **update,
        }
        for number, update in enumerate(updates, 1)
    ]
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "The harbour opens",
        "liveBlogUpdate": items,
        **more,
    }


def source(html: str, url: str | None = None) -> Source:
    """A page as a source."""
    return Source(html.encode(), "page.html", url)


def found(html: str) -> Findings:
    """What the importer finds in a page."""
    findings = HtmlImporter().read(source(html))
    assert findings is not None
    return findings


def imported(html: str, zone: str | None = None, url: str | None = None) -> Imported:
    """The story in a page, and its report."""
    read = source(html, url)
    findings = HtmlImporter().read(read)
    assert findings is not None
    return assemble(findings, read, "html", Terms(_named, NOW, zone))


def updates(html: str, zone: str | None = None) -> list[Update]:
    """The updates of the story in a page, oldest first."""
    return list(imported(html, zone).story.updates)


def _named(day: date, headline: str) -> str:
    return f"{day}-story"
