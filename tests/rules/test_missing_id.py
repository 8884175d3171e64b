from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "missing-id"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Trains are late."
""",
            id="two of one second",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Trains are late."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Buses too."
""",
            id="three of one second",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00.1Z
body = "Open."

[[«updates»]]
time = 2024-01-05T09:00:00.9Z
body = "Open."
""",
            id="two of one second that differ in its fractions",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
time = 2024-01-05T10:00:00+01:00
body = "Closed."
""",
            id="two offsets",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Closed."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Half open."
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
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[updates]]
id = "trains"
time = 2024-01-05T09:00:00Z
body = "Trains are late."
""",
            id="one of the two has an id",
        ),
        pytest.param(
            """
[[updates]]
id = "doors"
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[updates]]
id = "trains"
time = 2024-01-05T09:00:00Z
body = "Trains are late."
""",
            id="both have ids",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Doors open."

[[updates]]
time = 2024-01-05T09:00:01Z
body = "Trains are late."
""",
            id="a second between them",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_an_id_is_offered(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[{}]]\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    first, second = update.format("updates", "Open."), update.format("«updates»", "Closed.")
    (finding,) = found(RULE, first + second)
    offered = re.search(r'id = "(20240105T090000Z-[a-z2-7]{6})"', str(finding.help))
    assert offered


def test_following_the_help_mends_it(
    found: Callable[..., list[Diagnostic]], clean: Callable[..., None]
) -> None:
    update = '[[{}]]\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    first, second = update.format("updates", "Open."), update.format("«updates»", "Closed.")
    (finding,) = found(RULE, first + second)
    offered = str(finding.help).partition("here write ")[2]
    clean(RULE, first + update.format("updates", "Closed.") + offered + "\n")


def test_the_same_content_is_another_rule(clean: Callable[..., None]) -> None:
    update = '[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    clean(RULE, update * 2, besides=("duplicate-update",))


def test_one_whose_id_is_wrong_does_not_lack_one(clean: Callable[..., None]) -> None:
    update = '[[updates]]\n{}time = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    text = update.format("", "Open.") + update.format('id = "a b"\n', "Closed.")
    clean(RULE, text, besides=("invalid-id",))
