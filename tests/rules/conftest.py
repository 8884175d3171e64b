"""What the tests of the rules share: stories in which «marks» show where a finding belongs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from blogctl.check import check_text
from blogctl.diagnostics import Diagnostic, Severity
from blogctl.rules import all_rules

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'
NOW = datetime(2024, 12, 1, 12, tzinfo=UTC)

Place = tuple[int, int]
Span = tuple[Place, Place | None]


def place(before: str, start: Place = (1, 1)) -> Place:
    """The line and column of what follows a text that begins at ``start``."""
    lines = before.split("\n")
    line, column = start
    return line + len(lines) - 1, len(lines[-1]) + (column if len(lines) == 1 else 1)


def read_marks(marked: str) -> tuple[str, list[Span]]:
    """A text without its marks, and the places of the marks: « begins, » ends, if it is there."""
    parts: list[str] = []
    spans: list[Span] = []
    here: Place = (1, 1)
    for number, piece in enumerate(marked.split("«")):
        inside, closing, after = piece.partition("»")
        end = place(inside, here)
        if number:
            spans.append((here, end if closing else None))
        here = place(after, end)
        parts += (inside, after)
    return "".join(parts), spans


def whole(text: str) -> str:
    """The text of a story; a text without the [story] table is given a small one."""
    return text if "[story]" in read_marks(text)[0] else HEAD + text


def check(text: str, rule: str) -> tuple[Diagnostic, ...]:
    """Everything found in a text; ``rule`` is on whether or not it is so by default."""
    on = {} if all_rules()[rule].is_on() else {rule: Severity.WARNING}
    return check_text(text, "story.toml", now=NOW, severities=on).diagnostics


@pytest.fixture
def found() -> Callable[..., list[Diagnostic]]:
    """Asserts that a rule finds the marked places, and nothing else is found.

    Rules named in ``besides`` may find something too. Gives what the rule found.
    """

    def found(
        rule: str, marked: str, *, besides: tuple[str, ...] = (), bare: bool = False
    ) -> list[Diagnostic]:
        text, spans = read_marks(marked if bare else whole(marked))
        assert spans, "nothing is marked"
        diagnostics = check(text, rule)
        mine = [diagnostic for diagnostic in diagnostics if diagnostic.rule == rule]
        others = {diagnostic.rule for diagnostic in diagnostics} - {rule}
        assert others == set(besides)
        shown_ends = [end for _, end in spans] + [None] * len(mine)
        places = [
            (
                (diagnostic.line, diagnostic.column),
                (diagnostic.end_line, diagnostic.end_column) if end else None,
            )
            for diagnostic, end in zip(mine, shown_ends, strict=False)
        ]
        assert places == spans
        return mine

    return found


@pytest.fixture
def clean() -> Callable[..., None]:
    """Asserts that a rule finds nothing, nor any other rule that is not named in ``besides``."""

    def clean(rule: str, text: str, *, besides: tuple[str, ...] = ()) -> None:
        diagnostics = check(whole(text), rule)
        assert {diagnostic.rule for diagnostic in diagnostics} == set(besides)

    return clean


@pytest.fixture
def diagnose() -> Callable[..., tuple[Diagnostic, ...]]:
    """Gives everything that is found in a text, with a rule on whether or not it is so."""

    def diagnose(rule: str, text: str, *, bare: bool = False) -> tuple[Diagnostic, ...]:
        return check(text if bare else whole(text), rule)

    return diagnose
