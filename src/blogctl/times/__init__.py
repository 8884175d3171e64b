"""Instants and zones: exact times in, exact times out, nothing guessed.

An instant is an aware :class:`~datetime.datetime` with a fixed offset, whose
moment lies within the years 1 to 9999 UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)([Zz]|[+-]\d{2}:\d{2})"
)


class TimeProblem(ValueError):
    """A time that cannot be read: ``kind`` is the rule it breaks, ``help`` the way out."""

    def __init__(self, kind: str, message: str, help: str) -> None:  # noqa: A002
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.help = help


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone name, from the tzdata package: the same list on every machine."""
    from importlib.resources import files

    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@lru_cache(maxsize=64)
def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; :class:`TimeProblem` (``unknown-timezone``) if there is none."""
    if name in zone_names():
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError, ValueError):
            pass
    near = _nearest_zone(name)
    example = f'write "{near}"' if near else 'write a name such as "Europe/London" or "UTC"'
    raise TimeProblem("unknown-timezone", f'"{name}" is not an IANA time zone', example)


def _nearest_zone(name: str) -> str | None:
    """The zone whose name, or whose city, is nearly this.

    None for a short name such as BST or GMT+1: what is spelled like it lies hours away.
    """
    from difflib import get_close_matches

    if same := [each for each in sorted(zone_names()) if each.lower() == name.lower()]:
        return same[0]
    cities = {
        each.rpartition("/")[2]: each
        for each in sorted(zone_names())
        if "/" in each and not each.startswith("Etc/")
    }
    near = get_close_matches(name, cities.values(), n=1, cutoff=0.75)
    city = get_close_matches(name.replace(" ", "_"), cities, n=1, cutoff=0.75)
    return near[0] if near else cities[city[0]] if city else None


def in_range(instant: datetime) -> datetime:
    """The same instant, if its moment lies within the years 1 to 9999 UTC.

    :class:`TimeProblem` (``invalid-value``) otherwise.
    """
    try:
        instant.astimezone(UTC)
    except OverflowError:
        raise TimeProblem(
            "invalid-value",
            f"{instant.isoformat()} lies outside the years 1 to 9999 UTC",
            "write a time within these years",
        ) from None
    return instant


def resolve_local(local: datetime, zone: ZoneInfo | None) -> datetime:
    """The instant of a local time in a zone, with the zone's offset at that moment.

    :class:`TimeProblem` for no zone (``local-time-without-zone``), an hour that the
    clocks skip (``nonexistent-time``) and one they show twice (``ambiguous-time``);
    the last two name both readings.
    """
    if zone is None:
        raise TimeProblem(
            "local-time-without-zone",
            f"{local.isoformat()} has no offset, and the story no timezone to read it in",
            f"write {local.isoformat()}Z if it is UTC, or set story.timezone",
        )
    try:
        first, second = (
            local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0) for fold in (0, 1)
        )
    except OverflowError:
        first = second = timedelta(0)
    instant = in_range(local.replace(tzinfo=timezone(first)))
    if first == second:
        return in_range(instant.astimezone(timezone(_whole_minutes(first))))
    readings = [
        local.replace(tzinfo=timezone(offset)).astimezone(zone).isoformat()
        for offset in (first, second)
    ]
    help_ = f"write {readings[0]} or {readings[1]}"
    if first < second:
        raise TimeProblem(
            "nonexistent-time",
            f"{local.isoformat()} does not exist in {zone.key}: the clocks skip it",
            help_,
        )
    raise TimeProblem(
        "ambiguous-time",
        f"{local.isoformat()} happens twice in {zone.key}: the clocks go back",
        help_,
    )


def _whole_minutes(offset: timedelta) -> timedelta:
    """An offset as RFC 3339 can write it: clocks once kept the sun's time, to the second."""
    return timedelta(minutes=round(offset / timedelta(minutes=1)))


def parse_rfc3339(text: str) -> datetime | None:
    """The instant that a time in RFC 3339 (section 5.6) names, or ``None`` if it is no such text.

    Seconds may be missing and a space may stand for the T, as in TOML.
    :class:`TimeProblem` (``invalid-value``) for a day, hour or year that does not exist.
    """
    match = RFC3339.fullmatch(text)
    if match is None:
        return None
    day, clock, offset = match.groups()
    if len(clock.partition(".")[2]) > 6:
        raise TimeProblem(
            "invalid-value",
            f'"{text}" has more than six digits behind its seconds (microseconds)',
            "shorten the fraction",
        )
    try:
        if offset[-2:] > "59" and offset[-1] not in "Zz":  # Python would read it all the same
            raise ValueError("the minutes of an offset end at 59")
        return in_range(datetime.fromisoformat(f"{day}T{clock}{offset.upper()}"))
    except ValueError as error:
        if isinstance(error, TimeProblem):
            raise
        raise TimeProblem(
            "invalid-value",
            f'"{text}" is not a time: {error}',
            "write a time that exists, such as 2024-01-05T15:03:44Z",
        ) from None


def to_zone(instant: datetime, zone: ZoneInfo | None) -> datetime:
    """The same instant as the clocks of a zone (UTC without one) show it, with a fixed offset.

    In UTC, too, where the zone's own clocks would show a year before 1 or after 9999.
    """
    try:
        offset = instant.astimezone(zone or UTC).utcoffset() or timedelta(0)
    except OverflowError:
        offset = timedelta(0)
    return instant.astimezone(timezone(_whole_minutes(offset)))


def rfc3339(instant: datetime) -> str:
    """RFC 3339 text of an instant, with its offset; ``Z`` for UTC."""
    text = instant.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def rfc822(instant: datetime) -> str:
    """RFC 822 text of an instant with a four-digit year, as RSS 2.0 wants it.

    Its offset is in whole minutes. (The standard library's takes five times as long.)
    """
    text = instant.isoformat()
    day = f"{_DAYS[instant.weekday()]}, {text[8:10]} {_MONTHS[instant.month - 1]} {text[:4]}"
    return f"{day} {text[11:19]} {text[-6:-3]}{text[-2:]}"
