from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.check import check_text

RULE = "syntax"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "The road is open.«
""",
            id="a string that is not closed",
        ),
        pytest.param(
            '''
[[updates]]
time = 2024-01-05T09:00:00Z
body = «"""
The road is open.
''',
            id="a long string that is not closed",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = «["roads", "weather"
""",
            id="an array that is not closed",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
media = «[{ type = "image", url = "a.jpg", alt = "" ]
""",
            id="an inline table that is not closed, inside an array",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
«body = "Closed."
""",
            id="a key twice",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.image]
url = "a.jpg"

«[story.image]
url = "b.jpg"
""",
            id="a table twice",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = «Road reopens
""",
            id="a text without quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = «“Road reopens”
""",
            id="typographic quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
pinned = «True
""",
            id="a capital True",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = 'It'«s open.'
""",
            id="an apostrophe in single quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline «"Road reopens"
""",
            id="no equals sign",
        ),
        pytest.param(
            """
[[updates]]
time = 2024«-13-05T09:00:00Z
body = "Open."
""",
            id="a month that does not exist",
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
body = "A [bracket, a {brace and a # hash"
""",
            id="brackets and hashes inside strings",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "[[updates]]"
body = "body = [1, 2"
""",
            id="a header inside a long string",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Line one.

[story
key
'''
""",
            id="a string over several lines",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
tags = [
  "roads",  # a comment with ] in it
]
""",
            id="comments in an array",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"

[story.image]
url = "a.jpg"
alt = ""
""",
            id="a table for each part",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("[" * 100_000 + "]" * 100_000, id="nested a hundred thousand times"),
        pytest.param("9" * 100_000, id="an integer of a hundred thousand digits"),
    ],
)
def test_hostile_values_are_one_finding(found: Callable[..., object], value: str) -> None:
    text = f'[story]\nid = "x"\nheadline = "A story"\nextra = {{ a = {value} }}\n'
    diagnostics = check_text(text).diagnostics
    assert [(found.rule, found.line) for found in diagnostics] == [("syntax", 4)]


def test_it_is_the_only_finding() -> None:
    text = '[story]\nid = "no id"\nheadline = "A story"\nstatus = "unknown"\nbody = "open\n'
    diagnostics = check_text(text).diagnostics
    assert [found.rule for found in diagnostics] == ["syntax"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f"])
def test_a_control_character_in_the_file_itself(
    found: Callable[..., object], character: str
) -> None:
    found("syntax", f'[story]\nid = "x"\nheadline = "A«{character} story"\n')


def test_windows_line_endings_are_fine(clean: Callable[..., None]) -> None:
    clean(RULE, '[story]\r\nid = "x"\r\nheadline = "A story"\r\n')
