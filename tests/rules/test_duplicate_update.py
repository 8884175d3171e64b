from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "duplicate-update"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="two ids",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "c"
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="three ids",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="no ids",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="one id",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "b"
time = 2024-01-05T14:45:00+05:45
body = "Open."
""",
            id="another offset",
        ),
        pytest.param(
            r"""
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."
tags = ["roads"]
key = false

[[«updates»]]
key = false
tags = [ 'roads' ]
body = "Open.  \n\n"
id = "b"
time = 2024-01-05 09:00:00+00:00
""",
            id="other keys in another order",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[«updates»]]
id = "b"
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
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "c"
time = 2024-01-05T09:00:00Z
body = "Closed."

[[«updates»]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "Open."
""",
            id="with others of the same minute between",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
media = [{ type = "image", url = "a.jpg", alt = "A road" }]

[[«updates»]]
id = "b"
time = 2024-01-05T09:00:00Z
media = [{ url = "a.jpg", alt = "A road", type = "image" }]
""",
            id="images",
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
            id="the same time with other content",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "Open."

[[updates]]
id = "b"
time = 2024-01-05T09:00:01Z
body = "Open."
""",
            id="the same content a second later",
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
body = "Open."
tags = ["roads"]
""",
            id="one more tag",
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
body = "Open."
status = "draft"
""",
            id="a draft of it",
        ),
        pytest.param(
            """
[[updates]]
id = "a"
time = 2024-01-05T09:00:00Z
body = "It is open."

[[updates]]
id = "b"
time = 2024-01-05T09:00:00Z
body = "It is  open."
""",
            id="a blank more inside a line",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


@pytest.mark.parametrize("second", ["a", "A"])
def test_the_same_id_is_another_rule(clean: Callable[..., None], second: str) -> None:
    update = '[[updates]]\nid = "{}"\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    clean(RULE, update.format("a") + update.format(second), besides=("duplicate-id",))


def test_each_copy_is_reported_once(found: Callable[..., list[Diagnostic]]) -> None:
    update = '[[{}]]\nid = "{}"\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    text = update.format("updates", "a") + update.format("«updates»", "b")
    (finding,) = found(RULE, text + update.format("updates", "a"), besides=("duplicate-id",))
    assert "update 1 (2024-01-05T09:00:00Z)" in finding.message
    assert "blogctl dedupe" in str(finding.help)


def test_one_that_is_wrong_otherwise_is_not_compared(clean: Callable[..., None]) -> None:
    update = '[[updates]]\nid = "{}"\ntime = 2024-01-05T09:00:00Z\nbody = "Open."\n'
    text = update.format("a") + update.format("b") + "label = 3\nkey = true\n"
    clean(RULE, text, besides=("wrong-type",))
