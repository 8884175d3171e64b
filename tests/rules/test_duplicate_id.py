from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "duplicate-id"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="the same update twice",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="three times",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T10:00:00+01:00
body = "Open."
""",
            id="the same instant under another offset",
        ),
        pytest.param(
            r"""
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open.\nAgain."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Open.  \nAgain.\n\n"
""",
            id="blanks at the ends of lines",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Open."
edited = 2024-01-05T09:30:00Z
extra = { n = 1 }
""",
            id="another edit and other extra",
        ),
        pytest.param(
            """
[[updates]]
id = "Road"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"road"»
time = 2024-01-05T09:10:00Z
body = "Closed."
""",
            id="ids that differ in case",
        ),
        pytest.param(
            """
[[updates]]
id = "Road"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"ROAD"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="ids that differ in case, with the same content",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"20240105T090000Z"»
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="the id that another has by its time",
        ),
        pytest.param(
            """
[[updates]]
id = "20240105T090000Z"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="an update that has by its time the id of another",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"20240105t090000z"»
time = 2024-01-05T09:00:01Z
body = "Closed."
""",
            id="by its time, in another case",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Closed."

[[updates]]
id = "c"
time = 2024-01-05T09:00:00Z
body = "Half open."

# pasted again
[[ updates ]]
id = «'a'»
time = 2024-01-05T09:00:00Z
body = '''
Open.'''
""",
            id="far apart",
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
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Closed."
""",
            id="two ids",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "a-2"
time = 2024-01-05T09:00:00Z
body = "Closed."
""",
            id="one id that begins like another",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "b"
time = 2024-01-05T09:10:00Z
body = 'id = "a"'
""",
            id="an id in a text",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[[updates]]
id = "x"
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="the story's own id",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
time = 2024-01-05T09:00:01Z
body = "Open."
""",
            id="two times without ids",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_the_first_is_named_and_dedupe_offered(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    (finding,) = found(RULE, update.format('"a"') + update.format('«"a"»'))
    assert '"a"' in finding.message
    assert "update 1" in finding.message
    assert "blogctl dedupe" in str(finding.help)


def test_other_content_in_another_case_needs_another_id(
    found: Callable[..., list[Diagnostic]],
) -> None:
    update = '[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    (finding,) = found(RULE, update.format('"a"', "Open.") + update.format('«"A"»', "Closed."))
    assert "only in case" in finding.message
    assert finding.help == "give one of them another id"


def test_one_that_is_wrong_otherwise_is_not_compared(
    found: Callable[..., list[Diagnostic]],
) -> None:
    update = "[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\n{}\n"
    text = update.format('"a"', 'body = "Open."') + update.format('«"a"»', "body = 42\nkey = true")
    (finding,) = found(RULE, text + 'headline = "h"\n', besides=("wrong-type",))
    assert "content" not in finding.message
    assert "says" not in finding.message
