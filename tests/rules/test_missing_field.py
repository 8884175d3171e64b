from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "missing-field"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[«updates»]]
body = "Open."
""",
            id="an update without a time",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "second"
body = "Closed."
""",
            id="the second update",
        ),
        pytest.param(
            """[«story»]
headline = "A story"
""",
            id="a story without an id",
        ),
        pytest.param(
            """[«story»]
id = "x"
""",
            id="a story without a headline",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
sources = [{ name = "Council" }, «{ url = "https://example.org" }»]
""",
            id="a source without a name",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [«{ type = "image", alt = "A road" }»]
""",
            id="media without a URL",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [«{ time = 2024-01-05T09:20:00Z }»]
""",
            id="a correction without a text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
retraction = «{ reason = "Wrong." }»
""",
            id="a retraction without a time",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[«story.publisher»]
url = "https://example.org"
""",
            id="a publisher's table",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
authors = ["A", «{ role = "Reporter" }»]
""",
            id="an author",
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
""",
            id="only what is required",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = [{ type = "video", url = "a.mp4" }]
""",
            id="an update of media alone",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
retraction = { time = 2024-01-05T10:00:00Z }
""",
            id="a retraction without a reason",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_two_keys_are_two_findings(found: Callable[..., list[Diagnostic]]) -> None:
    findings = found(RULE, "[««story]\n")
    assert {finding.message for finding in findings} == {
        'the story needs "id"',
        'the story needs "headline"',
    }
