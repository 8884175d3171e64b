"""Hostile texts cost each step work in proportion to their length, and end as documented.

Two measures, neither of which knows how fast the machine is. Small texts are run under a
tracer, which counts each line of the package's code: four times the text may take little more
than four times the lines. What happens inside the regular expressions and the parser does not
show there, so the scan has to come to the end of texts of 10 MB, and what rests on it to that of
1 MB: the square of either would take hours. ``python test_linear.py SHAPE all`` tries 10 MB of
one shape with every step.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import blogctl
from blogctl.check import check_bytes
from blogctl.source.blocks import split
from blogctl.source.parsing import find_conflict
from blogctl.source.places import Lines, Places
from blogctl.source.scan import Unscannable, comments, scan

SMALL = 6_000
LARGE = {"scan": 10_000_000, "find_conflict": 10_000_000}
OTHERWISE = 1_000_000
PATIENCE = 120.0
"""Seconds for all steps on a large text, where a few are enough."""

SOURCE = str(Path(blogctl.__file__).parent)
HEAD = "[story]\nid = 'x'\nheadline = 'h'\n"
TIME = "10:00:00.1234567"  # a time that is too fine, so that its place is looked up


def many(piece: str, size: int) -> str:
    """A piece again and again, with a number of its own for each ``%d`` in it."""
    count = max(size // len(piece), 1)
    if "%d" not in piece:
        return piece * count
    return "".join(piece.replace("%d", str(number)) for number in range(count))


SHAPES: dict[str, Callable[[int], str]] = {
    "double quotes": lambda n: '"' * n,
    "single quotes": lambda n: "'" * n,
    "a value of quotes": lambda n: "a = " + '"' * n,
    "quotes by turns": lambda n: "a = [" + many("\"'\", '\"', ", n) + "]\n",
    "literal strings on one line": lambda n: "a = [" + many("'', ", n) + "]\n",
    "literal parts of a key": lambda n: many("'a'.", n) + "b = 1\n",
    "lines of triple quotes": lambda n: many('"""\n', n),
    "keys with triple quotes": lambda n: many("a%d = '''\n", n),
    "an open long string": lambda n: 'a = """' + many('"" ', n),
    "escaped quotes": lambda n: 'a = "' + many('\\"', n) + '"\n',
    "escaped quotes in a long string": lambda n: 'a = """' + many('\\"""', n) + '"""\n',
    "backslashes": lambda n: 'a = "' + "\\" * n,
    "open brackets": lambda n: "a = " + "[" * n,
    "nested brackets": lambda n: "a = " + "[" * (n // 2) + "]" * (n // 2) + "\n",
    "nested inline tables": lambda n: many("{ a = ", n).replace("{", "a = {", 1) + "1",
    "header brackets": lambda n: "[" * n,
    "closing brackets": lambda n: "]" * n,
    "one endless line": lambda n: "a" * n,
    "one endless value": lambda n: "a = " + "1" * n,
    "a key with very many parts": lambda n: many("a.", n) + "b = 1\n",
    "a header with very many parts": lambda n: "[" + many("a.", n) + "b]\n",
    "long headers": lambda n: many("[a%d" + ".b" * 40 + "]\n", n),
    "comments": lambda n: many("# c\n", n),
    "one endless comment": lambda n: "#" * n,
    "commas": lambda n: "a = [" + "," * n + "]\n",
    "carriage returns": lambda n: "\r" * n,
    "CRLF": lambda n: "\r\n" * (n // 2),
    "blanks": lambda n: " " * n,
    "blanks behind a value": lambda n: "a = 1" + " " * n + "x",
    "empty lines, then a comment": lambda n: "[[updates]]\n" + "\n" * n + "# c\n",
    "comments apart at the end": lambda n: "[[updates]]\n\n" + many("# c\n\n", n),
    "comments, and no end of them": lambda n: "[[updates]]\n" + many("# c\n", n) + "a = 1",
    "headers": lambda n: many("[[updates]]\n", n),
    "headers below headers": lambda n: many("[[updates]]\n[[updates.media]]\n", n),
    "headers with comments": lambda n: many("# c\n[[updates]] # d\n# e\n\n", n),
    "parted tables": lambda n: many("[a%d]\n[[updates]]\n[b%d]\n[updates.c]\n", n),
    "conflict markers": lambda n: many("<<<<<<< a\n", n),
    "conflict markers in a row": lambda n: "<<<<<<<" * (n // 7),
    "numbers that are nearly too long": lambda n: (
        "b = '" + many("1" * 998 + "x", n) + "'\na = " + "1" * 5000 + "\n"
    ),
    "a message full of keys": lambda n: many("('", n).join(['["', '"]\n']) * 2,
    "keys nobody knows": lambda n: HEAD + many("k%d = 1\n", n),
    "keys nobody knows, dotted": lambda n: HEAD + many("about.k%d = 1\n", n),
    "too fine times": lambda n: HEAD + many(f"k%d = {TIME}\n", n),
    "too fine times in an array": lambda n: f"{HEAD}extra.a = [{many(TIME + ', ', n)}]\n",
    "too fine times in a table": lambda n: f"{HEAD}extra = {{ {many(f'k%d={TIME},', n)} a = 1 }}",
    "updates without anything": lambda n: HEAD + many("[[updates]]\n", n),
}


def find_all(text: str) -> None:
    places = Places(text)
    for path in [("a",), ("updates", 3, "media", 1), ("a", "a", "none"), ("updates", 10**9)]:
        place = places.find(path)
        assert 0 <= place.key.start <= place.key.end <= len(text)
    for offset in (0, len(text) // 2, len(text)):
        places.leaf_at(offset)


def place_all(text: str) -> None:
    lines = Lines.of(text)
    line, column = lines.place(len(text))
    assert column == len(lines.line(line)) + 1 + text.endswith("\r")


STEPS: dict[str, Callable[[str], object]] = {
    "scan": scan,
    "split": split,
    "find": find_all,
    "lines": place_all,
    "comments": lambda text: comments(text, 0, len(text)),
    "find_conflict": find_conflict,
    "check_bytes": lambda text: check_bytes(text.encode()),
}


def run(step: str, text: str) -> None:
    """One step, which ends with its documented error if with any."""
    try:
        STEPS[step](text)
    except Unscannable as unsure:
        assert step not in ("lines", "find_conflict", "check_bytes")
        assert 0 <= unsure.position <= len(text)


def lines_run(step: str, text: str) -> int:
    """How many lines of the package's code a step runs through."""
    count = 0

    def on_line(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return on_line

    def on_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return on_line if frame.f_code.co_filename.startswith(SOURCE) else None

    before = sys.gettrace()
    sys.settrace(on_call)
    try:
        run(step, text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_four_times_the_lines(shape: str) -> None:
    small, large = SHAPES[shape](SMALL), SHAPES[shape](4 * SMALL)
    for step in STEPS:
        run(step, small)  # what is loaded and compiled once does not count
        few, more = lines_run(step, small), lines_run(step, large)
        assert more <= 5 * few + 500, step


@pytest.mark.parametrize("shape", SHAPES)
def test_megabytes_come_to_an_end(shape: str) -> None:
    command = [sys.executable, __file__, shape]
    subprocess.run(command, check=True, timeout=PATIENCE)


if __name__ == "__main__":
    for name in STEPS:
        size = LARGE["scan"] if "all" in sys.argv[2:] else LARGE.get(name, OTHERWISE)
        run(name, SHAPES[sys.argv[1]](size))
