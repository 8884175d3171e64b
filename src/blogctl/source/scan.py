"""TOML text to tables: where each header stands, in one forward pass.

The scan knows just enough TOML (1.0, and what 1.1 adds to it) never to take the inside of a
string for structure. It is linear whatever the input, and raises :class:`Unscannable` where it
is unsure. It does not judge a text: that is the parser's work, and whoever edits compares what
the parser says of the new text with what was meant.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# Lines that cannot hide anything: blank, a comment, or a key with a plain value, which may be
# a string over several lines that holds neither quotes nor escapes.
_LINE = (
    r"[ \t]*(?:[A-Za-z0-9_-]+[ \t]*=[ \t]*"
    r"(?:\"[^\"\\\n]*\"(?!\")|'[^'\n]*'(?!')|[A-Za-z0-9+.:_-]+(?: [0-9:.Zz+-]+)?"
    r"|\"\"\"[^\"\\]*\"\"\"(?!\")"
    r"|\[(?:\"[^\"\\\n]*\"(?!\")(?:,[ \t]*)?){0,50}\])[ \t]*)?"
    r"(?:#[^\n]*)?(?:\r?\n)"
)
# The bound keeps the matcher's stack small; longer runs take several matches.
_PLAIN_LINES = re.compile(f"(?:{_LINE}){{1,200}}")
_PLAIN_HEADER = re.compile(r"[ \t]*(\[\[?)([A-Za-z0-9_-]+)(\]\]?)[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_BLANK = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BRACKETS = re.compile(r"[\"'#\[\]{}]")
_END_OF_BARE = re.compile(r"[^\s,#\]}]+(?: (?=\d\d:)[^\s,#\]}]+)?")
# Pieces of a string in bounded steps, so that no input makes the matcher's stack grow.
_BASIC = re.compile(r"[^\"\\\n]*(?:\\[^\n][^\"\\\n]*){0,200}")
_MULTI_BASIC = re.compile(r"[^\"\\]*(?:\\.[^\"\\]*){0,200}", re.DOTALL)
_QUOTES = {'"': re.compile('"{1,5}'), "'": re.compile("'{1,5}")}


class Unscannable(ValueError):
    """The scan is unsure at the offset ``position``; the text is not TOML, or odd beyond reason."""

    def __init__(self, position: int) -> None:
        super().__init__(f"unsure at offset {position}")
        self.position = position


class Key(NamedTuple):
    """One part of a key: its ``name``, and the offsets of its text."""

    name: str
    start: int
    end: int


class Table(NamedTuple):
    """A header and the lines under it, up to the next header or the end of the text.

    ``name`` is the header's key, part by part; what stands before the first header is a table
    without a name. ``start`` is the offset of the header's line, ``body`` that of the line
    after it, ``end`` that behind the last line.
    """

    name: tuple[str, ...]
    is_array: bool
    start: int
    body: int
    end: int


def scan(text: str) -> tuple[Table, ...]:
    """The tables of a TOML text in their order; together they are the whole text."""
    tables: list[Table] = []
    name: tuple[str, ...] = ()
    is_array, start, body = False, 0, 0
    position, end = 0, len(text)
    while position < end:
        plain = _PLAIN_LINES.match(text, position)
        if plain:
            position = plain.end()
            continue
        header = _PLAIN_HEADER.match(text, position)
        if header and len(header[1]) == len(header[3]):
            tables.append(Table(name, is_array, start, body, position))
            name, is_array = (header[2],), len(header[1]) == 2
            start, body = position, header.end()
            position = body
            continue
        line, position = position, _skip_blank(text, position)
        if position == end or text.startswith("#", position):
            position = line_end(text, position)
        elif text.startswith("[", position):
            tables.append(Table(name, is_array, start, body, line))
            keys, is_array, position = header_at(text, position)
            name = tuple(key.name for key in keys)
            start, body = line, position
        else:
            position = _statement(text, position)
    tables.append(Table(name, is_array, start, body, end))
    return tuple(tables)


def statements(text: str, start: int, end: int) -> list[tuple[tuple[Key, ...], int, int]]:
    """Each ``key = value`` between two offsets: the key's parts, and the value's offsets."""
    found = []
    position = start
    while position < end:
        rest = _REST_OF_LINE.match(text, position)
        if rest and rest.end() > position:
            position = rest.end()
            continue
        keys, value = assignment(text, _skip_blank(text, position))
        position = skip_value(text, value)
        found.append((keys, value, position))
        position = line_end(text, position)
    return found


def comments(text: str, start: int, end: int) -> list[int]:
    """The offset of each comment's ``#`` between two offsets, inside arrays too."""
    found = []
    position = start
    while position < end:
        position = _skip_blank(text, position)
        if text.startswith("#", position):
            found.append(position)
        elif text.startswith("[", position):
            behind = header_at(text, position)[2]
            comment = text.find("#", _header_close(text, position), behind)
            if comment >= 0:
                found.append(comment)
            position = behind
            continue
        elif not text.startswith(("\n", "\r\n"), position) and position < end:
            _, value = assignment(text, position)
            position = skip_value(text, value, found)
            continue
        position = line_end(text, position)
    return found


