"""How one export tells a story: where its links lead, in which language and zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from blogctl.exporters import Context
from blogctl.exporters.labels import Labels, labels_for
from blogctl.exporters.links import Links
from blogctl.exporters.moments import moment, stamp
from blogctl.exporters.options import Ordered
from blogctl.model import Story


@dataclass(frozen=True, slots=True)
class Telling:
    """What every part of an export needs: links, labels, and what the exporter was told."""

    links: Links
    labels: Labels
    context: Context

    @classmethod
    def of(cls, story: Story, options: Ordered, context: Context) -> Telling:
        """How a story is told: in its own language, with the base that is the nearest."""
        links = Links.of(story, options.base_url or context.base_url, context.places)
        return cls(links, labels_for(story.meta.language, context.theme), context)

    def when(self, instant: datetime, beside: date | None = None) -> str:
        """An instant in words; its date is left out where it is the same as ``beside``."""
        return self.labels.moment(moment(instant, self.context.zone), beside)

    def stamp(self, instant: datetime) -> str:
        """An instant in RFC 3339, with the offset of the zone."""
        return stamp(instant, self.context.zone)
