"""Plain texts in the shapes that pages of several languages have, each with what it should give."""

from __future__ import annotations

import pytest

from .reading import imported, times

STORM = """Storm on the coast, live

5 March 2024

{}
Ferries stay in harbour

No ferries sail until tomorrow, the harbour says.

{}
Trains stop

{}

{}
Schools close at two

Parents are asked to come early.
"""


def storm(first: str, second: str, third: str, text: str = "A tree is on the line.") -> str:
    return STORM.format(first, second, text, third)


@pytest.mark.parametrize(
    "correction",
    [
        "(Korrektur, 11:40 Uhr: Es war nur ein Baum.)",
        "[This post was corrected at 11.40am: Es war nur ein Baum.]",
        "Rectificatif (11h40) : Es war nur ein Baum.",
    ],
)
def test_a_correction_may_have_a_comma_or_be_a_sentence(correction: str) -> None:
    text = storm("10:15", "11:15", "12:15", f"A tree is on the line.\n\n{correction}")
    (made,) = imported(text).story.updates[1].corrections
    assert made.time is not None
    assert (f"{made.time:%H:%M}", made.text) == ("11:40", "Es war nur ein Baum.")
    assert imported(text).story.updates[1].body == "A tree is on the line."


def test_spanish_hours_on_the_line_of_the_headline() -> None:
    text = """Temporal, en directo

5 de marzo de 2024

12:10 h. El puerto cierra
Los barcos no salen.

12:45 h. Cortada la carretera
Hay piedras en ella.

13:30 horas. Sin clase por la tarde
Los colegios cierran a las dos.
"""
    story = imported(text).story
    assert times(story) == ["2024-03-05 12:10", "2024-03-05 12:45", "2024-03-05 13:30"]
    assert [update.headline for update in story.updates] == [
        "El puerto cierra",
        "Cortada la carretera",
        "Sin clase por la tarde",
    ]


@pytest.mark.parametrize("said", ["Tbilisi (GMT+5)", "Tbilisi (UTC+3)"])
def test_an_offset_that_is_not_that_of_the_place_beside_it_is_told(said: str) -> None:
    text = storm("10:15", "11:15", "12:15").replace("live\n", f"live\n\nAll times are {said}.\n")
    made = imported(text, None)
    assert {f"{update.time:%z}" for update in made.story.updates} == {"+0400"}
    assert any("which clocks do not show there" in doubt for doubt in made.report.doubts)
    right = imported(text.replace(said, "Tbilisi (GMT+4)"), None)
    assert not any("which clocks" in doubt for doubt in right.report.doubts)


def test_24_00_does_not_pass_midnight_twice() -> None:
    story = imported(storm("22:15", "23:15", "24:00")).story
    assert times(story) == ["2024-03-05 22:15", "2024-03-05 23:15", "2024-03-06 00:00"]


def test_how_long_ago_it_was_is_neither_a_time_nor_text() -> None:
    text = storm("2h ago\n\n10:15 GMT", "11:15 GMT", "1h ago\n\n12:15 GMT")
    made = imported(text)
    assert times(made.story) == ["2024-03-05 10:15", "2024-03-05 11:15", "2024-03-05 12:15"]
    assert not any("ago" in (update.body or "") for update in made.story.updates)
    assert "1h ago" in {each.what for each in made.report.omissions}


def test_words_behind_a_time_that_are_not_how_long_ago_it_was() -> None:
    text = """Storm on the coast, live

5 March 2024

10:00 Later trains may run, the company says.

11:00 Ago, the ferry, stays in harbour.

12h Trains run again.
"""
    assert times(imported(text).story) == [f"2024-03-05 {hour}:00" for hour in (10, 11, 12)]


def test_a_line_that_leads_elsewhere_is_no_headline() -> None:
    link = "The storm goes on, and so do we, on the next page: https://example.org/live/6-march"
    text = storm("10:15", "11:15", "12:15").replace("live\n", f"live\n\n{link}\n")
    meta = imported(text).story.meta
    assert meta.headline == "Storm on the coast, live"
    assert "<https://example.org/live/6-march>" in (meta.body or "")


@pytest.mark.parametrize("line", ["Mehr zum Thema", "More on this story", "Show key events only"])
def test_what_a_page_has_around_its_text_is_left_out(line: str) -> None:
    made = imported(storm("10:15", "11:15", "12:15") + f"\n{line}\n")
    assert made.story.updates[-1].body == "Parents are asked to come early."
    assert line in {each.what for each in made.report.omissions}
