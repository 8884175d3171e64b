from dataclasses import replace

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Report

QUOTED = Diagnostic(
    path="coast.story.toml",
    line=12,
    column=8,
    end_line=12,
    end_column=30,
    severity=Severity.ERROR,
    rule="wrong-type",
    message="the time is in quotes",
    help="leave the quotes out",
    source='time = "2024-01-05T15:03:44Z"',
)


def full(*diagnostics: Diagnostic, color: bool = False) -> str:
    return REPORTERS["full"](Report(diagnostics, files=1, color=color))


def test_a_finding_with_all_there_is() -> None:
    assert full(QUOTED) == (
        "coast.story.toml:12:8: error[wrong-type] the time is in quotes\n"
        '  12 | time = "2024-01-05T15:03:44Z"\n'
        "     |        ^^^^^^^^^^^^^^^^^^^^^^\n"
        "     = help: leave the quotes out\n"
    )


def test_two_findings_stand_apart_and_in_order() -> None:
    warning = replace(
        QUOTED, line=3, end_line=3, severity=Severity.WARNING, rule="x", help=None, source=""
    )
    assert full(QUOTED, warning) == (
        "coast.story.toml:3:8: warning[x] the time is in quotes\n\n" + full(QUOTED)
    )


def test_nothing_found_is_nothing_said() -> None:
    assert full() == ""


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    found = replace(QUOTED, column=1, end_line=14, end_column=4, source='body = """Both', help=None)
    assert full(found).splitlines()[1:] == [
        '  12 | body = """Both',
        "     | ^^^^^^^^^^^^^^",
    ]


def test_wide_characters_and_tabs_before_the_span() -> None:
    source = '\theadline = "日本語", time = 1'
    column = source.index("time") + 1
    found = replace(QUOTED, column=column, end_column=column + 4, source=source, help=None)
    line, carets = full(found).splitlines()[1:]
    assert line == '  12 |     headline = "日本語", time = 1'
    # Three characters take two columns each, and one tab takes four.
    assert carets.index("^") == line.index("time") + 3
    assert carets.count("^") == 4


def test_a_long_line_keeps_to_a_hundred_columns() -> None:
    source = 'body = "' + "lorem ipsum " * 100 + '"'
    found = replace(QUOTED, column=600, end_column=605, source=source)
    lines = full(found).splitlines()
    assert all(len(line) <= 100 for line in lines)
    assert lines[1].startswith("  12 | …")
    assert lines[1].endswith("…")


def test_hostile_text_is_escaped_everywhere() -> None:
    evil = "\x1b[2J\n::error::x\u202e"
    found = replace(QUOTED, path=evil, message=evil, help=evil, source="a" + evil)
    text = full(found)
    assert len(text.splitlines()) == 4
    assert not set("\x1b\u202e") & set(text)
    assert text.count(r"\x1b[2J") == 4


def test_colours_only_when_asked_for() -> None:
    coloured = full(QUOTED, replace(QUOTED, severity=Severity.WARNING), color=True)
    assert "\x1b[1mcoast.story.toml\x1b[0m:12:8: \x1b[1;31merror[wrong-type]\x1b[0m" in coloured
    assert "\x1b[1;33mwarning[wrong-type]\x1b[0m" in coloured
    assert f"\x1b[36m{'^' * 22}\x1b[0m" in coloured
    assert "\x1b[36m= help:\x1b[0m leave the quotes out" in coloured
    assert "\x1b" not in full(QUOTED)
