"""What the tests of the importer of plain text share: texts, and the way every import takes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from blogctl.importers import Findings, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.importers.text import TextImporter
from blogctl.model import Story

FIXTURES = Path(__file__).with_name("fixtures")


def source(text: str) -> Source:
    """A text as a source."""
    return Source(text.encode(), "page.txt")


def found(text: str) -> Findings:
    """What the importer finds in a text."""
    findings = TextImporter().read(source(text))
    assert findings is not None
    return findings


def imported(text: str, zone: str | None = "UTC") -> Imported:
    """The story in a text, and its report."""
    terms = Terms(_named, datetime(2024, 1, 1, tzinfo=UTC), zone)
    return assemble(found(text), source(text), "text", terms)


def times(story: Story) -> list[str]:
    """The times of a story's updates, oldest first."""
    return [f"{update.time:%Y-%m-%d %H:%M}" for update in story.updates]


def page(*stamps: str, above: str = "") -> str:
    """A page with an update below each line of a time."""
    updates = [f"{stamp}\n\nNews number {n}\n\nThis is text {n}." for n, stamp in enumerate(stamps)]
    return "\n\n".join(["A headline of the page", above, *updates])


def _named(day: date, headline: str) -> str:
    return f"{day}-story"
