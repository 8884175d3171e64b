"""JUnit's XML, read by an independent reader, and held to what Jenkins and Surefire agree on."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Report
from blogctl.reporters import Failure as NotChecked

from .findings import EVIL, FOUND

WARNING = replace(FOUND, line=7, end_line=7, severity=Severity.WARNING, message="hm", help=None)

# What the schemas of the Jenkins xUnit plug-in and of Apache Surefire both allow; times are
# left out, which the former does not ask for.
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase"},
    "testcase": {"failure", "error", "skipped", "system-out", "system-err"},
    "failure": set[str](),
    "error": set[str](),
    "system-out": set[str](),
}
REQUIRED = {
    "testsuites": set[str](),
    "testsuite": {"name", "tests", "failures", "errors"},
    "testcase": {"name", "classname"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "system-out": set[str](),
}


def render(*found: Diagnostic, paths: tuple[str, ...] = (), **more: object) -> str:
    report = Report(found, len(paths), paths=paths, **more)  # type: ignore[arg-type]
    return REPORTERS["junit"](report)


def suite(text: str) -> TestSuite:
    """The one suite of a document that keeps the rules."""
    _hold(ET.fromstring(text.encode("utf-8")))
    (only,) = JUnitXml.fromroot(JUnitXml.fromstring(text.encode("utf-8"))._elem)
    assert isinstance(only, TestSuite)
    return only


def _hold(element: ET.Element) -> None:
    assert {child.tag for child in element} <= CHILDREN[element.tag]
    assert set(element.keys()) >= REQUIRED[element.tag]
    for child in element:
        _hold(child)


def cases(text: str) -> dict[str, TestCase]:
    found = {str(case.name): case for case in suite(text)}
    assert len(found) == suite(text).tests
    return found


def test_thousands_of_findings_in_a_file_are_not_compared_with_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> bool:
        raise AssertionError("with thousands of each this takes hours")

    monkeypatch.setattr(Diagnostic, "__eq__", refuse)
    (case,) = cases(render(FOUND, WARNING, paths=(FOUND.path,))).values()
    assert len(case.result) == 1
    assert case.system_out


def test_each_file_is_a_case() -> None:
    text = render(FOUND, WARNING, paths=("a.story.toml", "b.story.toml"))
    found = cases(text)
    assert list(found) == ["a.story.toml", "b.story.toml"]
    assert found["a.story.toml"].is_passed
    (failure,) = found["b.story.toml"].result
    assert isinstance(failure, Failure)
    assert failure.message == "no text"
    assert failure.type == "wrong-type"
    assert failure.text == "b.story.toml:2:3: error[wrong-type] no text\n  help: quote it\n"
    assert found["b.story.toml"].system_out == "b.story.toml:7:3: warning[wrong-type] hm\n"
    whole = suite(text)
    assert (whole.tests, whole.failures, whole.errors, whole.skipped) == (2, 1, 0, 0)


def test_several_errors_are_one_failure_that_lists_them() -> None:
    # Jenkins reads the first failure of a case and no other.
    other = replace(FOUND, line=9, end_line=9, message="worse")
    (failure,) = cases(render(FOUND, other, paths=(FOUND.path,)))[FOUND.path].result
    assert "no text" in failure.message
    assert [line for line in failure.text.splitlines() if "error[" in line] == [
        "b.story.toml:2:3: error[wrong-type] no text",
        "b.story.toml:9:3: error[wrong-type] worse",
    ]


@pytest.mark.parametrize("strict", [False, True])
def test_warnings_fail_where_they_are_to(strict: bool) -> None:
    case = cases(render(WARNING, paths=(WARNING.path,), strict=strict))[WARNING.path]
    assert case.is_passed is not strict
    assert (case.system_out is None) is strict


def test_what_could_not_be_checked_is_an_error() -> None:
    failures = (
        NotChecked("c.story.toml", "c.story.toml: no permission"),
        NotChecked("", "x: there is no such file", "do y"),
    )
    text = render(paths=("a.story.toml",), failures=failures)
    found = cases(text)
    assert list(found) == ["a.story.toml", "c.story.toml", "x: there is no such file"]
    (error,) = found["x: there is no such file"].result
    assert isinstance(error, Error)
    assert error.message == "x: there is no such file (do y)"
    files = [each.get("file") for each in ET.fromstring(text).iter("testcase")]
    assert files == ["a.story.toml", "c.story.toml", None]
    assert (suite(text).tests, suite(text).failures, suite(text).errors) == (3, 0, 2)


def test_nothing_is_a_document_too() -> None:
    assert suite(render()).tests == 0


def test_no_time_is_made_up() -> None:
    assert " time" not in render(FOUND, paths=(FOUND.path,))


@given(st.text(st.characters(), max_size=40) | st.just(EVIL))
def test_any_text_is_xml_that_says_the_same_to_every_reader(text: str) -> None:
    found = replace(FOUND, path=f"p{text}", message=text, help=text)
    failure = NotChecked("", f"m{text}", text)
    document = render(found, replace(found, severity=Severity.WARNING), failures=(failure,))
    assert document == document.encode("utf-8").decode("utf-8")
    names = list(cases(document))
    assert len(names) == 2
    (told,) = cases(document)[names[0]].result
    assert len(told.text.splitlines()) == 2
    if text.isprintable() and "::" not in text and "##" not in text:
        assert told.message == text
        assert names[0] == f"p{text}"
