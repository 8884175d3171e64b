from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "oversized-summary"
STORY = '[story]\nid = "x"\nheadline = "A story"\n'
BAD = [
    STORY + 'summary = «"' + "a" * 4001 + '"»\n',
    STORY + 'summary = «"' + "é" * 2001 + '"»\n',
]
GOOD = [
    STORY + 'summary = "' + "a" * 4000 + '"\n',
    STORY + 'summary = "' + "é" * 2000 + '"\n',
    STORY,
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "apple", "rss")
