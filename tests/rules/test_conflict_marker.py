from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

RULE = "conflict-marker"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
«<<<<<<<» HEAD
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
=======
[[updates]]
time = 2024-01-05T09:01:00Z
body = "Closed."
>>>>>>> night-desk
""",
            id="two updates",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
«<<<<<<<» ours
body = "Open."
||||||| base
body = "Closed."
=======
body = "Half open."
>>>>>>> theirs
""",
            id="with the common ancestor",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
«<<<<<<<» HEAD
=======
key = true
>>>>>>> 1f2e3d4
""",
            id="one side empty",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
The road is
«<<<<<<<» HEAD
open.
=======
closed.
>>>>>>> theirs
'''
""",
            id="inside a long text",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
«<<<<<<<» HEAD
body = "Open."
=======
body = "Closed."
>>>>>>> a

[[updates]]
<<<<<<< HEAD
time = 2024-01-05T09:00:00Z
=======
time = 2024-01-05T09:01:00Z
>>>>>>> a
""",
            id="the first of several",
        ),
        pytest.param(
            """
body = "open
«<<<<<<<» HEAD
=======
>>>>>>> a
""",
            id="in a file that is broken besides",
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
body = '''
What we know
=======
Not much.
'''
""",
            id="a line of equals signs, as under a headline",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
>>>>>>> deep quote
'''
""",
            id="quoted text in Markdown",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
git writes <<<<<<< HEAD
and =======
and >>>>>>> theirs
'''
""",
            id="in the midst of a line",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
<<<<<< HEAD
======
>>>>>> a
<<<<<<<< HEAD
========
>>>>>>>> a
'''
""",
            id="six and eight characters",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_windows_line_endings(found: Callable[..., object]) -> None:
    text = 'body = "a"\n«<<<<<<<» HEAD\n=======\nbody = "b"\n>>>>>>> theirs\n'
    found(RULE, text.replace("\n", "\r\n"), bare=True)


def test_many_markers_take_no_long_time(clean: Callable[..., None]) -> None:
    body = "<<<<<<< HEAD\n" * 20_000
    start = perf_counter()
    clean(RULE, f"[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = '''\n{body}'''\n")
    assert perf_counter() - start < 3
