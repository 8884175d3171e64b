import os
from dataclasses import replace

import pytest

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Failure, Report

FOUND = Diagnostic("b.story.toml", 2, 3, 2, 5, Severity.ERROR, "wrong-type", "no text", "quote it")


def github(*diagnostics: Diagnostic) -> str:
    return REPORTERS["github"](Report(diagnostics, files=1, color=True))


def test_one_command_a_finding_in_order() -> None:
    warning = replace(FOUND, path="a.story.toml", severity=Severity.WARNING, help=None)
    assert github(FOUND, warning) == (
        "::warning file=a.story.toml,line=2,col=3,endLine=2,endColumn=5,"
        "title=blogctl (wrong-type)::no text\n"
        "::error file=b.story.toml,line=2,col=3,endLine=2,endColumn=5,"
        "title=blogctl (wrong-type)::no text%0Ahelp: quote it\n"
    )


def test_a_span_over_several_lines_has_no_columns() -> None:
    # The runner takes neither `col` nor `endColumn` when the lines differ.
    text = github(replace(FOUND, end_line=4, end_column=1))
    assert text.startswith("::error file=b.story.toml,line=2,endLine=4,title=")
    assert "col=" not in text.casefold().partition("title")[0]


def test_an_end_is_never_before_its_beginning() -> None:
    assert "col=3,endLine=2,endColumn=3," in github(replace(FOUND, end_column=1))


def test_properties_and_messages_are_escaped() -> None:
    text = github(replace(FOUND, path="a,b:c%41.toml", message="50%: a, b::c", help=None))
    assert text == (
        "::error file=a%2Cb%3Ac%2541.toml,line=2,col=3,endLine=2,endColumn=5,"
        "title=blogctl (wrong-type)::50%25: a, b::c\n"
    )


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize("field", ["path", "message", "help"])
def test_no_field_can_begin_a_command_of_its_own(field: str, newline: str) -> None:
    evil = f"x{newline}::set-output name=a::b%0A::stop-commands::c"
    changes: dict[str, str] = {field: evil}
    text = github(replace(FOUND, **changes))  # type: ignore[arg-type]
    assert len(text.splitlines()) == 1
    assert text.startswith("::error file=")
    assert "%0A::" not in text.replace("%250A", "")
    assert text.count("%0A") == 1  # the one before the help


def test_invisible_characters_are_escaped_first() -> None:
    text = github(replace(FOUND, message="\x1b[31m\u202e", help=None))
    assert text.endswith("::\\x1b[31m\\u202e\n")


def test_what_could_not_be_checked_comes_first() -> None:
    report = Report((FOUND,), 1, failures=(Failure("c", "c: no\npermission, 5%", "look"),))
    first, second = REPORTERS["github"](report).splitlines()
    assert first == r"::error title=blogctl::c: no\npermission, 5%25%0Ahelp: look"
    assert second.startswith("::error file=b.story.toml,")


@pytest.mark.skipif(os.name != "posix", reason="drives are another matter")
def test_files_are_named_from_the_root_of_the_checkout() -> None:
    paths = ["a.toml", "../b.toml", "/repo/c.toml", "/elsewhere/d.toml"]
    found = tuple(replace(FOUND, path=path) for path in paths)
    text = REPORTERS["github"](Report(found, 4, folder="/repo/news", root="/repo"))
    files = [line.split("file=")[1].split(",")[0] for line in text.splitlines()]
    assert sorted(files) == sorted(["news/a.toml", "b.toml", "c.toml", "/elsewhere/d.toml"])
