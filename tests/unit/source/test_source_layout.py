"""The canonical layout: input and expected text, side by side; comments go with their keys."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import tomli

from blogctl.edit import format_text
from blogctl.errors import StoryError
from blogctl.source.layout import laid_out

ORDERS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("t",): ("a", "b", "c"),
    ("updates",): ("id", "time", "media", "extra"),
}


def order(name: tuple[str, ...]) -> Sequence[str]:
    return ORDERS.get(name, ())


def formatted(text: str) -> str:
    """The text laid out; a second time it stays so, and it says the same."""
    new = laid_out(text, order)
    assert laid_out(new + "\n", order) == new
    assert tomli.loads(new) == tomli.loads(text)
    return new


CASES = {
    # keys and values
    "spaces": ("a=1\n\tb   =  2\n", "a = 1\nb = 2"),
    "dotted keys": ("a . b .'c d'=1\n", "a.b.'c d' = 1"),
    "quoted keys": ("\"a\"=1\n'b'=2\n", "\"a\" = 1\n'b' = 2"),
    "numbers": ("a=0x1F\nb=1_000\nc=+1e3\n", "a = 0x1F\nb = 1_000\nc = +1e3"),
    "times": ("a=2024-01-05 10:00:00Z\n", "a = 2024-01-05 10:00:00Z"),
    "strings": ("a='#  x'\nb=\"\\u0041 \"\n", "a = '#  x'\nb = \"\\u0041 \""),
    "long strings": ("a='''\n  x  \n\n\n# y=1\n'''\n", "a = '''\n  x  \n\n\n# y=1\n'''"),
    "no final newline": ("a=1", "a = 1"),
    # order
    "order": ("[t]\nc=1\nb=2\na=3\n", "[t]\na = 3\nb = 2\nc = 1"),
    "unknown keys stay behind": ("[t]\nz=1\nc=1\ny=2\na=3\n", "[t]\na = 3\nc = 1\nz = 1\ny = 2"),
    "dotted keys stay in order": (
        "[t]\nb.y=1\na=1\nb.x=2\n",
        "[t]\na = 1\nb.y = 1\nb.x = 2",
    ),
    "free tables keep their order": ("[x]\nb=1\na=2\n", "[x]\nb = 1\na = 2"),
    # comments
    "a comment beside": ("a=1#x\nb=2      # y  \n", "a = 1  #x\nb = 2  # y"),
    "a comment above goes with its key": (
        "[t]\nb=1 # b\n  # of a\n  # again\na=2\n",
        "[t]\n# of a\n# again\na = 2\nb = 1  # b",
    ),
    "a comment set apart goes with the key below": (
        "[t]\nb=1\n\n# of a\n\na=2\n",
        "[t]\n# of a\n\na = 2\nb = 1",
    ),
    "comments behind the last key stay last": (
        "[t]\nb=1\na=2\n# end\n",
        "[t]\na = 2\nb = 1\n# end",
    ),
    "a comment beside a header": ("[ t ]# x\na=1\n", "[t]  # x\na = 1"),
    "a comment that looks like a header": ("[ t ]#]] x\na=1\n", "[t]  #]] x\na = 1"),
    "a comment above a header": (
        "a=1\n# apart\n\n# of t\n  # too\n[t]\nb=1\n",
        "a = 1\n# apart\n\n# of t\n# too\n[t]\nb = 1",
    ),
    "only comments": ("\n\n# a\n\n\n\n# b\n\n", "# a\n\n# b"),
    "a comment in an empty table": ("[t]\n\n# none\n\n[u]\n", "[t]\n\n# none\n\n[u]"),
    "white space within a comment": ("#  a   b\t c\na=1\n", "#  a   b\t c\na = 1"),
    # blank lines
    "blank lines": ("\n\na=1\n\n\n\nb=2\n\n\n", "a = 1\n\nb = 2"),
    "none below a header": ("[t]\n\n\na=1\n", "[t]\na = 1"),
    "one between tables": (
        "[t]\na=1\n[u]\n[[v]]\n\n\n\n[w]\n",
        "[t]\na = 1\n\n[u]\n\n[[v]]\n\n[w]",
    ),
    # headers
    "headers": ("[ t . 'u v' ]\n[[ \"w\" ]]\n", "[t.'u v']\n\n[[\"w\"]]"),
    # arrays
    "flat": ("a=[1,2 ,  3]\n", "a = [1, 2, 3]"),
    "flat with a last comma": ("a = [ 1,2, ]\n", "a = [1, 2,]"),
    "empty": ("a=[ ]\nb = [\n\n]\n", "a = []\nb = []"),
    "tall": ("a = [1,\n2, 3]\n", "a = [\n    1,\n    2,\n    3\n]"),
    "tall with a last comma": ("a=[\n1,\n  2,]\n", "a = [\n    1,\n    2,\n]"),
    "tall with comments": (
        "a = [ # all\n  # of one\n1, # one\n2 # two\n  # last\n] # beside\n",
        "a = [  # all\n    # of one\n    1,  # one\n    2  # two\n    # last\n]  # beside",
    ),
    "nested and flat": ("a=[[1,2],[ 3 ],[]]\n", "a = [[1, 2], [3], []]"),
    "nested and tall": (
        "a = [ [\n1 ], [2,3],\n]\n",
        "a = [\n    [\n        1\n    ],\n    [2, 3],\n]",
    ),
    "a string of several lines in an array": (
        "a = [ '''x\n  y''', 1 ]\n",
        "a = [\n    '''x\n  y''',\n    1\n]",
    ),
    "brackets in strings": ("a=[ ']', \"[#\" ]\n", "a = [']', \"[#\"]"),
    # inline tables
    "inline table": ("a={b=1 ,c . d= 2}\n", "a = { b = 1, c.d = 2 }"),
    "empty inline table": ("a={ }\n", "a = {}"),
    "inline tables keep the order of their keys": (
        "[t]\na={c=1,b=2}\n",
        "[t]\na = { c = 1, b = 2 }",
    ),
    "inline tables in arrays": (
        "a = [{b=1},\n  {b=[ 2,3 ]}, # x\n]\n",
        "a = [\n    { b = 1 },\n    { b = [2, 3] },  # x\n]",
    ),
    "arrays in inline tables": ("a={b=[1,{c=2}]}\n", "a = { b = [1, { c = 2 }] }"),
    "a string of several lines in an inline table": (
        "a={b='''x\n y'''}\n",
        "a = { b = '''x\n y''' }",
    ),
    # updates
    "tables of an update": (
        "[[updates]]\ntime=1\nid=2\n\n# e\n[updates.extra]\nz=1\n[updates.extra.y]\n"
        "# m\n[[updates.media]]\nb=1\n[[updates.media]]\nb=2\n",
        "[[updates]]\nid = 2\ntime = 1\n\n# m\n[[updates.media]]\nb = 1\n\n[[updates.media]]\nb = 2"
        "\n\n# e\n[updates.extra]\nz = 1\n\n[updates.extra.y]",
    ),
    "comments set apart stay above what follows": (
        "[[updates]]\nid=1\n\n# apart\n\n[updates.extra]\na=1\n# behind\n",
        "[[updates]]\nid = 1\n\n# apart\n\n[updates.extra]\na = 1\n# behind",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_layout(case: str) -> None:
    before, after = CASES[case]
    assert formatted(before) == after
    assert formatted(after + "\n") == after


ODD = {
    "a line break in an inline table": "{\n b=1 }",
    "a comment in an inline table": "{ b=1, # x\n c=2 }",
    "a comma of its own line": "[1 # one\n  , 2]",
    "odd inside an array": "[ {\n b=1 },2]",
}


@pytest.mark.parametrize("case", ODD)
def test_an_odd_value_is_left_as_it_is(case: str) -> None:
    assert formatted(f"z=1\na={ODD[case]} # x\n") == f"z = 1\na = {ODD[case]}  # x"


# --- Whole stories ---

HEAD = '[story]\nid = "s"\nheadline = "S"\n'


def story(text: str) -> str:
    new = format_text(text)
    assert format_text(new) == new
    return new


def update(minute: int, more: str = "") -> str:
    return f"\n[[updates]]\n{more}time = 2024-01-05T09:{minute:02}:00Z\nbody = 'b'\n"


def test_a_tidy_story_comes_back_as_it_is() -> None:
    text = HEAD + update(0, "id = 'a'\n") + update(1, "id = 'b'\n")
    assert story(text) == text


def test_carriage_returns_are_those_of_the_first_line() -> None:
    mixed = (
        (HEAD + update(0, "id = 'a'\n")).replace("\n", "\r\n").replace("[story]\r\n", "[story]\n")
    )
    assert "\r" not in story(mixed)
    whole = (HEAD + update(0, "id = 'a'\n")).replace("\n", "\r\n")
    assert story(whole.replace("[[updates]]\r\n", "[[updates]]\n")) == whole


def test_missing_ids_are_written_first() -> None:
    text = HEAD + update(0) + update(1, "id = 'b'\n")
    new = HEAD + update(0, 'id = "20240105T090000Z"\n') + update(1, "id = 'b'\n")
    assert story(text) == new


@pytest.mark.parametrize(
    "other",
    [update(0), update(1, "id = '20240105T090000Z'\n"), update(1, "id = '20240105t090000z'\n")],
    ids=["two without", "taken", "taken in lower case"],
)
def test_an_id_that_would_not_be_its_own_is_not_written(other: str) -> None:
    text = HEAD + update(0) + other
    assert story(text).count("id = ") == text.count("id = ")


def test_an_id_is_not_made_of_a_time_that_cannot_be_read() -> None:
    text = HEAD + update(0).replace("2024-01-05T09:00:00Z", '"nine"')
    assert story(text) == text


def test_the_story_table_and_the_updates_have_the_order_of_the_model() -> None:
    text = (
        'format=1\n[story]\ntags=[]\nheadline="S"\nid="s"\n'
        "[[updates]]\nkey=true\nbody='b'\nheadline='h'\ntime=2024-01-05T09:00:00Z\nid='a'\n"
        "[[updates.media]]\nurl='u'\ntype='image'\n"
        "[updates.extra]\nz=1\na=2\n[updates.extra.media]\nurl=1\ntype=2\n"
    )
    assert story(text) == (
        'format = 1\n\n[story]\nid = "s"\nheadline = "S"\ntags = []\n\n'
        "[[updates]]\nid = 'a'\ntime = 2024-01-05T09:00:00Z\nheadline = 'h'\nbody = 'b'\n"
        "key = true\n\n[[updates.media]]\ntype = 'image'\nurl = 'u'\n\n"
        "[updates.extra]\nz = 1\na = 2\n\n[updates.extra.media]\nurl = 1\ntype = 2\n"
    )


def test_the_schema_line_stays_at_the_top() -> None:
    text = f"#:schema story.schema.json\n\n\n{HEAD}"
    assert story(text) == f"#:schema story.schema.json\n\n{HEAD}"


def test_comments_at_the_end_stay_there() -> None:
    text = HEAD + update(0, "id = 'a'\n") + "# of it\n\n\n# The end.\n\n"
    assert story(text) == HEAD + update(0, "id = 'a'\n") + "# of it\n\n# The end.\n"


@pytest.mark.parametrize("text", ["", "\n", "[story", "x = 1\n"])
def test_what_is_no_story_is_refused(text: str) -> None:
    with pytest.raises(StoryError):
        format_text(text)
