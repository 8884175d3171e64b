from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "extra-not-json"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { kickoff = «2024-01-05T20:00:00Z» }
""",
            id="a time",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { kickoff = «2024-01-05T20:00:00» }
""",
            id="a local time",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { day = «2024-01-05» }
""",
            id="a date",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { at = «20:00:00» }
""",
            id="a clock time",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { odds = «inf» }
""",
            id="infinity",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { odds = «-inf» }
""",
            id="minus infinity",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { odds = «nan» }
""",
            id="no number",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { id = «9007199254740993» }
""",
            id="a large integer",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { match = { goals = [{ at = 1 }, { at = «2024-01-05» }] } }
""",
            id="deep inside",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.extra.match]
kickoff = «2024-01-05T20:00:00Z»
""",
            id="in a table of its own",
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
body = "Kick-off."
extra = { s = "x", b = true, i = -3, f = 0.5, a = [1, "x", [true]], t = { u = {} } }
""",
            id="everything JSON has",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { a = 9007199254740992, b = -9007199254740992 }
""",
            id="the largest integers",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Kick-off."
extra = { kickoff = "2024-01-05T20:00:00Z" }
""",
            id="a time in quotes",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_more_than_64_kilobytes(found: Callable[..., object]) -> None:
    head = '[story]\nid = "x"\nheadline = "A story"\n'
    found(RULE, f'{head}extra = «{{ a = "{"x" * 65_536}" }}»\n')


def test_almost_64_kilobytes(clean: Callable[..., None]) -> None:
    clean(RULE, f'[story]\nid = "x"\nheadline = "A story"\nextra = {{ a = "{"x" * 65_000}" }}\n')
