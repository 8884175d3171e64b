"""Time zones as people write them behind a time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from blogctl.times import TimeProblem, find_zone, resolve_local, zone_names

_KNOWN = {
    "BST": (1, "Europe/London"),
    "WET": (0, None),
    "WEST": (1, None),
    "CET": (1, "Europe/Paris"),
    "CEST": (2, "Europe/Paris"),
    "MEZ": (1, "Europe/Berlin"),
    "MESZ": (2, "Europe/Berlin"),
    "EET": (2, "Europe/Kyiv"),
    "EEST": (3, "Europe/Kyiv"),
    "MSK": (3, None),
    "МСК": (3, None),
    "мск": (3, None),
    "TRT": (3, None),
    "GET": (4, None),
    "AZT": (4, None),
    "PKT": (5, None),
    "NPT": (5.75, None),
    "HKT": (8, None),
    "SGT": (8, None),
    "AWST": (8, None),
    "JST": (9, None),
    "KST": (9, None),
    "ACST": (9.5, "Australia/Adelaide"),
    "ACDT": (10.5, "Australia/Adelaide"),
    "AEST": (10, "Australia/Melbourne"),
    "AEDT": (11, "Australia/Melbourne"),
    "NZST": (12, "Pacific/Auckland"),
    "NZDT": (13, "Pacific/Auckland"),
    "SAST": (2, None),
    "CAT": (2, None),
    "EAT": (3, None),
    "WAT": (1, None),
    "EST": (-5, "America/New_York"),
    "EDT": (-4, "America/New_York"),
    "CDT": (-5, "America/Chicago"),
    "MDT": (-6, "America/Denver"),
    "PST": (-8, "America/Los_Angeles"),
    "PDT": (-7, "America/Los_Angeles"),
    "NST": (-3.5, "America/St_Johns"),
    "NDT": (-2.5, "America/St_Johns"),
}
"""Hours from UTC, and a zone that tells when the abbreviation is in use."""

_PLACES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "uk": "Europe/London",
    "british": "Europe/London",
}
_SEVERAL = ("IST", "CST", "MST", "AST", "GST", "AMT", "ECT", "SST", "PYT", "BT", "ADT", "HST")
_OFFSET = re.compile(r"(?:utc|gmt|ut)?\s*(?:([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?)?", re.IGNORECASE)

_ABBREVIATIONS = sorted({*_KNOWN, *_SEVERAL, "ET", "CT", "MT", "PT"}, key=len, reverse=True)
PATTERN = (
    r"(?:utc|gmt|ut)(?:\s?[+\-−–]\s?\d{1,2}(?::?\d{2})?)?(?!\w)|z(?!\w)|[+\-−]\d{2}:?\d{2}(?!\d)"
    rf"|(?-i:{'|'.join(_ABBREVIATIONS)})(?!\w)"
)
"""What may stand behind a clock time, for an expression that ignores case."""


class Zoned(NamedTuple):
    """A time with its offset, or local where no zone is certain, and what is doubtful."""

    time: datetime
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class SaidZone:
    """The zone that a text gives to all its times: as written, as an IANA name, its offset.

    ``beside`` is the offset that is written beside a ``place``, as in "Tbilisi (GMT+4)".
    """

    named: str | None = None
    place: str | None = None
    beside: tzinfo | None = None

    @property
    def offset(self) -> tzinfo | None:
        """The offset of local times, where no place tells it."""
        return None if self.place else self.beside

    def doubts(self, moments: Iterable[datetime | str | None]) -> Iterator[str]:
        """What is doubtful about it, as to some times."""
        if self.named and not (self.place or self.beside):
            yield f'times are said to be those of "{self.named}", which is no known zone'
        first = next((each for each in moments if isinstance(each, datetime)), None)
        if first and self.place and self.beside:
            told = first.replace(tzinfo=self.beside)
            if _offset_there(told, self.place) != told.utcoffset():
                yield (
                    f"times are said to be those of {self.named}, and {told:%Z}, which clocks do "
                    f"not show there: those of {self.place} are taken"
                )


def in_zone(local: datetime, named: str) -> Zoned:
    """A local time in the zone that is written behind it."""
    named = named.strip("() ")
    offset = _offset(named)
    if offset is not None:
        return Zoned(local.replace(tzinfo=offset))
    if named in _SEVERAL:
        return Zoned(local, f"{named} is the name of several zones: its times are taken as local")
    if named in _KNOWN:
        hours, place = _KNOWN[named]
        time = local.replace(tzinfo=timezone(timedelta(hours=hours)))
        if place and _offset_there(time, place) != time.utcoffset():
            return Zoned(
                time, f"{named} is not what clocks show at that time of year: taken as written"
            )
        return Zoned(time)
    place = place_of(named)
    if place is None:
        return Zoned(local, f'the zone "{named}" is not known: its times are taken as local')
    try:
        return Zoned(resolve_local(local, find_zone(place)))
    except TimeProblem as problem:
        taken = local.replace(tzinfo=find_zone(place)).astimezone(UTC)
        return Zoned(taken, f"{problem.message}: taken as {taken.isoformat()}")


def fixed(named: str) -> tzinfo | None:
    """The offset of a zone that has only one: ``GMT+4``, ``MSK``."""
    offset = _offset(named)
    if offset is None and named in _KNOWN:
        return timezone(timedelta(hours=_KNOWN[named][0]))
    return offset


@lru_cache(maxsize=256)
def place_of(named: str) -> str | None:
    """The IANA zone of a place: ``Tbilisi``, ``Europe/London``, ``ET``, ``Eastern``."""
    if named in _PLACES or named.lower() in _PLACES:
        return _PLACES.get(named) or _PLACES[named.lower()]
    try:
        if "/" in named or named == "UTC":
            find_zone(named)
            return named
    except TimeProblem:
        return None
    names = _cities().get(named.replace(" ", "_").lower(), set())
    return next(iter(names)) if len(names) == 1 else None


@lru_cache(maxsize=1)
def _cities() -> dict[str, set[str]]:
    cities = defaultdict(set)
    for name in zone_names():
        area, _, city = name.rpartition("/")
        if area and area not in ("Etc", "US", "Canada", "Brazil", "Chile", "Mexico"):
            cities[city.lower()].add(name)
    return cities


def _offset(named: str) -> tzinfo | None:
    if named in ("Z", "z"):
        return UTC
    found = _OFFSET.fullmatch(named)
    if not named or found is None:
        return None
    sign, hours, minutes = found.groups()
    delta = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if delta >= timedelta(hours=24):
        return None
    return timezone(delta if sign in (None, "+") else -delta) if delta else UTC


def _offset_there(time: datetime, place: str) -> timedelta | None:
    try:
        return time.astimezone(find_zone(place)).utcoffset()
    except OverflowError:
        return None
