from __future__ import annotations

from collections.abc import Callable

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "long-headline"


@pytest.mark.parametrize("letter", ["a", "ä", "語", "🌧"])
def test_an_update_s_of_111_characters(found: Callable[..., list[Diagnostic]], letter: str) -> None:
    text = f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nheadline = «"{letter * 111}"»\n'
    (finding,) = found(RULE, text)
    assert "111 characters" in finding.message


def test_the_story_s_of_111_characters(found: Callable[..., object]) -> None:
    found(RULE, f'[story]\nid = "x"\nheadline = «"{"a" * 111}"»\n')


def test_each_of_two(found: Callable[..., object]) -> None:
    long = "a" * 200
    found(
        RULE,
        f"[story]\nid = 'x'\nheadline = «'{long}'»\n\n"
        f"[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'Open.'\nheadline = «'{long}'»\n",
    )


@pytest.mark.parametrize("letter", ["a", "ä", "語", "🌧"])
def test_110_characters_are_not_too_many(clean: Callable[..., None], letter: str) -> None:
    headline = letter * 110
    clean(RULE, f'[story]\nid = "x"\nheadline = "{headline}"\n')
    clean(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nheadline = "{headline}"\n')


def test_an_escape_is_one_character(clean: Callable[..., None]) -> None:
    headline = r"\u00e4" * 110
    clean(RULE, f'[story]\nid = "x"\nheadline = "{headline}"\n')


def test_a_retracted_update_s_headline_is_shown_nowhere(clean: Callable[..., None]) -> None:
    retraction = "retraction = { time = 2024-01-05T10:00:00Z }"
    long = "a" * 200
    text = f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nheadline = "{long}"\n{retraction}\n'
    clean(RULE, text)


def test_other_texts_may_be_long(clean: Callable[..., None]) -> None:
    long = "a" * 200
    clean(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "{long}"\nlabel = "{long}"\n')
