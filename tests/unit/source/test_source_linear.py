"""Time: each step takes four times the input, and none may take the time of its square."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from blogctl.source.blocks import split
from blogctl.source.places import Places
from blogctl.source.scan import Unscannable, comments, scan

SIZES = [2**13, 2**15, 2**17, 2**19]
LIMIT = 10.0
"""Seconds. Half a megabyte takes about one; the square of 128 KB would take far more."""

SHAPES: dict[str, Callable[[int], str]] = {
    "one endless line": lambda n: "a" * n,
    "one endless value": lambda n: "a = " + "1" * n,
    "one endless key with blanks": lambda n: "a " * (n // 2),
    "one endless dotted key": lambda n: "a." * (n // 2) + "b = 1",
    "blanks": lambda n: " " * n,
    "blanks behind a value": lambda n: "a = 1" + " " * n + "x",
    "empty lines": lambda n: "\n" * n,
    "carriage returns": lambda n: "\r" * n,
    "double quotes": lambda n: 'a = "' + '"' * n,
    "single quotes": lambda n: "a = '" + "'" * n,
    "lines of double quotes": lambda n: '"""\n' * (n // 4),
    "keys with double quotes": lambda n: 'a = """\n' * (n // 8),
    "keys with single quotes": lambda n: "a = '''\n" * (n // 8),
    "quotes in a long string": lambda n: 'a = """' + '"" ' * (n // 3) + '"""\n',
    "backslashes": lambda n: 'a = "' + "\\" * n,
    "backslashes in a long string": lambda n: 'a = """' + "\\" * (n // 2 * 2) + '"""\n',
    "open brackets": lambda n: "a = " + "[" * n,
    "brackets": lambda n: "a = " + "[" * (n // 2) + "]" * (n // 2),
    "open braces": lambda n: "a = " + "{" * n,
    "header brackets": lambda n: "[" * n,
    "headers": lambda n: "[[updates]]\n" * (n // 12),
    "touching comments": lambda n: "# c\n" * (n // 4) + "[[updates]]\n",
    "comments and headers": lambda n: "# c\n[[updates]]\nb = [ # ]\n]\n" * (n // 28),
    "comments apart at the end": lambda n: "[[updates]]\n\n" + "# c\n\n" * (n // 5),
    "a tail that is no comment": lambda n: "[[updates]]\n" + "# c\n" * (n // 4) + "a = 1",
    "strings in an array": lambda n: "a = [" + '"", ' * (n // 4) + "]\n",
    "unclosed strings in an array": lambda n: "a = [" + '"a",' * (n // 4) + "\n",
    "comments in an array": lambda n: "a = [\n" + "#]\n" * (n // 3) + "]\n",
    "escapes in keys": lambda n: '"\\t" = 1\n' * (n // 9),
    "a key of escapes": lambda n: '"' + "\\t" * (n // 2) + '" = 1\n',
    "plain lines": lambda n: "a = 1\n" * (n // 6),
}


def _all(text: str) -> None:
    for step in (scan, split, Places, lambda text: comments(text, 0, len(text))):
        try:
            step(text)
        except Unscannable as unsure:
            assert 0 <= unsure.position <= len(text)


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text_and_not_with_its_square(shape: str) -> None:
    for size in SIZES:
        text = SHAPES[shape](size)
        begin = process_time()
        _all(text)
        assert process_time() - begin < LIMIT, f"{len(text):,} characters"
