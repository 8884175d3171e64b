"""``blogctl plugins``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from blogctl.cli.table import table
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError

if TYPE_CHECKING:
    from blogctl.offers import Entry


def plugins(
    terminal: Terminal,
    format: Annotated[  # noqa: A002
        str | None, typer.Argument(metavar="FORMAT", help="Show this format and its options.")
    ] = None,
) -> int:
    """List formats, importers and themes, and where they come from."""
    from blogctl.cli.themes import installed_themes
    from blogctl.exporters import registry
    from blogctl.importers import registry as importing

    if format is not None:
        return _one(terminal, format)
    formats, format_code = _rows(
        terminal, registry.available(), lambda name: registry.load(name).summary
    )
    readers, reader_code = _rows(
        terminal, importing.available(), lambda name: importing.load(name).summary
    )
    terminal.result(table(("FORMAT", "WHAT IT IS", "FROM"), formats))
    terminal.result("\n" + table(("IMPORTER", "WHAT IT READS", "FROM"), readers))
    if themes := [(name, _origins(offered)) for name, offered in installed_themes().items()]:
        terminal.result("\n" + table(("THEME", "FROM"), themes))
    return max(format_code, reader_code)


def _rows(
    terminal: Terminal, entries: Mapping[str, list[Entry]], summary: Callable[[str], str]
) -> tuple[list[tuple[str, str, str]], int]:
    """A row for each plug-in, and the exit code: one that is broken is told."""
    rows, code = [], 0
    for name, offered in entries.items():
        try:
            said = summary(name)
        except BlogctlError as error:
            terminal.error(error.message, error.help)
            said, code = "(broken)", 3
        rows.append((name, said, _origins(offered)))
    return rows, code


def _origins(offered: list[Entry]) -> str:
    return ", ".join(entry.origin for entry in offered)


def _one(terminal: Terminal, name: str) -> int:
    from blogctl.exporters.registry import available, is_folder, load
    from blogctl.reporters.safe import shown

    exporter = load(name)
    entry = available()[name][0]
    where = "in a folder" if is_folder(exporter) else f"in files named ID{exporter.suffix}"
    lines = [
        f"{name}: {exporter.summary}",
        f"{exporter.media_type}, {where}",
        f"from {entry.origin}",
    ]
    terminal.result("".join(f"{shown(line)}\n" for line in lines))
    fields = exporter.options.model_fields
    if not fields:
        terminal.result("It has no options.\n")
        return 0
    rows = []
    for key, field in fields.items():
        if field.is_required():
            default = "(required)"
        else:
            value = field.get_default(call_default_factory=True, validated_data={})
            default = "-" if value is None else json.dumps(value, default=str).strip('"')
        rows.append((key.replace("_", "-"), default, field.description or ""))
    terminal.result("\n" + table(("OPTION", "DEFAULT", "WHAT IT DOES"), rows))
    return 0
