"""Times as readers see them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blogctl.exporters.moments import moment


@pytest.mark.parametrize(
    ("instant", "zone", "iso", "clock", "name"),
    [
        ("2024-01-05T09:03:04Z", "Europe/London", "2024-01-05T09:03:04Z", "09:03", "GMT"),
        ("2024-07-05T09:03:00Z", "Europe/London", "2024-07-05T10:03:00+01:00", "10:03", "BST"),
        ("2024-01-05T23:03:00Z", "Asia/Tbilisi", "2024-01-06T03:03:00+04:00", "03:03", "UTC+4"),
        (
            "2024-01-05T09:03:00Z",
            "Asia/Kathmandu",
            "2024-01-05T14:48:00+05:45",
            "14:48",
            "UTC+5:45",
        ),
        ("2024-01-05T09:03:00Z", "Etc/GMT+3", "2024-01-05T06:03:00-03:00", "06:03", "UTC-3"),
        ("2024-01-05T10:03:00+01:00", "UTC", "2024-01-05T09:03:00Z", "09:03", "UTC"),
    ],
)
def test_a_moment_is_shown_by_the_clocks_of_the_zone(
    instant: str, zone: str, iso: str, clock: str, name: str
) -> None:
    shown = moment(datetime.fromisoformat(instant), ZoneInfo(zone))
    assert (shown.iso, shown.clock, shown.zone) == (iso, clock, name)
    assert shown.day.isoformat() == iso[:10]


@pytest.mark.parametrize(
    ("instant", "zone"),
    [
        (datetime(1, 1, 1, 0, tzinfo=UTC), "America/New_York"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "Asia/Tokyo"),
    ],
)
def test_where_a_zone_has_no_time_to_write_it_is_utc(instant: datetime, zone: str) -> None:
    shown = moment(instant, ZoneInfo(zone))
    assert datetime.fromisoformat(shown.iso) == instant
    assert shown.iso.endswith("Z")
    assert shown.zone == "UTC"


def test_an_offset_with_seconds_is_written_in_minutes() -> None:
    instant = datetime(1700, 1, 5, 9, tzinfo=UTC)
    shown = moment(instant, ZoneInfo("Europe/London"))  # 75 seconds behind, then
    assert shown.iso == "1700-01-05T08:59:00-00:01"
    assert datetime.fromisoformat(shown.iso) == instant
    assert shown.zone == "UTC-0:01"
