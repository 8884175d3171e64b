"""Zones and days of times in a plain text: what the text says, and what is doubted."""

from __future__ import annotations

import pytest

from blogctl.errors import UsageError

from .reading import found, imported, page, times

DAY = "27 September 2020"


def test_a_local_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(UsageError, match="have no zone"):
        imported(page("27 Sep 2020, 21:25"), None)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("GMT", "+00:00"),
        ("UTC", "+00:00"),
        ("BST", "+01:00"),
        ("(BST)", "+01:00"),
        ("CEST", "+02:00"),
        ("MESZ", "+02:00"),
        ("МСК", "+03:00"),
        ("GMT+4", "+04:00"),
        ("UTC +5:30", "+05:30"),
        ("+04:00", "+04:00"),
        ("-0400", "-04:00"),
        ("EDT", "-04:00"),
        ("ET", "-04:00"),
        ("Tbilisi time", "+04:00"),
    ],
)
def test_a_zone_behind_the_time(zone: str, offset: str) -> None:
    made = imported(page(f"27 Sep 2020, 21:25 {zone}"), None)

    assert made.story.updates[0].time.isoformat() == f"2020-09-27T21:25:00{offset}"
    assert not made.report.doubts


@pytest.mark.parametrize("zone", ("IST", "CST"))
def test_a_name_of_several_zones_is_not_guessed(zone: str) -> None:
    made = imported(page(f"27 Sep 2020, 21:25 {zone}"), "Asia/Tbilisi")

    assert made.story.updates[0].time.isoformat() == "2020-09-27T21:25:00+04:00"
    assert any(f"{zone} is the name of several zones" in text for text in made.report.doubts)
    with pytest.raises(UsageError):
        imported(page(f"27 Sep 2020, 21:25 {zone}"), None)


def test_a_zone_that_is_not_in_use_then_is_doubted() -> None:
    made = imported(page("27 Sep 2020, 21:25 EST"), None)

    assert made.story.updates[0].time.isoformat() == "2020-09-27T21:25:00-05:00"
    assert any("EST is not what clocks show" in text for text in made.report.doubts)


@pytest.mark.parametrize(
    ("said", "zone", "offset"),
    [
        ("All times are local to Tbilisi.", "Asia/Tbilisi", "+04:00"),
        ("All times are local to Asia/Tbilisi.", "Asia/Tbilisi", "+04:00"),
        ("Times are shown in Tbilisi time.", "Asia/Tbilisi", "+04:00"),
        ("All times are in Eastern Time.", "America/New_York", "-04:00"),
        ("All times BST", "Europe/London", "+01:00"),
        ("All times are GMT+4.", None, "+04:00"),
        ("All times MSK", None, "+03:00"),
    ],
)
def test_the_zone_of_all_times(said: str, zone: str | None, offset: str) -> None:
    text = page("27 Sep 2020, 21:25", above=said)
    made = imported(text, None)

    assert found(text).zone == zone
    assert made.story.updates[0].time.isoformat() == f"2020-09-27T21:25:00{offset}"


def test_a_zone_that_nobody_knows_is_doubted() -> None:
    made = imported(page("27 Sep 2020, 21:25", above="All times are local to Nowhere."), "UTC")

    assert any('"Nowhere"' in text for text in made.report.doubts)


@pytest.mark.parametrize("said", ("Sometimes in London it rains.", "The Times in London says so."))
def test_what_says_nothing_of_a_zone(said: str) -> None:
    assert found(page("27 Sep 2020, 21:25", above=said)).zone is None


def test_the_day_stands_above_a_group() -> None:
    text = (
        f"A headline of the page\n\n28 September 2020\n\n{body('08:00', '07:30')}\n\n"
        f"Sunday, 27 September 2020\n\n{body('21:25', '20:46')}"
    )
    made = imported(text)

    assert times(made.story) == [
        "2020-09-27 20:46",
        "2020-09-27 21:25",
        "2020-09-28 07:30",
        "2020-09-28 08:00",
    ]
    assert not made.report.doubts


def test_the_day_stands_with_the_first_time() -> None:
    made = imported(page("27 Sep 2020, 21:25", "21:10", "20:00", "19:59"))

    assert times(made.story)[0] == "2020-09-27 19:59"
    assert len(made.story.updates) == 4


def test_the_year_stands_elsewhere() -> None:
    made = imported(page("27 Sep, 21:25", "27 Sep, 21:10", above=DAY))

    assert times(made.story) == ["2020-09-27 21:10", "2020-09-27 21:25"]
    assert any("year" in text for text in made.report.doubts)


@pytest.mark.parametrize(
    "stamps", [("21:25", "21:10", "20:00"), ("27 Sep, 21:25", "27 Sep, 20:00")]
)
def test_without_a_day_no_time_is_made_up(stamps: tuple[str, ...]) -> None:
    made = imported(page(*stamps))

    assert not made.story.updates
    assert len(made.report.omissions) == len(stamps)
    assert made.report.doubts


def test_midnight_in_a_list_with_the_newest_first() -> None:
    made = imported(page("00:40", "00:05", "23:50", "22:00", above=DAY))

    assert times(made.story) == [
        "2020-09-26 22:00",
        "2020-09-26 23:50",
        "2020-09-27 00:05",
        "2020-09-27 00:40",
    ]
    [doubt] = made.report.doubts
    assert "midnight" in doubt and "2020-09-27" in doubt and "2020-09-26" in doubt


def test_midnight_in_a_list_with_the_oldest_first() -> None:
    made = imported(page("22:00", "23:50", "00:05", "00:40", above=DAY))

    assert times(made.story)[-1] == "2020-09-28 00:40"
    assert any("2020-09-28" in text for text in made.report.doubts)


def test_two_times_around_midnight() -> None:
    assert times(imported(page("23:50", "00:10", above=DAY)).story) == [
        "2020-09-27 23:50",
        "2020-09-28 00:10",
    ]


def test_a_list_with_long_gaps() -> None:
    made = imported(page("21:25", "20:10", "06:12", above=DAY))

    assert times(made.story)[0] == "2020-09-27 06:12"
    assert not made.report.doubts


def test_a_time_a_little_out_of_order_stays_on_its_day() -> None:
    made = imported(page("21:25", "20:50", "21:10", "20:00", above=DAY))

    assert {time[:10] for time in times(made.story)} == {"2020-09-27"}


def test_many_midnights_are_told_in_a_few_lines() -> None:
    made = imported(page(*(["00:10", "12:00", "23:50"] * 30), above=DAY))

    assert times(made.story)[-1] > "2020-10-2"
    assert len(made.report.doubts) <= 6


def test_an_hour_that_is_skipped_or_comes_twice_is_doubted() -> None:
    made = imported(page("28 Mar 2021, 01:30", "31 Oct 2021, 01:30"), "Europe/London")

    assert len(made.story.updates) == 2
    assert len(made.report.doubts) == 2


def test_the_edges_of_the_calendar() -> None:
    made = imported(page("31 Dec 9999, 24:00", "1 Jan 0001, 00:00", "0:01", "23:00", "12:00"))

    assert made.story.updates


def body(*stamps: str) -> str:
    """Updates below times."""
    return "\n\n".join(f"{stamp}\n\nNews of {stamp[:2]}\n\nSome text." for stamp in stamps)
