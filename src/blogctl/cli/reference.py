"""``blogctl rules`` and ``blogctl schema``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from blogctl.cli.table import table
from blogctl.cli.terminal import Terminal
from blogctl.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from blogctl.rules import Rule


def rules(
    terminal: Terminal,
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="Explain this one.")] = None,
) -> None:
    """List what validate finds, or explain a rule."""
    from blogctl.rules import all_rules

    known = all_rules()
    if rule is None:
        rows = [(each.name, _level(each), each.summary) for each in known.values()]
        terminal.result(table(("RULE", "LEVEL", "WHAT IT FINDS"), rows))
        return
    if rule not in known:
        help_ = did_you_mean(rule, known, "`blogctl rules` lists them")
        raise UsageError(f'there is no rule "{rule}"', help=help_)
    found = known[rule]
    level = found.severity.value
    if not found.on:
        level += ", off unless asked for"
    elif found.targets:
        level += f", with --for {' or '.join(sorted(found.targets))}"
    bad, good = (_indented(example) for example in (found.bad, found.good))
    terminal.result(
        f"{found.name} ({level})\n\n{found.summary}\n{found.why}\n\n"
        f"Not so:\n\n{bad}\nBut so:\n\n{good}"
    )


def _level(rule: Rule) -> str:
    level = rule.severity.value if rule.on else "off"
    return f"{level} (--for)" if rule.targets else level


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.strip("\n").split("\n"))


def schema(terminal: Terminal) -> None:
    """Print the JSON Schema of a story."""
    from blogctl.model import schema_text

    terminal.result(schema_text())
