from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "missing-summary"
BAD = [
    ('[«story»]\nid = "x"\nheadline = "A story"\n'),
    ('[«story»]\nid = "x"\nheadline = "A story"\nsummary = ""\n'),
    ('[«story»]\nid = "x"\nheadline = "A story"\nsummary = " \\n "\n'),
]
GOOD = [
    ('[story]\nid = "x"\nheadline = "A story"\nsummary = "S."\n'),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "apple", "atom", "google", "html", "jsonfeed", "rss")
