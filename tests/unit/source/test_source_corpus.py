"""The scan against TOML files that come with Python's own tests, which nobody here wrote."""

from __future__ import annotations

import importlib.util
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from blogctl.source.blocks import split
from blogctl.source.places import Places
from blogctl.source.scan import Unscannable, scan, statements


def _data() -> Path | None:
    try:
        spec = importlib.util.find_spec("test.test_tomllib")
    except ModuleNotFoundError:
        return None
    return Path(spec.origin).parent / "data" if spec and spec.origin else None


DATA = _data()
VALID = sorted(DATA.glob("valid/**/*.toml")) if DATA else []
INVALID = sorted(DATA.glob("invalid/**/*.toml")) if DATA else []


def _name(path: Path) -> str:
    return path.relative_to(DATA).as_posix() if DATA else path.name


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Each value that is no table or array, and each empty array, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def under(value: Any, name: tuple[str, ...]) -> list[Any]:
    """What stands under a header's name, in all the arrays on the way."""
    found = [value]
    for part in name:
        tables = [item for one in found for item in (one if isinstance(one, list) else [one])]
        found = [table[part] for table in tables if isinstance(table, dict) and part in table]
    return found


def last_part(key: str) -> str:
    """The last part of a dotted key, as the parser reads it."""
    inner: Any = tomli.loads(f"{key} = 0")
    while inner:
        ((name, inner),) = inner.items()
    return str(name)


@pytest.mark.skipif(not os.environ.get("CI") and DATA is None, reason="Python has no tests here")
def test_the_corpus_is_here() -> None:
    assert len(VALID) > 10
    assert len(INVALID) > 30


@pytest.mark.parametrize("path", VALID, ids=_name)
def test_a_valid_file(path: Path) -> None:
    text = path.read_bytes().decode()
    data = tomli.loads(text)
    tables = scan(text)
    assert "".join(text[table.start : table.end] for table in tables) == text
    pieces = split(text)
    assert "".join(text[start:end] for start, end in pieces.spans()) == text

    # The scan's headers against what the parser made of them.
    arrays = Counter(table.name for table in tables if table.is_array)
    for name, count in arrays.items():
        assert sum(len(found) for found in under(data, name)) == count
    for table in tables[1:]:
        if not table.is_array:
            found = under(data, table.name)
            assert found
            assert any(isinstance(one, dict) for one in found)

    # Every statement's value is a whole value, for the parser too.
    for table in tables:
        for _, start, end in statements(text, table.body, table.end):
            tomli.loads(f"v = {text[start:end]}")

    places = Places(text)
    for where, value in leaves(data):
        place = places.find(where)
        assert place.exact, where
        read = tomli.loads(f"v = {text[place.value.start : place.value.end]}")["v"]
        assert type(read) is type(value), where
        assert read == value or repr(read) == repr(value), where
        if isinstance(where[-1], str):
            assert last_part(text[place.key.start : place.key.end]) == where[-1]


@pytest.mark.parametrize("path", INVALID, ids=_name)
def test_an_invalid_file_is_scanned_or_refused(path: Path) -> None:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        pytest.skip("no UTF-8, so it never reaches the scan")
    for step in (scan, split, Places):
        try:
            step(text)
        except Unscannable as unsure:
            assert 0 <= unsure.position <= len(text)
