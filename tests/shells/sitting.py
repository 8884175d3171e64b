"""Somebody who sits at a terminal, in a shell that completes command lines of blogctl."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pexpect
import pytest

from blogctl.cli.shells import Shell, script

BLOGCTL = str(Path(sys.executable).with_name("blogctl"))

_START = {
    # Whoever has set a shell up themselves is left out of it.
    Shell.BASH: ["bash", "--noprofile", "--norc", "-i"],
    Shell.ZSH: ["zsh", "-f", "-i"],
    Shell.FISH: ["fish", "--no-config", "-i"],
}
_SETUP = {
    Shell.BASH: "bind 'set enable-bracketed-paste off'; bind 'set completion-query-items 0'; "
    "bind 'set page-completions off'; source {script}; PS1='REA''DY> '",
    Shell.ZSH: "autoload -Uz compinit; compinit -u -D; LISTMAX=1000; source {script}; "
    "PS1='REA''DY> '; PROMPT_EOL_MARK=''",
    Shell.FISH: "source {script}; set -g fish_autosuggestion_enabled 0; "
    "function fish_prompt; echo -n 'REA''DY> '; end",
}


_PATIENCE = 60  # seconds without a sign
_STEERING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x0f")


class Sitting:
    """A shell in a terminal of its own, in a folder."""

    def __init__(self, shell: Shell, folder: Path, home: Path) -> None:
        file = home / f"completion.{shell}"
        file.write_text(script(shell), "utf-8")
        first, *rest = _START[shell]
        env = {
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": os.pathsep.join([str(Path(BLOGCTL).parent), os.environ["PATH"]]),
            "TERM": "xterm",
        }
        self._child = pexpect.spawn(
            first,
            rest,
            cwd=str(folder),
            env=env,
            encoding="utf-8",
            timeout=_PATIENCE,
            dimensions=(50, 120),
        )
        self._child.sendline(_SETUP[shell].format(script=file))
        self._child.expect_exact("READY> ")

    def sees(self, keys: str, *expected: str) -> str:
        """Type, and wait until all of these texts are there, in this order; gives what came.

        What moves the cursor or sets a colour is left out of the search.
        """
        self._child.send(keys)
        raw, position = "", 0
        for text in expected:
            while (found := _plain(raw).find(text, position)) < 0:
                try:
                    raw += self._child.read_nonblocking(65536, timeout=_PATIENCE)
                except pexpect.TIMEOUT:
                    pytest.fail(f"{keys!r} did not show {text!r}, but:\n{_plain(raw)}")
            position = found + len(text)
        return raw

    def clears(self) -> str:
        """Leave the line as if nothing had been typed; gives what was still on its way."""
        return self.sees("\x15echo CLE''ARED\r", "CLEARED", "READY> ")

    def __enter__(self) -> Sitting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._child.close(force=True)


def _plain(raw: str) -> str:
    return _STEERING.sub("", raw).replace("\r", "")


@contextmanager
def sitting(shell: Shell, folder: Path, home: Path) -> Iterator[Sitting]:
    """A shell that is ready; the test is skipped where there is none, though never in CI."""
    if shutil.which(shell) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{shell} is missing: .ci/run installs it")
        pytest.skip(f"{shell} is not installed")
    with Sitting(shell, folder, home) as each:
        yield each
