"""Lines that are times, in the shapes of many pages."""

from __future__ import annotations

import pytest

from blogctl.importers.text_times import LANGUAGES, date_in, leading, stamp_of

from .reading import imported, page, times

EVENING = (
    "27 Sep 2020, 21:25",
    "27 Sep 2020 | 21:25",
    "2020-09-27 21:25",
    "2020-09-27T21:25:00",
    "Sunday 27 September 2020 21:25",
    "Sunday, September 27, 2020 at 9:25 p.m.",
    "Sept. 27, 2020 9:25 PM",
    "27th of September, 2020 at 9.25 pm",
    "9.25pm, 27 September 2020",
    "21:25, 27 сентября 2020",
    "27 сентября 2020 г., 21:25",
    "27 сентября 2020 года в 21:25",
    "dimanche 27 septembre 2020 à 21h25",
    "Le 27 septembre 2020 à 21 h 25",
    "Sonntag, 27. September 2020, 21.25 Uhr",
    "27.09.2020, 21:25 Uhr",
    "27/09/2020 21:25",
    "09/27/2020 9:25 PM",
    "27 de septiembre de 2020, 21:25",
    "domingo, 27 de septiembre de 2020 a las 21:25",
    "Posted on 27 Sep 2020 at 21:25",
    "[27 Sep 2020 21:25]",
    "• 27 Sep 2020, 21:25",
    "Sun 27 Sep 2020 21.25",
    "27 сен 2020, 21:25",
    "27/09/2020, 21:25:00",
    "9:25pm, Sept 27, 2020",
    "9.25 p.m. on Sunday, 27 September 2020",
    "Sep 27, 2020 @ 21:25",
    "27 Sep 2020 - 21:25",
    "27-Sep-2020 21:25",
)
CLOCKS = {
    "21:25": "21:25",
    "9.25pm BST": "21:25",
    "9:25 p.m.": "21:25",
    "9 PM": "21:00",
    "12:05 am": "00:05",
    "12:05 pm": "12:05",
    "15h42": "15:42",
    "15 h 42": "15:42",
    "21h": "21:00",
    "21:25 GMT": "21:25",
    "2125 GMT": "21:25",
    "21:25 Uhr": "21:25",
    "21:25 (local time)": "21:25",
    "At 21:25": "21:25",
    "(21:25)": "21:25",
    "21:25 –": "21:25",
}
NO_TIMES = (
    "2:1", "3-1", "25:10", "12:61", "21", "1542", "12.50", "£12.50", "9 people", "2020",
    "31 Feb 2020 10:00", "13:05:99", "May", "Sunday", "1:2:3:4", "100:20", "21:25 people came",
    "5 minutes ago", "12:30-14:00", "10:15 10:20", "192.168.10.20:21:25", "",
)  # fmt: skip


@pytest.mark.parametrize("line", EVENING)
def test_a_day_and_a_clock(line: str) -> None:
    assert times(imported(page(line)).story) == ["2020-09-27 21:25"]


@pytest.mark.parametrize(("line", "clock"), CLOCKS.items())
def test_a_clock_alone(line: str, clock: str) -> None:
    stamp = stamp_of(line)

    assert stamp is not None and stamp.day is None
    assert f"{stamp.clock:%H:%M}" == clock


@pytest.mark.parametrize("line", NO_TIMES)
def test_what_is_no_time(line: str) -> None:
    stamp = stamp_of(line)

    assert stamp is None or stamp.clock is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_months(language: str) -> None:
    from datetime import date

    from babel.dates import format_date

    for month in range(1, 13):
        day = date(2021, month, 5)
        for form in ("d MMMM y", "d MMM y", "d LLLL y"):
            line = format_date(day, form, locale=language)
            stamp = stamp_of(line)
            assert stamp is not None and stamp.day is not None, line
            assert stamp.day.date() == day, line


@pytest.mark.parametrize("language", ("en", "fr", "de", "es", "ru"))
def test_whole_dates_as_languages_write_them(language: str) -> None:
    from datetime import date

    from babel.dates import format_date

    for number in range(1, 29):
        day = date(2021, 3, number)
        line = f"{format_date(day, 'full', locale=language)} 14:30"
        story = imported(page(line))
        assert times(story.story) == [f"{day} 14:30"], line
        assert not story.report.doubts, line


def test_24_00_is_the_end_of_the_day() -> None:
    assert times(imported(page("27 Sep 2020, 24:00")).story) == ["2020-09-28 00:00"]


def test_a_time_on_no_clock_is_doubted() -> None:
    made = imported(page("27 Sep 2020, 15:30 am"))

    assert times(made.story) == ["2020-09-27 15:30"]
    assert any("on no clock" in text for text in made.report.doubts)


def test_another_weekday_is_doubted() -> None:
    made = imported(page("Monday 27 September 2020, 21:25"))

    assert times(made.story) == ["2020-09-27 21:25"]
    assert any("is a Sunday" in text for text in made.report.doubts)


def test_a_date_in_numbers_that_may_be_two_is_not_guessed() -> None:
    made = imported(page("03/04/2020 21:25"))

    assert not made.story.updates
    assert any("not guessed" in text for text in made.report.doubts)


def test_one_date_in_numbers_tells_how_the_others_are_written() -> None:
    made = imported(page("04/13/2020 21:25", "04/12/2020 21:25", "04/11/2020 21:25"))

    assert times(made.story) == ["2020-04-11 21:25", "2020-04-12 21:25", "2020-04-13 21:25"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("21:25 – Rain again", "Rain again"),
        ("15h42 : Encore de la pluie", "Encore de la pluie"),
        ("[21:25] Rain", "Rain"),
        ("21:25 Uhr: Regen", "Regen"),
        ("27 Sep 2020 21:25 | Rain", "Rain"),
        ("9.25pm GOAL!", "GOAL!"),
    ],
)
def test_a_time_that_begins_a_line(line: str, text: str) -> None:
    stamp = leading(line)

    assert stamp is not None and stamp.rest == text


@pytest.mark.parametrize("line", ("Published 27 September 2020", "News | Sept 27, 2020"))
def test_a_day_within_a_line(line: str) -> None:
    day = date_in(line)

    assert day is not None and f"{day.date()}" == "2020-09-27"


def test_names_are_loaded_only_when_a_time_is_read() -> None:
    # Every importer is loaded, only to see which of them a source is for.
    import subprocess
    import sys

    code = (
        "import sys, blogctl.importers.text, blogctl.importers.html_guess\n"
        "sys.exit(any(name.partition('.')[0] == 'babel' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
