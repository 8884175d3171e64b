"""What the tests of the importers of other systems' JSON share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from blogctl.importers import Findings, Importer, Source
from blogctl.importers.assembling import Imported, Terms, assemble

from .reading import FIXTURES

ODD: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**30), 10**30),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(
            [
                *(
                    "true",
                    "false",
                    "\ud800",
                    "\0",
                    "<p>x",
                    "<img src=1>",
                    "javascript:x",
                    "[",
                    "{}",
                ),
                *("https://example.org/[", "2024-01-05T09:00:00", "0000-00-00", "9" * 25, "update"),
            ]
        ),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
"""Values of any type."""


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text("utf-8"))


def source(data: object) -> Source:
    return Source(json.dumps(data).encode("utf-8", "surrogatepass"), "answer.json")


def found(importer: Importer, data: object) -> Findings:
    findings = importer.read(source(data))
    assert findings is not None
    return findings


def imported(importer: Importer, data: object) -> Imported:
    terms = Terms(named, datetime(2024, 1, 6, tzinfo=UTC), "UTC")
    return assemble(found(importer, data), source(data), "test", terms)


def named(day: date, headline: str) -> str:
    return f"{day}-story"


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all values inside a value."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield (*path, key)
        if isinstance(value[key], dict | list):
            yield from places(value[key], (*path, key))


def changed(data: Any, path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    """A copy with one value changed in the object or array that holds it."""
    copy = holder = deepcopy(data)
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return copy


def bent(data: Any) -> st.SearchStrategy[Any]:
    """Data with some values, at any place, that are of any type, or missing."""
    paths = list(places(data))

    @st.composite
    def strategy(draw: st.DrawFn) -> Any:
        copy = data
        for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4)):
            value, is_gone = draw(ODD), draw(st.booleans())

            def change(holder: Any, key: Any, value: Any = value, is_gone: bool = is_gone) -> None:
                if is_gone:
                    del holder[key]
                else:
                    holder[key] = value

            try:
                copy = changed(copy, path, change)
            except (KeyError, IndexError, TypeError):
                continue  # an earlier change took the place away
        return copy

    return strategy()
