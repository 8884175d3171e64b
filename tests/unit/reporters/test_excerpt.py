import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogctl.reporters.excerpt import excerpt
from blogctl.reporters.safe import width

LINE = "abcdefghij" * 30


def marked(line: str, start: int, end: int, room: int = 40) -> str:
    """What the carets stand under, for text whose characters all take one column."""
    text, indent, length = excerpt(line, start, end, room)
    assert width(text) <= room
    return text[indent : indent + length]


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("time = 1", 7, 8, ("time = 1", 7, 1)),
        ("日本 = 1", 5, 6, ("日本 = 1", 7, 1)),
        ("日本 = 1", 0, 2, ("日本 = 1", 0, 4)),
        ("\tkey", 1, 4, ("    key", 4, 3)),
        ("a\x1bb", 2, 3, (r"a\x1bb", 5, 1)),
        ("a\x1bb", 1, 2, (r"a\x1bb", 1, 4)),
        ("x\u200dy", 2, 3, (r"x\u200dy", 7, 1)),
        ("e\u0301a", 2, 3, ("e\u0301a", 1, 1)),
        ("e\u0301a", 1, 2, ("e\u0301a", 0, 1)),
    ],
)
def test_carets_stand_under_what_is_shown(
    line: str, start: int, end: int, expected: tuple[str, int, int]
) -> None:
    assert excerpt(line, start, end, 80) == expected


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 99), (99, 99), (-1, -1), (2, 1)])
def test_a_place_beyond_the_line_is_still_marked(start: int, end: int) -> None:
    text, indent, length = excerpt("abc", start, end, 80)
    assert text == "abc"
    assert 0 <= indent <= 3
    assert length == 1


def test_a_line_that_just_fits_is_whole() -> None:
    assert excerpt("a" * 40, 0, 1, 40)[0] == "a" * 40
    assert excerpt("a" * 41, 0, 1, 40)[0] == "a" * 38 + "…"


def test_a_long_line_is_shown_about_the_span() -> None:
    text, indent, length = excerpt(LINE, 150, 155, 40)
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) == 40
    assert text[indent : indent + length] == "abcde"
    assert 10 < indent < 30


def test_the_beginning_and_the_end_of_a_long_line_are_not_cut_needlessly() -> None:
    text, indent, _ = excerpt(LINE, 2, 4, 40)
    assert text.startswith("abcd")
    assert indent == 2
    text, _, _ = excerpt(LINE, 295, 300, 40)
    assert text.endswith("abcdefghij")
    assert len(text) >= 38


def test_a_span_longer_than_the_room_shows_where_it_begins() -> None:
    text, indent, length = excerpt(LINE, 100, 250, 40)
    assert text[indent] == "a"
    assert indent <= 12
    assert indent + length == len(text) - 1  # up to the ellipsis


def test_no_lone_mark_settles_on_the_ellipsis() -> None:
    text, _, _ = excerpt("e\u0301" * 100, 100, 102, 40)
    assert text.startswith("…e")


def test_a_line_of_megabytes_takes_no_time() -> None:
    line = "x" * 5_000_000
    for start in range(0, len(line), 5_000):
        assert marked(line, start, start + 3) == "xxx"


@given(st.text(max_size=300), st.integers(-2, 310), st.integers(-2, 310), st.integers(20, 90))
def test_any_line_is_kept_within_the_room(line: str, start: int, end: int, room: int) -> None:
    text, indent, length = excerpt(line, start, end, room)
    assert "\n" not in text
    assert width(text) <= room
    assert length >= 1
    assert indent >= 0
    assert indent + length <= width(text) + 1


@given(
    st.text("abcdefgh", min_size=1, max_size=300), st.integers(0, 299), st.integers(1, 5), st.data()
)
def test_short_spans_are_marked_exactly(
    line: str, start: int, length: int, data: st.DataObject
) -> None:
    start = min(start, len(line) - 1)
    end = min(start + length, len(line))
    assert marked(line, start, end, data.draw(st.integers(40, 80))) == line[start:end]
