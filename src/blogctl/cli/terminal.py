"""Streams, colours, and what every command has in common."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from blogctl import files, system
from blogctl.errors import BlogctlError, reason


class Color(StrEnum):
    """When to use colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command writes: results to stdout, talk to stderr.

    ``quiet`` leaves out all talk but errors, ``verbose`` adds some.
    """

    quiet: bool = False
    verbose: bool = False
    color: Color = Color.AUTO

    def result(self, text: str) -> None:
        """Write a result, as it is."""
        _Progress.clear()
        sys.stdout.write(text)

    def document(self, data: bytes) -> None:
        """Write an exported document, byte by byte."""
        _Progress.clear()
        sys.stdout.flush()
        sys.stdout.buffer.write(data)

    def talk(self, text: str) -> None:
        """Say something that is no result; left out when quiet."""
        if not self.quiet:
            self._say(_shown(text))

    def detail(self, text: str) -> None:
        """Say something only those who ask for details want to know."""
        if self.verbose:
            self._say(_shown(text))

    def warning(self, text: str) -> None:
        """Warn of something; left out when quiet."""
        if not self.quiet:
            self._say(f"blogctl: {self._painted('warning', '1;33')}: {_shown(text)}")

    def error(self, text: str, help: str | None = None) -> None:  # noqa: A002
        """Say in one line what went wrong, and what to do about it."""
        more = f" ({_shown(help)})" if help else ""
        self._say(f"blogctl: {self._painted('error', '1;31')}: {_shown(text)}{more}")

    def colors(self, stream: Any = None) -> bool:
        """Whether what goes to a stream (stdout if not given) may have colours."""
        if self.color is not Color.AUTO:
            return self.color is Color.ALWAYS
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            return False
        return bool((stream or sys.stdout).isatty())

    def progress(self, text: str) -> None:
        """Show, on a terminal only, how far a long work has come; an empty text clears it."""
        _Progress.clear()
        if text and not self.quiet and sys.stderr.isatty():
            _Progress.show(_shown(text))

    def _say(self, text: str) -> None:
        _Progress.clear()
        # What was written before is to be read before, where both streams go to one place.
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        print(text, file=sys.stderr)

    def _painted(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colors(sys.stderr) else text


class _Progress:
    """The line on the terminal that tells of progress, and gives way to whatever else is said."""

    _is_there = False

    @classmethod
    def show(cls, text: str) -> None:
        print(text, end="", file=sys.stderr, flush=True)
        cls._is_there = True

    @classmethod
    def clear(cls) -> None:
        if cls._is_there:
            cls._is_there = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _shown(text: str) -> str:
    from blogctl.reporters.safe import shown

    return shown(text)


def columns() -> int:
    """How wide the terminal is; $COLUMNS has the first say."""
    return typer.get_terminal_size().columns


_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
_Color = Annotated[Color, typer.Option("--color", help="When to use colours.")]


class Group:
    """Commands that stand behind a common word; what it is for is its docstring."""

    def __init__(self, doc: str, commands: Mapping[str, Callable[..., Any]]) -> None:
        self.__doc__ = doc
        self.commands = commands


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., Any] | Group], None]:
    """Make a function a command of ``app``, or a group of them.

    Its first parameter, ``terminal``, stands for the options that every command has. What it
    returns is the exit code, ``None`` for 0; an exception becomes one line and its code.
    """

    def register(function: Callable[..., int | None] | Group) -> None:
        if isinstance(function, Group):
            epilog = f"Every command explains itself: blogctl {name} COMMAND --help."
            group = typer.Typer(help=function.__doc__, epilog=epilog, no_args_is_help=True)
            for own_name, each in function.commands.items():
                command(group, own_name)(each)
            app.add_typer(group, name=name)
            return
        hints = typing.get_type_hints(function, include_extras=True)
        parameters = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in list(inspect.signature(function).parameters.values())[1:]
        ]
        common = {"quiet": (_Quiet, False), "verbose": (_Verbose, False), "color": (_Color, "auto")}
        parameters += [
            inspect.Parameter(
                key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
            )
            for key, (annotation, default) in common.items()
        ]

        def run(*, quiet: bool, verbose: bool, color: Color, **arguments: Any) -> int:
            terminal = Terminal(quiet, verbose, color)
            try:
                code = function(terminal, **arguments) or 0
                sys.stdout.flush()
            except (KeyboardInterrupt, typer.Exit):
                raise
            except Exception as error:
                code = failed(terminal, error)
            return code

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        app.command(name, help=inspect.getdoc(function))(run)

    return register


def failed(terminal: Terminal, error: Exception) -> int:
    """Say what an exception means; gives the exit code."""
    if os.environ.get("BLOGCTL_DEBUG") == "1":
        raise error
    if isinstance(error, BlogctlError):
        from blogctl.cli.report import show_diagnostics

        show_diagnostics(terminal, getattr(error, "diagnostics", ()))
        terminal.error(error.message, error.help)
        return error.exit_code
    if isinstance(error, OSError):
        _drop_stdout()
        if system.is_closed_pipe(error):
            return 141  # what shells say of those whom the signal ends
        terminal.error(f"cannot write: {reason(error)}")
        return 3
    name = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    terminal.error(f"internal error: {name}", "BLOGCTL_DEBUG=1 shows where; please report it")
    return 3


def _drop_stdout() -> None:
    """Let what stdout still holds go, so that ending does not fail a second time."""
    with contextlib.suppress(OSError, ValueError):
        files.discard_output(sys.stdout.fileno())
