"""Names of files: inside their folder, on every system."""

from __future__ import annotations

import pytest

from blogctl.exporters.names import refusal


@pytest.mark.parametrize(
    "name",
    [
        "index.html", "a/b/c.json", "2024-01-05.txt", ".nojekyll", "a..b", "é.txt", "日本.txt",
        "console.txt", "com.txt", "nulls", "a b.txt", "x" * 255,
    ],
)  # fmt: skip
def test_ordinary_names_are_fine(name: str) -> None:
    assert refusal([name]) is None


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "../a", "a/../b", "a/..", "./a", "/", "/a", "//a", "a//b", "a/",
        "\\a", "a\\b", "..\\a", "C:", "c:a", "C:/a", "a:b", "a\x00b", "a\nb", "a\x7f", "a\x85",
        "a\u202eb", "a\u200bb", "a\u2028b", "\ud800", "a?", "a*", "a|b", '"a"', "<a>",
        "nul", "NUL", "nul.txt", "a/con", "Com1.log", "lpt9", "aux.tar.gz", "con .txt", "conin$",
        "a.", "a ", " a", "a./b", "a /b", "... ", "x" * 256, "é" * 128,
        None, 3, b"a",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: object) -> None:
    why = refusal(["fine.txt", name])
    assert why is not None
    assert repr(name) in why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.txt", "A.TXT"),
        ("a/b.txt", "A/B.txt"),
        ("straße", "STRASSE"),
        ("e\u0301", "\u00e9"),
        ("ﬁle", "file"),
    ],
)
def test_names_that_are_one_file_on_some_systems(first: str, second: str) -> None:
    why = refusal([first, second])
    assert why is not None
    assert repr(first) in why
    assert repr(second) in why


@pytest.mark.parametrize("names", [["a", "a/b"], ["a/b", "a"], ["A/b/c", "a/B"]])
def test_a_file_cannot_be_a_folder_too(names: list[str]) -> None:
    assert "folder" in (refusal(names) or "")


def test_names_that_differ_are_fine_together() -> None:
    assert refusal(["a", "b", "c/a", "c/b", "d/c/a"]) is None
    assert refusal([]) is None
