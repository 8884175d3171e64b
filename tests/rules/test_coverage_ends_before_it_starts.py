from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "coverage-ends-before-it-starts"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-04T21:00:00Z»
""",
            id="by a day",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-05T08:59:59.999999Z»
""",
            id="by a microsecond",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = «2024-01-05T09:30:00+01:00»
""",
            id="by the offset alone",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Asia/Tokyo"
status = "ended"
coverage_end = «2024-01-05T12:00:00»
coverage_start = 2024-01-05T09:00:00Z
""",
            id="in the story's zone",
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
coverage_end = 2024-01-05T09:00:00Z
""",
            id="the same moment",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00Z
coverage_end = 2024-01-05T10:00:00+01:00
""",
            id="the same moment under two offsets",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_start = 2024-01-05T09:00:00+01:00
coverage_end = 2024-01-05T08:30:00Z
""",
            id="later, though the clock shows less",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T09:00:00Z
""",
            id="no start",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z
""",
            id="no end",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
