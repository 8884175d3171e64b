"""Where each value stands: checked against the parser, and by hand where keys are tricky."""

from __future__ import annotations

from typing import Any

import pytest
import tomli

from blogctl.source.places import Lines, Places

TRICKY = """\
# a head
format = 1
"a.b" = 2   # a dot in the key
c . "d" . 'e f' = [ # items
  "x", # one, with ] in the comment
  { g = '''
# no comment [[updates]]''', h.i = [ [ 1, 2 ], [ ] ] }, 2024-01-05 10:00:00Z,
]
  [ story ]
id = "é"   # é counts as one
h = { j = { k = "}", l = "{" }, "m" = '"', n = {} }

[story . "o.p"]
q = -1.5

[[updates]]
time = 1979-05-27
[updates.extra]
r = 1
[[updates.media]]
url = "a"
[[updates.media]]
url = "b"
\t[[ "updates" ]] # second
s.t = "5\\t"
s.u = 6
[[updates.media]]
url = "c"
[updates.media.v]
w = 7
[story.x.y]
z = 8
"""

# A path, and the line, column and text of its value.
BY_HAND: list[tuple[tuple[str | int, ...], int, int, str]] = [
    (("format",), 2, 10, "1"),
    (("a.b",), 3, 9, "2"),
    (("c", "d", "e f", 0), 5, 3, '"x"'),
    (("c", "d", "e f", 1, "g"), 6, 9, "'''\n# no comment [[updates]]'''"),
    (("c", "d", "e f", 1, "h", "i", 0, 0), 7, 40, "1"),
    (("c", "d", "e f", 1, "h", "i", 0, 1), 7, 43, "2"),
    (("c", "d", "e f", 1, "h", "i", 1), 7, 48, "[ ]"),
    (("c", "d", "e f", 2), 7, 57, "2024-01-05 10:00:00Z"),
    (("story", "id"), 10, 6, '"é"'),
    (("story", "h", "j", "k"), 11, 17, '"}"'),
    (("story", "h", "j", "l"), 11, 26, '"{"'),
    (("story", "h", "m"), 11, 39, "'\"'"),
    (("story", "h", "n"), 11, 48, "{}"),
    (("story", "o.p", "q"), 14, 5, "-1.5"),
    (("updates", 0, "time"), 17, 8, "1979-05-27"),
    (("updates", 0, "extra", "r"), 19, 5, "1"),
    (("updates", 0, "media", 0, "url"), 21, 7, '"a"'),
    (("updates", 0, "media", 1, "url"), 23, 7, '"b"'),
    (("updates", 1, "s", "t"), 25, 7, '"5\\t"'),
    (("updates", 1, "s", "u"), 26, 7, "6"),
    (("updates", 1, "media", 0, "url"), 28, 7, '"c"'),
    (("updates", 1, "media", 0, "v", "w"), 30, 5, "7"),
    (("story", "x", "y", "z"), 32, 5, "8"),
]


def all_leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict) and value:
        return [leaf for key, one in value.items() for leaf in all_leaves(one, (*path, key))]
    if isinstance(value, list) and value:
        return [leaf for i, one in enumerate(value) for leaf in all_leaves(one, (*path, i))]
    return [path]


def test_the_list_below_is_complete() -> None:
    assert sorted(map(repr, all_leaves(tomli.loads(TRICKY)))) == sorted(
        repr(path) for path, *_ in BY_HAND
    )


@pytest.mark.parametrize(("path", "line", "column", "value"), BY_HAND, ids=str)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_value(
    path: tuple[str | int, ...], line: int, column: int, value: str, newline: str
) -> None:
    text = TRICKY.replace("\n", newline)
    place = Places(text).find(path)
    assert place.exact
    assert text[place.value.start : place.value.end] == value.replace("\n", newline)
    assert Lines.of(text).place(place.value.start) == (line, column)


