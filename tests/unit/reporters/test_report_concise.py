from dataclasses import replace

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Report

FOUND = Diagnostic("b.story.toml", 2, 3, 2, 5, Severity.ERROR, "wrong-type", "no text", "quote it")


def concise(*diagnostics: Diagnostic, color: bool = False) -> str:
    return REPORTERS["concise"](Report(diagnostics, files=1, color=color))


def test_one_line_a_finding_in_order() -> None:
    warning = replace(FOUND, path="a.story.toml", severity=Severity.WARNING)
    assert concise(FOUND, warning) == (
        "a.story.toml:2:3: warning[wrong-type] no text\n"
        "b.story.toml:2:3: error[wrong-type] no text\n"
    )


def test_nothing_found_is_nothing_said() -> None:
    assert concise() == ""


def test_hostile_text_stays_on_its_line() -> None:
    text = concise(replace(FOUND, path="::set-output name=a::\n\x1b]0;x\x07", message="a\r\nb"))
    assert text == (r"\x3a:set-output name=a::\n\x1b]0;x\x07:2:3: error[wrong-type] a\r\nb" + "\n")


def test_colours_only_when_asked_for() -> None:
    assert "\x1b[1;31m" in concise(FOUND, color=True)
    assert "\x1b" not in concise(FOUND)
