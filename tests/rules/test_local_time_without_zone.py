from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "local-time-without-zone"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = «2024-01-05T09:00:00»
body = "Open."
""",
            id="an update",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = «2024-01-05T09:00:00»
""",
            id="the start of the coverage",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-01-05 09:00:00»
body = "Open."
""",
            id="a space for the T",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [{ time = «2024-01-05T10:00:00», text = "Closed." }]
""",
            id="a correction",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
about = { name = "Storm", start = «2024-01-05T10:00:00» }
""",
            id="an event",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-01-05T09:00:00»
body = "Open."

[[updates]]
time = «2024-01-05T09:30:00»
body = "Closed."
""",
            id="each of two",
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
time = 2024-01-05T09:00:00-05:00
body = "Open."
""",
            id="an offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-01-05T09:00:00
body = "Open."
""",
            id="a zone",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
about = { name = "Storm", start = 2024-01-05 }
""",
            id="an event's date",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
extra = { kickoff = "2024-01-05T09:00:00" }
""",
            id="a local time in extra is another rule's",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
