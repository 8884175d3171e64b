from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "unordered-updates"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."

[[updates]]
time = «2024-01-05T09:00:00Z»
body = "A."
""",
            id="two",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T11:00:00Z
body = "C."

[[updates]]
time = «2024-01-05T09:00:00Z»
body = "A."

[[updates]]
time = «2024-01-05T10:00:00Z»
body = "B."
""",
            id="two behind a later one",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "B."

[[updates]]
time = «2024-01-05T09:30:00+01:00»
body = "A."
""",
            id="by the offset",
        ),
        pytest.param(
            """
[[updates]]
id = "b"
time = 2024-01-05T09:00:00.000001Z
body = "B."

[[updates]]
id = "a"
time = «2024-01-05T09:00:00Z»
body = "A."
""",
            id="by a microsecond",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T11:00:00Z
body = "C."

[[updates]]
time = «2024-01-05T10:00:00Z»
body = "B."

[[updates]]
time = «2024-01-05T09:00:00Z»
body = "A."
""",
            id="newest first, as a page shows them",
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
body = "A."
""",
            id="one",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."

[[updates]]
time = 2024-01-05T09:00:01Z
body = "B."
""",
            id="in order",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "A."

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "B."
""",
            id="at the same moment",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00+01:00
body = "A."

[[updates]]
time = 2024-01-05T08:30:00Z
body = "B."
""",
            id="in order, though the clock shows less",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
