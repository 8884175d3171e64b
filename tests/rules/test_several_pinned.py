from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "several-pinned"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = «true»

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
pinned = true
""",
            id="two",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = «true»

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
pinned = «true»

[[updates]]
time = 2024-01-05T11:00:00Z
body = "C."
pinned = true
""",
            id="three",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "A."
pinned = «true»

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "B."
pinned = true
""",
            id="at the same time the later in the file wins",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = «true»

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."

[[updates]]
time = 2024-01-05T11:00:00Z
body = "C."
pinned = true
""",
            id="with others between",
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
pinned = true

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
""",
            id="one",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = true

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
pinned = true
status = "draft"
""",
            id="one and a draft",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = true

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
pinned = true
retraction = { time = 2024-01-05T10:30:00Z }
""",
            id="one and a retracted one",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."
pinned = true

[[updates]]
time = 2024-01-05T10:00:00Z
body = "B."
pinned = false
""",
            id="one and one that says it is not",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_the_newest_wins_wherever_it_stands(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[updates]]\ntime = 2024-01-05T{}:00:00Z\nbody = "Open."\npinned = {}\n'
    text = update.format("10", "true") + update.format("09", "«true»")
    (finding,) = found(RULE, text, besides=("unordered-updates",))
    assert "update 1 (2024-01-05T10:00:00Z)" in finding.message


def test_one_that_is_wrong_otherwise_does_not_count(clean: Callable[..., None]) -> None:
    update = '[[updates]]\ntime = 2024-01-05T{}:00:00Z\nbody = "Open."\npinned = true\n'
    text = update.format("09") + update.format("10") + 'status = "drafted"\n'
    clean(RULE, text, besides=("invalid-value",))
