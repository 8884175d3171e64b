from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "ambiguous-time"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = «2024-10-27T01:30:00»
body = "Open."
""",
            id="an hour in London",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = «2024-10-27T01:00:00»
body = "Open."
""",
            id="its first moment",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = «2024-10-27T01:59:59»
body = "Open."
""",
            id="its last moment",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Australia/Lord_Howe"

[[updates]]
time = «2024-04-07T01:45:00»
body = "Open."
""",
            id="half an hour on Lord Howe",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "America/New_York"

[[updates]]
time = 2024-11-02T21:00:00
body = "Open."
retraction = { time = «2024-11-03T01:15:00», reason = "Closed." }
""",
            id="a retraction",
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
timezone = "Europe/London"

[[updates]]
time = 2024-10-27T00:59:59
body = "Open."
""",
            id="just before",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-10-27T02:00:00
body = "Open."
""",
            id="just after",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-10-27T01:30:00+00:00
body = "Open."
""",
            id="with either offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Asia/Tokyo"

[[updates]]
time = 2024-10-27T01:30:00
body = "Open."
""",
            id="where the clocks stay",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_both_readings_are_named(found: Callable[..., list[Diagnostic]]) -> None:
    (finding,) = found(
        RULE,
        """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"
coverage_start = «2024-10-27T01:30:00»
""",
    )
    assert finding.help is not None
    assert "2024-10-27T01:30:00+01:00" in finding.help
    assert "2024-10-27T01:30:00+00:00" in finding.help
