from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "missing-dimensions"
BAD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'image = «{ url = "/a.jpg", alt = "A", width = 1600 }»\n'
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
        'media = [«{ type = "image", url = "/a.jpg", alt = "A", height = 900 }»]\n'
    ),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'image = { url = "/a.jpg", alt = "A", width = 1600, height = 900 }\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        'media = [{ type = "video", url = "/a.mp4" }]\n'
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
        'status = "draft"\n'
        'media = [{ type = "image", url = "/a.jpg", alt = "A" }]\n'
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "html")
