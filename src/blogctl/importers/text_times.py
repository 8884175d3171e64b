"""Days and clock times as pages show them, in the languages of many pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from blogctl.importers.text_zones import PATTERN as ZONE

LANGUAGES = ("en", "fr", "de", "es", "ru", "it", "pt", "nl", "pl", "uk", "tr", "ar")
"""Languages whose names of months and weekdays are known."""

LONGEST = 90
"""The longest line that may be a time, in characters: longer ones are not looked at."""

_AT = r"(?:at|on|à|um|a\s+las?|às|alle|ore|om|klo?|o|в|о|@)"
_GAP = rf"(?:\s?[,|·•–—\-]\s?|\s)(?:{_AT}\.?\s)?|t(?=\d)"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?=[:.]\d{2}|\s?(?:[ap]\.?\s?m\b|uhr|ч))(?:(?P<colon>[:.])(?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m(?:\.|\b)|\s?(?P<word>uhr|час(?:а|ов)?|ч\.?|h(?:rs|oras)?\.?)(?!\w))?"
    r"|(?P<hour_h>\d{1,2})\s?(?:h|h\.|hrs?|год)\s?(?P<minute_h>\d{2})?(?:min)?(?!\w)"
    rf"|(?P<four>\d{{4}})(?=\s?(?:{ZONE})))"
)
_LOCAL = r"local\stime|heure\slocale|ortszeit|hora\slocal"
_CITY = r"(?-i:[A-Z])[\w'. -]{1,30}?"
_CLOCK_ZONE = (
    rf"{_CLOCK}(?:\s?\(?(?P<zone>{ZONE})\)?|\s\(?(?:{_LOCAL})\)?"
    rf"|,?\s\(?(?P<city>{_CITY})\s(?:local\s)?time\)?)?"
)
_THE = r"(?:le|el|den|dem|the|il|,)\s?"
_YEAR = r"(?P<year>\d{4})(?:\s?(?:года|року|г|р)\.?(?!\w))?"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it is written; the year may be missing.

    ``either`` is whether month and day may be the other way round; ``slashed`` is whether the day
    came first, where it is written in numbers of which one can only be the day.
    """

    year: int | None
    month: int
    day: int
    weekdays: frozenset[int] = frozenset()
    either: bool = False
    slashed: bool | None = None

    def date(self, year: int | None = None, *, day_first: bool = True) -> date | None:
        """The date, in the given year where it has none; ``None`` if there is no such day."""
        month, day = (
            (self.day, self.month) if self.either and not day_first else (self.month, self.day)
        )
        try:
            return date(self.year or year or 0, month, day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a line says of a time: a day, a clock time, or both; its zone as it is written.

    ``strong`` is whether it can be nothing but a time: a bare ``21:25`` may be a score. ``rest`` is
    what stands behind it, ``doubt`` what is odd about it, ``days`` 1 for 24:00. ``is_labelled`` is
    whether words such as "published" stand before it.
    """

    text: str
    day: Day | None = None
    clock: time | None = None
    zone: str | None = None
    strong: bool = False
    rest: str = ""
    doubt: str | None = None
    days: int = 0
    is_labelled: bool = False

    @property
    def rank(self) -> int:
        """How much it says: a day and a clock time 2, a clock that is no score 1, else 0."""
        return 2 if self.day and self.clock else int(self.strong)


class _Names(NamedTuple):
    months: Mapping[str, int]
    weekdays: Mapping[str, frozenset[int]]


class _Shapes(NamedTuple):
    dates: tuple[re.Pattern[str], ...]
    times: tuple[re.Pattern[str], ...]
    found: re.Pattern[str]


_MORE_MONTHS = {
    "sept": 9,
    "mrz": 3,
    "jän": 1,
    "jänner": 1,
    "setiembre": 9,
    "fév": 2,
    "juill": 7,
    "фев": 2,
    "сен": 9,
    "ноя": 11,
}
"""Other short names that pages have."""

_HINT = re.compile(r"\d")
_LEAD = re.compile(
    r"(?:[(\[•*●▪⏰🕒🕘]\s?)?(?:(?:first\s|last\s)?(?:posted|published|publié|publicado|veröffentlicht|опубликовано|time)"
    rf"(?:\s(?:on|at|le|el|am|в))?:?\s|{_AT}\s|(?:le|el|am|il|the)\s(?=\d))?",
    re.IGNORECASE,
)
_AGO = re.compile(r"\.?\s?(?:\d\d?\s?m(?:ins?)?\s)?(?:ago|назад|тому)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_BEGIN = re.compile(r"(?<![\w:.+\-])\w")
_LEAD_WORD = re.compile(
    r"first|last|posted|published|publié|publicado|veröffentlicht|опубликовано|time|at|on|à|um|a|às|alle|ore|om"
    r"|kl|o|в|о|le|el|am|il|the"
)
_TAIL = re.compile(r"\s?[)\]]?\s?[:|–—\-]?")


def stamp_of(line: str) -> Stamp | None:
    """The time or day that is all of a line."""
    if len(line) > LONGEST or not _HINT.search(line) or not _may_begin(line):
        return None
    return _stamp(line)


def leading(line: str) -> Stamp | None:
    """The clock time, and the day, that a line of text begins with; ``rest`` is the text."""
    head = line[:LONGEST]
    if not _HINT.search(head[:40]):
        return None
    start = _LEAD.match(head)
    begin = start.end() if start else 0
    for shape in _shapes().times:
        found = shape.match(head, begin)
        if found is None:
            continue
        rest = line[found.end() :]
        after = re.match(r"\s?[)\]]?\s?[:|–—\-]\s?(?=\S)|[)\]]\s?|\s(?=\S)", rest)
        stamp = _read(found, line)
        if after and stamp:
            text = line[: found.end()]
            return replace(stamp, text=text, rest=line[found.end() + after.end() :])
    return None


@lru_cache(maxsize=4096)
def stamp_in(line: str) -> Stamp | None:
    """The clock time somewhere in a short line, with the day that the line names."""
    if len(line) > LONGEST or not _HINT.search(line):
        return None
    for begin in (word.start() for word in _BEGIN.finditer(line)):
        for shape in _shapes().times:
            found = shape.match(line, begin)
            if found and begin and found["hour_h"] and not found["minute_h"]:
                continue  # "vor 2 h", "il y a 2 h"
            stamp = _read(found, line) if found else None
            if stamp:
                return stamp if stamp.day else replace(stamp, day=date_in(line))
    return None


def date_in(line: str) -> Day | None:
    """A day with its year somewhere in a short line."""
    if len(line) > LONGEST or not _HINT.search(line):
        return None
    for found in _shapes().found.finditer(line):
        for shape in _shapes().dates:
            whole = shape.fullmatch(found[0].strip())
            day = _day(whole) if whole else None
            if day and day.year:
                return day
    return None


def _may_begin(line: str) -> bool:
    """Whether a time can begin like this; it spares most lines the expressions."""
    first = line[0]
    if first.isdigit() or not first.isalpha():
        return True
    word = _folded(_WORD.match(line)[0])  # type: ignore[index]
    names = _names()
    return word in names.months or word in names.weekdays or _LEAD_WORD.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _stamp(line: str) -> Stamp | None:
    start = _LEAD.match(line)
    for begin in sorted({start.end() if start else 0, 0}, reverse=True):
        for shape in (*_shapes().times, *_shapes().dates):
            found = shape.match(line, begin)
            if found and (tail := _TAIL.match(line, found.end())) and tail.end() == len(line):
                stamp = _read(found, line)
                if stamp:
                    return replace(stamp, is_labelled=begin > 3)
    return None


@lru_cache(maxsize=1)
def _names() -> _Names:
    from babel import Locale  # takes long to load, and most sources need no names

    months: dict[str, set[int]] = {name: {number} for name, number in _MORE_MONTHS.items()}
    weekdays: dict[str, set[int]] = {}
    for locale in map(Locale.parse, LANGUAGES):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    months.setdefault(_folded(name), set()).add(number)
                for number, name in locale.days[context][width].items():
                    weekdays.setdefault(_folded(name), set()).add(number)
    for name in ("tues", "weds", "thur", "thurs"):
        weekdays[name] = weekdays[{"tu": "tue", "we": "wed", "th": "thu"}[name[:2]]]
    return _Names(
        {name: next(iter(numbers)) for name, numbers in months.items() if len(numbers) == 1},
        {name: frozenset(numbers) for name, numbers in weekdays.items()},
    )


def _folded(name: str) -> str:
    return name.lower().rstrip(".")


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    names = _names()
    month = rf"(?=[^\W\d_])(?P<month>{_any(names.months)})\.?"
    weekday = rf"(?:(?=[^\W\d_])(?P<weekday>{_any(names.weekdays)})\.?,?\s(?:{_THE})?)?"
    number = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?"
    slashed = r"(?P<one>\d{1,2})(?P<sign>[/.\-])(?P<two>\d{1,2})(?P=sign)"
    dates = (
        rf"{weekday}{number}[\s\-]?(?:(?:of|de|del|d['’])\s?)?{month}(?:,?[\s\-](?:(?:de|del)\s)?{_YEAR})?",
        rf"{weekday}{month}\s{number}(?:,?\s{_YEAR})?",
        rf"{weekday}(?P<year>\d{{4}})(?P<sign>[/.\-])(?P<number>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})",
        rf"{weekday}{slashed}{_YEAR}",
    )
    times = []
    for each in dates:
        times.append(f"(?:{each})(?:{_GAP}){_CLOCK_ZONE}(?!\\d)")
        times.append(f"{_CLOCK_ZONE}(?:{_GAP})(?:{each})(?!\\d)")
    times.append(f"{_CLOCK_ZONE}(?![\\d.:,]*\\d)")
    loose = rf"\d{{1,4}}[^\n]{{0,4}}?(?:{_any(names.months)})\b[^\n]{{0,4}}?\s\d{{4}}\b"
    other = rf"\b(?:{_any(names.months)})\b\.?\s\d{{1,2}}\w{{0,2}},?\s\d{{4}}\b"
    plain = r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{4}\b"
    return _Shapes(
        tuple(_shape(each) for each in dates),
        tuple(_shape(each) for each in times),
        _shape(rf"{plain}|{other}|{loose}"),
    )


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _any(names: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _read(found: re.Match[str], line: str) -> Stamp | None:
    """What an expression found; ``None`` if there is no such day or time of day."""
    groups = found.groupdict()
    has_date = any(groups.get(each) for each in ("day", "one"))
    day = _day(found) if has_date else None
    if has_date and day is None:
        return None
    if not any(groups.get(each) for each in ("hour", "hour_h", "four")):
        return Stamp(line, day)
    if groups["hour_h"] and _AGO.match(line, found.end()):
        return None  # "2h ago"
    zone = groups["zone"] or groups["city"]
    if (
        zone
        and zone[0] in "-−"
        and not day
        and found["zone"]
        and line[found.start("zone") - 1] != " "
    ):
        return None  # "12:30-14:00", from one to the other
    clear = bool(groups["half"] or groups["word"] or groups["hour_h"] or groups["four"])
    if groups["hour"] and not clear and (
        groups["minute"] is None or (groups["colon"] == "." and not (zone or day))
    ):  # fmt: skip
        return None  # "21", or "21.25", which is a price
    clock = _clock(groups)
    if clock is None:
        return None
    moment, days, doubt = clock
    return Stamp(line, day, moment, zone, clear or bool(zone), "", doubt, days)


def _clock(groups: Mapping[str, str | None]) -> tuple[time, int, str | None] | None:
    four = groups["four"] or ""
    hour = int(groups["hour"] or groups["hour_h"] or four[:2])
    minute = int(groups["minute"] or groups["minute_h"] or four[2:] or 0)
    second = int(groups["second"] or 0)
    doubt = None
    if half := (groups["half"] or "").lower():
        if hour > 12 or hour == 0:
            wrong = half == "a" and hour > 12
            doubt = f"{hour}:{minute:02} {half}m is on no clock: taken as {hour:02}:{minute:02}"
            doubt = doubt if wrong or hour != 12 else None
        else:
            hour = hour % 12 + (12 if half == "p" else 0)
    days = 0
    if hour == 24 and minute == second == 0:
        hour, days = 0, 1
    try:
        return time(hour, minute, second), days, doubt
    except ValueError:
        return None


def _day(found: re.Match[str]) -> Day | None:
    groups = found.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    named = _folded(groups.get("weekday") or "")
    weekdays = _names().weekdays.get(named, frozenset())
    if groups.get("one"):
        one, two = int(groups["one"]), int(groups["two"])
        dotted = groups["sign"] == "."
        either = not dotted and one <= 12 and two <= 12 and one != two
        slashed = None if dotted or max(one, two) <= 12 else one > 12
        if slashed is False:
            one, two = two, one
        read = Day(year, two, one, weekdays, either, slashed)
    else:
        month = int(groups.get("number") or _names().months[_folded(groups["month"])])
        read = Day(year, month, int(groups["day"]), weekdays)
    return read if read.date(2000) or read.either else None


def at(day: date, stamp: Stamp) -> datetime | None:
    """The local time of a stamp on a day; ``None`` outside the calendar."""
    if stamp.clock is None:
        return None
    try:
        return datetime.combine(day, stamp.clock) + timedelta(days=stamp.days)
    except OverflowError:
        return None
