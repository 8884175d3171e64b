"""Makes docs/commands.md from the command line itself: ``python tools/commands.py``."""

from __future__ import annotations

from collections.abc import Iterable

from commandline import COMMON, HELP, Command, Parameter, commands, program
from generated import fenced, main, plain, table


def part() -> str:
    """What every command has, then each command."""
    found = list(commands())
    common = [each for each in found[0].options if each.names[0] in COMMON]
    rows = map(_row, program().options)
    overview = [(_link(each), plain(each.paragraphs[0])) for each in found]
    return "\n\n".join(
        [
            "## All of them",
            table(("Command", "What it does"), overview),
            "## What each of them has",
            table(("Option", "What it does"), [*map(_row, common), ("`--help`, `-h`", HELP)]),
            "## blogctl alone",
            table(("Option", "What it does"), [*rows, ("`--help`, `-h`", HELP)]),
            *map(_section, found),
        ]
    )


def _link(command: Command) -> str:
    name = _own(command)
    return f"[`{name}`](#{name.replace(' ', '-')})"


def _own(command: Command) -> str:
    return command.name.removeprefix("blogctl ")


def _section(command: Command) -> str:
    own = [each for each in command.options if each.names[0] not in COMMON]
    parts = [f"## {_own(command)}", fenced("text", command.usage), *map(plain, command.paragraphs)]
    if command.arguments:
        parts.append(table(("Argument", "What it is"), [*map(_row, command.arguments)]))
    if own:
        parts.append(table(("Option", "What it does"), [*map(_row, own)]))
    return "\n\n".join(parts)


def _row(parameter: Parameter) -> tuple[str, str]:
    value = parameter.value if parameter.value not in parameter.names else ""
    return _code(*parameter.names, value=value), plain(_help(parameter))


def _help(parameter: Parameter) -> str:
    said = [parameter.help]
    if parameter.is_required and parameter.value not in parameter.names:
        said.append("Required.")
    if parameter.variable:
        said.append(f"Also `{parameter.variable}` in the environment.")
    if parameter.default:
        said.append(f"[{parameter.default}]")
    return " ".join(said)


def _code(*names: str, value: str = "") -> str:
    shown: Iterable[str] = (f"{name} {value}".strip() for name in names)
    return ", ".join(f"`{each}`" for each in shown)


if __name__ == "__main__":
    main("commands.md", part)
