"""RFC 3339, section 5.6, to the letter, and the two liberties that TOML takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from blogctl.times import TimeProblem, parse_rfc3339


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-01-05T15:03:44Z", datetime(2024, 1, 5, 15, 3, 44)),  # noqa: DTZ001
        ("2024-01-05t15:03:44z", datetime(2024, 1, 5, 15, 3, 44)),  # noqa: DTZ001
        ("2024-01-05 15:03:44Z", datetime(2024, 1, 5, 15, 3, 44)),  # noqa: DTZ001
        ("2024-01-05T15:03Z", datetime(2024, 1, 5, 15, 3)),  # noqa: DTZ001
        ("2024-01-05T15:03:44.5Z", datetime(2024, 1, 5, 15, 3, 44, 500_000)),  # noqa: DTZ001
        ("2024-01-05T15:03:44.123Z", datetime(2024, 1, 5, 15, 3, 44, 123_000)),  # noqa: DTZ001
        ("2024-01-05T15:03:44.000001Z", datetime(2024, 1, 5, 15, 3, 44, 1)),  # noqa: DTZ001
        ("2024-01-05T15:03:44+01:00", datetime(2024, 1, 5, 14, 3, 44)),  # noqa: DTZ001
        ("2024-01-05T15:03:44-09:30", datetime(2024, 1, 6, 0, 33, 44)),  # noqa: DTZ001
        ("2024-01-05T15:03:44+23:59", datetime(2024, 1, 4, 15, 4, 44)),  # noqa: DTZ001
        ("2024-01-05T15:03:44-23:59", datetime(2024, 1, 6, 15, 2, 44)),  # noqa: DTZ001
        ("2024-01-05T15:03:44-00:00", datetime(2024, 1, 5, 15, 3, 44)),  # noqa: DTZ001
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29)),  # noqa: DTZ001
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1)),  # noqa: DTZ001
        ("0001-01-01T01:00:00+01:00", datetime(1, 1, 1)),  # noqa: DTZ001
        ("9999-12-31T23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999_999)),  # noqa: DTZ001
        ("9999-12-31T22:59:59-01:00", datetime(9999, 12, 31, 23, 59, 59)),  # noqa: DTZ001
    ],
)
def test_an_instant(text: str, utc: datetime) -> None:
    assert parse_rfc3339(text) == utc.replace(tzinfo=UTC)


def test_the_offset_is_kept() -> None:
    read = parse_rfc3339("2024-01-05T15:03:44-09:30")
    assert read is not None
    assert (read.hour, read.utcoffset()) == (15, timedelta(hours=-9, minutes=-30))


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05T23:59:60Z",
        "2016-12-31T23:59:60Z",
        "2024-01-05T24:00:00Z",
        "2024-01-05T15:60:00Z",
        "2024-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-01-00T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2024-01-05T15:03:44+24:00",
        "2024-01-05T15:03:44.1234567Z",
        "2024-01-05T15:03:44-99:00",
        "2024-01-05T15:03:44+00:60",
        "2024-01-05T15:03:44+01:99",
        "0001-01-01T00:00:00+00:01",
        "0001-01-01T12:00:00+23:59",
        "9999-12-31T23:59:59-00:01",
        "9999-12-31T12:00:00-12:30",
    ],
)
def test_what_has_the_form_but_does_not_exist(text: str) -> None:
    with pytest.raises(TimeProblem) as caught:
        parse_rfc3339(text)
    assert caught.value.kind == "invalid-value"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-01-05",
        "15:03:44",
        "2024-01-05T15:03:44",
        "2024-01-05T15:03:44 Z",
        "2024-01-05T15Z",
        "2024-01-05T15:03:44+0100",
        "2024-01-05T15:03:44+01",
        "2024-01-05T15:03:44+1:00",
        "2024-01-05T15:03:44+01:00:00",
        "2024-01-05T15:03:44,5Z",
        "2024-01-05T15:03:44.Z",
        "2024-1-5T15:03:44Z",
        "24-01-05T15:03:44Z",
        "02024-01-05T15:03:44Z",
        "+2024-01-05T15:03:44Z",
        "20240105T150344Z",
        "2024-W01-5T15:03:44Z",
        "2024-01-05T15:03:44Z\n",
        " 2024-01-05T15:03:44Z",
        "2024-01-05_15:03:44Z",
        "2024-01-05  15:03:44Z",
        "2024-01-05T15:03:44UTC",
    ],
)
def test_what_has_another_form(text: str) -> None:
    assert parse_rfc3339(text) is None


@pytest.mark.parametrize("text", ["２０２４-01-05T15:03:44Z", "2024-01-05T15:03:44+0\u0661:00"])
def test_digits_of_other_scripts_are_none(text: str) -> None:
    try:
        assert parse_rfc3339(text) is None
    except TimeProblem as problem:
        assert problem.kind == "invalid-value"
