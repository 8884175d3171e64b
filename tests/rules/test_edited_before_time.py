from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "edited-before-time"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = «2024-01-05T08:59:59Z»
""",
            id="an edit",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = «2024-01-05T09:30:00+01:00»
""",
            id="an edit, by its offset",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [{ time = «2024-01-05T08:00:00Z», text = "It was closed." }]
""",
            id="a correction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [
  { time = 2024-01-05T09:20:00Z, text = "It was closed." },
  { text = "It was open.", time = «2024-01-04T09:20:00Z» },
]
""",
            id="the second correction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
retraction = { time = «2024-01-05T08:00:00Z», reason = "Wrong." }
""",
            id="a retraction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates.corrections]]
time = «2024-01-05T08:00:00Z»
text = "It was closed."

[updates.retraction]
time = «2024-01-05T08:30:00Z»
""",
            id="in tables of their own",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = «2024-01-05T08:00:00Z»
corrections = [{ time = «2024-01-05T08:00:00Z», text = "A." }]
retraction = { time = «2024-01-05T08:00:00Z» }
""",
            id="all three",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
status = "draft"
edited = «2024-01-05T08:00:00Z»
""",
            id="a draft",
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
edited = 2024-01-05T09:00:00Z
""",
            id="at the same moment",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = 2024-01-05T04:00:00-05:00
""",
            id="at the same moment under another offset",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = 2024-01-05T09:20:00Z
corrections = [{ time = 2024-01-05T09:20:00Z, text = "A." }]
retraction = { time = 2024-01-05T09:30:00Z }
""",
            id="later",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = 2024-01-05T09:20:00Z

[[updates]]
time = 2024-01-05T10:00:00Z
body = "Closed."
""",
            id="before the next update",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
