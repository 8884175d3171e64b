"""Local times: read where there is one reading, refused with both where there are none or two."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from blogctl.times import (
    TimeProblem,
    find_zone,
    parse_rfc3339,
    resolve_local,
    rfc822,
    rfc3339,
    to_zone,
    zone_names,
)

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")

# Zone, local time, and the two instants that it may mean, in UTC.
GAPS = [
    ("Europe/London", "2024-03-31T01:00:00", "2024-03-31T01:00Z", "2024-03-31T00:00Z"),
    ("Europe/London", "2024-03-31T01:59:59", "2024-03-31T01:59:59Z", "2024-03-31T00:59:59Z"),
    ("America/New_York", "2024-03-10T02:30:00", "2024-03-10T07:30Z", "2024-03-10T06:30Z"),
    ("Australia/Lord_Howe", "2024-10-06T02:15:00", "2024-10-05T15:45Z", "2024-10-05T15:15Z"),
    ("Asia/Tbilisi", "2005-03-27T02:30:00", "2005-03-26T23:30Z", "2005-03-26T22:30Z"),
    ("Pacific/Apia", "2011-12-30T00:00:00", "2011-12-30T10:00Z", "2011-12-29T10:00Z"),
    ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00Z", "2011-12-29T22:00Z"),
]
OVERLAPS = [
    ("Europe/London", "2024-10-27T01:00:00", "2024-10-27T00:00Z", "2024-10-27T01:00Z"),
    ("America/New_York", "2024-11-03T01:30:00", "2024-11-03T05:30Z", "2024-11-03T06:30Z"),
    ("Australia/Lord_Howe", "2024-04-07T01:45:00", "2024-04-06T14:45Z", "2024-04-06T15:15Z"),
    ("Asia/Tbilisi", "2004-06-26T23:30:00", "2004-06-26T18:30Z", "2004-06-26T19:30Z"),
]
ORDINARY = [
    ("Europe/London", "2024-03-31T00:59:59", "2024-03-31T00:59:59Z"),
    ("Europe/London", "2024-03-31T02:00:00", "2024-03-31T01:00Z"),
    ("Europe/London", "2024-10-27T00:59:59", "2024-10-26T23:59:59Z"),
    ("Europe/London", "2024-10-27T02:00:00", "2024-10-27T02:00Z"),
    ("Australia/Lord_Howe", "2024-10-06T02:30:00", "2024-10-05T15:30Z"),
    ("Australia/Lord_Howe", "2024-04-07T01:29:59", "2024-04-06T14:29:59Z"),
    ("Asia/Tbilisi", "2020-09-27T10:00:00", "2020-09-27T06:00Z"),
    ("Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59Z"),
    ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00Z"),
    ("Asia/Kathmandu", "2024-01-05T12:00:00.000001", "2024-01-05T06:15:00.000001Z"),
    ("UTC", "9999-12-31T23:59:59", "9999-12-31T23:59:59Z"),
]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def both_readings(zone: str, local: str) -> tuple[TimeProblem, list[datetime]]:
    with pytest.raises(TimeProblem) as caught:
        resolve_local(datetime.fromisoformat(local), ZoneInfo(zone))
    named = INSTANT.findall(caught.value.help)
    readings = []
    for text in named:
        reading = parse_rfc3339(text)
        assert reading is not None
        # It is a time that the clocks of the zone really show.
        assert reading.astimezone(ZoneInfo(zone)).isoformat() == text
        readings.append(reading.astimezone(UTC))
    return caught.value, readings


@pytest.mark.parametrize(("zone", "local", "first", "second"), GAPS)
def test_an_hour_that_is_skipped(zone: str, local: str, first: str, second: str) -> None:
    problem, readings = both_readings(zone, local)
    assert problem.kind == "nonexistent-time"
    assert sorted(readings) == sorted([instant(first), instant(second)])
    assert zone in problem.message


@pytest.mark.parametrize(("zone", "local", "first", "second"), OVERLAPS)
def test_an_hour_that_comes_twice(zone: str, local: str, first: str, second: str) -> None:
    problem, readings = both_readings(zone, local)
    assert problem.kind == "ambiguous-time"
    assert sorted(readings) == sorted([instant(first), instant(second)])
    # Here both readings show the hour that was written.
    assert all(text.startswith(local) for text in INSTANT.findall(problem.help))


@pytest.mark.parametrize(("zone", "local", "meant"), ORDINARY)
def test_any_other_hour(zone: str, local: str, meant: str) -> None:
    read = resolve_local(datetime.fromisoformat(local), ZoneInfo(zone))
    assert read == instant(meant)
    assert read.replace(tzinfo=None).isoformat() == local
    assert type(read.tzinfo).__name__ == "timezone"


def test_a_local_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TimeProblem) as caught:
        resolve_local(datetime(2024, 1, 5, 12), None)  # noqa: DTZ001
    assert caught.value.kind == "local-time-without-zone"


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("America/New_York", "9999-12-31T23:30:00"),
        ("Asia/Tokyo", "0001-01-01T00:30:00"),
    ],
)
def test_a_local_time_whose_moment_is_out_of_range(zone: str, local: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        resolve_local(datetime.fromisoformat(local), ZoneInfo(zone))
    assert caught.value.kind == "invalid-value"


@pytest.mark.parametrize(
    ("zone", "local"),
    [("Africa/Monrovia", "1970-01-01T10:00:00"), ("Europe/Amsterdam", "1920-01-01T10:00:00")],
)
def test_what_the_clocks_showed_before_there_were_whole_minutes(zone: str, local: str) -> None:
    read = resolve_local(datetime.fromisoformat(local), ZoneInfo(zone))
    # Offsets had seconds then, which RFC 3339 and TOML cannot write: the instant counts.
    assert read == datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    assert parse_rfc3339(rfc3339(read)) == read
    assert parse_rfc3339(rfc3339(to_zone(read, ZoneInfo(zone)))) == read


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "America/Argentina/Buenos_Aires"])
def test_zones_that_exist(name: str) -> None:
    assert find_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "London",
        "Europe/Londn",
        "europe/london",
        "BST",
        "+01:00",
        "../etc/passwd",
        "/etc/localtime",
        "Europe",
        "Europe/London\0",
        "Europe/London\n",
        "tzdata.zi",
        "x" * 5_000,
    ],
)
def test_zones_that_do_not(name: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        find_zone(name)
    assert caught.value.kind == "unknown-timezone"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Europe/Londn", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("Lodnon", "Europe/London"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_name_that_is_nearly_right_is_mended(wrong: str, right: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        find_zone(wrong)
    assert caught.value.help == f'write "{right}"'


@pytest.mark.parametrize("short", ["BST", "IST", "PDT", "CEST", "GMT+1", "UTC+1"])
def test_a_short_name_is_never_taken_for_another(short: str) -> None:
    """BST is not nearly MST: that lies eight hours away."""
    with pytest.raises(TimeProblem) as caught:
        find_zone(short)
    assert caught.value.help == 'write a name such as "Europe/London" or "UTC"'


def test_every_zone_can_be_had() -> None:
    assert len(zone_names()) > 400
    assert all(find_zone(name) for name in zone_names())


def test_an_instant_on_the_clocks_of_a_zone() -> None:
    moment = datetime(2024, 7, 1, 12, tzinfo=UTC)
    assert to_zone(moment, ZoneInfo("Asia/Tbilisi")).isoformat() == "2024-07-01T16:00:00+04:00"
    assert to_zone(moment, None).isoformat() == "2024-07-01T12:00:00+00:00"
    assert to_zone(moment, ZoneInfo("Europe/London")).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("iso", "net", "mail"),
    [
        ("2024-01-05T15:03:44+00:00", "2024-01-05T15:03:44Z", "Fri, 05 Jan 2024 15:03:44 +0000"),
        (
            "2024-01-05T15:03:44.5-09:30",
            "2024-01-05T15:03:44.500000-09:30",
            "Fri, 05 Jan 2024 15:03:44 -0930",
        ),
        ("0800-01-05T15:03:44+00:00", "0800-01-05T15:03:44Z", "Wed, 05 Jan 0800 15:03:44 +0000"),
    ],
)
def test_how_instants_are_written(iso: str, net: str, mail: str) -> None:
    moment = datetime.fromisoformat(iso)
    assert rfc3339(moment) == net
    assert rfc822(moment) == mail
    assert parse_rfc3339(net) == moment
