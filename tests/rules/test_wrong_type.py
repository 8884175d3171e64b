from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "wrong-type"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
pinned = «"yes"»
""",
            id="a quoted boolean",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
key = «1»
""",
            id="a number for a boolean",
        ),
        pytest.param(
            """
[[updates]]
time = «"2024-01-05T09:00:00Z"»
body = "Open."
""",
            id="a time in quotes",
        ),
        pytest.param(
            """
[[updates]]
time = «20240105»
body = "Open."
""",
            id="a time as a number",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-01-05»
body = "Open."
""",
            id="a bare date",
        ),
        pytest.param(
            """
[[updates]]
time = «09:00:00»
body = "Open."
""",
            id="a bare time",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = «42»
headline = "Road reopens"
""",
            id="a number for a text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = «"roads"»
""",
            id="a text for an array",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = ["roads", «66»]
""",
            id="a number in an array",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "", width = «"1600"» }]
""",
            id="a size in quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "", width = «1600.0» }]
""",
            id="a size with a fraction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4", duration = «true» }]
""",
            id="a boolean as a length",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
image = «"a.jpg"»
""",
            id="a text for a table",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
extra = «"free"»
""",
            id="a text for extra",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
authors = [«7»]
""",
            id="a number for an author",
        ),
        pytest.param(
            """
[«updates»]
body = "Open."
""",
            id="a table of updates",
        ),
        pytest.param(
            """format = «"1"»

[story]
id = "x"
headline = "A story"
""",
            id="a text for the format",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = 'Open.'
key = «'''
true
'''»
""",
            id="a text over several lines",
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
body = "Open."
key = true
pinned = false
""",
            id="booleans",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4", duration = 94 }]
""",
            id="a length without a fraction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05 09:00:00Z
body = "Open."
""",
            id="a space for the T",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
about = { name = "Storm", start = 2024-01-05, end = 2024-01-06 }
""",
            id="an event's bare dates",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
authors = ["A", { name = "B" }]
""",
            id="an author as a text and as a table",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "42"
body = "true"
""",
            id="numbers that are texts",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
