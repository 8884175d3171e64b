"""The format ``junit``: the XML that CI servers read test results from, one test case a file.

The servers agree on a core alone: suites, cases, one ``failure`` or ``error`` in a case, its
``message`` and text. So all errors of a file are one failure. Times are optional, and not made up.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters.concise import first_line
from blogctl.reporters.report import Failure, Report, counted
from blogctl.reporters.safe import shown

_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML 1.0 forbids (section 2.2) of what is left once text went through ``shown``."""


def render(report: Report) -> str:
    """The whole report as one XML document.

    Warnings fail where the report is strict; elsewhere they are what the case has to say.
    """
    suite = ET.Element("testsuite", name="blogctl validate")
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in report.paths}
    for found in report.diagnostics:
        by_path.setdefault(found.path, []).append(found)
    for path, findings in by_path.items():
        case = _case(suite, path, report.from_root(path))
        _judge(case, findings, strict=report.strict)
    for failure in report.failures:
        file = report.from_root(failure.path) if failure.path else None
        _fail(_case(suite, failure.path or failure.message, file), failure)
    totals = {
        "tests": str(len(suite)),
        "failures": str(len(suite.findall("*/failure"))),
        "errors": str(len(suite.findall("*/error"))),
    }
    suite.attrib |= totals | {"skipped": "0"}
    root = ET.Element("testsuites", {"name": "blogctl", **totals})
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, name: str, file: str | None) -> ET.Element:
    case = ET.SubElement(suite, "testcase", classname="blogctl.validate", name=_text(name))
    if file is not None:
        case.set("file", _text(file))
    return case


def _judge(case: ET.Element, findings: Sequence[Diagnostic], *, strict: bool) -> None:
    failing = [each for each in findings if strict or each.severity is Severity.ERROR]
    others = [each for each in findings if not (strict or each.severity is Severity.ERROR)]
    if failing:
        message = _text(failing[0].message)
        if len(failing) > 1:
            message = f"{counted(len(failing), 'problem')}, the first: {message}"
        kind = failing[0].rule if len(failing) == 1 else "several"
        ET.SubElement(case, "failure", message=message, type=kind).text = _listed(failing)
    if others:
        ET.SubElement(case, "system-out").text = _listed(others)


def _fail(case: ET.Element, failure: Failure) -> None:
    message = failure.message + (f" ({failure.help})" if failure.help else "")
    ET.SubElement(case, "error", message=_text(message), type="not-checked").text = _text(message)


def _listed(findings: Sequence[Diagnostic]) -> str:
    """The findings, each in a line and its help in another."""
    lines = []
    for found in findings:
        lines.append(first_line(found, color=False))
        if found.help is not None:
            lines.append(f"  help: {shown(found.help)}")
    return "".join(f"{_text(line)}\n" for line in lines)


def _text(text: str) -> str:
    """Foreign text on one line, as XML may carry it."""
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", shown(text))
