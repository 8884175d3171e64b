"""Text to a story and everything that is wrong with it. Nothing is read, printed or raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from blogctl.diagnostics import Diagnostic, Severity
from blogctl.files import NotText, decode
from blogctl.model import Problem, ReadStory, Story, StoryMeta, Update, read
from blogctl.rules import Finding, Rule, Subject, all_rules, judging_errors
from blogctl.source.parsing import Unparseable, find_conflict, parse, unreadable
from blogctl.source.places import Lines, Places, Span
from blogctl.source.scan import Unscannable

_TOO_FINE = re.compile(r":\d\d\.\d{7,}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text, what could be read of it, and what is wrong with it.

    ``story`` is there only without errors; ``meta`` and each of ``updates`` where they could
    be read at all. ``data`` is what the parser gave. ``diagnostics`` are sorted by place.
    """

    path: str
    text: str
    data: dict[str, Any] | None
    story: Story | None
    meta: StoryMeta | None
    updates: tuple[Update | None, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that make the text no valid story."""
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)


def check_bytes(
    data: bytes,
    path: str = "<story>",
    *,
    now: datetime | None = None,
    severities: Mapping[str, Severity | None] | None = None,
    targets: frozenset[str] = frozenset(),
    based: frozenset[str] = frozenset(),
    warnings: bool = True,
) -> Checked:
    """Check the bytes of a story file; otherwise as :func:`check_text`."""
    try:
        text = decode(data)
    except NotText as error:
        return _refused(path, unreadable(data, error))
    return check_text(
        text,
        path,
        now=now,
        severities=severities,
        targets=targets,
        based=based,
        warnings=warnings,
    )


def too_large(path: str, limit: int) -> Checked:
    """What there is to say of a file with more than ``limit`` bytes, which was not read."""
    message = f"this file has more than {limit:,} bytes"
    problem = Unparseable("too-large", 1, 1, 1, message, "allow more with --max-size")
    return _refused(path, problem)


def _refused(path: str, problem: Unparseable) -> Checked:
    return Checked(path, "", None, None, None, (), (_syntax("", path, problem),))


def check_text(
    text: str,
    path: str = "<story>",
    *,
    now: datetime | None = None,
    severities: Mapping[str, Severity | None] | None = None,
    targets: frozenset[str] = frozenset(),
    based: frozenset[str] = frozenset(),
    judge: bool = True,
    warnings: bool = True,
) -> Checked:
    """Check a story's text, with every rule that is on.

    ``path`` is only shown. ``severities`` override the rules' own: ``None`` switches a warning
    off. ``now`` is for the rules that depend on the clock and are switched on, ``targets`` are
    what the story is to be fit for beside being valid, ``based`` the formats that are told what
    relative URLs are relative to. Without ``warnings`` only errors are found, without ``judge``
    only what keeps the text from being read, which is quicker.
    """
    unparseable = find_conflict(text)
    data = unparseable or parse(text)
    if isinstance(data, Unparseable):
        return Checked(path, text, None, None, None, (), (_syntax(text, path, data),))
    found: list[tuple[Rule, Finding]] = []
    if isinstance(data.get("story"), dict):
        result = read(data)
        found += _explained(result.problems)
        if not any(rule.name == "newer-format" for rule, _ in found):
            found += _named(("invalid-value", finding) for finding in _too_fine(text))
            found += (
                _judged(result, severities or {}, now, targets, based, warnings) if judge else ()
            )
    else:
        result = ReadStory(None, None, ())
        found += _named([("not-a-story", _no_story(text, data))])
    diagnostics = tuple(_placed(text, path, found, severities or {})) if found else ()
    # A warning that the configuration calls an error fails a check, but the story can be read.
    is_valid = all(rule.severity is Severity.WARNING for rule, _ in found)
    story = result.story if is_valid else None
    return Checked(path, text, data, story, result.meta, result.updates, diagnostics)


def errors_in(story: ReadStory) -> list[tuple[str, Finding]]:
    """What makes what was read of a text no valid story: the rules broken, and what to say.

    As :func:`check_text` finds it, but without places, and so without parsing a text.
    """
    found = [*_explained(story.problems), *_judged(story, {}, None, warnings=False)]
    return [(rule.name, finding) for rule, finding in found]


def _explained(problems: Iterable[Problem]) -> Iterator[tuple[Rule, Finding]]:
    if problems:  # few stories have one, and nearly every command reads a story
        from blogctl.check.explain import explain

        yield from _named(map(explain, problems))


def _named(findings: Iterable[tuple[str, Finding]]) -> Iterator[tuple[Rule, Finding]]:
    """Findings with their rules; the rules are loaded when the first is found."""
    for name, finding in findings:
        yield all_rules()[name], finding


def _judged(
    result: ReadStory,
    severities: Mapping[str, Severity | None],
    now: datetime | None,
    targets: frozenset[str] = frozenset(),
    based: frozenset[str] = frozenset(),
    warnings: bool = True,
) -> Iterator[tuple[Rule, Finding]]:
    updates = tuple((i, update) for i, update in enumerate(result.updates) if update is not None)
    subject = Subject(result.meta, updates, result.partial, now, result.unread, targets, based)
    rules = all_rules() if warnings else judging_errors()
    for rule in rules.values():
        is_on = rule.is_on(targets)
        if rule.name in severities:
            is_on = severities[rule.name] is not None
        if rule.check is not None and is_on:
            for finding in rule.check(subject):
                yield rule, finding


def _no_story(text: str, data: Mapping[str, Any]) -> Finding:
    help_ = "`blogctl new FILE` makes a valid story to begin with"
    if not text.strip():
        return Finding((), "the file is empty", help_)
    if "story" in data:
        return Finding(("story",), "story must be a table", "write [story] on a line of its own")
    return Finding((), "this is no story: it has no [story] table", help_)


def _too_fine(text: str) -> Iterator[Finding]:
    """Times with more digits than microseconds, which the parser cuts off without a word."""
    if not _TOO_FINE.search(text):
        return
    places, position = Places(text), 0
    while match := _TOO_FINE.search(text, position):
        span = places.leaf_at(match.start())
        if span and text[span.start] not in "\"'":
            message = "a time has at most six digits behind its seconds (microseconds)"
            yield Finding((), message, "shorten the fraction", span=span)
        position = max(match.end(), span.end if span else 0)


def _syntax(text: str, path: str, problem: Unparseable) -> Diagnostic:
    return Diagnostic(
        path,
        problem.line,
        problem.column,
        problem.line,
        problem.end_column,
        Severity.ERROR,
        problem.rule,
        problem.message,
        problem.help,
        problem.source or Lines.of(text).line(problem.line if text else 1),
    )


def _placed(
    text: str,
    path: str,
    found: list[tuple[Rule, Finding]],
    severities: Mapping[str, Severity | None],
) -> list[Diagnostic]:
    from blogctl.check.ignoring import ignored

    lines = Lines.of(text)
    try:
        places = Places(text)
    except Unscannable:
        places = Places("")
    is_ignored = ignored(text)
    line_text = lru_cache(maxsize=None)(lines.line)  # findings on one line share its text
    diagnostics = []
    for rule, finding in found:
        span = _span(text, places, finding)
        severity = severities.get(rule.name) or rule.severity
        if rule.severity is Severity.WARNING and is_ignored(span.start, rule.name):
            continue
        line, column = lines.place(span.start)
        end_line, end_column = lines.place(span.end)
        diagnostics.append(
            Diagnostic(
                path,
                line,
                column,
                end_line,
                end_column,
                severity,
                rule.name,
                finding.message,
                finding.help,
                line_text(line),
            )
        )
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.place)


def _span(text: str, places: Places, finding: Finding) -> Span:
    if finding.span is not None:
        return Span(*finding.span)
    place = places.find(finding.path)
    span = place.key if finding.on_key or not place.exact else place.value
    if finding.needle is not None:
        match = finding.needle.search(text, span.start, span.end)
        if match:
            return Span(*match.span())
    return span
