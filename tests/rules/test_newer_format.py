from __future__ import annotations

from collections.abc import Callable

import pytest

RULE = "newer-format"
STORY = '[story]\nid = "x"\nheadline = "A story"\n'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"format = «2»\n\n{STORY}", id="the next"),
        pytest.param(f"format = «1_000»  # far away\n\n{STORY}", id="one far away"),
        pytest.param(
            f"format = «3»\nseries = 1\n\n{STORY}status = 7\n\n[[entries]]\n",
            id="alone, whatever else it holds",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"format = 1\n\n{STORY}", id="this format"),
        pytest.param(STORY, id="none"),
        pytest.param(f"{STORY}extra = {{ format = 2 }}\n", id="a format in extra"),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


@pytest.mark.parametrize(
    ("value", "rule"), [("0", "invalid-value"), ("-2", "invalid-value"), ("true", "wrong-type")]
)
def test_what_is_no_format_breaks_another_rule(
    clean: Callable[..., None], value: str, rule: str
) -> None:
    clean(RULE, f"format = {value}\n\n{STORY}", besides=(rule,))


def test_a_format_in_the_story_is_an_unknown_key(clean: Callable[..., None]) -> None:
    clean(RULE, f"{STORY}format = 2\n", besides=("unknown-key",))
