from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "guid-from-time"
STORY = '[story]\nid = "x"\nheadline = "A story"\n\n'
UPDATE = 'time = 2024-01-05T09:00:00Z\nbody = "A."\n'
BAD = [
    STORY + "[[«updates»]]\n" + UPDATE,
    STORY + '[[updates]]\nid = "a"\ntime = 2024-01-05T08:00:00Z\nbody = "B."\n\n'
    "[[«updates»]]\n" + UPDATE,
]
GOOD = [
    STORY + '[[updates]]\nid = "a"\n' + UPDATE,
    STORY + '[[updates]]\nstatus = "draft"\n' + UPDATE,
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "apple", "atom", "jsonfeed", "jsonld", "ninjs", "rss")
