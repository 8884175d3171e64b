from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "invalid-value"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
status = «"live"»
""",
            id="a status of updates",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
status = «"finished"»
""",
            id="a status of stories",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
status = «"Draft"»
""",
            id="a capital letter",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "" }, { type = «"photo"», url = "b.jpg", alt = "" }]
""",
            id="a media type",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
related = [{ headline = "Before", url = "b", rel = «"prev"» }]
""",
            id="a relation",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
language = «"english please"»
""",
            id="a language",
        ),
        pytest.param(
            """[story]
id = "x"
headline = «"  "»
""",
            id="a blank headline",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = ["roads", «""»]
""",
            id="a blank tag",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
authors = [{ name = «" "» }]
""",
            id="a blank author",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "", width = «0» }]
""",
            id="a width of nothing",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "file", url = "a.pdf", bytes = «-1» }]
""",
            id="a size below nothing",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4", duration = «inf» }]
""",
            id="an endless film",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "", mime = «"jpeg"» }]
""",
            id="a MIME type",
        ),
        pytest.param(
            """
[[updates]]
time = «0001-01-01T00:00:00+01:00»
body = "Open."
""",
            id="a year before the first in UTC",
        ),
        pytest.param(
            """
[[updates]]
time = «2024-01-05T09:00:00.1234567Z»
body = "Open."
""",
            id="a time finer than microseconds",
        ),
        pytest.param(
            """format = «0»

[story]
id = "x"
headline = "A story"
""",
            id="an older format",
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
status = "paused"
""",
            id="every status of a story",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
language = "zh-Hant-TW"
""",
            id="a language with a region",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
summary = ""
""",
            id="an optional text that is empty",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00.123456Z
body = "Open."
""",
            id="microseconds",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The clock stood at 09:00:00.1234567."
""",
            id="a fine time inside a text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4", duration = 0 }]
""",
            id="a film of no length",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
