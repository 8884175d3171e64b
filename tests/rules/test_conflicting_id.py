from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "conflicting-id"


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
body = "Closed."
""",
            id="another body",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:01Z
body = "Open."
""",
            id="another time",
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
status = "draft"
""",
            id="another status",
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
body = "Closed."

[[updates]]
id = «"a"»
time = 2024-01-05T09:00:00Z
body = "Half open."
""",
            id="two that conflict with the first",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"20240105T090000Z"»
time = 2024-01-05T09:00:00Z
body = "Closed."
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
body = "Closed."
""",
            id="an update that has by its time the id of another",
        ),
        pytest.param(
            """
[[updates]]
id = "a"  # the first
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = «"a"»  # the second
time = 2024-01-05T09:00:00Z
body = "Closed."
""",
            id="an id in an inline comment's company",
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
            id="other content in another id",
        ),
        pytest.param(
            """
[[updates]]
id = "20240105T090000Z"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
time = 2024-01-05T09:00:01Z
body = "Closed."
""",
            id="an update without an id, a second later",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_dedupe_needs_to_be_told_which_to_keep(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    (finding,) = found(RULE, update.format('"a"', "Open.") + update.format('«"a"»', "Closed."))
    assert "update 1 (2024-01-05T09:00:00Z)" in finding.message
    assert "`blogctl dedupe --keep first`" in str(finding.help)
    assert "`--keep last`" in str(finding.help)


def test_a_copy_of_the_second_is_a_duplicate(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    first, second = update.format('"a"', "Open."), update.format('«"a"»', "Closed.")
    again = update.format('"a"', "Closed.")
    found(RULE, first + second + again, besides=("duplicate-id",))


def test_the_same_content_is_another_rule(clean: Callable[..., None]) -> None:
    update = '[[updates]]\nid = "a"\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    clean(RULE, update * 2, besides=("duplicate-id",))


def test_five_thousand_of_one_id_take_no_long_time(
    found: Callable[..., list[Diagnostic]],
) -> None:
    update = '[[updates]]\nid = {}\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n'
    updates = [update.format('«"a"»' if number else '"a"', number) for number in range(5000)]
    start = perf_counter()
    found(RULE, "".join(updates))
    assert perf_counter() - start < 20


def test_an_update_without_an_id_is_offered_one(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "{}"\n{}'
    id_ = 'id = «"20240105T090000Z"»\n'
    (finding,) = found(RULE, update.format("Open.", "") + update.format("Closed.", id_))
    assert re.search(r'id = "20240105T090000Z-[a-z2-7]{6}"', str(finding.help))
    assert "dedupe" not in str(finding.help)
