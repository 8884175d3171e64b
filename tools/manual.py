"""Makes docs/man/blogctl.1 from the command line itself: ``python tools/manual.py``."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from textwrap import wrap

from commandline import COMMON, HELP, Command, Parameter, commands, program
from generated import DOCS

from blogctl import __version__

_PAGE = DOCS / "man" / "blogctl.1"
_ABOUT = (
    "A live blog is a plain file that people, scripts and CI can all trust. blogctl validates it, "
    "adds to it, puts it in order and publishes it.",
    "A folder stands for every *.story.toml below it; a file that is named is always taken. "
    "Results go to standard output, talk goes to standard error. "
    "Text that begins with a dash goes after --.",
)
_EXIT = {
    "0": "Clean, changed as asked, or nothing to do. Warnings alone are no failure.",
    "1": "Findings: errors in a story, something that would change, an id that is not there.",
    "2": "The request is wrong: an unknown option, a path that is not there, a bad configuration.",
    "3": "It could not be done: input and output, a lock not to be had, a broken plug-in.",
    "130": "Interrupted.",
}
_ENVIRONMENT = {
    "BLOGCTL_DEBUG": "With 1, an error ends in a traceback.",
    "NO_COLOR": "With any text, there are no colours.",
    "VISUAL, EDITOR": "The editor of add --edit and edit --edit.",
}
_FILES = {
    "NAME.story.toml": "A story.",
    "blogctl.toml": "Configuration, for the stories in its folder and below.",
    "pyproject.toml": "The same, in [tool.blogctl].",
}


def page() -> str:
    """The manual, in roff with the macros of man(7)."""
    found = list(commands())
    common = [each for each in found[0].options if each.names[0] in COMMON]
    variables = {
        each.variable: f"The default of {each.names[0]} of {command.name}."
        for command in found
        for each in command.options
        if each.variable
    }
    lines = [
        r".\" Made from the code: make manual",
        f'.TH BLOGCTL 1 "" "blogctl {__version__}" "blogctl"',
        ".SH NAME",
        r"blogctl \- live blogs as plain files",
        ".SH SYNOPSIS",
        r".B blogctl",
        r".I COMMAND",
        "[ARGUMENTS] [OPTIONS]",
        ".SH DESCRIPTION",
        *_paragraphs(_ABOUT),
        ".SH COMMANDS",
        *(line for command in found for line in _command(command)),
        ".SH OPTIONS",
        "These every command has.",
        *_options(common),
        *_item(r"\fB\-\-help\fR, \fB\-h\fR", HELP),
        ".PP",
        "These go without a command.",
        *_options(program().options),
        ".SH EXIT STATUS",
        *(line for code, what in _EXIT.items() for line in _item(_bold(code), what)),
        ".SH ENVIRONMENT",
        *(
            line
            for name, what in sorted({**_ENVIRONMENT, **variables}.items())
            for line in _item(_bold(name), what)
        ),
        ".SH FILES",
        *(line for name, what in _FILES.items() for line in _item(_bold(name), what)),
        ".SH SEE ALSO",
        r".BR git (1),",
        r".BR jq (1)",
    ]
    return "".join(f"{line}\n" for line in lines)


def _command(command: Command) -> Iterator[str]:
    _, *rest = command.usage.split(" ")
    words = command.name.split(" ")[1:]
    yield f".SS {_roff(' '.join(words))}"
    yield f"{_bold(command.name)} {_roff(' '.join(rest[len(words) :]))}"
    for paragraph in command.paragraphs:
        yield ".PP"
        yield from _lines(paragraph)
    for argument in command.arguments:
        yield from _item(_italic(argument.value), _said(argument))
    yield from _options(each for each in command.options if each.names[0] not in COMMON)


def _options(options: Iterable[Parameter]) -> Iterator[str]:
    for option in options:
        names = ", ".join(map(_bold, option.names))
        yield from _item(
            f"{names} {_italic(option.value)}" if option.value else names, _said(option)
        )


def _said(parameter: Parameter) -> str:
    return f"{parameter.help} [{parameter.default}]" if parameter.default else parameter.help


def _item(term: str, text: str) -> list[str]:
    return [".TP", term, *_lines(text)]


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield from _lines(text)


def _bold(text: str) -> str:
    return rf"\fB{_roff(text)}\fR"


def _italic(text: str) -> str:
    return rf"\fI{_roff(text)}\fR"


def _lines(text: str) -> list[str]:
    """A text as lines of which none is a request."""
    lines = wrap(_roff(text), 79, break_long_words=False, break_on_hyphens=False)
    return [rf"\&{line}" if line.startswith(".") else line for line in lines]


def _roff(text: str) -> str:
    """A text that means itself, with code in backticks bold."""
    safe = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")
    safe = safe.replace("'", r"\(aq").replace("^", r"\(ha").replace("~", r"\(ti")
    return re.sub(r"`([^`]*)`", r"\\fB\1\\fR", safe)


def main() -> None:
    """Write the page, or say with ``--check`` whether it is as it should be."""
    parser = argparse.ArgumentParser(description="Make docs/man/blogctl.1 from the code.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if it differs")
    text = page()
    if parser.parse_args().check:
        is_right = _PAGE.is_file() and _PAGE.read_text("utf-8") == text
        sys.exit(0 if is_right else "docs/man/blogctl.1 is not what the code says: make manual")
    _PAGE.parent.mkdir(exist_ok=True)
    _PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
