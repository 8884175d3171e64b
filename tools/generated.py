"""What the generators of pages share: the part of a page that is made from the code."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_BEGIN = "<!-- From here on made from the code: `make manual` -->"
_END = "<!-- This far made from the code -->"


def main(name: str, part: Callable[[], str]) -> None:
    """Write the page ``name`` anew, or say with ``--check`` whether it is as it should be.

    Exits with 1 if it is not. What stands before and after the marks is written by hand.
    """
    parser = argparse.ArgumentParser(description=f"Make docs/{name} from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it differs")
    page = DOCS / name
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(f"{_BEGIN}\n")
    made, end, after = rest.partition(f"{_END}\n")
    if not (begin and end):
        sys.exit(f"docs/{name}: the marks of the part that is made are not there")
    right = f"\n{part().strip()}\n\n"
    if parser.parse_args().check:
        sys.exit(0 if made == right else f"docs/{name} is not what the code says: make manual")
    page.write_text(f"{before}{begin}{right}{end}{after}", "utf-8")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; a bar in a cell is escaped."""
    lines = [head, ["---" for _ in head], *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines
    )


def fenced(language: str, text: str) -> str:
    """A text as a block of code."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def plain(text: str) -> str:
    """A sentence in which nothing but `code` is taken for Markdown."""
    pieces = re.split(r"(`[^`]*`)", text)
    pieces[::2] = [re.sub(r"([\[\]<>*_\\])", r"\\\1", piece) for piece in pieces[::2]]
    return "".join(pieces)
