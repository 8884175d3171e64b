from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "unknown-key"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
«headlne» = "Road reopens"
body = "Open."
""",
            id="in an update",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
«Body» = "Open."
headline = "Road reopens"
""",
            id="a capital letter",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
«title» = "Another"
""",
            id="in the story",
        ),
        pytest.param(
            """«version» = 1

[story]
id = "x"
headline = "A story"
""",
            id="at the top",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council", «link» = "https://example.org" }]
""",
            id="in an inline table",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [
  { type = "image", url = "a.jpg", alt = "" },
  { type = "image", url = "b.jpg", alt = "", «titel» = "B" },
]
""",
            id="in the second media item",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.publisher]
name = "Example News"
«homepage» = "https://example.org"
""",
            id="in a table of its own",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
«publisher.web» = "https://example.org"
publisher.name = "Example News"
""",
            id="dotted",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
«"match minute"» = 43
""",
            id="in quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
«minute» = 43
body = "Open."
«half» = 2
""",
            id="two in one update",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[[«entries»]]
time = 2024-01-05T09:00:00Z
""",
            id="a whole table",
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
extra = { headlne = "a", match = { minute = 43 } }
""",
            id="whatever extra holds",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.extra.desk]
name = "Night desk"
""",
            id="a table under extra",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
headline = "h"
body = "b"
authors = ["A"]
tags = ["t"]
key = true
pinned = true
label = "l"
status = "published"
edited = 2024-01-05T09:00:00Z
sources = []
media = []
corrections = []
original_url = "https://example.org"
extra = {}
""",
            id="every key of an update",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_it_names_what_was_meant(found: Callable[..., list[Diagnostic]]) -> None:
    (finding,) = found(
        RULE, '[[updates]]\ntime = 2024-01-05T09:00:00Z\n«bdy» = "x"\nkey = true\nheadline = "h"\n'
    )
    assert '"bdy"' in finding.message
    assert finding.help is not None
    assert '"body"' in finding.help
