import sys
import unicodedata

import pytest

from blogctl.reporters.safe import clip, pieces, shown, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x00\x07\x7f", r"\x00\x07\x7f"),
        ("\x9b31m", r"\x9b31m"),
        ("a\tb\r\nc", r"a\tb\r\nc"),
        ("\u202egnp.exe\u2066x\u2069", r"\u202egnp.exe\u2066x\u2069"),
        ("\u200e\u200f\u061c", r"\u200e\u200f\u061c"),
        ("a\u200bb\u200cc\u200dd\u2060e", r"a\u200bb\u200cc\u200dd\u2060e"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("\ufeffa\xadb", r"\ufeffa\xadb"),
        ("\udcff", r"\udcff"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Straße, 日本語, עברית, می روم",
        "e\u0301 🚒 ⚠\ufe0f 👍🏽",
        "non-breaking\xa0space and\u202fnarrow\u3000wide",
        r"C:\temp\new",
        "\u0600\u06dd",  # signs of Arabic that are format characters and visible
        "a::b, ## heading, # comment, ns::name",
    ],
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert shown(text) == text


def test_no_character_of_the_dangerous_categories_gets_through() -> None:
    everything = map(chr, range(sys.maxunicode + 1))
    through = [char for char in everything if shown(char) == char]
    assert not [char for char in through if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert len([char for char in through if unicodedata.category(char) == "Cf"]) < 15
    assert "".join(through).isascii() is False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::set-output name=a::b", r"\x3a:set-output name=a::b"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("see ##[group]x", r"see \x23#[group]x"),
        ("##vso[task.complete]", r"\x23#vso[task.complete]"),
        ("a\n::error::x", r"a\n::error::x"),  # the newline is gone, so no line begins there
    ],
)
def test_commands_for_a_build_log_are_broken(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_pieces_are_one_a_character() -> None:
    text = "::a\t\x1b日##[b"
    assert list(pieces(text)) == [r"\x3a", ":", "a", r"\t", r"\x1b", "日", r"\x23", "#", "[", "b"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("🚒", 2), ("ｶﾅ", 2), ("한", 2), ("한", 2)],
)
def test_width_counts_terminal_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_clip_keeps_to_the_columns(text: str, columns: int, expected: str) -> None:
    assert clip(text, columns) == expected
    assert width(expected) <= columns
