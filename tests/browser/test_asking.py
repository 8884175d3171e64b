"""How often a page asks for itself, and what it does when there is no answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .server import Mood, Site, until
from .stories import told, updates

_HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def about(*seconds: float) -> list[Any]:
    """Waits of so many seconds, by chance a tenth more or less."""
    return [pytest.approx(each, rel=0.1001) for each in seconds]


def test_it_asks_as_often_as_it_is_told_to(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish(poll=4).name)
    for _ in range(9):
        reader.ask()
    assert site.count() == 10
    assert reader.waits() == about(*[4] * 10)


def test_it_asks_in_real_seconds(read: Opens, site: Site, tmp_path: Path) -> None:
    read(told(tmp_path, *updates(2)).publish().name, held=False)
    until(lambda: site.count() >= 3, "the page does not ask")
    assert all(b.at - a.at >= 0.8 for a, b in pairwise(site.asked))


def test_what_has_not_changed_is_not_sent_again(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    for _ in range(3):
        reader.ask()
    assert [each.status for each in site.asked] == [200, 304, 304, 304]
    assert all(each.conditional for each in site.asked[1:])


@pytest.mark.parametrize("options", [{"poll": 0}, {}])
def test_it_does_not_ask_at_all(
    read: Opens, site: Site, tmp_path: Path, options: dict[str, int]
) -> None:
    """Where it is told not to, and where the story has ended."""
    status = "live" if options else "ended"
    reader = read(told(tmp_path, *updates(2), status=status).publish(**options).name)
    expect(reader(".here")).to_have_count(2)
    assert reader.waits() == []
    assert site.count() == 1


def test_the_end_of_the_story_is_the_end_of_asking(read: Opens, site: Site, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    story.write(*updates(3), status="ended").publish()
    reader.ask()
    expect(reader(".badge")).to_have_text("Ended")
    expect(reader("#_said")).to_have_text("This live blog has ended.")
    assert reader.waits() == about(1)
    assert site.count() == 2
    reader("#_new").click()
    assert reader.ids() == ["u2", "u1", "u0"]


def test_a_page_that_is_to_ask_no_more_has_not_ended(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    story.publish(poll=0)
    reader.ask()
    assert reader.waits() == about(1)
    expect(reader("#_said")).to_be_empty()


@pytest.mark.parametrize("mood", ["failing", "hanging"])
def test_it_waits_longer_each_time_that_it_fails(
    read: Opens, site: Site, tmp_path: Path, mood: Mood
) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    fail = reader.ask if mood == "failing" else reader.ask_in_vain
    reader.ask()
    site.mood = mood
    for _ in range(10):
        fail()
    assert reader.waits() == about(1, *(2**failures for failures in range(9)), 300, 300)
    assert 5 <= reader.evaluate("window.limit") <= 60
    expect(reader("#_offline")).to_be_visible()
    expect(reader("#_offline")).to_have_text("No connection. Trying again.")
    site.mood = "well"
    story.write(*updates(3)).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    expect(reader("#_offline")).to_be_hidden()
    assert reader.waits()[-1:] == about(1)


def test_one_failure_is_not_yet_spoken_of(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    moods: tuple[Mood, ...] = ("failing", "well", "failing", "failing")
    shown = []
    for site.mood in moods:
        reader.ask()
        shown.append(reader("#_offline").is_visible())
    assert shown == [False, False, False, True]


def test_nobody_looks_at_a_hidden_tab(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish(poll=60).name)
    reader.evaluate(_HIDE, True)
    reader.ask()
    assert site.count() == 2, "it is not to ask as it meant to before, too"
    reader.evaluate(_HIDE, False)
    assert reader.waits() == about(60, 240, 240, 60)


def test_a_hidden_tab_is_asked_for_once_a_minute_at_most(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    reader.evaluate(_HIDE, True)
    assert reader.waits() == about(1, 60)


def test_who_comes_back_sees_at_once_what_is_new(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    reader.evaluate(_HIDE, True)
    reader.evaluate("() => { const now = Date.now() + 60000; Date.now = () => now; }")
    story.write(*updates(3)).publish()
    reader.evaluate(_HIDE, False)
    expect(reader("#_new")).to_be_visible()
