"""The story goes on while its page is open."""

from __future__ import annotations

import re
import wave
from functools import partial
from pathlib import Path

import tomli_w
from playwright.sync_api import expect

from .conftest import Opens
from .everything import draw
from .reader import Reader
from .server import Site
from .stories import Told, blogctl, rendered, told, update, updates


def opened(read: Opens, story: Told) -> Reader:
    """A reader of the page as it is now."""
    return read(story.publish().name)


def test_what_the_command_line_changes_appears(read: Opens, tmp_path: Path) -> None:
    file, page = tmp_path / "road.story.toml", tmp_path / "road.html"
    file.write_text(tomli_w.dumps(told(tmp_path, *updates(4)).data), "utf-8")
    publish = partial(blogctl, "export", file, "-f", "html", "-O", "poll=1", "-o", page)
    publish()
    reader = read(page.name, held=False)
    expect(reader("#_new")).to_be_hidden()
    for text in ("It rains.", "It pours."):
        blogctl("add", file, text, "--headline", text)
    blogctl("edit", file, "u1", "--body", "Only one lane is closed.")
    blogctl("retract", file, "u2", "--reason", "It was another road.")
    publish()

    expect(reader("#_new")).to_have_text("2 new updates")
    expect(reader("#_said")).to_have_text("2 new updates")
    expect(reader.page).to_have_title("(2) Coast road")
    assert reader.ids() == ["u3", "u2", "u1", "u0"]
    expect(reader("#u1 .text")).to_have_text("Only one lane is closed.")
    expect(reader("#u1.is-changed .mark.fresh")).to_have_text("Changed just now")
    expect(reader("#u2 .text")).to_contain_text("This update was retracted")
    expect(reader("#u2 .text")).to_contain_text("It was another road.")
    expect(reader("#u2")).not_to_contain_text("The river rose")
    expect(reader("#u0 .mark, #u3 .mark")).to_have_count(0)

    reader("#_new").click()
    expect(reader("#_list > article")).to_have_count(6)
    expect(reader("#_list > .is-new .mark.fresh")).to_have_text(["New", "New"])
    assert reader.ids()[2:] == ["u3", "u2", "u1", "u0"]
    assert reader.evaluate("document.activeElement.id") == reader.ids()[0]
    expect(reader("#_list > article").first).to_be_in_viewport()
    expect(reader("#_new")).to_be_hidden()
    expect(reader.page).to_have_title("Coast road")
    expect(reader("#u1.is-changed")).to_have_count(1)


