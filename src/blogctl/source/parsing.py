"""TOML text to data, or to the one finding that says why it cannot be parsed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

import tomli

from blogctl.files import NotText
from blogctl.source.places import Lines, Places
from blogctl.source.scan import Unscannable, header_at, scan, skip_string, statements

# The lines that git writes around the two sides of a conflict, in their order.
_MARKERS = [
    re.compile(r"^<{7}(?:[ \r].*)?$", re.MULTILINE),
    re.compile(r"^={7}\r?$", re.MULTILINE),
    re.compile(r"^>{7}(?:[ \r].*)?$", re.MULTILINE),
]
_KEYS = re.compile(r"\A(Cannot [a-z ]+)\('(.*?)',?\)")
_WORD = re.compile(r"\w+")
_NO_TIME = re.compile(
    r"=\s*\d{4}-(?:1[3-9]|[2-9]\d|\d\d-(?:3[2-9]|[4-9]\d)"
    r"|\d\d-\d\d[Tt ](?:2[4-9]|[3-9]\d|\d\d:[6-9]))"
)
# It begins where digits do: to try each digit of a shorter run would take hundreds of times longer.
_LONG_NUMBER = re.compile(r"(?<![0-9_])\d(?:_?\d){999,}")
_STRUCTURE = re.compile(r"[\[\]{}\"'#]")
_TOO_DEEP = 100
_HELP = (
    ("Cannot overwrite a value", "a key can stand only once in a table: remove one of the two"),
    ("Cannot declare", "merge the two tables into one"),
    ("Cannot mutate immutable namespace", "an inline table or array is closed: add to it inside"),
    ("Invalid initial character for a key part", 'a key is letters, digits, "_" and "-"'),
    ("Expected '=' after a key", 'write key = value; a longer text goes between """ and """'),
    ("Expected newline or end of document", "one key = value a line; text goes in quotes"),
    ("Unclosed array", "close it with ]"),
    ("Unclosed inline table", "close it with }"),
    ("Expected ']", "close the header: [name], and [[updates]] for each update"),
    ("Unterminated string", "close the quotes"),
    ("Illegal character", 'a text over several lines goes between """ and """'),
    ("Unescaped '\\'", r"write \\ for a backslash, or use single quotes"),
    ("Invalid date", "write a day and hour that exist, as in 2024-01-05T15:03:44Z"),
    ("Invalid value", 'texts go in quotes: "like this"'),
    ("Invalid hex", r"write a character as \u and four hexadecimal digits"),
    ("Escaped character is not", r"write a character as \u and four hexadecimal digits"),
)


@dataclass(frozen=True, slots=True)
class Unparseable:
    """Why a text is no TOML, and the 1-based line and columns where that shows."""

    rule: str
    line: int
    column: int
    end_column: int
    message: str
    help: str
    source: str = ""


def unreadable(data: bytes, error: NotText) -> Unparseable:
    """Where bytes stop being text, with the line as far as it can be shown."""
    start = data.rfind(b"\n", 0, error.position) + 1
    line = data.count(b"\n", 0, error.position) + 1
    before = data[start : error.position].removeprefix(codecs.BOM_UTF8)
    column = len(before.decode("utf-8", "replace")) + 1
    stop = data.find(b"\n", start)
    whole = data[start : stop if stop >= 0 else len(data)][:500].removeprefix(codecs.BOM_UTF8)
    source = whole.decode("utf-8", "replace")
    message, help_ = "this is no UTF-8 text", error.help
    if b"\0" in data and "UTF-16" not in help_:
        message, help_ = "this is a binary file, no text", "name a story file"
    return Unparseable("not-text", line, column, column + 1, message, help_, source)


def find_conflict(text: str) -> Unparseable | None:
    """The first conflict that a failed merge left in the text, as git marks them."""
    if "<<<<<<<" not in text:
        return None
    first, position = None, 0
    for marker in _MARKERS:
        match = marker.search(text, position)
        if match is None:
            return None
        first, position = first or match, match.end()
    line, column = Lines.of(text).place(first.start() if first else 0)
    return Unparseable(
        "conflict-marker",
        line,
        column,
        column + 7,
        "a merge left its conflict markers here",
        "`blogctl resolve` merges anew; or keep what holds of both sides and delete the markers",
    )


def parse(text: str) -> dict[str, Any] | Unparseable:
    """The data of a TOML text, or why there is none."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return _explained(text, error)
    except RecursionError as error:
        if "key has" in str(error):
            return _at(text, _longest_key(text), "this key has too many parts", "shorten it")
        return _at(text, _deepest(text), "this is nested too deeply", "flatten it")
    except ValueError:
        message = "this number has too many digits"
        return _at(text, _longest_number(text), message, "write it as a string")


