"""Story files as nasty as people and programs can make them, and still valid."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

import tomli_w
from hypothesis import strategies as st

_T = TypeVar("_T")
VISIBLE = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TAB = "\t"
NOTE = "note-"
"""Each comment holds this and a number of its own; no value does."""

# Values whose text looks like anything but a value. None of them is blank.
STRINGS = [
    '"plain"',
    "'plain'",
    '"[[updates]]"',
    "'# no comment'",
    r'"a \" b \\"',
    r"'c:\'",
    r'"\u0041\U0001F600\t\n"',
    r'"tail blanks  "',
    '"é ʎ \u2028"',
    '"""one line"""',
    "'''one line'''",
    '"""\n[[updates]]\ntime = 2020-01-01T00:00:00Z\n"""',
    "'''\n[story]\nid = \"y\"\n# no comment\n[[updates]]'''",
    '"""text\n\n# no comment\n# none either"""',
    "'''text\n# no comment'''",
    '"""ends in quotes"""""',
    "'''ends in quotes'''''",
    '""""begins with one"""',
    "''''begins with one'''",
    '"""\\\n   folded \\\n\n   [[updates]] \\"""\n"""',
    '"""\n\'\'\'\n"" \\" ""\\"\n[[updates]]\n"""',
    "'''\n\"\"\"\n[updates.extra]\n\"\"\"'''",
    '"""\n\n\n  blank lines around\n\n\n"""',
    '"""<<<<<<< no conflict\n"""',
]
KEYS = ["a", "b-1", '"c.d"', "'e f'", '"#g"', '"h\\"i"', "12", '"é"', "'[[updates]]'", '"j=k"']
UPDATES = [
    "[[updates]]",
    "[[ updates ]]",
    '[["updates"]]',
    "\t[['updates']] ",
    '[["\\u0075pdates"]]',
]
TIMES = {
    0: ["2024-01-05T10:00:00Z", "2024-01-05 11:00:00+01:00", "2024-01-05T10:00:00"],
    1: ["2024-01-05t10:01:00z", "2024-01-05T09:01:00.000-01:00", "2024-01-05 10:01:00"],
    2: ["2024-01-05T10:02:00.000001Z", "2024-01-05T10:02:00.000001"],
    3: ["2024-01-05T10:03:00Z", "2024-01-06T09:02:00+22:59"],
}


@dataclass
class Writer:
    """Draws the pieces of one file, and numbers its comments."""

    draw: st.DrawFn
    notes: list[str] = field(default_factory=list)

    def one_of(self, options: list[_T]) -> _T:
        return self.draw(st.sampled_from(options))

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == of - 1

    def comment(self) -> str:
        note = f"{NOTE}{len(self.notes)}."
        self.notes.append(note)
        ends = ["", " [[updates]]", ' """', " '''", " ]", ' "', "  # #", " é", " }, ["]
        return f"# {note}{self.one_of(ends)}"

    def behind(self) -> str:
        """What may follow a value on its line."""
        return f" {self.comment()}\n" if self.chance(8) else self.one_of(["\n", "\n", "  \n"])

    def between(self) -> str:
        """Blank lines and comments, perhaps."""
        if not self.chance(4):
            return ""
        pieces = self.draw(st.lists(st.sampled_from(["\n", "c", "c", " \t\n"]), max_size=4))
        indent = self.one_of(["", "  "])
        return "".join(f"{indent}{self.comment()}\n" if p == "c" else p for p in pieces)

    def string(self) -> str:
        if self.chance(4):
            text = self.draw(st.text(VISIBLE, max_size=8))
            return tomli_w.dumps({"v": f"x{text}"})[4:-1]
        return self.one_of(STRINGS)

    def value(self, depth: int = 0) -> str:
        """A value that may stand in free-form data."""
        plain = ["1", "0x1F", "true", "1_000", "-0.5e3", "[]", "{}"]
        kind = self.draw(st.integers(0, 5 if depth < 2 else 2))
        if kind == 0:
            return self.one_of(plain)
        if kind <= 2:
            return self.string()
        if kind == 3:
            keys = self.draw(st.lists(st.sampled_from(KEYS), max_size=3, unique=True))
            return "{ " + ", ".join(f"{key} = {self.value(depth + 1)}" for key in keys) + " }"
        items = [self.value(depth + 1) for _ in range(self.draw(st.integers(0, 3)))]
        if kind == 4:
            return "[" + ", ".join(items) + self.one_of(["", ","] if items else [""]) + "]"
        lines = "".join(f"  {self.between()}{item},{self.behind()}" for item in items)
        return f"[ {self.comment()}\n{lines}{self.between()}]"

    def line(self, key: str, value: str) -> str:
        spelled = self.one_of([key, key, f'"{key}"', f"'{key}'"]) if key.isalnum() else key
        space = self.one_of(["", " ", "  "])
        return f"{self.one_of(['', '', '  ', TAB])}{spelled}{space}={space}{value}{self.behind()}"

    def table(self, header: str, more: str = "") -> str:
        return f"{self.between()}{header}{self.behind()}{more}{self.between()}"


