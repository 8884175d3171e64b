from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "same-change-time"
BAD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        "\n"
        "[[«updates»]]\n"
        'id = "b"\n'
        "time = 2024-01-05T10:00:00+01:00\n"
        'body = "B."\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "c"\n'
        "time = 2024-01-05T08:00:00Z\n"
        "edited = 2024-01-05T09:00:00Z\n"
        'body = "C."\n'
        "\n"
        "[[«updates»]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
    ),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        "\n"
        "[[updates]]\n"
        'id = "b"\n'
        "time = 2024-01-05T09:00:01Z\n"
        'body = "A."\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        "\n"
        "[[updates]]\n"
        'id = "b"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'status = "draft"\n'
        'body = "B."\n'
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "atom")
