"""The command line as data: every command with its arguments and options, from the code itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from typer.main import get_command

from blogctl.cli.app import make_app

COMMON = ("--quiet", "--verbose", "--color")
"""The options that every command has."""

HELP = "Show this message and exit."


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument, or an option with all its spellings.

    ``value`` is what stands for its value, empty for a flag; ``default`` is empty where there is
    none, or the help says so itself.
    """

    names: tuple[str, ...]
    value: str
    help: str
    default: str
    variable: str
    is_required: bool
    is_repeatable: bool

    @property
    def usage(self) -> str:
        """How an argument stands in a line of usage."""
        shown = self.value if self.is_required else f"[{self.value}]"
        return f"{shown}..." if self.is_repeatable else shown


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its whole name, its help by paragraphs, and what it takes."""

    name: str
    paragraphs: tuple[str, ...]
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]

    @property
    def usage(self) -> str:
        """The line of usage; options that must be given are named."""
        required = [f"{each.names[-1]} {each.value}" for each in self.options if each.is_required]
        return " ".join(
            [self.name, *(each.usage for each in self.arguments), *required, "[OPTIONS]"]
        )


def program() -> Command:
    """What ``blogctl`` itself takes, without a command."""
    return _command("blogctl", get_command(make_app([])))


def commands() -> Iterator[Command]:
    """Every command, in the order of the help; those of a group under their whole names."""
    yield from _below("blogctl", get_command(make_app()))


def _below(name: str, group: Any) -> Iterator[Command]:
    for own, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from _below(f"{name} {own}", each)
        else:
            yield _command(f"{name} {own}", each)


def _command(name: str, command: Any) -> Command:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each not in arguments and not each.hidden]
    paragraphs = [" ".join(each.split()) for each in (command.help or "").split("\n\n")]
    return Command(
        name,
        tuple(filter(None, paragraphs)),
        tuple(map(_parameter, arguments)),
        tuple(map(_parameter, options)),
    )


def _parameter(parameter: Any) -> Parameter:
    is_argument = parameter.param_type_name == "argument"
    is_flag = not is_argument and parameter.is_flag
    # ``None`` stands for the context, which choices do not ask for.
    choices = [each.value for each in parameter.shell_complete(None, "")]
    value = parameter.metavar or "|".join(choices) or (parameter.name or "").upper()
    default = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    return Parameter(
        (value,) if is_argument else (*parameter.opts, *parameter.secondary_opts),
        "" if is_flag else value,
        parameter.help or "",
        ""
        if is_flag or default in (None, [], ())
        else f"{default:g}"
        if isinstance(default, float)
        else str(default),
        parameter.envvar or "",
        parameter.required,
        parameter.nargs == -1 or parameter.multiple if not is_argument else parameter.nargs == -1,
    )
