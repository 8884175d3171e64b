from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "invalid-id"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
id = «"road reopens"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="a blank",
        ),
        pytest.param(
            """
[[updates]]
id = «"2024/01"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="a slash",
        ),
        pytest.param(
            """
[[updates]]
id = «"-a"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="a hyphen first",
        ),
        pytest.param(
            """
[[updates]]
id = «"a."»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="a dot last",
        ),
        pytest.param(
            """
[[updates]]
id = «""»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="nothing",
        ),
        pytest.param(
            """[story]
id = «"straße"»
headline = "A story"
""",
            id="letters beyond ASCII",
        ),
        pytest.param(
            r"""[story]
id = «"a\n"»
headline = "A story"
""",
            id="a line ending",
        ),
        pytest.param(
            """[story]
id = «"CON"»
headline = "A story"
""",
            id="a device of Windows",
        ),
        pytest.param(
            """[story]
id = «"lpt1.txt"»
headline = "A story"
""",
            id="a device of Windows with a suffix",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "2024-01-05_Coast.road"
headline = "A story"
""",
            id="all that is allowed",
        ),
        pytest.param(
            """[story]
id = "1"
headline = "A story"
""",
            id="one character",
        ),
        pytest.param(
            """[story]
id = "console"
headline = "A story"
""",
            id="a device's name inside",
        ),
        pytest.param(
            """
[[updates]]
id = "20240105T090000Z-k3v9qa"
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="what blogctl writes",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_128_characters_are_the_most(
    found: Callable[..., object], clean: Callable[..., None]
) -> None:
    clean(RULE, f'[story]\nid = "{"a" * 128}"\nheadline = "A story"\n')
    found(RULE, f'[story]\nid = «"{"a" * 129}"»\nheadline = "A story"\n')
