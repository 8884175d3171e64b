"""Makes docs/rules.md from the rules themselves: ``python tools/rules_page.py``."""

from __future__ import annotations

from datetime import UTC, datetime

from generated import fenced, main, plain, table

from blogctl.check import check_text
from blogctl.diagnostics import Severity
from blogctl.rules import Rule, all_rules

_NOW = datetime(2024, 12, 1, 12, tzinfo=UTC)
_HEAD = '[story]\nid = "x"\nheadline = "A story"\n'
_NO_TEXT = {"not-text", "too-large"}


def part() -> str:
    """A table of all rules, then each with its reason and its examples."""
    kinds = {
        "Errors": [rule for rule in all_rules().values() if rule.severity is Severity.ERROR],
        "Warnings": [
            rule
            for rule in all_rules().values()
            if rule.severity is not Severity.ERROR and not rule.targets
        ],
        "What a format will miss": [rule for rule in all_rules().values() if rule.targets],
    }
    tables = [
        f"**{kind}**\n\n" + table(("Rule", "What it finds"), [_row(rule) for rule in rules])
        for kind, rules in kinds.items()
    ]
    sections = ["\n\n".join([f"## {kind}", *map(_section, rules)]) for kind, rules in kinds.items()]
    return "\n\n".join(["## All of them", *tables, *sections])


def _row(rule: Rule) -> tuple[str, str]:
    return f"[`{rule.name}`](#{rule.name})", plain(rule.summary)


def _section(rule: Rule) -> str:
    if rule.targets:
        targets = [f"`{target}`" for target in sorted(rule.targets)]
        level = f"A warning, with `--for` {' or '.join(filter(None, _listed(targets)))}."
    elif not rule.on:
        level = f'Off unless a configuration asks for it, as in `{rule.name} = "warning"`.'
    else:
        level = f"{'An error' if rule.severity is Severity.ERROR else 'A warning'}."
    language = "text" if rule.name in {"syntax", "conflict-marker", *_NO_TEXT} else "toml"
    parts = [
        f"### {rule.name}",
        f"{plain(rule.summary)} {plain(rule.why)} *{level}*",
        "Not so:",
        fenced(language, rule.bad),
    ]
    if rule.name not in _NO_TEXT:
        parts.append(fenced("text", _said(rule)))
    good = "text" if rule.name in _NO_TEXT else "toml"
    return "\n\n".join([*parts, "But so:", fenced(good, rule.good)])


def _listed(words: list[str]) -> tuple[str, str]:
    return ", ".join(words[:-1]), words[-1]


def _said(rule: Rule) -> str:
    """What ``validate`` says of the bad example."""
    is_bare = "[story]" in rule.bad or rule.name == "not-a-story"
    text = rule.bad if is_bare else _HEAD + rule.bad
    on = {} if rule.is_on() else {rule.name: Severity.WARNING}
    found = check_text(text, "story.toml", now=_NOW, severities=on).diagnostics
    (mine,) = [diagnostic for diagnostic in found if diagnostic.rule == rule.name]
    said = f"{mine.severity.value}[{mine.rule}] {mine.message}"
    return f"{said}\n  = help: {mine.help}" if mine.help else said


if __name__ == "__main__":
    main("rules.md", part)
