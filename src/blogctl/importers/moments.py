"""Times as machines write them, in more forms than a standard allows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(?P<day>\d{4}-?\d{2}-?\d{2})[Tt ]\s*"
    r"(?P<clock>\d{2}:?\d{2}(?::?\d{2})?)(?:[.,](?P<part>\d+))?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\s+\d{1,2}:\d{2}.*", re.ASCII
)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}", re.ASCII)
_LONGEST = 80  # characters


def read_moment(value: object) -> datetime | None:
    """A time in ISO 8601, RFC 5322 or seconds (or milliseconds) since 1970.

    Aware where it has an offset or zone, else local; ``None`` if it is no time with a day and a
    clock. Microseconds are what is left of finer parts.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if len(text) > _LONGEST:
        return None
    try:
        if found := _ISO.fullmatch(text):
            return _iso(found)
        if _EPOCH.fullmatch(text):
            number = float(text)
            seconds = number / 1000 if number > 1e11 else number
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        if _MAIL.fullmatch(text):
            return parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return None


def whole_offset(moment: datetime) -> datetime:
    """The instant with an offset of whole minutes, as RFC 3339 has them."""
    offset = moment.utcoffset() or timedelta(0)
    return moment if offset.seconds % 60 == 0 else moment.astimezone(UTC)


def _iso(found: re.Match[str]) -> datetime:
    day, clock = found["day"].replace("-", ""), found["clock"].replace(":", "").ljust(6, "0")
    local = datetime(  # noqa: DTZ001 - the zone comes next
        *(int(day[:4]), int(day[4:6]), int(day[6:])),
        *(int(clock[:2]), int(clock[2:4]), int(clock[4:])),
        int((found["part"] or "0")[:6].ljust(6, "0")),
    )
    zone = found["zone"]
    if zone is None:
        return local
    if zone[0] not in "+-":
        return local.replace(tzinfo=UTC)
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
    return local.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))
