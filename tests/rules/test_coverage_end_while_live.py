from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "coverage-end-while-live"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "live"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-05T21:00:00Z»
""",
            id="live",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "paused"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-05T21:00:00Z»
""",
            id="paused",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "upcoming"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-05T21:00:00Z»
""",
            id="upcoming",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_end = «2024-01-05T21:00:00Z»  # planned
""",
            id="live by default",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
"coverage_end" = «2024-01-05T21:00:00Z»
""",
            id="in quoted keys",
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
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = 2024-01-05T21:00:00Z
""",
            id="ended",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
""",
            id="ended without a time",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z
""",
            id="live without an end",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
