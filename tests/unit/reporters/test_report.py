import pytest

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Report, summary


def found(path: str, line: int, column: int, severity: Severity) -> Diagnostic:
    return Diagnostic(path, line, column, line, column + 1, severity, "some-rule", "message")


def several(errors: int, warnings: int) -> tuple[Diagnostic, ...]:
    severities = [Severity.ERROR] * errors + [Severity.WARNING] * warnings
    return tuple(found("a", 1, 1, severity) for severity in severities)


def test_the_formats() -> None:
    assert list(REPORTERS) == ["full", "concise", "json", "github", "sarif", "junit"]


def test_findings_are_sorted_by_place() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 5), ("a", 9, 1)]
    report = Report(tuple(found(*place, Severity.ERROR) for place in places), files=2)
    assert [diagnostic.place for diagnostic in report.diagnostics] == sorted(places)


@pytest.mark.parametrize("name", REPORTERS)
def test_text_ends_in_one_newline(name: str) -> None:
    text = REPORTERS[name](Report(several(1, 1), files=1))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize(
    ("errors", "warnings", "files", "expected"),
    [
        (1, 2, 1, "1 error and 2 warnings in 1 file"),
        (1, 0, 1, "1 error in 1 file"),
        (0, 0, 1, "1 file, no problems"),
        (0, 0, 2, "2 files, no problems"),
        (0, 0, 0, "0 files, no problems"),
    ],
)
def test_summary(errors: int, warnings: int, files: int, expected: str) -> None:
    assert summary(Report(several(errors, warnings), files)) == expected


@pytest.mark.parametrize(
    ("errors", "warnings", "files", "expected"),
    [
        ("abca", "a", 10_000, "10,000 files, 3 with problems: 4 errors, 1 warning"),
        ("", "b", 2, "2 files, 1 with problems: 1 warning"),
        ("a", "", 2, "2 files, 1 with problems: 1 error"),
        ("", "ab", 2, "2 files, 2 with problems: 2 warnings"),
    ],
)
def test_the_summary_of_several_files_says_how_many_are_meant(
    errors: str, warnings: str, files: int, expected: str
) -> None:
    diagnostics = [found(path, 1, 1, Severity.ERROR) for path in errors]
    diagnostics += [found(path, 1, 1, Severity.WARNING) for path in warnings]
    assert summary(Report(tuple(diagnostics), files)) == expected
