from __future__ import annotations

from collections.abc import Callable

import pytest

from .target_cases import assert_for_its_targets

RULE = "relative-url"
BAD = [
    ('[story]\nid = "x"\nheadline = "A story"\nurl = «"/live"»\n'),
    ('[story]\nid = "x"\nheadline = "A story"\npublisher = { name = "N", logo = «"l.png"» }\n'),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        'media = [{ type = "image", alt = "", url = «"a.jpg"» }]\n'
        'sources = [{ name = "S", url = «"../s"» }]\n'
    ),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        'url = "https://example.org/a"\n'
        'image = { url = "a.jpg", alt = "" }\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        "retraction = { time = 2024-01-05T10:00:00Z }\n"
        'media = [{ type = "image", alt = "", url = "a.jpg" }]\n'
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_is_on_for_its_targets_alone() -> None:
    assert_for_its_targets(RULE, "apple", "atom", "google", "jsonfeed", "jsonld", "ninjs", "rss")
