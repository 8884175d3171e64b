"""The format ``sarif``: SARIF 2.1.0 (OASIS, with errata 01), as code scanning reads it."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from blogctl import __version__
from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters.json import dumps
from blogctl.reporters.report import Failure, Report, Rule
from blogctl.reporters.safe import shown

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_FINGERPRINT = "blogctlFinding/v1"
"""The name of our fingerprint; how it is made never changes under the same name."""


def render(report: Report) -> str:
    """The whole report as one SARIF log with one run, rules and help included."""
    rules = {rule.name: index for index, rule in enumerate(report.rules)}
    seen: Counter[tuple[str, str]] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "blogctl",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the checkout."}}},
        "artifacts": [
            {"location": _artifact(path, report), "roles": ["analysisTarget"]}
            for path in dict.fromkeys(report.paths)
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, report, rules, seen) for found in report.diagnostics],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    bad, good = rule.bad.strip("\n"), rule.good.strip("\n")
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": f"{rule.summary} {rule.why}"},
        "help": {
            "text": f"{rule.why}\n\nNot so:\n\n{bad}\n\nBut so:\n\n{good}\n",
            "markdown": f"{rule.why}\n\nNot so:\n\n{_fenced(bad)}\n\nBut so:\n\n{_fenced(good)}\n",
        },
        "defaultConfiguration": {
            "enabled": rule.on and not rule.targets,
            "level": rule.severity.value,
        },
        "properties": {
            "tags": [
                "validity" if rule.severity is Severity.ERROR else "quality",
                *(f"for-{target}" for target in sorted(rule.targets)),
            ],
            "problem.severity": rule.severity.value,
            "precision": "very-high",
        },
    }


def _fenced(text: str) -> str:
    return f"```toml\n{text}\n```"


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.failures,
        "toolExecutionNotifications": [_notification(each, report) for each in report.failures],
    }


def _notification(failure: Failure, report: Report) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": _message(failure)},
    }
    if failure.path:
        artifact = {"artifactLocation": _artifact(failure.path, report)}
        notification["locations"] = [{"physicalLocation": artifact}]
    return notification


def _result(
    found: Diagnostic, report: Report, rules: dict[str, int], seen: Counter[tuple[str, str]]
) -> dict[str, Any]:
    # A line that is moved, or indented anew, is still the same line.
    line = hashlib.sha256(f"{found.rule}\0{found.source.strip()}".encode("utf-8", "replace"))
    fingerprint = line.hexdigest()[:32]
    seen[found.path, fingerprint] += 1
    result: dict[str, Any] = {"ruleId": found.rule}
    if found.rule in rules:
        result["ruleIndex"] = rules[found.rule]
    return {
        **result,
        "level": found.severity.value,
        "message": {"text": _message(found)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(found.path, report),
                    "region": {
                        "startLine": found.line,
                        "startColumn": found.column,
                        "endLine": found.end_line,
                        "endColumn": found.end_column,
                    },
                }
            }
        ],
        "partialFingerprints": {_FINGERPRINT: f"{fingerprint}:{seen[found.path, fingerprint]}"},
    }


def _artifact(path: str, report: Report) -> dict[str, str]:
    """Where a file is: a URI from the root, or an absolute one if it does not lie there."""
    place = PurePath(report.from_root(path))
    if place.is_absolute():
        return {"uri": place.as_uri()}
    # Bytes of a name that are not UTF-8 stay what they are.
    return {"uri": quote(os.fsencode(place.as_posix())), "uriBaseId": _ROOT}


def _message(said: Diagnostic | Failure) -> str:
    """What is said, with its help, as plain text: section 3.11 gives braces and links a meaning."""
    text = shown(said.message) + (f"\nHelp: {shown(said.help)}" if said.help else "")
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
