"""``blogctl git setup``."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Annotated

import typer

from blogctl import files
from blogctl.cli import git
from blogctl.cli.terminal import Group, Terminal

_PATTERN = "*.story.toml"
_PROBE = "name.story.toml"
_DRIVER = "merge.blogctl.driver"
_DIFF = "diff.blogctl.command"
# Where programs are as long as somebody keeps this environment active.
_ENVIRONMENTS = ("VIRTUAL_ENV", "CONDA_PREFIX")


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do: in words, or as a command, and how it is done."""

    told: str
    do: Callable[[], object]


def setup(
    terminal: Terminal,
    *,
    is_global: Annotated[
        bool, typer.Option("--global", help="For all repositories of yours, and in none of them.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff/--no-diff", help="Also show changes by update.")
    ] = True,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if something would change.")
    ] = False,
) -> int:
    """Make git merge stories by update, and show their changes so.

    The line in .gitattributes says that for everybody who has the repository. What git is to
    call goes into its configuration, which each of them sets up once.
    """
    scope = ["--global"] if is_global else []
    path = _attributes_of_user() if is_global else _attributes_of_repository()
    wanted = {"merge": "blogctl", **({"diff": "blogctl"} if diff else {})}
    attributes = list(_attributes(path, wanted, is_global))
    steps = [*attributes, *_settings(scope, diff)]
    if not steps:
        terminal.talk("git is set up for stories already")
        return 0
    for step in steps:
        if not check:
            step.do()
        terminal.talk(step.told)
    if check:
        terminal.talk("that is to be done; nothing was changed")
    elif attributes and not is_global:
        terminal.talk("git add .gitattributes; whoever clones this calls `blogctl git setup`, too")
    return 1 if check else 0


def _attributes(path: str, wanted: Mapping[str, str], is_global: bool) -> Iterator[_Step]:
    data = files.read_bytes(path) if files.is_regular(path) else b""
    text = data.decode("utf-8", "surrogateescape")
    new = with_attributes(text, wanted)
    if new != text:
        name = path if is_global else os.path.relpath(path)
        line = new[len(text) :].strip()
        output = new.encode("utf-8", "surrogateescape")
        yield _Step(f"{name}: {line}", lambda: files.write_output(path, output))


def _settings(scope: list[str], diff: bool) -> Iterator[_Step]:
    command = _command()
    wanted: dict[str, str | None] = {
        "merge.blogctl.name": "live blogs, by update and key",
        # A percent sign stands for something in the one, and not in the other.
        _DRIVER: f"{command.replace('%', '%%')} merge --name %P %O %A %B",
        _DIFF: f"{command} diff --" if diff else None,
    }
    for name, value in wanted.items():
        # What the user's configuration says already holds here, too, but goes from there alone.
        looked_in = scope or ([] if value else ["--local"])
        if git.setting(name, *looked_in) != value:
            change = ["--unset-all", name] if value is None else ["--replace-all", name, value]
            words = [*scope, *change]
            said = shlex.join(["git", "config", *(w for w in words if w != "--replace-all")])
            yield _Step(said, lambda words=words: git.configure(*words))  # type: ignore[misc]


def with_attributes(text: str, wanted: Mapping[str, str]) -> str:
    """The text of a ``.gitattributes`` in which stories have these attributes: as it is, or longer.

    A line is added at the end, where it has the last word, with what they lack.
    """
    held: dict[str, str] = {}
    for line in text.removeprefix("\ufeff").splitlines():
        pattern, *attributes = line.split() or [""]
        if pattern and fnmatchcase(_PROBE, pattern.strip('"').removeprefix("**/")):
            for attribute in attributes:
                # "-merge" and "binary" take away what was said before; "!merge" forgets it.
                name, _, value = attribute.lstrip("-!").partition("=")
                held |= dict.fromkeys(("merge", "diff") if name == "binary" else (name,), value)
    lacking = [f"{name}={value}" for name, value in wanted.items() if held.get(name) != value]
    if not lacking:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    begin = newline if text and not text.endswith("\n") else ""
    return f"{text}{begin}{' '.join([_PATTERN, *lacking])}{newline}"


def _attributes_of_repository() -> str:
    try:
        return str(PurePath(git.top(), ".gitattributes"))
    except git.NoRepository as error:
        error.help = "call it in the folder that `git clone` made, or with --global"
        raise


def _attributes_of_user() -> str:
    """The file in which git looks for attributes that hold in all repositories of a user."""
    named = git.path_setting("core.attributesFile", "--global")
    if named:
        return named
    config = os.environ.get("XDG_CONFIG_HOME") or str(PurePath(_home(), ".config"))
    return str(PurePath(config, "git", "attributes"))


def _home() -> str:
    return os.path.expanduser("~")  # noqa: PTH111 - it is a text, and no file


def _command() -> str:
    """How git is to call this program, as words for a shell.

    By its name where that is installed for good. By its path if it is not on PATH, or in an
    environment that may not be active when git is called, by a graphical client say.
    """
    found = files.program("blogctl")
    environments = [folder for folder in map(os.environ.get, _ENVIRONMENTS) if folder]
    if found and not any(PurePath(found).is_relative_to(folder) for folder in environments):
        return "blogctl"
    own = PurePath(files.resolved(sys.argv[0]))
    if own.name == "__main__.py":
        return f"{shlex.quote(PurePath(sys.executable).as_posix())} -m blogctl"
    return shlex.quote(own.as_posix())


git_ = Group("Have git merge stories and show their changes.", {"setup": setup})
