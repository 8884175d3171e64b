"""How often a page asks for itself, and what it does when there is no answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .reader import Reader
from .server import Mood, Site
from .stories import told, updates

_HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def waits(reader: Reader) -> list[float]:
    """The seconds that the page has meant to wait, before each time that it asked."""
    return [each for each in reader.evaluate("window.waits") if each >= 0.5]


def test_it_asks_as_often_as_it_is_told_to(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish(poll=4).name)
    reader.until_asked(4)
    assert all(3.6 <= each <= 4.4 for each in waits(reader))


def test_it_asks_in_real_seconds(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name, hurried=False)
    reader.until_asked(2)
    first, second = (b.at - a.at for a, b in pairwise(site.asked))
    assert 0.8 <= first <= 2
    assert 0.8 <= second <= 1.6


def test_what_has_not_changed_is_not_sent_again(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    reader.until_asked(3)
    assert [each.status for each in site.asked[:4]] == [200, 304, 304, 304]
    assert all(each.conditional for each in site.asked[1:])


@pytest.mark.parametrize("options", [{"poll": 0}, {}])
def test_it_does_not_ask_at_all(
    read: Opens, site: Site, tmp_path: Path, options: dict[str, int]
) -> None:
    """Where it is told not to, and where the story has ended."""
    status = "live" if options else "ended"
    reader = read(told(tmp_path, *updates(2), status=status).publish(**options).name)
    reader.page.wait_for_timeout(300)
    assert site.count() == 1
    expect(reader(".here")).to_have_count(2)


def test_the_end_of_the_story_is_the_end_of_asking(read: Opens, site: Site, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    story.write(*updates(3), status="ended").publish()
    expect(reader(".badge")).to_have_text("Ended")
    expect(reader("#_said")).to_have_text("This live blog has ended.")
    asked = site.count()
    reader.page.wait_for_timeout(300)  # six times as long as it waited
    assert site.count() == asked
    reader("#_new").click()
    assert reader.ids() == ["u2", "u1", "u0"]


@pytest.mark.parametrize("mood", ["failing", "hanging"])
def test_it_waits_longer_each_time_that_it_fails(
    read: Opens, site: Site, tmp_path: Path, mood: Mood
) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    reader.until_asked(1)
    site.mood = mood
    asked = site.count()
    reader.until_asked(2)
    expect(reader("#_offline")).to_be_visible(timeout=8000)
    expect(reader("#_offline")).to_have_text("No connection. Trying again.")
    grown = waits(reader)[asked - 1 :]
    if mood == "failing":
        reader.until_asked(2)
        grown = waits(reader)[-4:]
        assert all(1.6 <= b / a <= 2.5 for a, b in pairwise(grown)), grown
    site.mood = "well"
    site.released.set()
    story.write(*updates(3)).publish()
    expect(reader("#_new")).to_be_visible(timeout=10_000)
    expect(reader("#_offline")).to_be_hidden()
    reader.until_asked(2)
    assert waits(reader)[-1] <= 1.1


def test_one_failure_is_not_yet_spoken_of(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    site.mood = "failing"
    reader.until_asked(1)
    expect(reader("#_offline")).to_be_hidden(timeout=20)
    site.mood = "well"
    reader.until_asked(2)
    expect(reader("#_offline")).to_be_hidden()


def test_nobody_looks_at_a_hidden_tab(read: Opens, site: Site, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    reader.evaluate(_HIDE, True)
    reader.page.wait_for_timeout(100)
    asked = site.count()
    reader.page.wait_for_timeout(300)
    assert site.count() == asked
    assert waits(reader)[-1] >= 50
    reader.evaluate(_HIDE, False)
    reader.until_asked(3)
    assert waits(reader)[-1] <= 1.1
