"""Setting, removing and adding keys of one block: input and expected text, side by side."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import tomli

from blogctl.edit.proof import comment_texts
from blogctl.source.keys import entries, with_item, with_keys, with_part_keys
from blogctl.source.scan import Unscannable, scan

ORDER = ("id", "time", "headline", "body", "tags", "sources", "media", "extra")
HEADER = "# above\n[[updates]]  # beside\n"


def keyed(block: str, changes: dict[str, Any], newline: str = "\n") -> str:
    """The block with changes; made twice they are made once, and say what was meant."""
    new = with_keys(block, changes, ORDER, newline)
    assert with_keys(new, changes, ORDER, newline) == new
    before, after = tomli.loads(block)["updates"][0], tomli.loads(new)["updates"][0]
    assert after == {k: v for k, v in {**before, **changes}.items() if v is not None}
    assert sorted(comment_texts(new)) == sorted(comment_texts(block))
    return new


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        # a value, and what stands around it
        ("body = 'a'\n", {"body": "b"}, 'body = "b"\n'),
        ("body = 'a'", {"body": "b"}, 'body = "b"'),
        ("  body  =  'a'  # why\n", {"body": "b"}, '  body  =  "b"  # why\n'),
        ("'body' = 'a'\n", {"body": "b"}, "'body' = \"b\"\n"),
        ("body = '''\na\n'''# why\n", {"body": "b"}, 'body = "b"# why\n'),
        (
            "body = 'a' # why\nid = 'x'\n",
            {"body": "b\nc\n"},
            'body = """\nb\nc\n""" # why\nid = \'x\'\n',
        ),
        ("tags = [\n  'a', # one\n]  # all\n", {"tags": ["b"]}, '# one\ntags = ["b"]  # all\n'),
        ("\ttags = [ # one\n]\n", {"tags": ["b"]}, '\t# one\n\ttags = ["b"]\n'),
        # removed
        ("id = 'x'\nbody = 'a'\n", {"body": None}, "id = 'x'\n"),
        ("id = 'x'\nbody = 'a'", {"body": None}, "id = 'x'"),
        ("# of it\nbody = 'a' # why\nid = 'x'\n", {"body": None}, "# of it\n# why\nid = 'x'\n"),
        ("  body = [ # in\n ] # why\n", {"body": None}, "  # in\n  # why\n"),
        ("extra.a = 1 # a\nid = 'x'\nextra.b.c = 2\n", {"extra": None}, "# a\nid = 'x'\n"),
        ("body = '''\n# text\n'''\n", {"body": None}, ""),
        ("id = 'x'\n", {"body": None}, "id = 'x'\n"),
        # new, in its place
        ("id = 'x'\nbody = 'b'\n", {"headline": "h"}, "id = 'x'\nheadline = \"h\"\nbody = 'b'\n"),
        ("body = 'b'\n# last\n", {"id": "x"}, "id = \"x\"\nbody = 'b'\n# last\n"),
        ("body = 'b'\nid = 'x'\n", {"tags": ["t"]}, "body = 'b'\nid = 'x'\ntags = [\"t\"]\n"),
        (
            "id = 'x' # why\n\n# of body\nbody = 'b'\n",
            {"time": 1},
            "id = 'x' # why\ntime = 1\n\n# of body\nbody = 'b'\n",
        ),
        ("", {"id": "x"}, 'id = "x"\n'),
        ("id = 'x'\n", {"unknown": 1}, "id = 'x'\nunknown = 1\n"),
        # tables below
        (
            "id = 'x'\n\n[updates.extra]\na = 1\n",
            {"tags": ["t"]},
            "id = 'x'\ntags = [\"t\"]\n\n[updates.extra]\na = 1\n",
        ),
        (
            "id = 'x'\n\n# of it\n[updates.extra] # h\na = 1 # a\n",
            {"extra": None},
            "id = 'x'\n\n# of it\n# h\n# a\n",
        ),
        (
            "id = 'x'\n\n[updates.extra]\na = 1\n\n[[updates.media]]\nurl = 'u'\n",
            {"extra": None},
            "id = 'x'\n\n[[updates.media]]\nurl = 'u'\n",
        ),
        (
            "id = 'x'\n\n[updates.extra]\na = 1\n[updates.extra.b]\nc = 1\n",
            {"extra": {"z": 2}},
            "id = 'x'\nextra = { z = 2 }\n",
        ),
    ],
)
def test_a_key_changes_and_nothing_beside_it(
    before: str, changes: dict[str, Any], after: str
) -> None:
    assert keyed(HEADER + before, changes).rstrip() == (HEADER + after).rstrip()
    if before.endswith("\n") or not before:
        crlf = keyed((HEADER + before).replace("\n", "\r\n"), changes, "\r\n")
        assert crlf.rstrip() == (HEADER + after).replace("\n", "\r\n").rstrip()


@pytest.mark.parametrize("blank", ["", "\n", "\n\n\n", "  \n\t"])
def test_the_white_space_at_the_end_stays(blank: str) -> None:
    for changes in ({"body": "b"}, {"id": None}, {"tags": ["t"]}):
        new = keyed(f"{HEADER}id = 'x'\nbody = 'a'{blank}", changes)
        assert new[len(new.rstrip()) :] == blank


def test_what_is_long_gets_tables_of_its_own_behind_the_others() -> None:
    long = [{"name": "n" * 60, "url": "u" * 60}, {"name": "b"}]
    new = keyed(f"{HEADER}id = 'x'\n\n[updates.extra]\na = 1  # a\n# last", {"sources": long})
    assert new.startswith(f"{HEADER}id = 'x'\n\n[updates.extra]\na = 1  # a\n# last\n\n[[updates.s")
    assert keyed(new, {"sources": None}).rstrip() == (
        f"{HEADER}id = 'x'\n\n[updates.extra]\na = 1  # a\n# last"
    )


def test_a_header_in_quotes_is_no_matter() -> None:
    block = "[[ \"updates\" ]]\nid = 'x'\n[ \"updates\" . 'extra' ]\na = 1\n"
    assert keyed(block, {"extra": None}) == "[[ \"updates\" ]]\nid = 'x'\n"


def test_several_changes_are_made_at_once() -> None:
    block = f"{HEADER}id = 'x'\nbody = 'a'\n"
    new = keyed(block, {"tags": ["t"], "body": None, "time": datetime(2024, 1, 5, 9, tzinfo=UTC)})
    assert new == f"{HEADER}id = 'x'\ntime = 2024-01-05T09:00:00+00:00\ntags = [\"t\"]\n"


def test_nothing_asked_for_is_nothing_changed() -> None:
    block = f"{HEADER}  id='x' \r\n\r\n"
    assert with_keys(block, {}, ORDER) == block


def test_entries_tell_where_each_key_stands() -> None:
    text = "# of a\na = 1 # beside\n\n# of b\n'b'.c = [\n1 ]\n"
    first, second = entries(text, scan(text)[0])
    assert text[first.start : first.end] == "# of a\na = 1 # beside\n"
    assert (first.name, text[first.value : first.value_end]) == (("a",), "1")
    assert text[second.start : second.end] == "\n# of b\n'b'.c = [\n1 ]\n"
    assert text[second.line : second.line + 3] == "'b'"
    assert second.name == ("b", "c")


# --- Items of arrays ---

MORE = {"name": "z"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id = 'x'\n", "id = 'x'\nsources = [{ name = \"z\" }]\n"),
        ("sources = [] # all\n", 'sources = [{ name = "z" }] # all\n'),
        (
            "sources = [{ name = 'a' }] # all\n",
            "sources = [{ name = 'a' }, { name = \"z\" }] # all\n",
        ),
        ("sources = [ { name = 'a' }, ]\n", "sources = [ { name = 'a' }, { name = \"z\" }, ]\n"),
        (
            "sources = [\n  { name = 'a' },  # a\n  # last\n]\n",
            "sources = [\n  { name = 'a' },  # a\n  { name = \"z\" },\n  # last\n]\n",
        ),
        (
            "sources = [\n  { name = 'a' }  # a\n]\n",
            "sources = [\n  { name = 'a' },  # a\n  { name = \"z\" }\n]\n",
        ),
        (
            "[[updates.sources]]\nname = 'a'\n# last\n\n# of extra\n[updates.extra]\nb = 1\n",
            None,
        ),
    ],
)
def test_an_item_comes_behind_the_others(before: str, after: str | None) -> None:
    block = HEADER + before
    new = with_item(block, "sources", MORE, ORDER)
    old = tomli.loads(block)["updates"][0]
    assert tomli.loads(new)["updates"][0] == {**old, "sources": [*old.get("sources", []), MORE]}
    if after is not None:
        assert new == HEADER + after
        crlf = with_item(block.replace("\n", "\r\n"), "sources", MORE, ORDER, "\r\n")
        assert crlf == (HEADER + after).replace("\n", "\r\n")
    lines = [line for line in block.splitlines() if line.startswith(("#", "["))]
    assert [line for line in new.splitlines() if line in lines][: len(lines)]
    assert "# of extra\n[updates.extra]" in new or "extra" not in before


def test_a_plain_item_among_tables_with_headers_is_refused() -> None:
    with pytest.raises(Unscannable):
        with_item(f"{HEADER}[[updates.sources]]\nname = 'a'\n", "sources", "plain", ORDER)


KEYS = ("type", "url", "alt")


@pytest.mark.parametrize(
    ("before", "number", "changes", "after"),
    [
        ("media = [{ url = 'a' }]", 0, {"alt": "A"}, "media = [{ url = 'a', alt = \"A\" }]"),
        (
            "media = [{ url = 'a' }, {url='b'}] # m",
            1,
            {"alt": "B"},
            "media = [{ url = 'a' }, {url='b', alt = \"B\"}] # m",
        ),
        ("media = [{ alt = 'x', url = 'a' }]", 0, {"alt": None}, "media = [{ url = 'a' }]"),
        ("media = [{ url = 'a', alt = 'x' }]", 0, {"alt": None}, "media = [{ url = 'a' }]"),
        (
            "media = [{ url = 'a', alt = 'x', type = 't' }]",
            0,
            {"alt": None},
            "media = [{ url = 'a', type = 't' }]",
        ),
        (
            "media = [{ url = 'a', alt = 'x' }]",
            0,
            {"alt": "y"},
            "media = [{ url = 'a', alt = \"y\" }]",
        ),
        ("media = [{alt = 'x'}]", 0, {"alt": None}, "media = [{}]"),
        ("media = [{}]", 0, {"alt": "A"}, 'media = [{ alt = "A"}]'),
        (
            "media = [\n  # one\n  { url = 'a' }, # a\n]",
            0,
            {"alt": "A"},
            "media = [\n  # one\n  { url = 'a', alt = \"A\" }, # a\n]",
        ),
        (
            "[[updates.media]]\nurl = 'a' # a\n\n# b\n[[updates.media]]\nurl = 'b'",
            0,
            {"alt": "A"},
            "[[updates.media]]\nurl = 'a' # a\nalt = \"A\"\n\n# b\n[[updates.media]]\nurl = 'b'",
        ),
        (
            "[[updates.media]]\nurl = 'a'\n\n[[updates.media]]\nurl = 'b' # b\nalt = 'x' # x",
            1,
            {"alt": None},
            "[[updates.media]]\nurl = 'a'\n\n[[updates.media]]\nurl = 'b' # b\n# x",
        ),
    ],
)
def test_the_keys_of_one_item_change_and_nothing_beside_them(
    before: str, number: int, changes: dict[str, Any], after: str
) -> None:
    new = with_part_keys(HEADER + before, "media", number, changes, KEYS)
    assert new == HEADER + after
    assert with_part_keys(new, "media", number, changes, KEYS) == new
    tomli.loads(new)


@pytest.mark.parametrize(
    "block", ["id = 'x'", "media = []", "media = ['a']", "media = 1", "media.a = 1"]
)
def test_an_item_that_is_not_there_is_refused(block: str) -> None:
    with pytest.raises(Unscannable):
        with_part_keys(HEADER + block + "\n", "media", 0, {"alt": "A"}, KEYS)
