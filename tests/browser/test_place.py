"""Whatever changes, the line that is being read stays where it is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .reader import PHONE, Reader
from .stories import START, WORDS, Told, told, update, updates

Changes = Callable[[list[dict[str, Any]], dict[str, Any]], str]
LINE = "#u20 .text p:nth-child(2)"
LONGER = "\n\n".join([WORDS] * 6)


def story(folder: Path, **meta: Any) -> Told:
    """A story of 40 updates, with something in each place that may change."""
    all_of_it = updates(40)
    all_of_it[35]["key"] = all_of_it[30]["pinned"] = True
    return told(folder, *all_of_it, note="We are there.", body=WORDS, **meta)


def edited_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    for number in (25, 30, 39):
        all_of_it[number]["body"] = LONGER
    return "#u39.is-changed"


def edited_below(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it[10]["body"] = LONGER
    return "#u10.is-changed"


def shortened_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it[24]["body"] = "Short."
    return "#u24.is-changed"


def added_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it += [update(40), update(150)]
    return "#_new:not([hidden])"


def removed_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    del all_of_it[22:27]
    return "#_list:not(:has(#u25))"


def retracted_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it[21]["retraction"] = {"time": all_of_it[39]["time"]}
    return "#u21.retracted"


def moved_above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it[2] = {**all_of_it[2], "time": START + timedelta(minutes=365)}
    all_of_it.insert(36, all_of_it.pop(2))
    return "#u37 + #u2.is-changed"


def told_around(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    for each in all_of_it[32:]:
        each["key"] = True
    all_of_it[30]["pinned"] = False
    all_of_it[31] |= {"pinned": True, "body": LONGER}
    meta |= {"headline": "Coast road " * 9, "summary": WORDS * 3, "note": LONGER}
    return "#u31.is-changed"


def itself_below_the_line(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
    all_of_it[20]["body"] += LONGER
    return "#u20.is-changed"


CHANGES = [
    *(edited_above, edited_below, shortened_above, added_above, removed_above, retracted_above),
    *(moved_above, told_around, itself_below_the_line),
]


def assert_stays(reader: Reader, before: Told, change: Changes, line: str = LINE) -> None:
    """The line stays while the page takes over a change."""
    expect(reader(line)).to_be_in_viewport()
    place = reader.top(line)
    all_of_it = [*before.data["updates"]]
    meta = {**before.data["story"]}
    seen = change(all_of_it, meta)
    before.write(*all_of_it, **meta).publish()
    reader.ask()
    expect(reader(seen)).not_to_have_count(0)
    reader.settle()
    assert abs(reader.top(line) - place) < 1


@pytest.mark.parametrize("change", CHANGES)
def test_the_line_stays(read: Opens, tmp_path: Path, change: Changes) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name)
    reader.scroll_to(LINE)
    assert_stays(reader, told_first, change)


@pytest.mark.parametrize("change", [told_around, edited_above])
def test_on_a_phone(read: Opens, tmp_path: Path, change: Changes) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name, viewport=PHONE)
    reader.scroll_to(LINE)
    assert_stays(reader, told_first, change)


def test_again_and_again(read: Opens, tmp_path: Path) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name)
    reader.scroll_to(LINE)
    for change in (added_above, told_around, removed_above):
        assert_stays(reader, told_first, change)


def test_for_those_who_read_from_the_oldest(read: Opens, tmp_path: Path) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name)
    reader("#_order").click()
    reader.scroll_to(LINE)

    def before_it(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
        all_of_it[4]["body"] = LONGER
        return "#u4.is-changed"

    assert_stays(reader, told_first, before_it)


def test_what_is_read_after_the_updates_stays(read: Opens, tmp_path: Path) -> None:
    told_first = story(tmp_path).write(*updates(6), body=LONGER * 3).publish()
    reader = read(told_first.name)
    line = ".background .text p:nth-child(6)"
    reader.scroll_to(line, 20)

    def above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
        all_of_it[4]["body"] = LONGER
        return "#u4.is-changed"

    assert_stays(reader, told_first, above, line)
    expect(reader("#_offline")).to_be_hidden()
    assert reader.evaluate("document.documentElement.style.overflowAnchor") == ""


def test_the_pinned_text_that_is_read_stays(read: Opens, tmp_path: Path) -> None:
    pinned = [*updates(6), update(6, f"{LONGER}\n\n{LONGER}", pinned=True)]
    told_first = told(tmp_path, *pinned).publish()
    reader = read(told_first.name, viewport=PHONE)
    line = ".pinned .text p:nth-child(8)"
    reader.scroll_to(line)

    def above(all_of_it: list[dict[str, Any]], meta: dict[str, Any]) -> str:
        meta |= {"summary": WORDS * 3}
        return ".summary"

    assert_stays(reader, told_first, above, line)


def test_an_edit_of_what_is_read_keeps_the_line(read: Opens, tmp_path: Path) -> None:
    """A paragraph before the one that is being read, in the same update, grows."""
    told_first = story(tmp_path)
    all_of_it = told_first.data["updates"]
    all_of_it[20] = update(20, f"{WORDS}\n\nSecond: {WORDS}\n\nThird: {WORDS}")
    reader = read(told_first.publish().name)
    reader.scroll_to(LINE, 4)
    place = reader.top(LINE)
    all_of_it[20] = update(20, f"{WORDS * 3}\n\nSecond: {WORDS}\n\nThird: {WORDS}")
    told_first.write(*all_of_it).publish()
    reader.ask()
    expect(reader("#u20.is-changed")).to_be_visible()
    reader.settle()
    assert abs(reader.top(LINE) - place) < 1


def test_when_what_is_read_is_gone_the_next_takes_its_place(read: Opens, tmp_path: Path) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name)
    reader.scroll_to(LINE)
    place = reader.top("#u19")
    all_of_it = [*told_first.data["updates"]]
    del all_of_it[20]
    all_of_it[38]["body"] = LONGER
    told_first.write(*all_of_it).publish()
    reader.ask()
    expect(reader("#u20")).to_have_count(0)
    reader.settle()
    assert abs(reader.top("#u19") - place) < 400, "the next is to be near"


def test_those_at_the_top_stay_at_the_top(read: Opens, tmp_path: Path) -> None:
    told_first = story(tmp_path).publish()
    reader = read(told_first.name)
    told_first.write(*updates(40), note=LONGER).publish()
    reader.ask()
    expect(reader(".note p")).to_have_count(7)
    reader.settle()
    assert reader.evaluate("scrollY") == 0
