"""The story goes on while its page is open."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import tomli_w
from playwright.sync_api import expect

from .conftest import Opens
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
    reader = read(page.name, hurried=False)
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
    expect(reader("#_new")).to_have_text("1 new update")


def test_what_is_gone_disappears(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(4))
    reader = opened(read, story)
    story.write(*(each for each in updates(4) if each["id"] != "u2")).publish()
    expect(reader("#u2")).to_have_count(0)
    assert reader.rows() == ["2024-01-05", "u3", "u1", "u0"]
    expect(reader("#_new")).to_be_hidden()


def test_new_updates_that_are_gone_again_are_not_announced(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(*updates(3)).publish()
    expect(reader("#_new")).to_be_visible()
    story.write(*updates(2)).publish()
    expect(reader("#_new")).to_be_hidden()
    expect(reader.page).to_have_title("Coast road")


def test_new_days_come_with_their_headings(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(*updates(2), update(144), update(145), update(300)).publish()
    reader("#_new").click()
    days = ["2024-01-07", "u300", "2024-01-06", "u145", "u144", "2024-01-05", "u1", "u0"]
    assert reader.rows() == days
    story.write(*updates(2), update(144), update(145)).publish()
    expect(reader(".day")).to_have_count(2)


def test_the_first_updates_of_all_take_the_place_of_none(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path)
    reader = opened(read, story)
    expect(reader(".empty")).to_be_visible()
    story.write(*updates(2)).publish()
    reader("#_new").click()
    assert reader.rows() == ["2024-01-05", "u1", "u0"]
    expect(reader(".empty")).to_have_count(0)
    story.write().publish()
    expect(reader(".empty")).to_be_visible()


def test_all_around_the_updates_is_kept_up_to_date(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(3))
    reader = opened(read, story)
    expect(reader(".key-events")).to_have_count(0)
    changed = [*updates(2), update(2, "A new *pinned* text.", key=True, pinned=True)]
    told_anew = {"note": "We are there.", "body": "It began at sea.", "status": "paused"}
    story.write(*changed, headline="The coast road floods", **told_anew).publish()
    expect(reader("h1")).to_have_text("The coast road floods")
    expect(reader(".badge")).to_have_text("Paused")
    expect(reader(".key-events li")).to_have_count(1)
    expect(reader(".pinned")).to_contain_text("A new pinned text.")
    expect(reader(".note")).to_contain_text("We are there.")
    expect(reader(".background")).to_contain_text("It began at sea.")
    expect(reader("body.has-key-events")).to_have_count(1)
    expect(reader.page).to_have_title("The coast road floods")


def test_updates_in_the_readers_own_order(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    reader("#_order").click()
    story.write(*updates(2), update(2), update(144)).publish()
    reader("#_new").click()
    assert reader.rows() == ["2024-01-05", "u0", "u1", "u2", "2024-01-06", "u144"]
    expect(reader("#_order")).to_have_text("Newest first")


def test_the_oldest_first(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish(order="oldest")
    reader = read(story.name)
    story.write(*updates(4)).publish(order="oldest")
    reader("#_new").click()
    assert reader.ids() == ["u0", "u1", "u2", "u3"]
    assert reader.evaluate("document.activeElement.id") == "u2"


def test_a_part_of_the_story_keeps_what_lies_beyond_it(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(4)).publish(limit=3)
    reader = read(story.name)
    assert reader.ids() == ["u3", "u2", "u1"]
    story.write(*updates(5)).publish(limit=3)
    reader("#_new").click()
    assert reader.ids() == ["u4", "u3", "u2", "u1"]


def test_what_has_not_changed_is_not_touched(read: Opens, tmp_path: Path) -> None:
    """A player goes on playing, a link stays in focus, a text stays selected."""
    story = told(tmp_path, *updates(4)).publish()
    reader = read(story.name, hurried=False)
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
    reader("#_new").wait_for()
    assert reader.evaluate("document.activeElement.parentElement.parentElement.id") == "u1"
    reader("#_new").click()
    expect(reader("#u4")).to_be_visible()
    assert reader.evaluate("window.moved") == []


def test_a_page_that_is_not_ours_changes_nothing(read: Opens, site: Site, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    story.write(update(1, "Of another story."), id="another", headline="Another").publish()
    reader.until_asked(3)
    assert reader.ids() == ["u1", "u0"]
    expect(reader("h1")).to_have_text("Coast road")
    expect(reader("#u1 .text")).to_contain_text("The river rose")
    story.put("<!doctype html><title>Sign in</title><p>To use this network …")
    reader.until_asked(1)
    assert reader.ids() == ["u1", "u0"]
    story.write(*updates(3)).publish()
    expect(reader("#_new")).to_be_visible(timeout=20_000)


def test_a_page_that_is_made_in_another_way_is_to_be_loaded_anew(
    read: Opens, tmp_path: Path
) -> None:
    story = told(tmp_path, *updates(2))
    reader = opened(read, story)
    text = rendered(story.write(*updates(3)).data, {"poll": 1})
    story.put(text.replace("; base-uri", "; object-src 'none'; base-uri"))
    expect(reader("#_new")).to_have_text("Reload the page for new updates")
    assert reader.ids() == ["u1", "u0"]
    reader("#_new").click()
    expect(reader("#u2")).to_be_visible()
