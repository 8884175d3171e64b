from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "before-coverage-start"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = «2024-01-04T09:00:00Z»
body = "A."
""",
            id="by a day",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = «2024-01-05T08:59:59Z»
body = "A."

[[updates]]
time = 2024-01-05T09:00:00Z
body = "B."
""",
            id="by a second",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = «2024-01-05T09:30:00+01:00»
body = "A."
""",
            id="by the offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = «2024-01-05T07:00:00Z»
body = "A."

[[updates]]
time = «2024-01-05T08:00:00Z»
body = "B."

[[updates]]
time = 2024-01-05T09:00:00Z
body = "C."
""",
            id="two",
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
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
""",
            id="at the start",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = 2024-01-05T10:00:00+01:00
body = "A."
""",
            id="at the start under another offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
coverage_start = 2024-01-05T09:00:00Z

[[updates]]
time = 2024-01-04T09:00:00Z
body = "A."
status = "draft"
""",
            id="a draft, whose time is not final",
        ),
        pytest.param(
            """
[[updates]]
time = 1999-01-04T09:00:00Z
body = "A."
""",
            id="no start",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
