"""The shells that complete command lines of blogctl: their scripts, and where each finds one.

The scripts beside this module ask blogctl what may come next; :mod:`blogctl.cli.completing`
answers.
"""

from __future__ import annotations

import os
from enum import StrEnum

from blogctl import files


class Shell(StrEnum):
    """A shell with a script."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def script(shell: Shell) -> str:
    """What a shell reads to complete command lines of blogctl."""
    from importlib.resources import files as contents

    return contents(__name__).joinpath(f"blogctl.{shell}").read_text("utf-8")


def install(shell: Shell) -> tuple[str, str]:
    """Put the script where the shell looks for it; gives the path, and what is left to do.

    :class:`~blogctl.errors.EnvironmentFailure` if it cannot be written there.
    """
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    place, more = {
        Shell.BASH: (
            f"{data}/bash-completion/completions/blogctl",
            "; it needs the package bash-completion",
        ),
        Shell.ZSH: (
            "~/.zfunc/_blogctl",
            "; ~/.zshrc needs the line: fpath+=~/.zfunc; autoload -Uz compinit; compinit",
        ),
        Shell.FISH: (f"{config}/fish/completions/blogctl.fish", ""),
    }[shell]
    path = os.path.expanduser(place)  # noqa: PTH111
    files.write_output(path, script(shell).encode())
    return path, more
