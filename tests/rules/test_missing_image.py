from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "missing-image"
BAD = [
    ('[«story»]\nid = "x"\nheadline = "A story"\n'),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'image = { url = "https://example.org/a.jpg", alt = "" }\n'
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "google", "html", "jsonld")
