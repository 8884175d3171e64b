from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl import dialect
from blogctl.diagnostics import Diagnostic

RULE = "unfit-reference"
BAD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A bell«&#7;», and &#27;."\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        "body = '''\n"
        "`&#7;` and «&#x1B;»\n"
        "'''\n"
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "&#8211; «&#xFFFE;»"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "«&#xD800;»"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "«&#0;»"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "«&#x110000;»"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "«&#128;»"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "A."\n'
        'corrections = [{ time = 2024-01-05T09:00:00Z, text = "[a](/b) «&#1;»" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "&#1;"\n'
        'retraction = { time = 2024-01-05T09:00:00Z, reason = "«&#1;»" }\n'
    ),
    ('[story]\nid = "x"\nheadline = "A story"\nbody = "«&#1;»"\nnote = "![«&#1;»](/a.png)"\n'),
]
GOOD = [
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "`&#7;`, &amp;#7; and &#8211; &#9; &#10; &#13; &#xFFFD; &#x1FFFE;"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "&#12345678; &#x1234567; &#7 &#; &#x;"\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'headline = "&#7;"\n'
        'body = "A."\n'
        'media = [{ type = "image", url = "/a.png", alt = "&#7;" }]\n'
    ),
    (
        "[story]\n"
        'id = "x"\n'
        'headline = "A story"\n'
        "\n"
        "[[updates]]\n"
        'id = "a"\n'
        "time = 2024-01-05T09:00:00Z\n"
        'body = "&#7;"\n'
        "retraction = { time = 2024-01-05T09:00:00Z }\n"
    ),
]


@pytest.mark.parametrize("text", BAD)
def test_it_is_found_where_it_stands(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize("text", GOOD)
def test_what_is_right_is_left_alone(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_the_reference_is_named(found: Callable[..., list[Diagnostic]]) -> None:
    (finding,) = found(RULE, '[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "«&#x1b;»"\n')
    assert "&#x1b;" in finding.message


@pytest.mark.parametrize("code", [*range(0x100), 0xD7FF, 0xD800, 0xDFFF, *range(0xFFF0, 0x10001)])
def test_it_is_what_exports_replace(
    diagnose: Callable[..., tuple[Diagnostic, ...]], code: int
) -> None:
    found = diagnose(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "a&#{code};b"\n')
    is_replaced = code != 0xFFFD and "\ufffd" in dialect.render(f"a&#{code};b")
    assert [each.rule for each in found] == [RULE] * is_replaced
