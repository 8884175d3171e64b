from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "nonexistent-time"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = «2024-03-31T01:30:00»
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
time = «2024-03-31T01:00:00»
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
time = «2024-03-31T01:59:59.999999»
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
time = «2024-10-06T02:15:00»
body = "Open."
""",
            id="half an hour on Lord Howe",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Pacific/Apia"

[[updates]]
time = «2011-12-30T12:00:00»
body = "Open."
""",
            id="a day in Samoa",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Europe/London"

[[updates]]
time = 2024-03-30T01:30:00
body = "Open."
edited = «2024-03-31T01:30:00»
""",
            id="an edit",
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
time = 2024-03-31T00:59:59
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
time = 2024-03-31T02:00:00
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
time = 2024-03-31T01:30:00Z
body = "Open."
""",
            id="with an offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "Asia/Tokyo"

[[updates]]
time = 2024-03-31T01:30:00
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
coverage_start = «2024-03-31T01:30:00»
""",
    )
    assert finding.help is not None
    assert "2024-03-31T02:30:00+01:00" in finding.help
    assert "2024-03-31T00:30:00" in finding.help
