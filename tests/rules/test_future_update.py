from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from blogctl.check import check_text
from blogctl.diagnostics import Severity

RULE = "future-update"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = «2025-12-01T12:00:00Z»
body = "Open."
""",
            id="next year",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-12-01T12:00:01Z»
body = "Open."
""",
            id="in a second",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-12-01T11:30:00-01:00»
body = "Open."
""",
            id="by the offset",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A."

[[updates]]
time = «2025-01-01T00:00:00Z»
body = "B."

[[updates]]
time = «2100-01-01T00:00:00Z»
body = "C."
""",
            id="two of three",
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
time = 2024-12-01T12:00:00Z
body = "Open."
""",
            id="now",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-12-01T13:00:00+01:00
body = "Open."
""",
            id="now, under another offset",
        ),
        pytest.param(
            """
[[updates]]
time = 2100-01-01T00:00:00Z
body = "Open."
status = "draft"
""",
            id="a draft",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
edited = 2100-01-01T00:00:00Z
""",
            id="a later edit",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


TEXT = """[story]
id = "x"
headline = "A story"

[[updates]]
time = 2100-01-01T00:00:00Z
body = "Open."
"""


def test_it_is_off_unless_asked_for() -> None:
    assert not check_text(TEXT, now=datetime(2024, 1, 1, tzinfo=UTC)).diagnostics


def test_without_a_clock_it_says_nothing() -> None:
    assert not check_text(TEXT, severities={RULE: Severity.WARNING}).diagnostics


def test_it_can_be_an_error() -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC)
    (finding,) = check_text(TEXT, now=now, severities={RULE: Severity.ERROR}).diagnostics
    assert finding.severity is Severity.ERROR
    assert (finding.line, finding.column) == (6, 8)
