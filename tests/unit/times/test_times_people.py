"""Times as people write them: read where nothing is left to guess, refused otherwise."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blogctl.times import TimeProblem
from blogctl.times.people import LONGEST, parse_time

NOW = datetime(2024, 7, 5, 23, 30, 15, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")  # there it is half past midnight of the 6th

ACCEPTED = [
    ("2024-01-05T15:03:44Z", "2024-01-05T15:03:44Z"),
    ("  2024-01-05T15:03:44+01:00\n", "2024-01-05T14:03:44Z"),
    ("now", "2024-07-05T23:30:15Z"),
    ("NOW", "2024-07-05T23:30:15Z"),
    ("-10m", "2024-07-05T23:20:15Z"),
    ("+10m", "2024-07-05T23:40:15Z"),
    ("-90s", "2024-07-05T23:28:45Z"),
    ("-2h", "2024-07-05T21:30:15Z"),
    ("-1d", "2024-07-04T23:30:15Z"),
    ("-1w", "2024-06-28T23:30:15Z"),
    ("21:25", "2024-07-06T20:25:00Z"),
    ("21.25", "2024-07-06T20:25:00Z"),
    ("9:25", "2024-07-06T08:25:00Z"),
    ("0:00", "2024-07-05T23:00:00Z"),
    ("21:25:30", "2024-07-06T20:25:30Z"),
    ("9.25pm", "2024-07-06T20:25:00Z"),
    ("9:25 p.m.", "2024-07-06T20:25:00Z"),
    ("9pm", "2024-07-06T20:00:00Z"),
    ("12am", "2024-07-05T23:00:00Z"),
    ("12pm", "2024-07-06T11:00:00Z"),
    ("12:30 AM", "2024-07-05T23:30:00Z"),
    ("27 Sep 2020, 21:25", "2020-09-27T20:25:00Z"),
    ("27 Sep 2020 21:25", "2020-09-27T20:25:00Z"),
    ("27 September 2020 21:25", "2020-09-27T20:25:00Z"),
    ("Sep 27, 2020 21:25", "2020-09-27T20:25:00Z"),
    ("Sept 27, 2020 9:25 p.m.", "2020-09-27T20:25:00Z"),
    ("21:25, 27 Sep 2020", "2020-09-27T20:25:00Z"),
    ("27th of September 2020 at 9.25pm", "2020-09-27T20:25:00Z"),
    ("Sunday 27 September 2020 21:25", "2020-09-27T20:25:00Z"),
    ("Sun, 27 Sep 2020 21:25", "2020-09-27T20:25:00Z"),
    ("27 Sep 2020 9 pm", "2020-09-27T20:00:00Z"),
    ("27 Jan 2020 21:25", "2020-01-27T21:25:00Z"),
    ("2020-09-27 21:25", "2020-09-27T20:25:00Z"),
    ("2020-09-27T21:25:30", "2020-09-27T20:25:30Z"),
    ("2020/09/27 21:25", "2020-09-27T20:25:00Z"),
    ("2020.09.27 21:25", "2020-09-27T20:25:00Z"),
    ("2020-09-11 21:25", "2020-09-11T20:25:00Z"),
    ("2020-03-04 21:25", "2020-03-04T21:25:00Z"),
    ("27 Sep 2020 21:25 UTC", "2020-09-27T21:25:00Z"),
    ("27 Sep 2020 21:25 GMT", "2020-09-27T21:25:00Z"),
    ("27 Sep 2020 21:25Z", "2020-09-27T21:25:00Z"),
    ("27 Sep 2020 21:25 +04:00", "2020-09-27T17:25:00Z"),
    ("27 Sep 2020 21:25+0400", "2020-09-27T17:25:00Z"),
    ("27 Sep 2020 21:25 -09:30", "2020-09-28T06:55:00Z"),
    ("Sun, 27 Sep 2020 21:25:00 +0400", "2020-09-27T17:25:00Z"),
    ("28 Sep 1001 10:00 UTC", "1001-09-28T10:00:00Z"),
    ("29 Feb 2024 10:00", "2024-02-29T10:00:00Z"),
    ("2 May 2024 10:00", "2024-05-02T09:00:00Z"),
    ("Mon 2 Mar 2020 10:00", "2020-03-02T10:00:00Z"),
]
REFUSED = [
    "",
    "   ",
    "03/04/2024",
    "03/04/2024 10:00",
    "03-04-2024 10:00",
    "3.4.2024 10:00",
    "01/02/03",
    "01/02/03 10:00",
    "01-02-03 10:00",
    "21",
    "10",
    "2024",
    "2125",
    "20240105",
    "1704466800",
    "today",
    "yesterday 21:25",
    "tomorrow",
    "noon",
    "Friday",
    "Friday 21:00",
    "27 Sep",
    "27 Sep 21:25",
    "27 Sep 20, 21:25",
    "27 Sep '20 21:25",
    "Sep 2020",
    "Sep 2020 21:25",
    "27 2020 21:25",
    "27 Sep 2020",
    "27 Sep 2020 21",
    "2020-09-27",
    "2020-09-27T21",
    "21:25 EST",
    "27 Sep 2020 21:25 EST",
    "27 Sep 2020 21:25 BST",
    "27 Sep 2020 21:25 CET",
    "27 Sep 2020 21:25 Europe/Paris",
    "27 Sep 2020 21:25 GMT+3",
    "27 Sep 2020 21:25 UTC+03:00",
    "25:99",
    "24:00",
    "21:60",
    "21:25:60",
    "13pm",
    "0am",
    "13:00 pm",
    "27 Sep 2020 25:00",
    "27 Sep 2020 10:61",
    "27 Sep 2020 21:25 am",
    "30 Feb 2024 10:00",
    "29 Feb 2023 10:00",
    "31 Apr 2024 10:00",
    "0 Jan 2024 10:00",
    "2024-02-30 10:00",
    "2020-13-05 21:25",
    "2020-27-09 21:25",
    "Sunday 28 September 2020 21:25",
    "Fri 27 Sep 2020 21:25",
    "27 Sep Oct 2020 21:25",
    "27 28 Sep 2020 21:25",
    "now+1",
    "now + 10m",
    "10m",
    "-10",
    "- 10m",
    "-10 m",
    "-10min",
    "-1.5h",
    "-1y",
    "--10m",
    "-99999999m",
    "-999999w",
    "+999999w",
    "2024-01-05T24:00:00Z",
    "0001-01-01T00:00:00+01:00",
    "27 Sep 2020 21:25 x",
    "27 Sep 2020 21:25\0",
    "9" * 100,
    "1:" * 50,
    "(" * 100,
    "27 Sep 2020 21:25" + " " * 83 + "x",
]


def read(text: str, zone: ZoneInfo | None = LONDON) -> datetime:
    return parse_time(text, now=NOW, zone=zone)


@pytest.mark.parametrize(("text", "meant"), ACCEPTED)
def test_what_is_clear(text: str, meant: str) -> None:
    instant = read(text)
    assert instant == datetime.fromisoformat(meant)
    assert instant.utcoffset() is not None


@pytest.mark.parametrize("text", REFUSED, ids=ascii)
def test_what_is_not(text: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        read(text)
    assert caught.value.kind in {"unclear-time", "invalid-value"}
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    "text", ["03/04/2024", "21:25 EST", "Friday 21:00", "", "27 Sep 20, 21:25"]
)
def test_the_help_shows_spellings_that_work(text: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        read(text)
    shown = re.fullmatch(r'write it as (\S+) or "(.+)"', caught.value.help)
    assert shown
    assert read(shown[1]) == NOW
    assert read(shown[2]) is not None


def test_a_hundred_characters_are_read_and_one_more_is_not() -> None:
    text = "27 Sep 2020 21:25".rjust(LONGEST)
    assert read(text) == read(text.strip())
    padded = "27 Sep 2020" + " " * 84 + "21:25"
    assert len(padded) == LONGEST
    assert read(padded) == read(text)
    with pytest.raises(TimeProblem):
        read(padded.replace("2020", "2020 "))


@pytest.mark.parametrize("text", ["21:25", "9pm", "27 Sep 2020 21:25", "2020-09-27 21:25"])
def test_without_a_zone_a_local_time_is_refused(text: str) -> None:
    with pytest.raises(TimeProblem):
        read(text, None)


@pytest.mark.parametrize(
    "text", ["now", "-10m", "27 Sep 2020 21:25 UTC", "27 Sep 2020 21:25 +04:00"]
)
def test_without_a_zone_an_instant_is_read(text: str) -> None:
    assert read(text, None) == read(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("31 March 2024 01:30", "nonexistent-time"),
        ("27 October 2024 01:30", "ambiguous-time"),
        ("2024-10-27 1:30 am", "ambiguous-time"),
    ],
)
def test_gaps_and_overlaps_are_refused_here_too(text: str, kind: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        read(text)
    assert caught.value.kind == kind


def test_today_is_the_zones_today() -> None:
    assert read("00:10", ZoneInfo("Pacific/Auckland")).date().isoformat() == "2024-07-06"
    assert read("00:10", ZoneInfo("America/New_York")).date().isoformat() == "2024-07-05"
