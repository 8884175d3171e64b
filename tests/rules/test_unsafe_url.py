from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "unsafe-url"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"javascript:alert(1)"» }]
""",
            id="a script",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"JavaScript:alert(1)"» }]
""",
            id="a script in capitals",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"java\tscript:alert(1)"» }]
""",
            id="a script with a tab",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"data:text/html,x"» }]
""",
            id="data",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"file:///etc/passwd"» }]
""",
            id="a file",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"mailto:desk@example.org"» }]
""",
            id="mail, where no person is meant",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https://user:secret@example.org/"» }]
""",
            id="a password",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https://user@example.org/"» }]
""",
            id="a user name",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https://example.org/a b"» }]
""",
            id="a blank",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «" https://example.org/"» }]
""",
            id="a blank before",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https:///path"» }]
""",
            id="no host",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https:/example.org"» }]
""",
            id="one slash",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «""» }]
""",
            id="nothing",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «'https:\\example.org'» }]
""",
            id="a backslash",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = «"https://example.org/\u202Egpj.exe"» }]
""",
            id="a bidirectional control",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [
  { type = "image", url = "a.jpg", alt = "" },
  { type = "video", url = "b.mp4", poster = «"javascript:x"» },
]
""",
            id="the second media item",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.image]
url = «"ftp://example.org/a.jpg"»
alt = ""
""",
            id="the story's image",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
original_url = «"vbscript:x"»
""",
            id="where an update came from",
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
body = "Open."
sources = [{ name = "Council", url = "https://example.org/a?b=c#d" }]
""",
            id="https",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "HTTPS://EXAMPLE.ORG/" }]
""",
            id="capitals",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "http://example.org:8080/" }]
""",
            id="a port",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "../images/a.jpg" }]
""",
            id="relative",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "//example.org/a" }]
""",
            id="without a scheme",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "./a:b" }]
""",
            id="a colon in a path",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "https://example.org/straße" }]
""",
            id="letters beyond ASCII",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
authors = [{ name = "A", url = "mailto:a@example.org" }]
""",
            id="an author's mail",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", url = "https://example.org/@desk" }]
""",
            id="an at sign in a path",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
extra = { link = "javascript:x" }
""",
            id="anything in extra",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)
