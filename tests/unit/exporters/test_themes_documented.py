"""The tables of docs/themes.md say what is so, and all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from blogctl.exporters.assets import TEMPLATES, source
from blogctl.exporters.themes import STYLES

DOCS = (Path(__file__).parents[3] / "docs" / "themes.md").read_text("utf-8")
_ROW = re.compile(r"^\| (`.+?) \| (.+) \|$", re.MULTILINE)
ROWS = _ROW.findall(DOCS)


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_property_is_told_and_no_other() -> None:
    first = source("page.css").partition(":root {")[2].partition("}")[0]
    told = [name for cell, _ in ROWS for name in code(cell) if name.startswith("--")]
    assert len(told) == len(set(told))
    assert set(told) == set(re.findall(r"^ *(--[\w-]+):", first, re.MULTILINE))


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_block_and_every_macro_is_told(name: str) -> None:
    row = [text for cell, text in ROWS if code(cell) == [name]][-1]
    text = source(name)
    blocks = re.findall(r"{%-? block (\w+)", text)
    if blocks:
        assert code(row.rpartition("|")[2]) == blocks
    else:
        told = {each.partition("(")[0]: each for each in code(row)}
        macros = re.findall(r"{%-? macro (\w+)\(([^)]*)\)", text)
        assert set(told) == {macro for macro, _ in macros}
        for macro, given in macros:
            names = re.sub(r"=\"\w+\"", "", given)
            assert told[macro] == f"{macro}({names})"


def test_the_names_of_styles_are_told() -> None:
    first = DOCS.partition("```")[0]
    assert set(STYLES) <= set(code(first))
