"""Where headers stand: found in every spelling, and never inside a string or a comment."""

from __future__ import annotations

from typing import Any

import pytest
import tomli

from blogctl.source.scan import (
    Table,
    Unscannable,
    assignment,
    comments,
    dotted_key,
    header_at,
    scan,
    skip_value,
    statements,
)

Q, A = '"', "'"


def headers(text: str) -> list[tuple[tuple[str, ...], bool]]:
    """Names and kinds of the headers, after a check that the tables make up the text."""
    tables = scan(text)
    assert "".join(text[table.start : table.end] for table in tables) == text
    assert all(table.start <= table.body <= table.end for table in tables)
    assert tables[0][:4] == ((), False, 0, 0)
    return [(table.name, table.is_array) for table in tables[1:]]


@pytest.mark.parametrize(
    ("line", "name", "is_array"),
    [
        ("[[updates]]", ("updates",), True),
        ("[[ updates ]]", ("updates",), True),
        ("\t[[\tupdates\t]]\t", ("updates",), True),
        ('[["updates"]]', ("updates",), True),
        ("[['updates']]", ("updates",), True),
        ('[[ "\\u0075pdates" ]] # named with an escape', ("updates",), True),
        ("['updates']", ("updates",), False),
        ("[story]", ("story",), False),
        ("   [ story ]   # a comment with ] and [[updates]]", ("story",), False),
        ("[a.b.c]", ("a", "b", "c"), False),
        ("[ a . b . c ]", ("a", "b", "c"), False),
        ("[[updates.media]]", ("updates", "media"), True),
        ('[updates."a.b".c]', ("updates", "a.b", "c"), False),
        ("[updates . 'a]b' . \"c[d\"]", ("updates", "a]b", "c[d"), False),
        (r'["a\"b"]', ('a"b',), False),
        (r'["a\\"."b"]', ("a\\", "b"), False),
        (r'["\t\U0001F600é"]', ("\t\U0001f600é",), False),
        (r"['a\']", ("a\\",), False),
        ('["# no comment"]', ("# no comment",), False),
        ('[""]', ("",), False),
        ("[''.\"\".a]", ("", "", "a"), False),
        ("[1.2]", ("1", "2"), False),
        ("[-.true]", ("-", "true"), False),
        ('["ʎǝʞ"]', ("ʎǝʞ",), False),
        ("[a]#comment", ("a",), False),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_a_header_in_every_spelling(
    line: str, name: tuple[str, ...], is_array: bool, ending: str
) -> None:
    text = line + ending
    assert headers(text) == [(name, is_array)]
    # The parser agrees: the table that it makes is found by this name.
    data: Any = tomli.loads(text)
    for part in name:
        data = data[part]
    assert data == ([{}] if is_array else {})


LOOK_ALIKES = ["[[updates]]", "[story]", "time = 2024-01-05T09:00:00Z", "# a comment", "]]", "}"]


@pytest.mark.parametrize("inside", LOOK_ALIKES)
@pytest.mark.parametrize(
    "value",
    [
        f"{Q}…{Q}",
        f"{Q}a \\{Q} … \\\\{Q}",
        f"{A}…{A}",
        f"{A}…\\{A}",
        f"{Q * 3}…{Q * 3}",
        f"{Q * 3}\n…\n{Q * 3}",
        f"{Q * 3}\n…{Q * 3}",
        f"{Q * 3}\n{Q}\n…\n{Q * 2}\n…\n{Q * 3}",
        f"{Q * 3}\n\\{Q * 3}\n…\n{Q * 3}",
        f"{Q * 3}\n{A * 3}\n…\n{Q * 3}",
        f"{Q * 3}\\\n   …\n{Q * 3}",
        f"{Q * 3}\n…\n{Q * 4}",
        f"{Q * 3}\n…\n{Q * 5}",
        f"{Q * 4}\n…\n{Q * 3}",
        f"{Q * 5}\n…\n{Q * 5}",
        f"{A * 3}\n…\n{A * 3}",
        f"{A * 3}\n\\\n…\n{A * 4}",
        f"{A * 3}\n{Q * 3}\n…\n{A * 5}",
        f"{A * 5}\n…\n{A * 3}",
        f"[\n  {Q}…{Q},\n  {A}…{A},\n]",
        f"[ # [[updates]] ] {Q} {A * 3}\n  {Q}…{Q}, # ]\n  # {Q * 3}\n]",
        f"[[{Q * 3}\n…\n{Q * 3}], [\n[\n]\n,\n]]",
        f"[{Q * 3} {Q}] #\n…\n{Q * 3}]",
        f"[{Q}a{Q}, {Q * 3} {Q}] #\n…\n{Q * 3}]",
        f"[{A * 3} {A}] #\n…\n{A * 3}]",
        f"{{ a = {Q}…{Q}, {Q}…{Q} = {A}…{A} }}",
        f"{{ a = [{{ b = {A * 3}\n…\n{A * 3} }}] }}",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_only_looks_like_a_header_is_none(value: str, inside: str, newline: str) -> None:
    value = value.replace("…", inside)
    text = f"[a]\nk = {value} # [[updates]]\nz = 1\n[[b]]\nk = {value}\n".replace("\n", newline)
    tomli.loads(text)
    assert headers(text) == [(("a",), False), (("b",), True)]
    a = scan(text)[1]
    assert [key.name for keys, _, _ in statements(text, a.body, a.end) for key in keys] == [
        "k",
        "z",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "{ a = 1,\n  # [[updates]] }\n  b = 2,\n}",
        "{\n}",
        '{ a = "}", # }\n b = [1, # ]\n 2] }',
        r'"\e[31m[[updates]]\x41"',
        '"""\\e\n[[updates]]\n"""',
    ],
)
def test_what_toml_1_1_adds(value: str) -> None:
    text = f"k = {value}\n[a]\n"
    tomli.loads(text)
    assert headers(text) == [(("a",), False)]


@pytest.mark.parametrize(
    "value",
    [
        "1",
        "+1_000",
        "-0.5e+3",
        "inf",
        "nan",
        "0xDEAD_beef",
        "true",
        "2024-01-05",
        "12:30:00",
        "12:30",
        "2024-01-05T12:30:00.123456Z",
        "2024-01-05 12:30:00+01:00",
        "2024-01-05 12:30",
        "2024-01-05t12:30:00z",
    ],
)
@pytest.mark.parametrize("rest", ["", " ", " # [[updates]]", "#]", "\t#"])
def test_plain_values_end_where_they_end(value: str, rest: str) -> None:
    text = f"k = {value}{rest}"
    tomli.loads(text)
    assert skip_value(text, 4) == 4 + len(value)
    assert headers(text + "\n[a]") == [(("a",), False)]
    inline = f"k = [{value},{{a={value}}},{value}]{rest}\n"
    tomli.loads(inline)
    assert headers(inline + "[a]") == [(("a",), False)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a = 1", ["a"]),
        ("a.b = 1", ["a", "b"]),
        ("a . b\t.c = 1", ["a", "b", "c"]),
        ("'a.b'.\"c = d\".e=1", ["a.b", "c = d", "e"]),
        ('"\\u0074ime" = 1', ["time"]),
        ('"" = 1', [""]),
        ("3.14 = 1", ["3", "14"]),
    ],
)
def test_keys(text: str, parts: list[str]) -> None:
    keys, value = assignment(text, 0)
    assert [key.name for key in keys] == parts
    assert text[value:] == "1"
    for key in keys:
        assert dotted_key(text[key.start : key.end], 0)[0][0].name == key.name


def test_mixed_line_endings_and_no_final_one() -> None:
    text = 'a = 1\r\n[x]\nb = """\r\n[[y]]\n"""\r\n\r\n[[y]]\r\n\n  # c\r\n[z]'
    assert headers(text) == [(("x",), False), (("y",), True), (("z",), False)]


@pytest.mark.parametrize("text", ["", "\n", "\r\n", "#", "# c\r\n", "   ", "\t\n", "a = 1"])
def test_texts_without_headers(text: str) -> None:
    assert scan(text) == (Table((), False, 0, 0, len(text)),)


def test_many_escapes_brackets_and_lines_are_no_limit() -> None:
    text = "\n".join(
        [
            'a = "' + "\\\\" * 5_000 + '"',
            'b = """' + '\\"' * 5_000 + '"""',
            "c = [" + '"x", ' * 5_000 + "]",
            *(f"d{number} = {number}" for number in range(5_000)),
            "[e]",
        ]
    )
    tomli.loads(text)
    assert headers(text) == [(("e",), False)]


@pytest.mark.parametrize(
    "text",
    [
        'a = "x\n[b]\n',
        "a = 'x\n[b]\n",
        'a = """x\n[b]\n',
        "a = '''x''\n[b]\n",
        "a = [1,\n[b]\n",
        "a = {b = 1\n",
        "a = [1] 2\n",
        "a\n",
        "a = \n",
        "= 1\n",
        "[a\n",
        "[[a]\n",
        "[]\n",
        "[a.]\n",
        "[a] b\n",
        'a = "x"y\n',
        'a = """x""""""\n',
        "a = 1\rb = 2\n",
        "<<<<<<< ours\n",
        "[" * 20_000,
        "[a]\nk = " + "[" * 20_000,
        "\x00",
    ],
)
def test_what_is_no_toml_is_refused_inside_the_text(text: str) -> None:
    with pytest.raises(Unscannable) as caught:
        scan(text)
    assert 0 <= caught.value.position <= len(text)


def test_comments_are_found_wherever_they_may_stand() -> None:
    text = (
        "# 1\n"
        'a = "# no" # 2\n'
        "b = [ # 3\n"
        "  1, # 4\n"
        '  """\n# no\n""", \'#no\', # 5\n'
        "] # 6\n"
        "  # 7\n"
        '["# no".b]# 8\n'
        "[[c]] # 9\n"
        "d = { e = '#no' } # 10\n"
        "f = '''\n# no''' # 11"
    )
    tomli.loads(text)
    found = [text[offset:].split("\n")[0] for offset in comments(text, 0, len(text))]
    assert found == ["# 1", "# 2", "# 3", "# 4", "# 5", "# 6", "# 7", "# 8", "# 9", "# 10", "# 11"]


def test_statements_give_each_value_to_its_last_character() -> None:
    text = "a = 1 # c\n\n  b.c = [\n 2, # ]\n]\nd = '''\nx''''' # '\n"
    found = [(text[start:end]) for _, start, end in statements(text, 0, len(text))]
    assert found == ["1", "[\n 2, # ]\n]", "'''\nx'''''"]


def test_a_header_ends_behind_its_line() -> None:
    text = "x = 1\n  [[ a . 'b' ]] # c\r\ny = 2\n"
    keys, is_array, end = header_at(text, 6)
    assert ([key.name for key in keys], is_array) == (["a", "b"], True)
    assert text[end:] == "y = 2\n"
