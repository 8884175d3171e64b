"""Times in the order of a text, each on its day: a bare one is on the day that stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from blogctl.importers.text_times import Day, Stamp, at
from blogctl.importers.text_zones import in_zone

_DAY = 24 * 60  # minutes
_BACK = 3 * 60
"""Minutes by which a bare time must go against the order to be one of another day."""
_FEW = 5


class Calendar:
    """Puts times on days, and collects in ``doubts`` what is doubtful about that.

    ``first`` is the day of the page. ``zone`` is the offset that the text gives to all its times,
    if it does.
    """

    def __init__(
        self, stamps: Sequence[Stamp], first: Day | None = None, zone: tzinfo | None = None
    ) -> None:
        self._stamps, self._first, self._zone = stamps, first, zone
        self.doubts: Counter[str] = Counter()
        self._dayless = ""  # the first time without a day
        days = [*filter(None, [first]), *(each.day for each in stamps if each.day)]
        self._year = next((day.year for day in days if day.year), None)
        self._day_first = _day_first(days)
        self._newest_first = self._falls()

    def moments(self) -> Iterator[datetime | None]:
        """The time of each stamp, local unless it has a zone; ``None`` where no day is known."""
        day = self.date(self._first) if self._first else None
        last: Stamp | None = None
        turned = 0
        for stamp in self._stamps:
            if stamp.day:
                day = self.date(stamp.day) or None
            elif day and last and stamp.clock and last.clock:
                turn = self._turn(last, stamp)
                if turn:
                    new = _moved(day, turn)
                    turned += 1
                    if new and turned <= _FEW:
                        self.doubts[
                            f"midnight was passed between {_shown(last)} and {_shown(stamp)}: "
                            f"the first is taken to be of {day}, the second of {new}"
                        ] += 1
                    day = new
            if stamp.clock is None:
                last = None
                yield None
                continue
            last = stamp
            yield self.moment(day, stamp)
        if turned > _FEW:
            self.doubts[f"midnight was passed {turned - _FEW} times more, likewise"] += 1

    def said(self) -> Iterator[str]:
        """The doubts as sentences, each once."""
        for text, times in self.doubts.items():
            yield f"{text} ({times:,} times)" if times > 1 else text

    def moment(self, day: date | None, stamp: Stamp) -> datetime | None:
        """The time of a stamp on a day, with the zone that it names, or the text for all."""
        if day is None:
            if not stamp.day:
                self._dayless = self._dayless or _shown(stamp)
                self.doubts[
                    f"the text does not say of which day times such as {self._dayless} are: "
                    "write it in a line above them, as in 27 September 2020"
                ] += 1
            return None
        local = at(day, stamp)
        if local is None:
            return None
        if stamp.doubt:
            self.doubts[stamp.doubt] += 1
        if stamp.zone:
            zoned = in_zone(local, stamp.zone)
            if zoned.doubt:
                self.doubts[zoned.doubt] += 1
            return zoned.time
        return local.replace(tzinfo=self._zone)

    def after(self, stamp: Stamp, moment: datetime | None) -> datetime | None:
        """The time of something that happened to what is of ``moment``: on its day, or the next."""
        if stamp.day:
            return self.moment(self.date(stamp.day), stamp)
        if moment is None:
            return None
        local = at(moment.date(), stamp)
        if local is None or stamp.zone:
            return self.moment(moment.date(), stamp)
        time = local.replace(tzinfo=moment.tzinfo)
        if time < moment:
            try:
                time += timedelta(days=1)
            except OverflowError:
                return None
            self.doubts[
                f"{_shown(stamp)} below a time of {moment:%H:%M} is taken to be of the next day"
            ] += 1
        return time

    def date(self, written: Day) -> date | None:
        """The date that is written, if it is one for certain."""
        if written.either and self._day_first is None:
            shown = f"{written.day}/{written.month}"
            self.doubts[
                f"{shown} may be a day and a month or the other way round: it is not guessed"
            ] += 1
            return None
        day = written.date(self._year, day_first=self._day_first is not False)
        if day is None:
            self.doubts[
                f"the text does not say of which year {written.day}/{written.month} is: "
                "write it in a line above, as in 27 September 2020"
            ] += 1
            return None
        if not written.year:
            self.doubts[f"the year of days without one is taken to be {self._year}"] += 1
        if written.weekdays and day.isoweekday() - 1 not in written.weekdays:
            self.doubts[f"{day} is a {day:%A}, though another weekday is named"] += 1
        return day

    def _turn(self, last: Stamp, next_: Stamp) -> int:
        """By how many days a bare time is away from the one above it."""
        rise = _minutes(next_) - _minutes(last)
        if self._newest_first:
            return -1 if rise >= _BACK else 0
        return 1 if rise <= -_BACK else 0

    def _falls(self) -> bool:
        """Whether the newest comes first: the order in which the list takes less time, all told.

        Bare times go round, like the hands of a clock.
        """
        forth = back = 0.0
        clocks = [stamp for stamp in self._stamps if stamp.clock]
        for last, stamp in pairwise(clocks):
            days = self._days_between(last, stamp)
            change = _minutes(stamp) - _minutes(last)
            forth += _DAY if days < 0 else 0 if days else change % _DAY
            back += _DAY if days > 0 else 0 if days else -change % _DAY
        return back < forth

    def _days_between(self, last: Stamp, stamp: Stamp) -> int:
        if not (last.day and stamp.day):
            return 0
        first, second = (
            each.date(self._year, day_first=self._day_first is not False)
            for each in (last.day, stamp.day)
        )
        return (second - first).days if first and second else 0


def _minutes(stamp: Stamp) -> float:
    clock = stamp.clock or time()
    return stamp.days * _DAY + clock.hour * 60 + clock.minute + clock.second / 60


def _moved(day: date, by: int) -> date | None:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return None


def _day_first(days: Iterable[Day]) -> bool | None:
    """Whether days with numbers alone begin with the day, if one of them tells."""
    # A day above 12 can only be read in one way, and then is no longer unclear.
    told = {day.slashed for day in days if day.slashed is not None}
    return told.pop() if len(told) == 1 else None


def _shown(stamp: Stamp) -> str:
    return "24:00" if stamp.days else f"{stamp.clock:%H:%M}"
