"""Whatever a story file looks like, its pieces and places are found."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from blogctl.check import check_bytes, check_text
from blogctl.source.blocks import split
from blogctl.source.places import Lines, Places
from blogctl.source.scan import Unscannable, comments, scan
from blogctl.source.write import table_text, value_text

from .strategies import JSON, KEY, NOTE, stories


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


@given(stories())
def test_the_stories_tried_here_are_valid_ones(story: tuple[str, list[str]]) -> None:
    text, _ = story
    checked = check_text(text)
    assert checked.errors == ()
    assert checked.story is not None
    assert NOTE not in repr(checked.data)


@given(stories())
def test_the_pieces_are_the_text_and_the_updates_are_the_parsers(
    story: tuple[str, list[str]],
) -> None:
    text, _ = story
    data = tomli.loads(text)
    blocks = split(text)
    assert "".join(text[start:end] for start, end in blocks.spans()) == text
    assert blocks.parted == ()
    # Each block alone says what the parser read at its place.
    alone = [tomli.loads(text[b.start : b.end])["updates"] for b in blocks.updates]
    assert [update for (update,) in alone] == data.get("updates", [])
    assert all(not text[b.end : b.gap].strip() for b in blocks.pieces)
    # And what is no update says the rest.
    rest = "".join(text[b.start : b.gap] + "\n" for b in blocks.pieces if not b.is_update)
    assert tomli.loads(rest) == {key: data[key] for key in data if key != "updates"}


@given(stories())
def test_each_value_is_found_at_its_place(story: tuple[str, list[str]]) -> None:
    text, _ = story
    places, lines = Places(text), Lines.of(text)
    for path, value in leaves(tomli.loads(text)):
        place = places.find(path)
        assert place.exact
        written = text[place.value.start : place.value.end]
        read = tomli.loads(f"v = {written}")["v"]
        assert (type(read), read) == (type(value), value)
        for offset in (*place.key, *place.value):
            # Line and column by counting, whatever other line separators strings hold.
            before = text[:offset].split("\n")
            assert lines.place(offset) == (len(before), len(before[-1]) + 1)
        line, column = lines.place(place.value.start)
        assert lines.line(line)[column - 1 :].startswith(written.split("\n")[0].removesuffix("\r"))
        if value not in ([], {}):
            assert places.leaf_at(place.value.start) == place.value
            assert places.leaf_at(place.value.end - 1) == place.value
        if isinstance(path[-1], str):
            key: Any = tomli.loads(f"{text[place.key.start : place.key.end]} = 0")
            while key:
                ((name, key),) = key.items()
            assert name == path[-1]


@given(stories(), st.booleans())
def test_the_bytes_are_the_same_and_a_bom_moves_no_place(
    story: tuple[str, list[str]], is_sound: bool
) -> None:
    text, _ = story
    data = (text if is_sound else f"# é\n  nonsense = 1\n{text}").encode()
    plain, marked = check_bytes(data), check_bytes(codecs.BOM_UTF8 + data)
    blocks = split(marked.text)
    assert b"".join(marked.text[start:end].encode() for start, end in blocks.spans()) == data
    assert (marked.text, marked.data) == (plain.text, plain.data)
    assert marked.diagnostics == plain.diagnostics
    unknown = [one for one in marked.diagnostics if one.rule == "unknown-key"]
    for found in unknown:
        assert marked.text.split("\n")[found.line - 1][found.column - 1 :].startswith("nonsense")
    assert len(unknown) == (not is_sound)


@given(stories())
def test_each_comment_is_found_and_nothing_else(story: tuple[str, list[str]]) -> None:
    text, notes = story
    found = [text[offset:].split("\n")[0] for offset in comments(text, 0, len(text))]
    assert all(comment.startswith("#") for comment in found)
    assert sorted(c.split(" ")[1].split(".")[0] + "." for c in found) == sorted(notes)


@given(stories(), st.data())
def test_a_damaged_text_is_read_or_refused(
    story: tuple[str, list[str]], data: st.DataObject
) -> None:
    text, _ = story
    start = data.draw(st.integers(0, len(text)))
    end = min(start + data.draw(st.integers(0, 9)), len(text))
    damage = data.draw(
        st.sampled_from(['"', "'", '"""', "[", "]", "{", "}", "#", "\\", "\n", "=", ""])
    )
    text = text[:start] + damage + text[end:]
    for step in (scan, split, Places):
        try:
            step(text)
        except Unscannable as unsure:
            assert 0 <= unsure.position <= len(text)
    lines = Lines.of(text)
    for found in check_text(text).diagnostics:
        assert 1 <= found.line <= len(lines.starts)
        assert 1 <= found.column <= len(lines.line(found.line)) + 1
        assert found.source == lines.line(found.line)


@given(st.text(max_size=200))
def test_any_text_is_checked_without_a_crash(text: str) -> None:
    checked = check_text(text)
    assert checked.diagnostics or checked.story


@given(JSON, KEY)
def test_what_is_written_is_read_back(value: Any, key: str) -> None:
    for newline in ("\n", "\r\n"):
        written = f"v = {value_text(value)}\n".replace("\n", newline)
        assert tomli.loads(written) == {"v": value}
        written = table_text("t", {key: value, "a": [value]}, is_array=True)
        if key != "a":
            assert tomli.loads(written.replace("\n", newline)) == {
                "t": [{key: value, "a": [value]}]
            }
