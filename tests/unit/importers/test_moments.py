from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogctl.importers.moments import read_moment

NOON = datetime(2024, 1, 5, 12, tzinfo=UTC)
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05T12:00:00Z",
        "2024-01-05t12:00:00z",
        "2024-01-05 12:00:00Z",
        "2024-01-05T12:00Z",
        "2024-01-05T12:00:00.000Z",
        "2024-01-05T12:00:00,0Z",
        "2024-01-05T12:00:00.0000000Z",
        "2024-01-05T13:00:00+01:00",
        "2024-01-05T13:00:00+0100",
        "2024-01-05T13:00:00+01",
        "2024-01-05T06:30:00-05:30",
        "20240105T120000Z",
        "2024-01-05 12:00:00 UTC",
        "2024-01-05 12:00:00 GMT",
        "  2024-01-05T12:00:00Z\n",
        "Fri, 05 Jan 2024 12:00:00 GMT",
        "Fri, 5 Jan 2024 12:00:00 +0000",
        "5 Jan 2024 13:00 +0100",
        "Fri, 05 Jan 24 12:00:00 GMT",
        "1704456000",
        "1704456000.0",
        "1704456000000",
        1704456000,
        1704456000.0,
        1704456000000,
        NOON,
    ],
)
def test_reads_what_machines_write(text: object) -> None:
    moment = read_moment(text)
    assert moment == NOON
    assert moment is not None and moment.tzinfo is not None


def test_keeps_an_offset_and_microseconds() -> None:
    moment = read_moment("2024-01-05T13:00:00.123456789+05:45")
    assert moment is not None
    assert moment.isoformat() == "2024-01-05T13:00:00.123456+05:45"


@pytest.mark.parametrize("text", ["2024-01-05T12:00:00", "2024-01-05 12:00", "20240105 1200"])
def test_leaves_a_time_without_a_zone_local(text: str) -> None:
    assert read_moment(text) == datetime(2024, 1, 5, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "x", "2024-01-05", "12:00", "2024", "yesterday", "2024-13-05T12:00:00Z"),
        *("2024-02-30T12:00:00Z", "2024-01-05T25:00:00Z", "0000-00-00 00:00:00", "2024-01-05T"),
        *("2024-01-05T12:00:00+25:00", "Fri, 99 Jan 2024 12:00:00 GMT", "9" * 81, "99999999999"),
        *(None, True, False, 5, 0, -1704456000, [], {}, b"2024-01-05T12:00:00Z", 1e300),
        *(float("nan"), float("inf"), 10**30, "1e9", "１７０４４５６０００", "nan"),
    ],
)
def test_takes_nothing_else_for_a_time(value: Any) -> None:
    assert read_moment(value) is None


@given(st.datetimes(timezones=ZONES, min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
def test_reads_any_time_in_iso_8601(moment: datetime) -> None:
    assert read_moment(moment.isoformat()) == moment


@given(st.text() | st.from_regex(r"[0-9TtZz:+., -]{0,40}") | st.floats() | st.integers())
def test_never_trips_over_a_value(value: object) -> None:
    moment = read_moment(value)
    assert moment is None or isinstance(moment, datetime)
