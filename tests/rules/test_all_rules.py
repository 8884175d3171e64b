"""What holds for every rule, and the places that its own bad example is reported at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import blogctl.rules
from blogctl.check import check_bytes
from blogctl.diagnostics import Diagnostic, Severity
from blogctl.rules import Rule, all_rules, judging_errors

RULES = all_rules()
# These say why bytes are not read at all, which no text can show.
OF_BYTES = {"not-text", "too-large"}
OF_TEXT = [rule for name, rule in RULES.items() if name not in OF_BYTES]
# The [story] table that the examples lack is part of what this one is about.
BARE = "not-a-story"
# Line and column in the bad example, behind three lines of [story] where it has none.
PLACES = {
    "syntax": (7, 26),
    "conflict-marker": (5, 1),
    "not-a-story": (1, 1),
    "newer-format": (2, 10),
    "unknown-key": (7, 1),
    "missing-field": (5, 3),
    "wrong-type": (8, 10),
    "invalid-value": (8, 10),
    "invalid-id": (6, 6),
    "duplicate-id": (11, 6),
    "conflicting-id": (11, 6),
    "missing-id": (9, 3),
    "unknown-timezone": (5, 12),
    "local-time-without-zone": (6, 8),
    "nonexistent-time": (8, 8),
    "ambiguous-time": (8, 8),
    "coverage-ends-before-it-starts": (7, 16),
    "coverage-end-while-live": (6, 16),
    "edited-before-time": (7, 10),
    "unsafe-url": (8, 38),
    "illegal-character": (7, 17),
    "extra-not-json": (8, 21),
    "empty-update": (5, 3),
    "unordered-updates": (10, 8),
    "duplicate-update": (10, 3),
    "before-coverage-start": (8, 8),
    "after-coverage-end": (9, 8),
    "several-pinned": (8, 10),
    "missing-alt-text": (8, 10),
    "long-headline": (7, 12),
    "raw-html-as-text": (7, 37),
    "bidi-control": (7, 24),
    "unfit-reference": (7, 17),
    "future-update": (6, 8),
    "missing-story-url": (2, 2),
    "relative-url": (5, 7),
    "missing-summary": (2, 2),
    "long-summary": (5, 11),
    "missing-author": (2, 2),
    "missing-publisher": (2, 2),
    "missing-logo": (5, 13),
    "unfit-logo": (5, 45),
    "missing-image": (2, 2),
    "small-image": (5, 82),
    "missing-dimensions": (9, 10),
    "missing-poster": (9, 10),
    "missing-mime-type": (9, 10),
    "missing-size": (9, 10),
    "same-change-time": (10, 3),
    "oversized-summary": (5, 11),
    "guid-from-time": (5, 3),
}


def test_each_module_defines_the_rule_of_its_name() -> None:
    folder = Path(blogctl.rules.__file__).parent
    modules = {path.stem for path in folder.glob("[!_]*.py")}
    assert {name.replace("-", "_") for name in RULES} == modules


def test_the_errors_that_are_judged_are_all_that_have_a_check() -> None:
    judged = {
        name: rule
        for name, rule in RULES.items()
        if rule.severity is Severity.ERROR and rule.check is not None
    }
    assert judging_errors() == judged
    assert list(judging_errors()) == list(judged)


def test_each_rule_has_tests_of_its_own() -> None:
    files = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert {f"test_{name.replace('-', '_')}" for name in RULES} <= files


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_all_it_must(rule: Rule) -> None:
    for sentences in (rule.summary, rule.why):
        assert sentences == sentences.strip()
        assert sentences.endswith(".")
        assert sentences[0].isupper() or sentences.startswith("extra ")
    assert "\n" not in rule.summary + rule.why
    for example in (rule.bad, rule.good):
        assert example.strip()
        assert example.startswith("\n")
        assert example.endswith("\n")
    assert rule.bad != rule.good


def test_only_what_depends_on_the_clock_is_off() -> None:
    assert [rule.name for rule in RULES.values() if not rule.on] == ["future-update"]


def test_what_the_model_enforces_is_an_error() -> None:
    assert {rule.severity for rule in RULES.values() if rule.check is None} == {Severity.ERROR}


def test_the_order_is_errors_first() -> None:
    severities = [rule.severity for rule in RULES.values()]
    assert severities == sorted(severities, key=[Severity.ERROR, Severity.WARNING].index)


@pytest.mark.parametrize("rule", OF_TEXT, ids=lambda rule: rule.name)
def test_the_bad_example_breaks_this_rule_alone(
    diagnose: Callable[..., tuple[Diagnostic, ...]], rule: Rule
) -> None:
    (diagnostic,) = diagnose(rule.name, rule.bad, bare=rule.name == BARE)
    assert diagnostic.rule == rule.name
    assert diagnostic.severity is rule.severity
    assert (diagnostic.line, diagnostic.column) == PLACES[rule.name]
    assert diagnostic.message
    assert diagnostic.help


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_good_example_breaks_none(
    diagnose: Callable[..., tuple[Diagnostic, ...]], rule: Rule
) -> None:
    assert diagnose(rule.name, rule.good, bare=rule.name == BARE) == ()


@pytest.mark.parametrize("rule", [RULES[name] for name in sorted(OF_BYTES)], ids=lambda r: r.name)
def test_what_no_text_can_show_is_described(rule: Rule) -> None:
    lines = (rule.bad + rule.good).split("\n")
    assert all(line.startswith("# ") for line in lines if line)


EXAMPLES = Path(__file__).parents[1] / "examples" / "invalid"


@pytest.mark.parametrize("name", [name for name in RULES if name != "too-large"])
def test_an_example_file_breaks_this_rule_alone(name: str) -> None:
    now = datetime(2024, 12, 1, tzinfo=UTC)
    on = {} if RULES[name].is_on() else {name: Severity.WARNING}
    data = (EXAMPLES / f"{name}.story.toml").read_bytes()
    checked = check_bytes(data, "story.toml", now=now, severities=on)
    assert {diagnostic.rule for diagnostic in checked.diagnostics} == {name}


def test_each_example_file_is_named_after_a_rule() -> None:
    names = {path.name.removesuffix(".story.toml") for path in EXAMPLES.glob("*.story.toml")}
    assert names == set(RULES) - {"too-large"}
