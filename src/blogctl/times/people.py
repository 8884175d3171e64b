"""Times as people write them, read with dateutil behind a fence.

dateutil fills gaps and guesses orders. Here it gets only texts of a few shapes in which nothing
is left to guess; everything else is refused with the spelling that is clear.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from blogctl.times import TimeProblem, in_range, parse_rfc3339, resolve_local, to_zone

LONGEST = 100  # characters
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_RELATIVE = re.compile(r"([+-])([0-9]{1,6})([smhdw])")
_SPAN = re.compile(r"([0-9]{1,6})([smhdw])")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_DATES = (
    rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_WEEKDAY}{_YEAR}(?P<order>[-/.])(?P<number>[0-9]{{1,2}})(?P=order)(?P<day>[0-9]{{1,2}})",
)
_CLOCK = (
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}))?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?"
)
_OFFSET = r"(?:\s*(?P<offset>[+-][0-9]{2}:?[0-9]{2})|\s*\b(?P<utc>utc|gmt)|(?P<z>z))?"
_GAP = r"(?:\s*,\s*|\s+(?:at|on)\s+|\s+|t(?=[0-9]))"


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_CLOCK_ALONE = _shape(_CLOCK)
_SHAPES = [
    _shape(shape)
    for date in _DATES
    for shape in (f"{date}{_GAP}{_CLOCK}{_OFFSET}", f"{_CLOCK}{_OFFSET}{_GAP}{date}")
]


def parse_span(text: str) -> timedelta:
    """The span that a person means by ``10m`` (s, m, h, d, w); :class:`TimeProblem` if unclear."""
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
        raise TimeProblem(
            "invalid-value", f'"{shown}" is no span of time', help="write it as 90s, 10m, 2h or 1d"
        )
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def parse_time(
    text: str, *, now: datetime, zone: ZoneInfo | None, day: datetime | None = None
) -> datetime:
    """The instant that a person means by ``text``.

    RFC 3339; ``now``; ``-10m`` (s, m, h, d, w) from ``now``; ``21:25`` or ``9.25pm``, in ``zone``
    on the day of ``day``, or else today; a day with a named month or in year-month-day order and
    a clock time, in ``zone`` or with UTC, GMT, Z or an offset. Anything that needs a guess is a
    :class:`TimeProblem` whose help shows the clear spelling.
    """
    text = text.strip()
    now = now.replace(microsecond=0)
    if len(text) > LONGEST:
        raise _unclear(f"{text[:20]}…", f"is longer than {LONGEST} characters", now)
    exact = parse_rfc3339(text)
    if exact is not None:
        return exact
    if text.lower() == "now":
        return now
    relative = _RELATIVE.fullmatch(text)
    if relative:
        sign, amount, unit = relative.groups()
        try:
            return in_range(now + timedelta(**{_UNITS[unit]: int(sign + amount)}))
        except OverflowError:
            raise _unclear(text, "leads out of the calendar", now) from None
    alone = _CLOCK_ALONE.fullmatch(text)
    if alone and (alone["minute"] or alone["half"]):
        its_day = f"{to_zone(day or now, zone):%Y-%m-%d}"
        return _in_zone(_read(its_day, alone, text, now), zone, text, now)
    for shape in _SHAPES:
        match = shape.fullmatch(text)
        if match and (match["minute"] or match["half"]):
            return _dated(match, text, now, zone)
    raise _unclear(text, "does not say for certain which moment it means", now)


def _dated(match: re.Match[str], text: str, now: datetime, zone: ZoneInfo | None) -> datetime:
    found = match.groupdict()
    month = found.get("number") or _MONTHS.index(found["month"][:3].lower()) + 1
    local = _read(f"{found['year']}-{month:0>2}-{found['day']:0>2}", match, text, now)
    weekday = found["weekday"]
    if weekday and not _DAYS[local.weekday()].startswith(weekday.lower()[:3]):
        raise _unclear(text, f"names another weekday: that day is a {local:%A}", now)
    if found["utc"] or found["z"]:
        return local.replace(tzinfo=UTC)
    if found["offset"]:
        sign, hours, minutes = found["offset"][0], found["offset"][1:3], found["offset"][-2:]
        if int(hours) > 23 or int(minutes) > 59:
            raise _unclear(text, "has an offset that does not exist", now)
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return in_range(local.replace(tzinfo=timezone(-offset if sign == "-" else offset)))
    return _in_zone(local, zone, text, now)


def _read(day: str, clock: re.Match[str], text: str, now: datetime) -> datetime:
    """The local time that a day and a clock time make, as dateutil reads them."""
    from dateutil import parser

    hour = int(clock["hour"])
    if clock["half"]:
        if not 1 <= hour <= 12:
            raise _unclear(text, "is on no clock of twelve hours", now)
        hour = hour % 12 + (12 if clock["half"][0].lower() == "p" else 0)
    try:
        if hour > 23:  # dateutil reads 24:00 as the next day
            raise ValueError
        return parser.isoparse(
            f"{day}T{hour:02}:{clock['minute'] or '00'}:{clock['second'] or '00'}"
        )
    except ValueError:
        raise _unclear(text, "does not exist", now) from None


def _in_zone(local: datetime, zone: ZoneInfo | None, text: str, now: datetime) -> datetime:
    if zone is None:
        raise _unclear(text, "has no offset, and there is no timezone to read it in", now)
    return resolve_local(local, zone)


def _unclear(text: str, why: str, now: datetime) -> TimeProblem:
    example = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    utc = now.astimezone(UTC)
    people = f"{utc.day} {utc:%b %Y, %H:%M} UTC"
    return TimeProblem(
        "unclear-time", f'the time "{text}" {why}', f'write it as {example} or "{people}"'
    )
