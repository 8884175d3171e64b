"""Texts that look like live blogs and are none, or want to take for ever."""

from __future__ import annotations

import time

import pytest

from blogctl.errors import StoryError
from blogctl.importers.text import TextImporter
from blogctl.importers.text_times import leading, stamp_of

from .reading import imported, page, source

SECONDS = 20
"""How long one of these may take: for a slow machine, under load."""

LINES = (
    "1" * 90,
    "27 " * 30,
    "9:25 " * 18,
    "a.m. " * 18,
    "Sept. " * 15,
    "12:30 - " * 11,
    "21:25 " + "(" * 80,
    "27 Sep 2020 " * 7,
    "[27 Sep 2020, " * 6,
    "at at at at at at 21:25 at at at",
    "21:25 Ab" + " Ab" * 25 + " tim",
    "٢١:٢٥",
    "²¹:²⁵",
    "21:25\u2028",
    "🕒" * 50,
)


@pytest.mark.parametrize("line", LINES)
def test_no_line_takes_long(line: str) -> None:
    started = time.perf_counter()
    for _ in range(20):
        stamp_of(line[:90])
        leading(line * 50)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "text",
    [
        "21:25\n" * 1_000_000,
        "".join(f"{n % 24:02}:{n % 60:02}\nScore {n}\n" for n in range(300_000)),
        "".join(f"27 Sep 2020, {n % 24:02}:{n % 60:02}\n\n" for n in range(100_000)),
        "".join(f"{n % 24}:{n % 6}\t{n % 24:02}.{n % 60:02}\n" for n in range(300_000)),
        "[" * 1_000_000,
        "(21:25 - " * 300_000,
        "https://" * 300_000,
        "x" * 10_000_000,
        " \n" * 3_000_000,
        "- a\n" * 300_000,
    ],
    ids=["times", "scores", "dates", "table", "[", "(", "urls", "one line", "blank", "list"],
)
def test_a_table_of_times_ends_soon(text: str) -> None:
    started = time.perf_counter()
    importer, read = TextImporter(), source(text)
    importer.recognises(read)
    try:
        findings = importer.read(read)
    except StoryError as error:
        assert "no live blog" in error.message
    else:
        assert findings is None
    assert time.perf_counter() - started < SECONDS


@pytest.mark.parametrize(
    "below",
    [
        "[" * 300_000,
        "(21:25 - " * 100_000,
        "https://a" * 100_000,
        "[a](https://b" * 50_000,
        "x " * 500_000,
        "Photo: " * 100_000,
        "- a\n" * 100_000,
        "  - a\n" * 3 + "".join(f"{' ' * n}- a\n" for n in range(500)),
        "> " * 300_000,
        "By " * 100_000,
        "Tags: " + "a," * 3_000,
        "Times are in the " * 30_000,
        "a. Image via " * 30,
        "12:30-14:00 " * 30_000,
    ],
    ids=lambda text: text[:10],
)
def test_an_update_of_odd_text_ends_soon(below: str) -> None:
    started = time.perf_counter()
    made = imported(page("27 Sep 2020, 21:25") + "\n\n" + below)

    assert len(made.story.updates) == 1
    assert time.perf_counter() - started < SECONDS


def test_too_many_times_are_one_clear_error() -> None:
    text = "\n".join(f"27 Sep 2020, 21:25:{n % 60:02}\nText {n}." for n in range(20_001))

    with pytest.raises(StoryError, match="20,001 of its lines are times"):
        TextImporter().read(source(text))
