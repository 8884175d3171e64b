"""The commands that a page of the documentation shows, run as a reader would run them.

A page is run from top to bottom, in one shell and in an empty folder of its own:

- A block that follows a path in backticks, alone on its line, is a file of that name.
- A block of `console` has commands, after "$ ", and all that they print. A command goes on after
  a backslash at the end of a line, and on lines that begin with ">".
- A block of `sh` has commands alone, which must succeed.
- An ellipsis stands for what differs from run to run, or is left out: within a line for any text,
  alone on a line for any lines.
- `<!-- not run: REASON -->` on the line above keeps a block from being run. A path of a test in
  the reason says who runs it instead, and has to be there.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from .program import BLOGCTL, ROOT, environment

PAGES = sorted((ROOT / "docs").rglob("*.md"))
"""Every page of the documentation, but for the README."""

_BLOCK = re.compile(
    r"""(?:^[ ]*(?:`(?P<path>[\w./-]+)`\n\n?|<!--[ ]not[ ]run:[ ](?P<why>[^>]*?)[ ]-->\n\n?))?
        ^(?P<indent>[ ]*)```(?P<language>\w*)[^\n`]*\n(?P<text>.*?)^(?P=indent)```[ ]*$""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
_STEP = re.compile(r"^\$ ((?:.*\\\n)*.*\n(?:>(?: .*)?\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
_OVER = "=== that was it: "


class Block(NamedTuple):
    """A fenced block: its language and text, the file it is, or the reason not to run it."""

    language: str
    text: str
    path: str | None = None
    why_not: str | None = None


class Step(NamedTuple):
    """A command, and what the page says it prints; ``None`` where the page does not say."""

    command: str
    output: str | None


class Result(NamedTuple):
    """What came of a step."""

    step: Step
    output: str
    code: int

    @property
    def is_as_shown(self) -> bool:
        """Whether the command did what the page says."""
        if self.step.output is None:
            return self.code == 0
        return _pattern(self.step.output).fullmatch(self.output) is not None


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _BLOCK.finditer(page):
        text = dedent(found["text"]) if found["indent"] else found["text"]
        yield Block(found["language"], text, found["path"], found["why"])


def steps(block: Block) -> list[Step]:
    """What a block asks to be done: its commands, or the making of its file."""
    if block.why_not is not None:
        return []
    if block.path is not None:
        folder = shlex.quote(str(Path(block.path).parent))
        text, path = shlex.quote(block.text), shlex.quote(block.path)
        return [Step(f"mkdir -p {folder} && printf %s {text} > {path}", None)]
    if block.language == "sh":
        return [Step(block.text, None)]
    if block.language == "console":
        found = _STEP.findall(block.text)
        assert "".join("$ " + "".join(step) for step in found) == block.text, block.text
        return [Step(re.sub(r"^> ?", "", command, flags=re.M), output) for command, output in found]
    return []


def run(wanted: Sequence[Step], folder: Path) -> list[Result]:
    """Do steps one after another, in one shell and a folder; gives as many as were begun."""
    (folder / "home").mkdir()
    (folder / "page").mkdir()
    script = "exec 2>&1\n" + "".join(
        f"eval {shlex.quote(step.command)}\n"
        f"status=$?; printf '\\n%s%s\\n' {shlex.quote(_OVER)} $status; (exit $status)\n"
        for step in wanted
    )
    who = {"NAME": "An Example", "EMAIL": "an@example.org"}
    git = {f"GIT_{role}_{key}": who[key] for role in ("AUTHOR", "COMMITTER") for key in who}
    inherited = {
        name: value
        for name, value in environment().items()
        if not name.startswith(("GIT_", "XDG_")) and name not in {"EDITOR", "VISUAL", "NO_COLOR"}
    }
    done = subprocess.run(
        ["/bin/sh", "-c", script],
        cwd=folder / "page",
        env={
            **inherited,
            **git,
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(folder / "home"),
            "PATH": os.pathsep.join([str(Path(BLOGCTL).parent), os.environ["PATH"]]),
            "PIP_NO_INDEX": "1",
            "PIP_PREFIX": str(folder / "home"),  # never into the environment that runs the tests
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    ended = re.findall(rf"(.*?)\n{_OVER}(\d+)\n", done.stdout, re.DOTALL)
    return [
        Result(step, output if output.endswith("\n") or not output else f"{output}\n", int(code))
        for step, (output, code) in zip(wanted, ended, strict=False)
    ]


def assert_as_shown(wanted: Sequence[Step], folder: Path) -> None:
    """Do steps, and hold what they do to what the page says of them."""
    results = run(wanted, folder)
    for result in results:
        if not result.is_as_shown:
            shown = "" if result.step.output is None else f"The page:\n{result.step.output}"
            raise AssertionError(
                f"$ {result.step.command}{shown}Really, with exit code {result.code}:\n"
                f"{result.output}"
            )
    assert len(results) == len(wanted), f"the shell ended in: {wanted[len(results)].command}"


def _pattern(shown: str) -> re.Pattern[str]:
    """What a command may print, where a page shows this."""
    return re.compile(
        "".join(
            r"(?:.*\n)*?" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
            for line in shown.splitlines(keepends=True)
        )
    )