@st.composite
def stories(
    draw: st.DrawFn, *, copies: bool = False, clashes: bool = False, most: int = 5
) -> tuple[str, list[str]]:
    """A story's text and its comments' marks.

    With ``copies`` some updates say the same, with ``clashes`` some have the same id too.
    """
    writer = Writer(draw)
    text = writer.between() + (writer.line("format", "1") if writer.chance(2) else "")
    is_last = writer.chance(6)
    text += "" if is_last else _head(writer)
    for number in range(draw(st.integers(0, most))):
        text += _update(writer, number, copies, clashes)
        if writer.chance(6):
            text += writer.table(f"[story.extra.t{number}]", writer.line("a", writer.value()))
    # The story's own table may come at the end, but then no more of [story.extra] may be in it.
    text += _head(writer, has_extra=False) if is_last else ""
    text += writer.between()
    if writer.chance(3):
        text = text.rstrip("\n \t") + writer.one_of(["", "\n\n\n", " "])
    endings = draw(st.lists(st.sampled_from(["\n", "\r\n"]), min_size=1, max_size=3))
    lines = text.split("\n")
    ended = [line + endings[i % len(endings)] for i, line in enumerate(lines[:-1])]
    return "".join([*ended, lines[-1]]), writer.notes


def _head(writer: Writer, *, has_extra: bool = True) -> str:
    zone = writer.line("timezone", writer.one_of(['"Europe/London"', "'UTC'"]))
    rest = [
        writer.line("id", '"x"'),
        writer.line("headline", writer.string()),
        zone,
        *([writer.line("tags", f'["a", {writer.comment()}\n"b"]')] if writer.chance(4) else []),
        *([writer.line("extra.z.y", writer.value())] if has_extra and writer.chance(4) else []),
        *([writer.line("summary", writer.string())] if writer.chance(3) else []),
    ]
    order = writer.draw(st.permutations(rest))
    text = writer.table(writer.one_of(["[story]", '[ "story" ]', "[story]"]))
    text += "".join(f"{writer.between()}{line}" for line in order)
    return text + writer.between()


def _update(writer: Writer, number: int, copies: bool, clashes: bool) -> str:
    minute = writer.draw(st.integers(0, 1 if copies else 3))
    body = writer.one_of(['"A"', "'A'", '"""\nA\n"""', '"B"']) if copies else writer.string()
    name = writer.draw(st.integers(0, 2)) if clashes else number
    lines = [
        writer.line("time", writer.one_of(TIMES[minute])),
        writer.line("body", body),
        *([writer.line("id", f"'u{name}'")] if number or writer.chance(2) else []),
        *([writer.line("headline", writer.string())] if not copies and writer.chance(3) else []),
        *([writer.line("key", "false")] if writer.chance(4) else []),
    ]
    extra = writer.draw(st.integers(0, 4))
    if extra == 1:
        lines += [writer.line(f"extra.{key}.m", writer.value()) for key in KEYS[:2]]
    elif extra == 2:
        lines += [writer.line("extra", f"{{ a = {writer.value()} }}")]
    order = writer.draw(st.permutations(lines))
    text = writer.table(writer.one_of(UPDATES))
    text += "".join(f"{writer.between()}{line}" for line in order)
    if extra == 3:
        text += writer.table("[updates.extra]", writer.line("'n o'", writer.value()))
        text += writer.table('[ updates . "extra" . p ]', writer.line("q.r", writer.value()))
    if extra == 4 and not copies:
        for _ in range(2):
            media = writer.line("type", '"image"') + writer.line("url", "'a.jpg'")
            text += writer.table("[[updates.media]]", media + writer.line("alt", writer.string()))
    return text + writer.between()


# Stories as data, for what writes them.

