"""Times in the words of a page are read as those of a text."""

from __future__ import annotations

import pytest

from blogctl.importers.html import HtmlImporter

from .pages import imported, page, source

TEXT = "The water rose again, and those who live at the quay were asked to leave."


def posts(*times: str, day: str = "5 March 2024") -> str:
    """A page with a post for each time."""
    made = (
        f'<div class="post"><span class="time">{time}</span><h3>News {number}</h3>'
        f"<p>{TEXT} {number}</p></div>"
        for number, time in enumerate(times)
    )
    return page(f"<h2>{day}</h2>{''.join(made)}")


def moments(html: str, zone: str | None = "UTC") -> list[str]:
    """The times of the story in a page, oldest first."""
    return [f"{update.time:%d %H:%M%z}" for update in imported(html, zone).story.updates]


@pytest.mark.parametrize(
    ("day", "times"),
    [("5 March 2024", ("22:40", "23:50", "00:20")), ("6 March 2024", ("00:20", "23:50", "22:40"))],
)
def test_bare_times_pass_midnight_and_that_is_told(day: str, times: tuple[str, ...]) -> None:
    html = posts(*times, day=day)
    assert moments(html) == ["05 22:40+0000", "05 23:50+0000", "06 00:20+0000"]
    assert any("midnight was passed" in doubt for doubt in imported(html, "UTC").report.doubts)


def test_a_day_above_is_that_of_the_first_time_below_it_alone() -> None:
    html = posts("22:40", "23:50", "00:20", "6 March 2024, 01:10", "02:00")
    assert moments(html)[-2:] == ["06 01:10+0000", "06 02:00+0000"]


def test_24_00_is_the_end_of_the_day() -> None:
    assert moments(posts("22:40", "23:10", "24:00", "00:30")) == [
        "05 22:40+0000",
        "05 23:10+0000",
        "06 00:00+0000",
        "06 00:30+0000",
    ]


def test_zones_that_are_named_for_a_place() -> None:
    assert moments(posts("12:40 Tbilisi time", "13:10 (Tbilisi time)"), None) == [
        "05 12:40+0400",
        "05 13:10+0400",
    ]


@pytest.mark.parametrize(
    "said", ["All times are in GMT+4.", "<em>All times are Tbilisi time.</em>"]
)
def test_the_zone_that_a_page_gives_to_all_its_times(said: str) -> None:
    html = posts("12:40", "13:10").replace("</h2>", f"</h2><p>{said}</p>")
    assert moments(html, None) == ["05 12:40+0400", "05 13:10+0400"]


def test_a_date_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    report = imported(posts("5/3/2024 12:40", "6/3/2024 13:10", day="News"), "UTC").report
    assert report.imported == 0
    assert any(doubt.startswith("5/3 may be a day and a month") for doubt in report.doubts)


def test_a_date_that_can_be_read_in_one_way_tells_of_the_others() -> None:
    html = posts("5/3/2024 12:40", "25/3/2024 13:10", day="News")
    assert moments(html) == ["05 12:40+0000", "25 13:10+0000"]


def test_a_weekday_that_is_another_is_told() -> None:
    doubts = imported(posts("12:40", "13:10", day="Monday, 5 March 2024"), "UTC").report.doubts
    assert "2024-03-05 is a Tuesday, though another weekday is named" in doubts


def test_the_day_of_the_page_may_stand_in_when_it_was_changed() -> None:
    html = posts("18:00", "17:10", day="News")
    html = html.replace("<h2>", '<p class="date">Updated 5 March 2024, 18:30</p><h2>')
    assert moments(html) == ["05 17:10+0000", "05 18:00+0000"]


@pytest.mark.parametrize(
    "times",
    [
        ("12.40", "14.05"),
        ("kl. 12.40", "kl. 14.05"),
        ("Posted at 12:40 by Ann", "Posted at 2:05 pm by Ben"),
        ("12.40 Uhr", "14:05 Uhr"),
        ("12 h 40", "14h05"),
    ],
)
def test_ways_to_write_a_time(times: tuple[str, str]) -> None:
    assert moments(posts(*times)) == ["05 12:40+0000", "05 14:05+0000"]


@pytest.mark.parametrize("ago", ["2h ago", "vor 2 h", "il y a 2 h", "Updated 1h 20m ago"])
def test_how_long_ago_it_was_is_no_time(ago: str) -> None:
    assert moments(posts("12:40", "14:05").replace("<h3>", f'<i class="when">{ago}</i><h3>')) == [
        "05 12:40+0000",
        "05 14:05+0000",
    ]
    findings = HtmlImporter().read(source(posts(ago, ago)))
    assert findings is None or not any("time" in update for update in findings.updates)
