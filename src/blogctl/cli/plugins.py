"""``blogctl plugins``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from blogctl.cli.table import table
from blogctl.cli.terminal import Terminal
from blogctl.errors import BlogctlError

if TYPE_CHECKING:
    from blogctl.exporters.offers import Entry


def plugins(
    terminal: Terminal,
    format: Annotated[  # noqa: A002
        str | None, typer.Argument(metavar="FORMAT", help="Show this format and its options.")
    ] = None,
) -> int:
    """List the formats and the themes, and where they come from."""
    from blogctl.cli.themes import installed_themes
    from blogctl.exporters.registry import available

    entries = available()
    if format is not None:
        return _one(terminal, format)
    rows = []
    worst = 0
    for name, offered in entries.items():
        origin = _origins(offered)
        try:
            summary = _summary(name)
        except BlogctlError as error:
            terminal.error(error.message, error.help)
            summary, worst = "(broken)", 3
        rows.append((name, summary, origin))
    terminal.result(table(("FORMAT", "WHAT IT IS", "FROM"), rows))
    if themes := [(name, _origins(offered)) for name, offered in installed_themes().items()]:
        terminal.result("\n" + table(("THEME", "FROM"), themes))
    return worst


def _origins(offered: list[Entry]) -> str:
    return ", ".join(entry.origin for entry in offered)


def _summary(name: str) -> str:
    from blogctl.exporters.registry import load

    return load(name).summary


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
