"""What may come next on a command line: the answers to the scripts in ``shells/``.

A script calls blogctl with ``_BLOGCTL_COMPLETE`` set to the shell's name. Its arguments are the
words before the cursor, the last of them the one to be completed, perhaps empty; from bash, which
parts words at signs of its own, they are the line up to the cursor, ``$COMP_WORDBREAKS`` and
``$COMP_TYPE``. The first line of the answer says which files may stand there: ``none``, ``file``,
``folder`` or ``story``; the shell finds them, who knows better how names are quoted. Each line
after it is a candidate, as its shell wants it. Nobody waits for an error in the middle of a line:
where there is one, the answer is empty.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from typer.main import get_command

from blogctl import system
from blogctl.cli.candidates import Asked, Candidate, values_of
from blogctl.cli.shelling import Call, call_from, written


@dataclass(slots=True)
class _Line:
    """A command's line as far as it is written: what is given, and what may come."""

    options: dict[str, Any] = field(default_factory=dict)
    arguments: list[Any] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)
    texts: int = 0
    waiting: Any = None
    only_texts: bool = False


def answer(shell: str, arguments: Sequence[str]) -> None:
    """Print what may come next, for a shell."""
    gc.disable()  # nothing lives long here
    system.end_with_reader()
    try:
        call = call_from(shell, arguments)
        text = written(call, *_possible(call))
    except Exception:
        if os.environ.get("BLOGCTL_DEBUG") == "1":
            raise
        text = "none\n"
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()


def _possible(call: Call) -> tuple[str, list[Candidate]]:
    """The kind of files that may stand at the cursor, and all other candidates, as whole words."""
    from blogctl.cli.app import COMMANDS, make_app

    first = next((word for word in call.words if not word.startswith("-")), None)
    wants_commands = first is None and not call.word.startswith("-")
    needed = [name for name in COMMANDS if wants_commands or name == first]
    command: Any = get_command(make_app(needed))
    words, path = list(call.words), []
    while hasattr(command, "commands"):
        name = next((word for word in words if not word.startswith("-")), None)
        if name is None and call.word.startswith("-"):
            break
        if name is None:
            return "none", [
                Candidate(name, " ".join((each.help or "").partition("\n\n")[0].split()))
                for name, each in command.commands.items()
                if name.startswith(call.word)
            ]
        if name not in command.commands:
            return "none", []
        words = words[words.index(name) + 1 :]
        command = command.commands[name]
        path.append(name)
    return _next(" ".join(path), _line(command, words), call.word)


def _line(command: Any, words: Sequence[str]) -> _Line:
    """Read the words of a command as its parser would, but let everything pass."""
    line = _Line()
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            line.arguments.append(parameter)
        else:
            line.options |= dict.fromkeys((*parameter.opts, *parameter.secondary_opts), parameter)
    for word in words:
        if line.waiting is not None:
            _give(line, line.waiting, word)
            line.waiting = None
        elif line.only_texts or not word.startswith("-") or word == "-":
            argument = _argument(line)
            if argument is not None:
                _give(line, argument, word)
            line.texts += 1
        elif word == "--":
            line.only_texts = True
        elif word.startswith("--"):
            name, has_value, value = word.partition("=")
            _option(line, name, value if has_value else None)
        else:
            _cluster(line, word)
    return line


def _give(line: _Line, parameter: Any, value: str) -> None:
    line.given.setdefault(parameter.name, []).append(value)


def _argument(line: _Line) -> Any:
    """The argument that the next text is for, if there is one."""
    if line.texts < len(line.arguments):
        return line.arguments[line.texts]
    return line.arguments[-1] if line.arguments and line.arguments[-1].nargs == -1 else None


def _option(line: _Line, name: str, value: str | None) -> None:
    option = line.options.get(name)
    if option is None:
        return
    if option.is_flag:
        _give(line, option, "")
    elif value is None:
        line.waiting = option
    else:
        _give(line, option, value)


def _cluster(line: _Line, word: str) -> None:
    """Short options in one word, such as ``-qf`` or ``-frss``."""
    for index, letter in enumerate(word[1:], start=2):
        option = line.options.get(f"-{letter}")
        if option is None:
            return
        if not option.is_flag:
            _option(line, f"-{letter}", word[index:] or None)
            return
        _give(line, option, "")


def _next(command: str, line: _Line, word: str) -> tuple[str, list[Candidate]]:
    before = ""
    parameter = line.waiting
    if parameter is None and not line.only_texts and word.startswith("-"):
        name, sign, _ = word.partition("=")
        if not word.startswith("--") and len(word) > 2:
            name, sign = word[:2], " "
        parameter = line.options.get(name)
        if not sign or parameter is None or parameter.is_flag:
            return "none", _options(line, word)
        before = name if sign == " " else f"{name}="
    parameter = parameter or _argument(line)
    if parameter is None:
        return "none", [] if line.only_texts else _options(line, word)
    asked = Asked(command, line.given, word.removeprefix(before))
    kind, found = values_of(parameter, asked)
    return kind, [each._replace(value=before + each.value) for each in found]


def _options(line: _Line, word: str) -> list[Candidate]:
    """The options that begin so and can still be given, the long spelling of each first."""
    found = []
    for parameter in dict.fromkeys(line.options.values()):
        if parameter.hidden or (parameter.name in line.given and not parameter.multiple):
            continue
        names = sorted((*parameter.opts, *parameter.secondary_opts), key=lambda name: -len(name))
        # All are told apart by their long names; short ones save no key to who completes.
        chosen = [name for name in names if name.startswith("--")] or names
        found += [Candidate(name, parameter.help or "") for name in chosen if name.startswith(word)]
    if "--help".startswith(word):
        found.append(Candidate("--help", "Show this message and exit."))
    return found
