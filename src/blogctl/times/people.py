"""Times as people write them, read with dateutil behind a fence.

dateutil fills gaps and guesses orders. Here it gets only texts in which nothing
is left to guess; everything else is refused with the spelling that is clear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from blogctl.times import TimeProblem, in_range, parse_rfc3339, resolve_local, to_zone

LONGEST = 100  # characters
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_RELATIVE = re.compile(r"([+-])(\d{1,6})([smhdw])")
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?\s*(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ISO_DAY = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_OFFSET = re.compile(r"(?:\b(?:UTC|GMT)|(?<=\d)\s*Z)$|\s*[+-]\d{2}:?\d{2}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = {"at", "of", "on", "the", "t", "st", "nd", "rd", "th"}


def parse_time(text: str, *, now: datetime, zone: ZoneInfo | None) -> datetime:
    """The instant that a person means by ``text``.

    RFC 3339; ``now``; ``-10m`` (s, m, h, d, w) from ``now``; ``21:25`` or ``9.25pm``,
    today in ``zone``; a day with a named month or in year-month-day order and a clock time, in
    ``zone`` or with UTC, GMT, Z or an offset. Anything that needs a guess is a
    :class:`TimeProblem` whose help shows the clear spelling.
    """
    text = text.strip()
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
        step = timedelta(**{_UNITS[unit]: int(sign + amount)})
        try:
            return in_range(now + step)
        except OverflowError:
            raise _unclear(text, "leads out of the calendar", now) from None
    clock = _CLOCK.fullmatch(text)
    if clock and (clock["minute"] or clock["half"]):
        today = to_zone(now, zone)
        naive = _on_the_clock(clock, text, now)
        return _in_zone(
            datetime.combine(today.date(), naive.time()),
            zone,
            text,
            now,
        )
    return _day_and_clock(text, now, zone)


def _day_and_clock(text: str, now: datetime, zone: ZoneInfo | None) -> datetime:
    bare = _OFFSET.sub("", text)
    words = [word.lower() for word in _WORD.findall(bare)]
    months = [word for word in words if _is_name(word, _MONTHS)]
    weekdays = [word for word in words if _is_name(word, _DAYS) and word not in months]
    known = {*months, *weekdays, *_FILLERS, "am", "pm", "a", "p", "m"}
    for word in words:
        if word not in known:
            raise _unclear(text, f'has "{word}", which is no month, weekday or known zone', now)
    if len(months) != 1 and not _ISO_DAY.search(bare):
        raise _unclear(text, "does not say for certain which day it means", now)
    if not re.search(r"(?<!\d)\d{4}(?!\d)", bare):
        raise _unclear(text, "has no four-digit year", now)
    if not re.search(r"\d[:.]\d{2}(?!\d)|\d\s*[ap]\.?m\b", bare, re.IGNORECASE):
        raise _unclear(text, "has no clock time", now)
    instant = _read_twice(text, now)
    if weekdays and _DAYS[instant.weekday()][:3] != weekdays[0][:3]:
        raise _unclear(text, f"is not a {weekdays[0].capitalize()}", now)
    if instant.tzinfo is None:
        return _in_zone(instant, zone, text, now)
    return in_range(to_zone(instant, zone) if instant.utcoffset() is None else _fixed(instant))


def _read_twice(text: str, now: datetime) -> datetime:
    """What dateutil reads, if it reads the same whatever it may fill the gaps with."""
    from dateutil import parser

    defaults = [datetime(2000, 1, 1), datetime(2011, 12, 31, 23, 59, 58)]  # noqa: DTZ001
    # "9.25pm" and "21.25" are clock times to people, decimals to dateutil.
    text = re.sub(r"(?<![\d.])(\d{1,2})\.(\d{2})(?![\d.])", r"\1:\2", text)
    text = re.sub(r"(?<=\d)\s*([ap])\.m\.?", r"\1m", text, flags=re.IGNORECASE)
    try:
        first, second = (parser.parse(text, default=default) for default in defaults)
    except (ValueError, OverflowError, TypeError):
        raise _unclear(text, "is not a time that can be read", now) from None
    same = first.replace(second=0, microsecond=0) == second.replace(second=0, microsecond=0)
    if not same:
        raise _unclear(text, "leaves something to guess", now)
    # The first default's seconds are zero: what a text without seconds means.
    return first


def _on_the_clock(clock: re.Match[str], text: str, now: datetime) -> datetime:
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise _unclear(text, "is not an hour of the twelve-hour clock", now)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(2000, 1, 1, hour, int(clock["minute"] or 0), int(clock["second"] or 0))  # noqa: DTZ001
    except ValueError:
        raise _unclear(text, "is no time of day", now) from None


def _in_zone(local: datetime, zone: ZoneInfo | None, text: str, now: datetime) -> datetime:
    if zone is None:
        raise _unclear(text, "has no offset, and the story no timezone to read it in", now)
    return resolve_local(local, zone)


def _fixed(instant: datetime) -> datetime:
    from datetime import timezone

    return instant.replace(tzinfo=timezone(instant.utcoffset() or timedelta(0)))


def _is_name(word: str, names: Sequence[str]) -> bool:
    return (len(word) >= 3 and any(name.startswith(word) for name in names)) or word == "sept"


def _unclear(text: str, why: str, now: datetime) -> TimeProblem:
    example = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    people = f"{now.day} {now:%b %Y, %H:%M}"
    return TimeProblem(
        "unclear-time", f'the time "{text}" {why}', f'write it as {example} or "{people}"'
    )
