"""What is written is read back as the same data."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
import tomli

from blogctl.source.write import WIDTH, key_text, table_text, value_text

TEXTS = [
    "",
    " ",
    "plain",
    "\n",
    "\n\n\n",
    "\r",
    "\r\n",
    "a\r\nb",
    "a\rb\nc",
    "\nleading",
    "trailing\n",
    "trailing blanks   ",
    "blanks   \nat line ends\t\n",
    '"',
    '""',
    '"""',
    '""""""\n"""',
    "'''\n'",
    'ends in "',
    'ends in ""\n""',
    "\\",
    "\\n\n\\",
    "ends in a backslash\n\\",
    "\\u0041\n\\x41",
    "\t\ttabs\n\t",
    "\b\f\x1b\x00\x1f\x7f",
    "\x00\n\x7f",
    "é ʎ \U0001f600 \u2028\u2029\x85\ufeff",
    "[[updates]]\n[story]\n# no comment\ntime = 1\n",
    "a" * 500,
    ("a" * 200 + "\n") * 3,
]
SCALARS: list[Any] = [
    True,
    False,
    0,
    -1,
    2**70,
    0.5,
    -0.0,
    1e300,
    1e-9,
    float("inf"),
    date(2024, 1, 5),
    time(12, 30, 0, 5),
    datetime(2024, 1, 5, 12, 30, tzinfo=UTC),
    datetime(2024, 1, 5, 12, 30, 1, 123456, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(2024, 1, 5, 12, 30),  # noqa: DTZ001
]
KEYS = ["a", "A-_9", "a b", "a.b", "", "é", '"', "'", "\\", "\n", "\t", "#", "[x]", "a=b", "\x7f"]


def back(text: str) -> Any:
    return tomli.loads(text)


@pytest.mark.parametrize("value", [*TEXTS, *SCALARS], ids=ascii)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_value(value: Any, newline: str) -> None:
    meant: Any
    for meant in (value, [value], [value, value], {"k": value}, [{"k": [value]}], {"k": {}}):
        written = value_text(meant).replace("\n", newline)
        read = back(f"v = {written}{newline}w = 1{newline}")
        assert read == {"v": meant, "w": 1}
        assert isinstance(meant, str) or newline not in written


def test_nan_is_written_as_such() -> None:
    assert repr(back(f"v = {value_text(float('nan'))}")["v"]) == "nan"


def test_a_time_keeps_its_offset() -> None:
    offset = timezone(timedelta(hours=5, minutes=45))
    read = back(f"v = {value_text(datetime(2024, 1, 5, 12, tzinfo=offset))}")["v"]
    assert read.utcoffset() == timedelta(hours=5, minutes=45)
    assert read.hour == 12


@pytest.mark.parametrize("key", KEYS, ids=ascii)
def test_a_key(key: str) -> None:
    assert back(f"{key_text(key)} = 1") == {key: 1}
    assert back(f"v = {value_text({key: [1]})}") == {"v": {key: [1]}}


LONG = ["x" * 40] * 4
DATA: dict[str, Any] = {
    "plain": 1,
    "text": "a\nb\n",
    "long list": LONG,
    "tables": [{"url": "u" * 90, "alt": "a\nb"}, {"url": "v", "deep": {"a": [{"b": LONG}]}}],
    "short": [{"a": 1}, {"b": 2}],
    "mixed": [*LONG, {"a": "b"}, [1, [2]]],
    "empty": {},
    "none": [],
    "nested": {"a b": {"c.d": {"e": 1}, "f": LONG}, "": {"g": {"h": {"i": "x" * 120}}}},
    "last": "after all tables",
    **dict.fromkeys(KEYS, "\n"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("is_array", [True, False])
def test_a_table_with_all_kinds_of_data(is_array: bool, newline: str) -> None:
    text = table_text("updates", DATA, is_array=is_array).replace("\n", newline)
    assert back(text) == {"updates": [DATA] if is_array else DATA}


@pytest.mark.parametrize("value", [*TEXTS, *SCALARS], ids=ascii)
def test_a_table_with_each_value(value: Any) -> None:
    data = {"v": value, "l": [value] * 30, "t": {"v": value, "w": [value]}, "a": [{"v": value}] * 9}
    text = table_text("updates", data, is_array=True)
    assert back(text + "\n" + text) == {"updates": [data, data]}


def test_short_parts_stay_on_a_line_and_long_ones_do_not() -> None:
    short = table_text("a", {"media": [{"url": "u", "alt": "x"}], "extra": {"b": 1}})
    assert short == '[a]\nmedia = [{ url = "u", alt = "x" }]\nextra = { b = 1 }\n'
    long = table_text("a", {"media": [{"url": "u" * WIDTH}]})
    assert long == f'[a]\n\n[[a.media]]\nurl = "{"u" * WIDTH}"\n'


def test_an_empty_array_under_a_long_key_is_not_lost() -> None:
    data: dict[str, Any] = {"k" * WIDTH: []}
    assert back(table_text("a", data)) == {"a": data}
