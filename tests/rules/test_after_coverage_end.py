from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "after-coverage-end"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = «2024-01-06T09:00:00Z»
body = "A."
""",
            id="by a day",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."

[[updates]]
time = «2024-01-05T21:00:01Z»
body = "B."
""",
            id="by a second",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = «2024-01-05T20:30:00-01:00»
body = "A."
""",
            id="by the offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = «2024-01-05T22:00:00Z»
body = "A."

[[updates]]
time = «2024-01-05T23:00:00Z»
body = "B."
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
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = 2024-01-05T21:00:00Z
body = "A."
""",
            id="at the end",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = 2024-01-05T22:00:00+01:00
body = "A."
""",
            id="at the end under another offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"
coverage_end = 2024-01-05T21:00:00Z

[[updates]]
time = 2024-01-06T09:00:00Z
body = "A."
status = "draft"
""",
            id="a draft, whose time is not final",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = "ended"

[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
""",
            id="an ended story without a time of its end",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