@pytest.mark.parametrize(
    ("path", "line", "column", "key"),
    [
        (("a.b",), 3, 1, '"a.b"'),
        (("c", "d", "e f"), 4, 1, "c . \"d\" . 'e f'"),
        (("c", "d", "e f", 1, "h", "i"), 7, 30, "h.i"),
        (("story",), 9, 5, "story"),
        (("story", "h", "m"), 11, 33, '"m"'),
        (("story", "o.p"), 13, 2, 'story . "o.p"'),
        (("updates", 0), 16, 3, "updates"),
        (("updates", 1), 24, 5, '"updates"'),
        (("updates", 0, "media", 1), 22, 3, "updates.media"),
        (("updates", 1, "media", 0), 27, 3, "updates.media"),
        (("updates", 1, "media", 0, "v"), 29, 2, "updates.media.v"),
        (("updates", 1, "s"), 25, 1, "s.t"),
        (("story", "x"), 31, 2, "story.x"),
        (("story", "x", "y"), 31, 2, "story.x.y"),
    ],
    ids=str,
)
def test_a_key(path: tuple[str | int, ...], line: int, column: int, key: str) -> None:
    place = Places(TRICKY).find(path)
    assert place.exact
    assert TRICKY[place.key.start : place.key.end] == key
    assert Lines.of(TRICKY).place(place.key.start) == (line, column)


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (("updates", 1, "time"), ("updates", 1)),
        (("updates", 0, "media", 5, "url"), ("updates", 0, "media")),
        (("updates", 0, "media", 1, "alt"), ("updates", 0, "media", 1)),
        (("story", "h", "j", "none", 3), ("story", "h", "j")),
        (("story", "headline"), ("story",)),
        (("c", "d", "e f", 9), ("c", "d", "e f")),
        (("format", "x", 0), ("format",)),
    ],
    ids=str,
)
def test_what_is_not_there_gives_the_nearest_around_it(
    path: tuple[str | int, ...], nearest: tuple[str | int, ...]
) -> None:
    places = Places(TRICKY)
    found = places.find(path)
    assert not found.exact
    assert found == places.find(nearest)._replace(exact=False)


def test_nothing_near_gives_the_beginning() -> None:
    place = Places(TRICKY).find(("none", 1))
    assert (place.exact, place.key, place.value) == (False, (0, 0), (0, 0))


def test_the_value_around_an_offset() -> None:
    places = Places(TRICKY)
    for _, line, column, value in BY_HAND:
        if value in ("[ ]", "{}"):
            continue
        start = Lines.of(TRICKY).starts[line - 1] + column - 1
        for offset in (start, start + len(value) - 1):
            span = places.leaf_at(offset)
            assert span is not None
            assert TRICKY[span.start : span.end] == value
    assert places.leaf_at(TRICKY.index("# a head")) is None
    assert places.leaf_at(TRICKY.index("# one")) is None


def test_lines_and_columns_count_code_points_from_one() -> None:
    lines = Lines.of("a\r\né\U0001f600b\n\nlast")
    assert [lines.place(offset) for offset in (0, 1, 3, 4, 5, 7, 8, 11)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (2, 3),
        (3, 1),
        (4, 1),
        (4, 4),
    ]
    assert [lines.line(number) for number in (1, 2, 3, 4)] == ["a", "é\U0001f600b", "", "last"]
    assert Lines.of("").line(1) == ""


def test_ten_thousand_keys_are_found_in_a_moment() -> None:
    keys = [f"k{number}" for number in range(10_000)]
    inner = ", ".join(f"{key} = [{number}]" for number, key in enumerate(keys))
    text = "".join(f"{key} = 1\n" for key in keys) + f"[a]\ninline = {{ {inner} }}\n"
    places = Places(text)
    for number, key in enumerate(keys):
        span = places.find(("a", "inline", key, 0)).value
        assert text[span.start : span.end] == str(number)
        assert places.find((key,)).exact
