"""The format ``json``: every finding as data, in an envelope that carries its version."""

from __future__ import annotations

import json
import re
from typing import Any

from blogctl.diagnostics import Diagnostic, count
from blogctl.reporters.report import Failure, Report

VERSION = 1
"""The version of the envelope: keys may be added to it, none taken away."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report) -> str:
    """The whole report as one JSON document.

    All but ASCII is escaped, so that no character in a story can do harm on the way.
    """
    errors, warnings = count(report.diagnostics)
    document = {
        "version": VERSION,
        "files": report.files,
        "errors": errors,
        "warnings": warnings,
        "diagnostics": [_data(found) for found in report.diagnostics],
        "failures": [_failure(failure) for failure in report.failures],
    }
    return dumps(document)


def dumps(document: dict[str, Any]) -> str:
    """A report as a JSON document of several lines."""
    return json.dumps(document, indent=2) + "\n"


def _data(found: Diagnostic) -> dict[str, Any]:
    return {
        "path": plain(found.path),
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "severity": found.severity.value,
        "rule": found.rule,
        "message": plain(found.message),
        "help": None if found.help is None else plain(found.help),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "path": plain(failure.path) or None,
        "message": plain(failure.message),
        "help": None if failure.help is None else plain(failure.help),
    }


def plain(text: str) -> str:
    """The text without lone surrogates (bytes of a path that are not UTF-8).

    RFC 8259, section 8.2: what a parser makes of them is unpredictable; many refuse the file.
    """
    return _SURROGATE.sub("\ufffd", text)
