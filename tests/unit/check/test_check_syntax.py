"""Where a text is no TOML, its one finding stands at the right line and column.

In the texts, « marks the place, or each of the places that would do.
"""

from __future__ import annotations

import pytest
import tomli

from blogctl.check import Checked, check_bytes, check_text
from blogctl.diagnostics import Diagnostic, Severity

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'


def places(marked: str) -> tuple[str, set[tuple[int, int]]]:
    text, found = "", set()
    for number, piece in enumerate(marked.split("«")):
        if number:
            lines = text.split("\n")
            found.add((len(lines), len(lines[-1]) + 1))
        text += piece
    return text, found


def only(checked: Checked) -> Diagnostic:
    (diagnostic,) = checked.diagnostics
    assert checked.story is None
    assert checked.data is None
    assert checked.updates == ()
    assert diagnostic.severity is Severity.ERROR
    assert (diagnostic.end_line, diagnostic.end_column) > (diagnostic.line, diagnostic.column)
    assert diagnostic.message
    assert diagnostic.help
    assert "\n" not in diagnostic.message + diagnostic.help
    return diagnostic


# Each stands after the head and before more lines, unless it says that it is the end.
BROKEN = [
    pytest.param('body = «"open«\nlabel = "l"\n', id="a string"),
    pytest.param('body = «"open«', id="a string at the end"),
    pytest.param('body = «"open«\n', id="a string in the last line"),
    pytest.param("body = «'open«\nlabel = 'l'\n", id="a literal string"),
    pytest.param("body = «'open«", id="a literal string at the end"),
    pytest.param(
        "body = «'open«\nlabel = 1\n\nkey = true\n",
        id="a literal string, and no other quote after it",
    ),
    pytest.param('body = «"""open\nlabel = "l"\n[[updates]]\n', id="a long string"),
    pytest.param("body = «'''open\nlabel = 'l'\n[[updates]]\n", id="a long literal string"),
    pytest.param('a = """x"""\nbody = «"""open "" \\"""\n', id="a long string with quotes"),
    pytest.param("a = '''x'''\nbody = «'''open '' \n", id="a long literal string with quotes"),
    pytest.param('tags = «["a", "b"\n', id="an array"),
    pytest.param("extra = «{ a = 1\n", id="an inline table"),
    pytest.param('body = "a"\nlabel = 1\n«body = "b"\n', id="a key twice"),
    pytest.param('a.b = 1\n  «a.b = "b"\n', id="a dotted key twice"),
    pytest.param("[a]\nb = 1\n«[a]\n", id="a table twice"),
    pytest.param('body = "é «\\«q« b"\n', id="a bad escape"),
    pytest.param('body = """\né «\\«q« b"""\n', id="a bad escape in a long string"),
    pytest.param('body = "é «\\«u«12 b"\n', id="a short escape"),
    pytest.param('body = "é «\\«u«d8«0«0« b"\n', id="half a character"),
    pytest.param('body «"a"\n', id="no equals sign"),
    pytest.param("body«\nlabel = 1\n", id="a key alone"),
    pytest.param("body =« «\nlabel = 1\n", id="no value"),
    pytest.param("«= 1\n", id="no key"),
    pytest.param('body = "é" «"b"\n', id="two values"),
    pytest.param("body = «é\n", id="no quotes"),
    pytest.param("a = 1\n«]\n", id="a bracket alone"),
    pytest.param("[a«\nb = 1\n", id="a header that is not closed"),
    pytest.param("[[a«]«\nb = 1\n", id="an array's header that is not closed"),
    pytest.param("[a] «b = 1\n", id="a key behind a header"),
    pytest.param('body = "é«\0b"\n', id="a NUL byte"),
    pytest.param("# é«\0\n", id="a NUL byte in a comment"),
    pytest.param("«\0\n", id="a NUL byte alone"),
    pytest.param('body = "a«\x1bb"\n', id="an escape character"),
    pytest.param('body = "a«\rb"\n', id="a carriage return alone"),
    pytest.param("a = 1«\rb = 2\n", id="the line ending of an old system"),
    pytest.param("time = «2024«-«02«-«30«T10:00:00Z\n", id="a day that does not exist"),
    pytest.param("time = «2024-01-05«T«25«:00:00Z\n", id="an hour that does not exist"),
    pytest.param("a = 0«1\n", id="a zero in front"),
    pytest.param("a = 1«_\n", id="an underscore behind"),
    pytest.param("a = «.5\n", id="a point in front"),
    pytest.param("«é = 1\n", id="a letter that a bare key cannot have"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("marked", BROKEN)
def test_a_syntax_error(marked: str, newline: str) -> None:
    text, expected = places(HEAD + marked)
    text = text.replace("\n", newline)
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(text)
    found = only(check_text(text, "a.toml"))
    assert found.rule == "syntax"
    assert found.path == "a.toml"
    assert (found.line, found.column) in expected
    assert found.source == text.split("\n")[found.line - 1].removesuffix("\r")
    in_bytes = only(check_bytes(text.encode(), "a.toml"))
    assert in_bytes == found
    assert only(check_bytes(b"\xef\xbb\xbf" + text.encode(), "a.toml")) == found


@pytest.mark.parametrize(
    "value",
    [
        "[" * 20_000,
        "[" * 20_000 + "]" * 20_000,
        "{a=" * 20_000,
        "{a=" * 20_000 + "1" + "}" * 20_000,
    ],
    ids=["arrays", "closed arrays", "tables", "closed tables"],
)
def test_twenty_thousand_brackets(value: str) -> None:
    found = only(check_text(f"{HEAD}\nextra = {value}\n[[updates]]\n"))
    assert (found.rule, found.line) == ("syntax", 5)
    assert found.column > 8


@pytest.mark.parametrize(
    "key", ["a." * 20_000 + "b", '"a" . ' * 20_000 + "b"], ids=["bare", "quoted"]
)
@pytest.mark.parametrize(
    "line",
    ["{} = 1", "[{}]", "[[{}]]"],
)
def test_twenty_thousand_dots(key: str, line: str) -> None:
    found = only(check_text(f"{HEAD}\n{line.format(key)}\n"))
    assert found.rule == "syntax"
    assert found.line == 5


def test_dots_in_a_text_are_no_parts_of_a_key() -> None:
    text = f"{HEAD}summary = '{'.' * 30_000}'\n{'a.' * 20_000}b = 1\n"
    found = only(check_text(text))
    assert found.line == 5


@pytest.mark.parametrize("number", ["1" * 5_000, "-" + "1" * 5_000, "1_1" * 5_000])
def test_a_number_of_thousands_of_digits(number: str) -> None:
    found = only(check_text(f"{HEAD}\nextra = {{ a = 1, b = {number} }}\n[[updates]]\n"))
    assert (found.rule, found.line) == ("syntax", 5)
    assert found.column in (22, 23)


@pytest.mark.parametrize(
    ("harmless", "harmful"),
    [("1" * 5_000, "1" * 5_000), ("[" * 300, "[" * 20_000)],
    ids=["digits", "brackets"],
)
def test_what_stands_in_a_string_is_not_to_blame(harmless: str, harmful: str) -> None:
    found = only(check_text(f'{HEAD}summary = "{harmless}"\nextra = {harmful}\n'))
    assert found.line == 5


@pytest.mark.parametrize(
    ("before", "bad", "line", "column"),
    [
        ('a = "é\U0001f600 ', b"\xe9", 1, 9),
        ("", b"\xff", 1, 1),
        ("# one\n# two\r\nbody = 'ж", b"\xc3(", 3, 10),
        (HEAD + "body = '''\n\né", b"\xed\xa0\x80", 6, 2),
        ("a = 'b", b"\xe2\x82", 1, 7),
    ],
)
def test_what_is_no_text(before: str, bad: bytes, line: int, column: int) -> None:
    found = only(check_bytes(before.encode() + bad + b" more'\nlast = 1\n", "a.toml"))
    assert (found.rule, found.line, found.column) == ("not-text", line, column)
    assert found.path == "a.toml"
    assert found.source.startswith(before.split("\n")[-1])


def test_a_byte_order_mark_is_no_column() -> None:
    found = only(check_bytes(b"\xef\xbb\xbfab\xff\n"))
    assert (found.line, found.column) == (1, 3)
    assert found.source.startswith("ab")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le"])
def test_other_encodings_are_told_apart(encoding: str) -> None:
    data = ("\ufeff" if encoding == "utf-32-le" else "") + HEAD
    found = only(check_bytes(data.encode(encoding)))
    assert found.rule == "not-text"
    assert "UTF-8" in str(found.help)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0", b"PK\3\4\0\0\xff", b"\0" * 1000, b"\x80" * 9],
)
def test_what_is_no_text_at_all_is_one_finding(data: bytes) -> None:
    assert only(check_bytes(data)).rule in {"not-text", "syntax"}


CONFLICT = """\
[story]
id = "x"
headline = "A story"

«<<<<<<< HEAD
[[updates]]
time = 2024-01-05T10:00:00Z
body = "A"
||||||| base
=======
[[updates]]
time = 2024-01-05T10:00:00Z
body = "B"
>>>>>>> branch
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_conflict_is_said_first(newline: str) -> None:
    text, expected = places(CONFLICT)
    found = only(check_text(text.replace("\n", newline)))
    assert found.rule == "conflict-marker"
    assert {(found.line, found.column)} == expected


@pytest.mark.parametrize("line", ["<<<<<<< a\n", "<<<<<<< a\n=======\n", "=======\n"])
def test_marks_in_a_text_are_no_conflict(line: str) -> None:
    text = HEAD + f"body = '''\n{line}'''\n"
    assert check_text(text).diagnostics == ()
