import json
from dataclasses import replace

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.reporters import REPORTERS, Failure, Report

FOUND = Diagnostic("b.story.toml", 2, 3, 2, 5, Severity.ERROR, "wrong-type", "no text", "quote it")


def rendered(*diagnostics: Diagnostic, files: int = 1) -> str:
    return REPORTERS["json"](Report(diagnostics, files, color=True))


def test_the_envelope_and_its_keys() -> None:
    warning = replace(FOUND, path="a.story.toml", severity=Severity.WARNING, help=None)
    document = json.loads(rendered(FOUND, warning, files=4))
    assert list(document) == [
        *("version", "files", "errors", "warnings", "diagnostics", "failures"),
    ]
    assert {key: document[key] for key in ("version", "files", "errors", "warnings")} == {
        "version": 1,
        "files": 4,
        "errors": 1,
        "warnings": 1,
    }
    assert document["diagnostics"] == [
        {
            "path": path,
            "line": 2,
            "column": 3,
            "end_line": 2,
            "end_column": 5,
            "severity": severity,
            "rule": "wrong-type",
            "message": "no text",
            "help": help_,
        }
        for path, severity, help_ in (
            ("a.story.toml", "warning", None),
            ("b.story.toml", "error", "quote it"),
        )
    ]


def test_what_could_not_be_checked_is_listed() -> None:
    failures = (Failure("a\udcff", "no permission"), Failure("", "no such file", "look"))
    text = REPORTERS["json"](Report((), 0, failures=failures))
    assert json.loads(text)["failures"] == [
        {"path": "a\ufffd", "message": "no permission", "help": None},
        {"path": None, "message": "no such file", "help": "look"},
    ]


def test_nothing_found_is_an_empty_list() -> None:
    text = rendered(files=0)
    assert json.loads(text)["diagnostics"] == []
    assert text.endswith("}\n")


def test_text_is_raw_once_parsed_and_harmless_before() -> None:
    evil = '\x1b[2J\u202e\u2028\n::error::x "日本"\x9b'
    text = rendered(replace(FOUND, path=evil, message=evil, help=evil))
    (found,) = json.loads(text)["diagnostics"]
    assert found["path"] == found["message"] == found["help"] == evil
    assert text.isascii()
    assert "\x1b" not in text


def test_bytes_of_a_path_that_are_not_utf_8_do_not_spoil_the_document() -> None:
    text = rendered(replace(FOUND, path="a\udcffb", message="🚒"))
    (found,) = json.loads(text)["diagnostics"]
    assert found["path"] == "a\ufffdb"
    assert found["message"] == "🚒"
