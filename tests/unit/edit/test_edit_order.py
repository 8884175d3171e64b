"""The order of what is merged: that of both sides, and the same whichever is ours."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from blogctl.edit.order import merged_order


def order(base: str, ours: str, theirs: str, rank: Callable[[str], str] = str) -> str:
    kept = set(ours + theirs)
    one = merged_order(base, ours, theirs, kept, rank)
    assert one == merged_order(base, theirs, ours, kept, rank)
    return "".join(one)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "wanted"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "cba", "abc", "cba"),
        ("abc", "axbc", "abyc", "axbyc"),
        ("ba", "bxa", "bya", "bxya"),
        ("abc", "cab", "abcx", "cabx"),
        ("", "yx", "xy", "xy"),
        ("m", "myx", "mxy", "mxy"),
        ("abc", "bca", "cab", "abc"),
        ("", "b", "a", "ab"),
        ("", "", "", ""),
    ],
)
def test_the_order_is_that_of_the_side_that_moved(
    base: str, ours: str, theirs: str, wanted: str
) -> None:
    assert order(base, ours, theirs) == wanted


def test_what_is_not_kept_is_left_out() -> None:
    assert merged_order("abc", "abc", "abcd", "ad", str) == ["a", "d"]


def test_circles_are_cut_where_the_rank_says() -> None:
    # What ours has moved, c before a and b, is parted by what theirs has between b and c.
    assert order("abc", "cab", "abxc") == "abxc"
    assert order("abc", "cab", "abxc", lambda item: chr(200 - ord(item))) == "xcab"


def test_any_two_orders_give_one_of_all_items_whichever_is_ours() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        base, ours, theirs = (
            "".join(chance.sample("abcdefg", chance.randint(0, 7))) for _ in range(3)
        )
        assert sorted(order(base, ours, theirs)) == sorted(set(ours + theirs))
