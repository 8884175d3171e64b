from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "empty-update"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[«updates»]]
time = 2024-01-05T09:00:00Z
""",
            id="nothing but a time",
        ),
        pytest.param(
            """
[[«updates»]]
time = 2024-01-05T09:00:00Z
tags = ["roads"]
key = true
""",
            id="tags alone",
        ),
        pytest.param(
            """
[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "  "
headline = ""
""",
            id="a blank body",
        ),
        pytest.param(
            """
[[«updates»]]
time = 2024-01-05T09:00:00Z
media = []
""",
            id="no media in the list",
        ),
        pytest.param(
            """
[[«updates»]]
time = 2024-01-05T09:00:00Z
status = "draft"
""",
            id="a draft",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

# a comment
[[ «updates» ]]
time = 2024-01-05T09:10:00Z
""",
            id="the second",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Road reopens"
""",
            id="a headline",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "."
""",
            id="a body",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4" }]
""",
            id="media",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
retraction = { time = 2024-01-05T10:00:00Z }
""",
            id="a retraction",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_a_body_of_the_wrong_type_is_no_empty_one(clean: Callable[..., None]) -> None:
    text = "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 42\n"
    clean(RULE, text, besides=("wrong-type",))