def assignment(text: str, position: int) -> tuple[tuple[Key, ...], int]:
    """The key that begins at an offset, and the offset of its value."""
    keys, position = dotted_key(text, position)
    position = _skip_blank(text, position)
    if not text.startswith("=", position):
        raise Unscannable(position)
    return keys, _skip_blank(text, position + 1)


def dotted_key(text: str, position: int) -> tuple[tuple[Key, ...], int]:
    """The parts of a key that begins at an offset, and the offset behind it."""
    keys = []
    while True:
        if text.startswith(('"', "'"), position):
            end = _skip_line_string(text, position + 1, text[position])
        else:
            match = _BARE_KEY.match(text, position)
            if match is None:
                raise Unscannable(position)
            end = match.end()
        keys.append(Key(_key_name(text[position:end]), position, end))
        dot = _DOT.match(text, end)
        if dot is None:
            return tuple(keys), end
        position = dot.end()


def skip_value(text: str, position: int, found: list[int] | None = None) -> int:
    """The offset behind the value that begins at ``position``; comments inside go to ``found``."""
    character = text[position : position + 1]
    if character in ('"', "'"):
        return skip_string(text, position)
    if character in ("[", "{"):
        return _skip_brackets(text, position, found)
    match = _END_OF_BARE.match(text, position)
    if match is None:
        raise Unscannable(position)
    return match.end()


def skip_string(text: str, position: int) -> int:
    """The offset behind the string that begins at ``position``, whatever its kind."""
    quote = text[position]
    if not text.startswith(quote * 3, position):
        return _skip_line_string(text, position + 1, quote)
    start, position = position, position + 3
    while True:
        if quote == '"':
            position = _skip_steps(_MULTI_BASIC, text, position)
        else:
            position = text.find(quote, position)
        run = _QUOTES[quote].match(text, position) if position >= 0 else None
        if run is None:
            raise Unscannable(start)
        position = run.end()
        if len(run[0]) >= 3:
            return position


def _skip_line_string(text: str, position: int, quote: str) -> int:
    start = position - 1
    if quote == '"':
        position = _skip_steps(_BASIC, text, position)
    else:
        close = text.find(quote, position)
        # Up to there and no further: the end of a long line is not looked for again and again.
        if close < 0 or text.find("\n", position, close) >= 0:
            raise Unscannable(start)
        position = close
    if not text.startswith(quote, position):
        raise Unscannable(start)
    return position + 1


def _skip_steps(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Behind as many bounded matches as there are; each but the last moves on."""
    while True:
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            return position
        position = match.end()
        if not text.startswith("\\", position):
            return position


def closings(text: str, position: int) -> dict[int, int]:
    """The offset behind the array or inline table at ``position``, and behind each inside it."""
    ends: dict[int, int] = {}
    _skip_brackets(text, position, None, ends)
    return ends


def _skip_brackets(
    text: str, position: int, found: list[int] | None, ends: dict[int, int] | None = None
) -> int:
    opened: list[int] = []
    start = position
    while True:
        match = _BRACKETS.search(text, position)
        if match is None:
            raise Unscannable(start)
        character, position = match[0], match.end()
        if character in "[{":
            opened.append(match.start())
        elif character in "]}":
            opening = opened.pop()
            if ends is not None:
                ends[opening] = position
            if not opened:
                return position
        elif character == "#":
            if found is not None:
                found.append(match.start())
            position = text.find("\n", position)
            if position < 0:
                raise Unscannable(start)
        else:
            position = skip_string(text, match.start())


def header_at(text: str, position: int) -> tuple[tuple[Key, ...], bool, int]:
    """The parts of the header that begins at an offset, whether it is ``[[…]]``, its line's end."""
    position = _skip_blank(text, position)
    is_array = text.startswith("[[", position)
    brackets = 2 if is_array else 1
    keys, position = dotted_key(text, _skip_blank(text, position + brackets))
    position = _skip_blank(text, position)
    if not text.startswith("]" * brackets, position):
        raise Unscannable(position)
    position += brackets
    return keys, is_array, line_end(text, position)


def _header_close(text: str, position: int) -> int:
    """The offset behind the keys of the header that begins at ``position``."""
    brackets = 2 if text.startswith("[[", position) else 1
    return dotted_key(text, _skip_blank(text, position + brackets))[1]


def _statement(text: str, position: int) -> int:
    _, value = assignment(text, position)
    return line_end(text, skip_value(text, value))


def line_end(text: str, position: int) -> int:
    """The offset behind the line on which, from an offset on, only a comment may follow."""
    rest = _REST_OF_LINE.match(text, position)
    if rest is None:
        raise Unscannable(position)
    return rest.end()


def _skip_blank(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _key_name(written: str) -> str:
    if written[0] == "'":
        return written[1:-1]
    if written[0] == '"':
        if "\\" not in written:
            return written[1:-1]
        import tomli

        try:
            return next(iter(tomli.loads(f"{written} = 0")))
        except tomli.TOMLDecodeError:
            raise Unscannable(0) from None
    return written
