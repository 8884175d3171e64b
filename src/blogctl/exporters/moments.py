"""Instants as readers see them: the clock and the day in the story's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from blogctl.times import rfc3339, to_zone

_ZERO = timedelta(0)
_MINUTE = timedelta(minutes=1)


class Moment(NamedTuple):
    """An instant, ready to be shown.

    ``iso`` is RFC 3339 with an offset; ``clock`` is as in ``15:03``, ``zone`` as in ``GMT``
    or ``UTC+5:30``; ``day`` is the date that the clock belongs to.
    """

    iso: str
    clock: str
    zone: str
    day: date


def moment(instant: datetime, zone: ZoneInfo) -> Moment:
    """An instant as the clocks of a zone show it."""
    shown = local(instant, zone)
    iso = rfc3339(shown)
    zone_text = _zone_text(shown.utcoffset() or _ZERO, shown.tzname())
    return Moment(iso, iso[11:16], zone_text, shown.date())


def stamp(instant: datetime, zone: ZoneInfo) -> str:
    """An instant in RFC 3339, with the offset of a zone."""
    return rfc3339(local(instant, zone))


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant with the zone's offset, in whole minutes as RFC 3339 wants it.

    It is UTC's where the zone has no such time: in the first and last hours of the calendar.
    """
    try:
        shown = instant.astimezone(zone)
        return to_zone(instant, zone) if (shown.utcoffset() or _ZERO) % _MINUTE else shown
    except OverflowError:
        return instant.astimezone(UTC)


@lru_cache(maxsize=256)
def _zone_text(offset: timedelta, abbreviation: str | None) -> str:
    if abbreviation and abbreviation.isalpha():
        return abbreviation
    if not offset:
        return "UTC"
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    sign = "-" if offset < _ZERO else "+"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