def _explained(text: str, error: tomli.TOMLDecodeError) -> Unparseable:
    help_ = next(
        (hint for start, hint in _HELP if error.msg.startswith(start)),
        "https://toml.io explains what may stand there",
    )
    message = _KEYS.sub(lambda found: found[1] + _brackets(found[2]), error.msg)
    message = message[:1].lower() + message[1:]
    lines = Lines.of(text)
    line, column = min(error.lineno, len(lines.starts)), error.colno
    if error.msg.startswith(("Unterminated string", "Expected \"'", "Unclosed")):
        # The parser points at the end of the text; what is open began earlier.
        try:
            scan(text)
        except Unscannable as unsure:
            line, column = lines.place(unsure.position)
    elif error.msg.startswith("Cannot"):
        source = lines.line(line)
        column = len(source) - len(source.lstrip()) + 1
    source = lines.line(line)
    column = min(column, len(source) + 1)
    value = _WORD.match(source, column - 1)
    if "\0" in error.msg or "\\x00" in error.msg:
        help_ = "remove it: this may be no text file"
    elif source[column - 1 : column] in tuple("“”„‘’«»"):
        help_ = 'use straight quotes: "like this"'
    elif value and value[0].lower() in ("yes", "no"):
        help_ = "write true or false"
    elif value and value[0].lower() in ("true", "false") and value[0] != value[0].lower():
        help_ = f"write {value[0].lower()}, in small letters"
    elif error.msg.startswith("Illegal character '\\n'"):
        message, help_ = "the quotes are not closed on this line", f"close them; {help_}"
    elif _NO_TIME.search(source):
        message, help_ = "this date or time does not exist", "write a day and hour that exist"
    return Unparseable("syntax", line, column, column + 1, message, help_)


def _brackets(keys: str) -> str:
    """A header from its keys as the parser writes them, without the outer quotes."""
    return "[" + keys.replace("', '", ".") + "]"


def _at(text: str, offset: int, message: str, help_: str) -> Unparseable:
    line, column = Lines.of(text).place(offset)
    return Unparseable("syntax", line, column, column + 1, message, help_)


def _longest_key(text: str) -> int:
    """The offset of the key with the most parts, of a header or of a value."""
    keys = []
    try:
        for table in scan(text):
            keys += [found for found, _, _ in statements(text, table.body, table.end)]
            keys += [header_at(text, table.start)[0]] if table.name else []
    except Unscannable:
        return 0
    return max(keys, key=len)[0].start if keys else 0


def _longest_number(text: str) -> int:
    """The offset of the first number with very many digits; those in strings do not count."""
    try:
        places = Places(text)
    except Unscannable:
        return 0
    for match in _LONG_NUMBER.finditer(text):
        try:
            span = places.leaf_at(match.start())
        except Unscannable:
            # The parser stopped at the number, before what is wrong around it.
            return match.start()
        if span and text[span.start] not in "\"'":
            return match.start()
    return 0


def _deepest(text: str) -> int:
    """The offset of the bracket that nests most deeply, up to a depth beyond reason."""
    depth = deepest = offset = position = 0
    while match := _STRUCTURE.search(text, position):
        position = match.end()
        if match[0] in "\"'":
            try:
                position = skip_string(text, match.start())
            except Unscannable:
                break
        elif match[0] == "#":
            position = text.find("\n", position) % (len(text) + 1)
        else:
            depth += 1 if match[0] in "[{" else -1
            if depth > deepest:
                deepest, offset = depth, match.start()
                if depth > _TOO_DEEP:
                    break
    return offset
