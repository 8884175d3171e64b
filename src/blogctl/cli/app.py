"""The commands put together, and the boundary at which every error becomes an exit code."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Annotated

import typer

from blogctl import files, system
from blogctl.cli.shells import Shell, install, script
from blogctl.cli.terminal import Group, Terminal, command, failed

COMMANDS = {
    "new": "new",
    "add": "add",
    "edit": "change",
    "correct": "change",
    "retract": "change",
    "publish": "change",
    "close": "change",
    "validate": "validate",
    "sort": "tidy",
    "dedupe": "tidy",
    "format": "tidy",
    "merge": "merge",
    "resolve": "merge",
    "diff": "diff",
    "list": "show",
    "show": "show",
    "export": "export",
    "import": "import_story",
    "serve": "serve",
    "plugins": "plugins",
    "rules": "reference",
    "schema": "reference",
    "git": "git_setup",
}
"""The commands in the order of the help, and the module under ``cli`` where each lives."""


_FUNCTIONS = {
    "import": "import_",
    "list": "list_",
    "format": "format_",
    "git": "git_",
}  # names that are in use already


# What the libraries say in words of their own, and how it is said here.
_PLAINLY = (
    (r"\. Did you mean '(.+)'\?", r"; did you mean \1?"),
    (r"(?i)got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"nobody asked for: \1"),
    (r"Input should be a valid number, .+", "it is no number"),
    (r"Input should be a valid integer, .+", "it is no whole number"),
    (r"Input should be greater than or equal to (\S+)", r"it must be \1 or more"),
    (r"Input should be less than or equal to (\S+)", r"it must be \1 or less"),
)

_WITH_TEXT = {"blogctl add": "STORY", "blogctl correct": "STORY ID"}


def make_app(names: Iterable[str] = tuple(COMMANDS)) -> typer.Typer:
    """The command line with these commands."""
    app = typer.Typer(
        name="blogctl",
        help="Live blogs as plain files: validate, add to, put in order and publish them.",
        epilog="Every command explains itself: blogctl COMMAND --help.",
        no_args_is_help=True,
        add_completion=False,  # ours is in completing.py
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in names:
        command(app, name)(_found(name))
    return app


def _found(name: str) -> Callable[..., object] | Group:
    """The function that does a command, or the group of that name."""
    module = import_module(f"blogctl.cli.{COMMANDS[name]}")
    found: Callable[..., object] | Group = getattr(module, _FUNCTIONS.get(name, name))
    return found


def _show_version(is_asked: bool) -> None:
    if is_asked:
        from blogctl import __version__

        print(f"blogctl {__version__}")
        raise typer.Exit


def _install_completion(shell: Shell | None) -> None:
    if shell is not None:
        path, more = install(shell)
        Terminal().talk(f"{path}: made, for {shell} to read when it starts next{more}")
        raise typer.Exit


def _show_completion(shell: Shell | None) -> None:
    if shell is not None:
        print(script(shell), end="")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
    install_completion: Annotated[
        Shell | None,
        typer.Option(
            "--install-completion",
            help="Let a shell complete commands, options, ids …, and exit.",
            callback=_install_completion,
            is_eager=True,
        ),
    ] = None,
    show_completion: Annotated[
        Shell | None,
        typer.Option(
            "--show-completion",
            help="Print the completion script of a shell and exit.",
            callback=_show_completion,
            is_eager=True,
        ),
    ] = None,
) -> None:
    del version, install_completion, show_completion  # their callbacks have done the work


def _needed(arguments: list[str]) -> Iterable[str]:
    """The commands to load: just one if it is called by name, for the sake of the start."""
    first = arguments[0] if arguments else ""
    return [name for name in COMMANDS if name.split()[0] == first] or COMMANDS


def run() -> int:
    """Run the command that the process was called with; gives its exit code."""
    system.end_with_reader()  # as other tools do
    system.show_colors()
    # What is read stays until the end: looking for garbage in it now and again takes its time.
    gc.set_threshold(200_000, 50, 1000)
    # Plug-ins of pydantic have no business here, and looking for them takes its time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A stream that was closed for us has nobody to read it; the work is done all the same.
    sys.stdout = sys.stdout or files.null_stream()
    sys.stderr = sys.stderr or files.null_stream()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal has its own encoding; a pipe or a file gets UTF-8, as JSON must be.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            # Everywhere a line ends as it does in a story.
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")
    # Typer, left to find them itself, would fill in variables and names of files on Windows,
    # in the text of an update, too.
    arguments = sys.argv[1:]
    try:
        app = make_app(_needed(arguments))
        code = app(arguments, prog_name="blogctl", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except Exception as error:
        return _usage(error)


def _nearest(said: re.Match[str]) -> str:
    """An option that there is not, with the nearest of those that it may have been meant for."""
    from difflib import get_close_matches

    near = get_close_matches(said[1], said[2].split(", "), n=1, cutoff=0.7)
    return f"No such option: {said[1]}" + (f"; did you mean {near[0]}?" if near else "")


def _usage(error: Exception) -> int:
    """Say what is wrong with the command line; other errors do not come this far."""
    if not hasattr(error, "format_message"):
        return failed(Terminal(), error)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())
        return 2
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "blogctl"
    if path == "blogctl" and sys.argv[1:2] and sys.argv[1] in COMMANDS:
        path = f"blogctl {sys.argv[1]}"
    message = error.format_message().replace("Value error, ", "").rstrip(".")
    for said, plain in _PLAINLY:
        message = re.sub(said, plain, message)
    message = re.sub(r"No such option: (\S+) \(Possible options: (.+)\)", _nearest, message)
    help_ = f"{path} --help explains it"
    if re.match(r"No such option: \S+$", message) and path in _WITH_TEXT:
        help_ = f"text that begins with a dash goes after --: {path} {_WITH_TEXT[path]} -- '-text'"
    if "nobody asked for" in message and path in _WITH_TEXT:
        help_ = f"a text of several words goes in quotes: {path} {_WITH_TEXT[path]} 'a text'"
    Terminal().error(message[:1].lower() + message[1:], help=help_)
    return int(getattr(error, "exit_code", 2))