def test_the_line_that_readers_see_says_one_in_the_singular(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(*updates(3)).publish()
    reader.ask()
    expect(reader("#_new")).to_have_text("1 new update")


def test_what_is_gone_disappears(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(4))
    reader = opened(read, story)
    story.write(*(each for each in updates(4) if each["id"] != "u2")).publish()
    reader.ask()
    expect(reader("#u2")).to_have_count(0)
    assert reader.rows() == ["2024-01-05", "u3", "u1", "u0"]
    expect(reader("#_new")).to_be_hidden()


def test_new_updates_that_are_gone_again_are_not_announced(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(*updates(3)).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    story.write(*updates(2)).publish()
    reader.ask()
    expect(reader("#_new")).to_be_hidden()
    expect(reader.page).to_have_title("Coast road")


def test_new_days_come_with_their_headings(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(*updates(2), update(144), update(145), update(300)).publish()
    reader.ask()
    reader("#_new").click()
    days = ["2024-01-07", "u300", "2024-01-06", "u145", "u144", "2024-01-05", "u1", "u0"]
    assert reader.rows() == days
    story.write(*updates(2), update(144), update(145)).publish()
    reader.ask()
    expect(reader(".day")).to_have_count(2)


def test_the_first_updates_of_all_take_the_place_of_none(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path)
    reader = opened(read, story)
    expect(reader(".empty")).to_be_visible()
    story.write(*updates(2)).publish()
    reader.ask()
    reader("#_new").click()
    assert reader.rows() == ["2024-01-05", "u1", "u0"]
    expect(reader(".empty")).to_have_count(0)
    story.write().publish()
    reader.ask()
    expect(reader(".empty")).to_be_visible()


def test_all_around_the_updates_is_kept_up_to_date(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(3))
    reader = opened(read, story)
    expect(reader(".key-events")).to_have_count(0)
    changed = [*updates(2), update(2, "A new *pinned* text.", key=True, pinned=True)]
    draw(tmp_path)
    told_anew = {
        "note": "We are there.",
        "body": "It began at sea.",
        "status": "paused",
        "image": {"url": "lead.svg", "alt": "A wave"},
        "related": [{"headline": "Yesterday", "url": "https://example.org/y"}],
        "tags": ["weather"],
    }
    story.write(*changed, headline="The coast road floods", **told_anew).publish()
    reader.ask()
    expect(reader("h1")).to_have_text("The coast road floods")
    expect(reader(".badge")).to_have_text("Paused")
    expect(reader(".key-events li")).to_have_count(1)
    expect(reader(".pinned")).to_contain_text("A new pinned text.")
    expect(reader(".note")).to_contain_text("We are there.")
    expect(reader(".background")).to_contain_text("It began at sea.")
    expect(reader("body.has-key-events")).to_have_count(1)
    expect(reader(".lead img")).to_be_visible()
    expect(reader(".related li")).to_have_text("Yesterday")
    expect(reader("footer .tags li")).to_have_text("weather")
    expect(reader.page).to_have_title("The coast road floods")
    story.write(*updates(3)).publish()
    reader.ask()
    expect(reader(".lead, .related, footer .tags")).to_have_count(0)
    expect(reader("footer")).to_be_visible()
    hidden = "each => each.map(e => e.dataset.live + e.getBoundingClientRect().height)"
    gone = reader(
        "[data-live=lead], [data-live=related], [data-live=near], [data-live=pinned]"
    ).evaluate_all(hidden)
    assert gone == ["lead0", "pinned0", "near0", "related0"]


def test_updates_in_the_readers_own_order(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    reader("#_order").click()
    story.write(*updates(2), update(2), update(144)).publish()
    reader.ask()
    reader("#_new").click()
    assert reader.rows() == ["2024-01-05", "u0", "u1", "u2", "2024-01-06", "u144"]
    assert reader.evaluate("document.activeElement.id") == "u2"
    expect(reader("#_order")).to_have_text("Newest first")


def test_the_oldest_first(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish(order="oldest")
    reader = read(story.name)
    story.write(*updates(4)).publish(order="oldest")
    reader.ask()
    reader("#_new").click()
    assert reader.ids() == ["u0", "u1", "u2", "u3"]
    assert reader.evaluate("document.activeElement.id") == "u2"


def test_a_part_of_the_story_keeps_what_lies_beyond_it(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(4)).publish(limit=3)
    reader = read(story.name)
    assert reader.ids() == ["u3", "u2", "u1"]
    story.write(*updates(5)).publish(limit=3)
    reader.ask()
    reader("#_new").click()
    assert reader.ids() == ["u4", "u3", "u2", "u1"]


def test_what_has_not_changed_is_not_touched(read: Opens, tmp_path: Path) -> None:
    """A player goes on playing, a link stays in focus, a text stays selected."""
    story = told(tmp_path, *updates(4)).publish()
    reader = read(story.name)
    reader("#u1 .share").focus()
    reader.evaluate("""() => {
      window.moved = [];
      new MutationObserver((changes) => {
        for (const { removedNodes } of changes) {
          window.moved.push(...[...removedNodes].map((node) => node.id).filter(Boolean));
        }
      }).observe(document.querySelector("#_list"), { childList: true });
    }""")
    story.write(*updates(5)).publish()
    reader.ask()
    reader("#_new").wait_for()
    assert reader.evaluate("document.activeElement.parentElement.parentElement.id") == "u1"
    reader("#_new").click()
    expect(reader("#u4")).to_be_visible()
    assert reader.evaluate("window.moved") == []


def test_a_page_that_is_not_ours_changes_nothing(read: Opens, site: Site, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(update(1, "Of another story."), id="another", headline="Another").publish()
    reader.ask()
    assert reader.ids() == ["u1", "u0"]
    expect(reader("h1")).to_have_text("Coast road")
    expect(reader("#u1 .text")).to_contain_text("The river rose")
    story.put("<!doctype html><title>Sign in</title><p>To use this network …")
    reader.ask()
    assert reader.ids() == ["u1", "u0"]
    story.write(*updates(3)).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()


def test_a_page_that_is_made_in_another_way_is_to_be_loaded_anew(
    read: Opens, tmp_path: Path
) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.put(made_otherwise(rendered(story.write(*updates(3)).data, {"poll": 1})))
    reader.ask()
    expect(reader("#_new")).to_have_text("Reload the page for new updates")
    expect(reader("#_said")).to_have_text("Reload the page for new updates")
    assert reader.ids() == ["u1", "u0"]
    reader("#_new").click()
    expect(reader("#u2")).to_be_visible()


def made_otherwise(page: str) -> str:
    """A page that is made in another way, as it says itself."""
    other, count = re.subn(r'"made": "\w+"', '"made": "otherwise"', page)
    assert count == 1
    return other


def test_a_page_that_is_made_as_before_again_is_taken_over(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    for count in (3, 4):
        story.put(made_otherwise(rendered(story.write(*updates(count)).data, {"poll": 1})))
        reader.ask()
        expect(reader("#_new")).to_have_text("Reload the page for new updates")
    story.write(*updates(4)).publish()
    reader.ask()
    expect(reader("#_new")).to_have_text("2 new updates")
    reader("#_new").click()
    assert reader.ids() == ["u3", "u2", "u1", "u0"]


def test_a_link_to_an_update_that_waits_brings_it(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(12))
    reader = opened(read, story)
    story.write(*updates(12), update(12, key=True), update(13), update(14, pinned=True)).publish()
    reader.ask()
    expect(reader("#_new")).to_have_text("3 new updates")
    reader.evaluate("scrollTo(0, 2000)")
    reader(".key-events a").click()
    expect(reader("#u12")).to_be_in_viewport()
    expect(reader.page).to_have_url(f"{reader.site.url(story.name)}#u12")
    expect(reader("#_new")).to_be_hidden()
    assert reader.ids()[:3] == ["u14", "u13", "u12"]


def test_a_player_goes_on_playing_while_its_update_is_edited(read: Opens, tmp_path: Path) -> None:
    with wave.open(f"{tmp_path}/sea.wav", "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 8000 * 600)
    media = [{"type": "audio", "url": f"sea.wav?{n}", "alt": "The sea"} for n in range(2)]
    both = [update(0), update(1, media=media, pinned=True)]
    story = told(tmp_path, *both)
    reader = opened(read, story)
    reader.evaluate("""async () => {
      window.players = [...document.querySelectorAll("audio")];
      for (const player of window.players) {
        player.muted = true;
        await player.play();
      }
    }""")
    story.write(both[0], {**both[1], "headline": "Another"}).publish()
    reader.ask()
    expect(reader("#u1 h3")).to_have_text("Another")
    reader.settle()
    assert (
        reader.evaluate("""(() => {
      const now = [...document.querySelectorAll("audio")];
      return now.map((each, n) => each === window.players[n] && !each.paused);
    })()""")
        == [True] * 4
    )
    story.write(both[0], {**both[1], "media": media[1:]}).publish()
    reader.ask()
    expect(reader("#u1 audio")).to_have_count(1)
    assert reader.evaluate("document.querySelector('#u1 audio') === window.players[3]")


def test_a_pinned_update_that_a_limit_leaves_out_is_there_once(read: Opens, tmp_path: Path) -> None:
    pinned = [update(0, pinned=True), update(1)]
    story = told(tmp_path, *pinned).publish(limit=2)
    reader = read(story.name)
    story.write(*pinned, update(2)).publish(limit=2)
    reader.ask()
    expect(reader("#_new")).to_have_text("1 new update")
    expect(reader(".pinned")).to_contain_text("The river rose")
    reader("#_new").click()
    assert reader.ids() == ["u2", "u1", "u0"]
    expect(reader("[id=u0]")).to_have_count(1)


def test_each_time_it_is_said_that_there_is_something_new(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    for count in (3, 4):
        story.write(*updates(count)).publish()
        reader.ask()
        expect(reader("#_said")).to_have_text("1 new update")
        reader("#_new").click()
        expect(reader("#_said")).to_be_empty()


def test_what_is_new_does_not_stay_so(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(40)).publish()
    reader = read(story.name, reduced_motion="reduce")
    reader.page.add_init_script("window.setInterval = (done) => { window.tick = done; };")
    reader.open(story.name)
    story.write(update(0, "Short."), *updates(41)[1:]).publish()
    reader.ask()
    reader("#_new").click()
    later = """(minutes) => {
      const now = Date.now() + minutes * 60000;
      Date.now = () => now;
      window.tick();
    }"""
    reader.evaluate(later, 4)
    expect(reader(".mark.fresh")).to_have_text(["New", "Changed just now"])
    reader.scroll_to("#u20")
    reader.evaluate(later, 2)
    expect(reader(".mark.fresh, .is-new, .is-changed")).to_have_count(0)
    assert abs(reader.top("#u20") - 120) < 1