LEGAL = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff").filter(
    lambda c: c >= " " or c in "\t\n\r"
)
TEXT = st.text(LEGAL, max_size=12) | st.sampled_from(
    [
        "",
        "\n",
        "\r",
        "a\r\nb",
        '"""\n"""',
        "'''",
        "\\\n",
        "# a\n[[updates]]\n",
        "x\n" * 60,
        "ü" * 120,
    ]
)
NAMES = TEXT.filter(lambda text: bool(text.strip()))
URLS = st.sampled_from(["https://example.org/a?b#c", "/a", "b.jpg", "#c", "//example.org/ü"])
OFFSETS = st.integers(-14 * 60, 14 * 60)


@st.composite
def instants(draw: st.DrawFn) -> str:
    """A time of RFC 3339, with any offset of whole minutes."""
    day = draw(st.dates())
    if day.year in (1, 9999):
        day = day.replace(year=2024)
    clock = draw(st.times())
    offset = draw(OFFSETS)
    sign = "-" if offset < 0 else "+"
    hours, minutes = divmod(abs(offset), 60)
    return f"{day.isoformat()}T{clock.isoformat()}{sign}{hours:02}:{minutes:02}"


KEY = TEXT.filter(lambda text: len(text) < 30)
JSON = st.recursive(
    st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=8,
)
EXTRA = st.dictionaries(KEY, JSON, max_size=3)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A table with any of these keys."""
    return st.fixed_dictionaries({}, optional=fields)


def table(
    needed: dict[str, st.SearchStrategy[Any]], **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=fields)


def few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=3)


PEOPLE = ["A", "B", "C \u201cD\u201d"]
AUTHORS = st.lists(
    st.sampled_from(PEOPLE) | table({"name": st.sampled_from(PEOPLE)}, url=URLS, role=NAMES),
    max_size=3,
    unique_by=lambda author: author if isinstance(author, str) else author["name"],
)
SIZE = st.integers(1, 1_000_000)
MEDIA = table(
    {"type": st.sampled_from(["image", "video", "audio", "embed", "file"]), "url": URLS},
    alt=TEXT,
    caption=TEXT,
    credit=TEXT,
    mime=st.sampled_from(["image/jpeg", "application/vnd.x+json"]),
    bytes=st.integers(0, 2**53),
    width=SIZE,
    height=SIZE,
    duration=st.floats(0, 1e9) | st.integers(0, 10**6),
    poster=URLS,
)
UPDATE = table(
    {"time": instants(), "body": NAMES},
    headline=TEXT,
    authors=AUTHORS,
    tags=few(NAMES),
    key=st.booleans(),
    pinned=st.booleans(),
    label=TEXT,
    status=st.sampled_from(["draft", "published"]),
    edited=instants(),
    sources=few(table({"name": NAMES}, url=URLS)),
    media=few(MEDIA),
    corrections=few(table({"time": instants(), "text": NAMES})),
    retraction=table({"time": instants()}, reason=TEXT),
    original_url=URLS,
    extra=EXTRA,
)
META = table(
    {"id": st.just("x"), "headline": NAMES},
    language=st.sampled_from(["en", "pt-BR", "zh-Hant-TW"]),
    timezone=st.sampled_from(["Europe/London", "Asia/Kathmandu"]),
    status=st.sampled_from(["upcoming", "live", "paused", "ended"]),
    summary=TEXT,
    url=URLS,
    coverage_start=instants(),
    authors=AUTHORS,
    tags=few(NAMES),
    body=TEXT,
    note=TEXT,
    publisher=table({"name": NAMES}, url=URLS, logo=URLS),
    image=table({"url": URLS}, alt=TEXT, caption=TEXT, credit=TEXT, width=SIZE, height=SIZE),
    about=table(
        {"name": NAMES},
        location=TEXT,
        start=instants() | st.dates().map(lambda day: day.isoformat()),
        end=instants(),
    ),
    related=few(
        table(
            {"headline": NAMES, "url": URLS}, rel=st.sampled_from(["previous", "next", "related"])
        )
    ),
    extra=EXTRA,
)


@st.composite
def data(draw: st.DrawFn) -> dict[str, Any]:
    """A story in its JSON form."""
    updates = draw(st.lists(UPDATE, max_size=3))
    named = [{"id": f"u{number}", **update} for number, update in enumerate(updates)]
    return {"story": draw(META), "updates": named}
