from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "illegal-character"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell«\u0007» rings."
""",
            id="an escape",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The bell«\b» rings."
""",
            id="a backspace",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Page«\f»"
body = "Open."
""",
            id="a form feed",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A «\uFFFF» B"
""",
            id="a character that is none",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "A «\U0000001F» B"
""",
            id="a long escape",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
'''
headline = "a«\u0001»"
""",
            id="in a long text",
        ),
        pytest.param(
            r"""[story]
id = "x"
headline = "A story"
authors = ["A", "B«\u0002»"]
""",
            id="in an author's name",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "", caption = "C«\u001b»" }]
""",
            id="in a caption",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
extra = { feed = ["ok", "no«\u0000»"] }
""",
            id="in extra",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "a\tb\r\nc\n"
""",
            id="tab and line endings",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "\uFFFD \uE000 \U0010FFFF \uD7FF"
""",
            id="the last of the allowed",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = 'The code is \u0007.'
""",
            id="a backslash that is meant",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Rain 🌧️"
""",
            id="emoji",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
