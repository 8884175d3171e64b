from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "unknown-timezone"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"Europe/Lodnon"»
""",
            id="a typing error",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"IST"»
""",
            id="a short name that is no zone",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"+01:00"»
""",
            id="an offset",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"europe/london"»
""",
            id="another case",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"../../etc/passwd"»
""",
            id="a path",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «""»
""",
            id="nothing",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = «"Mars/Base"»

[[updates]]
time = 2024-01-05T09:00:00
body = "Open."
""",
            id="the only finding, local times notwithstanding",
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
timezone = "America/Argentina/Buenos_Aires"
""",
            id="a zone",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
timezone = "UTC"
""",
            id="UTC",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
""",
            id="no zone",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
