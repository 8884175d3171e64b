"""Damaged and muddled stories, and what must hold of them all: ``make fuzz``.

Each input is made from a seed and its number alone, so a failure can be had again. Nothing may
raise but the documented errors; what is read must agree with the parser; and an edit that is
not refused must do what it is for.
"""

from __future__ import annotations

import argparse
import itertools
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import tomli

from blogctl.check import Checked, check_bytes
from blogctl.edit import Draft, Keep, add, dedupe, sort
from blogctl.errors import BlogctlError
from blogctl.source.blocks import split
from blogctl.source.parsing import Unparseable, find_conflict, parse
from blogctl.source.places import Lines, Places
from blogctl.source.scan import Unscannable, comments, scan

ROOT = Path(__file__).parents[2]
NASTY = Path(__file__).with_name("nasty.story.toml")
NOW = datetime(2024, 1, 5, 10, 1, tzinfo=UTC)
FOLLOWED = 100  # parts of a path: of longer ones only something near is found
LONGEST = 20_000  # bytes: what is small is tried more often
TOKENS = (
    *('"', "'", '"""', "'''", "[", "]", "[[", "]]", "{", "}", "#", "=", ".", ",", "\\", '\\"'),
    *("\n", "\r\n", "\r", "\t", " ", "\0", "\ufeff", "\u2028", "é", "\n\n", "#:schema x\n"),
    *("[[updates]]\n", "\n[[ updates ]]\n", '[["updates"]]\n', "[updates.extra]\n", "[updates]\n"),
    *("\n[[updates.media]]\ntype = 'image'\nurl = 'a'\n", "[story]\n", "[story.extra.a]\n"),
    *(
        "updates = []\n",
        "updates = [{}]\n",
        "a.b = 1\n",
        "extra = { a = [1, # c\n2] }\n",
        "a = 1\n",
    ),
    *("# note\n", "\n# apart\n\n", "body = '''\n[[updates]]\n'''\n", '"""\n# none\n"""', "nan"),
    *("id = 'u1'\n", "time = 2024-01-05T10:00:00Z\n", "time = 10:00:00.1234567\n", "1" * 5000),
    *("<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "[" * 300, "a." * 300, "{a=" * 60, "-0e1_0"),
)
Mutation = Callable[[Random, bytes, list[bytes]], bytes]


def corpus() -> list[bytes]:
    """The stories that come with the project, right ones and wrong ones, and a nasty one."""
    found = sorted({*ROOT.glob("examples/**/*.toml"), *ROOT.glob("tests/examples/**/*.toml")})
    # What most inputs would not hold by themselves comes up more often.
    return [path.read_bytes() for path in [*found, *[NASTY] * (len(found) // 3)]]


# --- How an input is made ---


def _cut(random: Random, data: bytes) -> tuple[int, int]:
    """A stretch of the data: mostly short, mostly whole lines."""
    start = random.randrange(len(data) + 1)
    end = min(start + random.choice([0, 1, 3, 20, 200, 2000]), len(data))
    if random.random() < 0.6:
        start = data.rfind(b"\n", 0, start) + 1
        end = data.find(b"\n", end) + 1 or len(data)
    return start, max(start, end)


def _flip(random: Random, data: bytes, _others: list[bytes]) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _drop(random: Random, data: bytes, _others: list[bytes]) -> bytes:
    start, end = _cut(random, data)
    return data[:start] + data[end:]


def _insert(random: Random, data: bytes, _others: list[bytes]) -> bytes:
    place = random.choice(_cut(random, data))
    return data[:place] + random.choice(TOKENS).encode() + data[place:]


def _repeat(random: Random, data: bytes, _others: list[bytes]) -> bytes:
    start, end = _cut(random, data)
    place = random.choice([end, random.choice(_cut(random, data))])
    return data[:place] + data[start:end] + data[place:]


def _splice(random: Random, data: bytes, others: list[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _cut(random, other)
    place = random.choice(_cut(random, data))
    return data[:place] + other[start:end] + data[place:]


def _line_endings(random: Random, data: bytes, _others: list[bytes]) -> bytes:
    lines = data.split(b"\n")
    return b"".join(line + random.choice([b"\n", b"\r\n"]) for line in lines[:-1]) + lines[-1]


def _bare_end(_random: Random, data: bytes, _others: list[bytes]) -> bytes:
    return data.rstrip()


MUTATIONS: list[Mutation] = [
    *[_drop, _repeat, _splice] * 3,
    *[_insert] * 4,
    *[_flip, _line_endings, _bare_end],
]


def made(seed: int, number: int, stories: list[bytes]) -> bytes:
    """The input with a number: a story, or some lines of one, and a few mutations."""
    random = Random(f"{seed} {number}")
    data = random.choice(stories)
    if len(data) > LONGEST // 4:
        data = data[: data.find(b"\n[[", random.randrange(LONGEST // 4)) + 1 or LONGEST]
    for _ in range(random.choice([1, 1, 1, 1, 2, 2, 3, 8])):
        data = random.choice(MUTATIONS)(random, data, stories)
    return data[:LONGEST]


# --- What must hold ---


class Broken(AssertionError):
    """Something that must hold does not."""


def hold(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


def check_all(data: bytes) -> None:
    """Everything that must hold of an input, whatever it is."""
    checked = check_bytes(data, now=NOW)
    lines = Lines.of(checked.text)
    for found in checked.diagnostics:
        if checked.text:
            hold(1 <= found.line <= len(lines.starts), "a finding is on a line")
            hold(1 <= found.column <= len(lines.line(found.line)) + 1, "and in a column")
            hold(found.source == lines.line(found.line), "which it shows")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return
    check_reading(text)
    check_sort(checked)
    for keep in (None, "first", "last"):
        check_dedupe(checked, keep)
    for fields in ({}, {"id": "fuzz"}, {"time": NOW.replace(hour=0), "headline": "[[updates]]"}):
        check_add(text, {"body": '"""\n# no comment\n[[updates]]\n', **fields})


def check_reading(text: str) -> None:
    """The pieces are the text and agree with the parser, unless the scan says it is unsure."""
    find_conflict(text)
    data = parse(text)
    try:
        tables, blocks, places = scan(text), split(text), Places(text)
        comments(text, 0, len(text))
    except Unscannable as unsure:
        hold(0 <= unsure.position <= len(text), "what is unsure is in the text")
        # It may be unsure of any text; but none is known that the parser is sure of.
        hold(isinstance(data, Unparseable), "what is parsed can be scanned")
        return
    hold("".join(text[t.start : t.end] for t in tables) == text, "the tables are the text")
    hold("".join(text[s:e] for s, e in blocks.spans()) == text, "the pieces are the text")
    if isinstance(data, Unparseable):
        return
    for table in tables:
        hold(not isinstance(parse(text[table.start : table.end]), Unparseable), "each table is one")
    updates = data.get("updates")
    if blocks.updates:
        hold(isinstance(updates, list), "blocks are there for updates")
        alone = [tomli.loads(text[b.start : b.end]).get("updates") for b in blocks.updates]
        if not blocks.parted:
            hold(repr(alone) == repr([[update] for update in updates or []]), "each block is one")
    for path, value in leaves(data):
        if len(path) > FOLLOWED:
            continue
        place = places.find(path)
        hold(place.exact, f"{path} is found")
        written = text[place.value.start : place.value.end]
        hold(repr(tomli.loads(f"v = {written}")["v"]) == repr(value), f"{path} is found right")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Each value that holds no others, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def check_sort(checked: Checked) -> None:
    """A sorted text has the lines that it had."""
    with suppress(BlogctlError):
        result = sort(checked)
        before, after = said(checked.text), said(result)
        hold(before == after, f"lines stay: {before - after} {after - before}")
        tomli.loads(result)


def check_dedupe(checked: Checked, keep: Keep | None) -> None:
    """No comment goes, and what is no update stays."""
    with suppress(BlogctlError):
        result = dedupe(checked, keep)
        before, after = notes(checked.text), notes(result.text)
        hold(before == after, f"comments stay: {before - after} {after - before}")
        old, new = checked.data or {}, tomli.loads(result.text)
        left = len(new.get("updates", []))
        hold(left == len(old.get("updates", [])) - len(result.drops), "what goes is reported")
        rest, meant = ({**data, "updates": 0} for data in (new, old))
        hold(repr(ordered(rest)) == repr(ordered(meant)), "all else stays")


def check_add(text: str, fields: dict[str, Any]) -> None:
    """An update more, and every other thing as it was."""
    with suppress(BlogctlError):
        result = add(text, [Draft(fields)], NOW)
        old, new = tomli.loads(text), tomli.loads(result.text)
        if not result.new:
            hold(result.text == text, "nothing to add, nothing done")
            return
        updates = new["updates"]
        (place,) = [i for i, raw in enumerate(updates) if raw.get("id") == result.ids[0]]
        hold(updates[place]["body"] == fields["body"], "what was asked for is there")
        rest = {**new, "updates": updates[:place] + updates[place + 1 :]}
        meant = {**old, "updates": old.get("updates", [])}
        hold(rest == meant or repr(ordered(rest)) == repr(ordered(meant)), "all else stays")


def ordered(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """A table without the order of its keys; its text also compares what differs from itself."""
    return sorted(data.items())


def said(text: str) -> Counter[str]:
    """The lines that hold something, with how often they do."""
    return Counter(line.rstrip() for line in text.split("\n") if line.strip())


def notes(text: str) -> Counter[str]:
    """The comments, with how often they are there."""
    found = [text[offset:].split("\n", 1)[0] for offset in comments(text, 0, len(text))]
    return Counter(comment.rstrip() for comment in found)


# --- The program ---


def main() -> int:
    """Try inputs until the time or the number is reached; 1 at the first that breaks something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="check these instead")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--inputs", type=int, help="so many, however long it takes")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    options = parser.parse_args()
    for path in options.files:
        check_all(path.read_bytes())
    if options.files:
        return 0
    stories = corpus()
    print(f"seed {options.seed}", flush=True)
    end = time.monotonic() + options.seconds
    for number in itertools.count(options.first):
        tried = number - options.first
        if tried == options.inputs or (options.inputs is None and time.monotonic() > end):
            print(f"{tried} inputs, and everything held")
            return 0
        data = made(options.seed, number, stories)
        try:
            check_all(data)
        except Exception as error:
            path = Path(f"fuzz-{options.seed}-{number}.story.toml")
            path.write_bytes(data)
            print(f"input {number} breaks it: {type(error).__name__}: {error}", file=sys.stderr)
            print(f"repeat with: {sys.executable} {__file__} {path}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
