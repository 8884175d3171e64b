"""The blocks that sanitised HTML is made of, for those who write it as something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from itertools import pairwise, product
from typing import NamedTuple

_BLOCK = re.compile(
    r"<(?P<leaf>p|h[1-6]|pre|table)>(?P<inner>.*?)</(?P=leaf)>|<(?P<rule>hr)>"
    r"|<(?P<end>/?)(?P<container>ul|ol|li|blockquote)(?: start=\"(?P<start>[0-9]+)\")?>",
    re.DOTALL,
)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd](?: align=\"(\w+)\")?>(.*?)</t[hd]>", re.DOTALL)
_GLUES = frozenset({"text", "ul", "ol", "blockquote", "table"})
"""Blocks that draw in a line of text below them, unless a blank line is between."""


class Block(NamedTuple):
    """A block: a leaf with its ``inner`` HTML, or a container with ``blocks``.

    ``kind`` is the name of its tag, or ``text`` for text in no block of its own: a tight
    item's, or a tag that is shown as text. An ``ol`` has its first number as ``inner``.
    """

    kind: str
    inner: str
    blocks: list[Block]


def blocks_of(html: str) -> list[Block]:
    """The blocks of a whole text."""
    levels: list[list[Block]] = [[]]
    position = 0
    for found in _BLOCK.finditer(html):
        levels[-1] += _loose(html[position : found.start()])
        position = found.end()
        if found["end"]:
            levels.pop()
        elif found["container"]:
            block = Block(found["container"], found["start"] or "1", [])
            levels[-1].append(block)
            levels.append(block.blocks)
        else:
            levels[-1].append(Block(found["leaf"] or found["rule"], found["inner"] or "", []))
    levels[-1] += _loose(html[position:])
    return levels[0]


def _loose(html: str) -> list[Block]:
    return [Block("text", html, [])] if html.strip(" \t\n") else []


def is_tight(block: Block) -> bool:
    """Whether a list, as it is, needs no blank lines."""
    return all(_needs_no_space([inner.kind for inner in item.blocks]) for item in block.blocks)


def _needs_no_space(kinds: Sequence[str]) -> bool:
    drawn_in = {*product(_GLUES, ["text"]), ("blockquote", "blockquote")}
    return "p" not in kinds and drawn_in.isdisjoint(pairwise(kinds))


def code_of(block: Block) -> str:
    """The text of a block of code."""
    return unescape(block.inner.removeprefix("<code>").removesuffix("</code>")).removesuffix("\n")


def rows_of(block: Block) -> list[list[tuple[str, str]]]:
    """The rows of a table: of each cell the alignment, and the HTML."""
    return [_CELL.findall(row) for row in _ROW.findall(block.inner)]


def hung(sign: str, text: str) -> str:
    """An item of a list: its text beside its sign, the other lines below the first."""
    first, *rest = f"{sign} {text}".split("\n")
    indent = " " * (len(sign) + 1)
    return "\n".join([first.rstrip(" "), *(f"{indent}{line}" if line else "" for line in rest)])


def quoted(text: str) -> str:
    """The lines as a quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
