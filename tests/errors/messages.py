"""Every message in the source: each text of several words that is not plainly something else.

It is not asked where a text goes, so none is missed that takes a detour through a table or a
variable. What has words and is no message is left out by what it stands in: documentation,
patterns, the texts of options and fields.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "blogctl"

# Calls whose texts are help, documentation or code.
_NO_MESSAGES = {
    *("Argument", "Field", "Option", "Rule", "Typer", "compile", "_shape", "match", "search"),
    *("ConfigDict", "WithJsonSchema", "NotImplementedError", "sub"),
}
# Of these, those that talk to the user. The others write documents, or the report of an import,
# and of them only what they raise counts.
_WRITING = {"exporters", "importers", "markup"}
_TALKING = {"choices", "names", "options", "registry"}
# A schema, a table of names, and what is said to servers.
_SILENT = {"__init__.py", "model/output.py", "edit/__init__.py", "fetching.py"}
_SEVERAL_WORDS = re.compile(r"[a-z]{2,}[^a-z]*\s[^a-z]*[a-z]{2,}|[a-z]{2,},? \x00|\x00,? [a-z]{2,}")
_GAP = "\x00"


@dataclass(frozen=True)
class Message:
    """A text in the source; ``text`` has ``{}`` where something is filled in."""

    file: str
    line: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "{}".join(self.parts)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What it looks like when printed: any text where something is filled in."""
        pattern = ".*".join(re.escape(part) for part in self.parts)
        # Where a parser's message is recognised by its beginning, a capital is still in it.
        return re.compile(f"(?i:{pattern[0]}){pattern[1:]}" if pattern[0].isalpha() else pattern)


def messages() -> Iterator[Message]:
    """The messages of all modules."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        is_document = path.parent.name in _WRITING and path.stem not in _TALKING
        if is_document or name in _SILENT:
            raised = (node for node in ast.walk(tree) if isinstance(node, ast.Raise))
            for node in raised:
                yield from _of(node, name)
        else:
            yield from _of(tree, name)


def _of(tree: ast.AST, file: str) -> Iterator[Message]:
    if isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant):
        return  # a docstring
    if isinstance(tree, ast.Call) and _name(tree.func) in _NO_MESSAGES:
        return
    if isinstance(tree, ast.Attribute) and tree.attr == "split" and _parts(tree.value):
        return  # a table of words
    parts = _parts(tree)
    if parts is not None:
        if _SEVERAL_WORDS.search(_GAP.join(parts)):
            yield Message(file, getattr(tree, "lineno", 0), parts)
        if isinstance(tree, ast.Constant):
            return
    for child in ast.iter_child_nodes(tree):
        if parts is None or not isinstance(child, ast.Constant):
            yield from _of(child, file)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _parts(node: ast.AST) -> tuple[str, ...] | None:
    """The text of a literal, in pieces where something is filled in; ``None`` for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        # What is filled in later, by format() or sub().
        return tuple(re.split(r"\{[a-z]*\}|\\\d", node.value))
    if isinstance(node, ast.JoinedStr):
        values = [v.value if isinstance(v, ast.Constant) else _GAP for v in node.values]
        return tuple("".join(map(str, values)).split(_GAP))
    return None
