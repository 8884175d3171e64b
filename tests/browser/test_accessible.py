"""Readers who do not see the page, or use no mouse, can read and use all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .everything import STATES, full
from .reader import Reader
from .stories import package, told, updates

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FOCUSED = """() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, width, height } = element.getBoundingClientRect();
  return {
    what: element.id || element.className || element.textContent.trim().slice(0, 40),
    seen: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    marked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    update: element.closest("#_list > article")?.id ?? "",
  };
}"""


def violations(reader: Reader, colours_only: bool = False) -> list[str]:
    """What axe finds."""
    if not reader.evaluate("'axe' in window"):
        # The page's policy keeps out what is not its own; the tools of developers do not.
        reader.evaluate(Path(package("axe-core/axe.min.js")).read_text("utf-8"))
    rules = {"type": "tag", "values": RULES}
    contrast = {"type": "rule", "values": ["color-contrast"]}
    chosen = contrast if colours_only else rules
    options = {"runOnly": chosen, "resultTypes": ["violations"]}
    found: dict[str, Any] = reader.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("state", [name for name in STATES if name != "without script"])
def test_axe_finds_nothing(read: Opens, tmp_path: Path, state: str) -> None:
    make, options = STATES[state]
    reader = read(make(tmp_path).publish(poll=60).name, reduced_motion="reduce", **options)
    assert violations(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_changing(read: Opens, tmp_path: Path, scheme: str) -> None:
    story = full(tmp_path).publish()
    reader = read(story.name, color_scheme=scheme, reduced_motion="reduce")
    changed = [*story.data["updates"], *updates(152)[150:]]
    changed[0]["body"] = "Another text."
    story.write(*changed, **story.data["story"]).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    expect(reader("#u0 .mark.fresh")).to_have_count(1)
    reader.evaluate("document.querySelector('#_offline').hidden = false")
    reader.evaluate("document.getAnimations().forEach((each) => each.finish?.call(each))")
    assert violations(reader) == []
    reader("#_new").click()
    expect(reader("#u151 .mark.fresh")).to_be_visible()
    assert violations(reader) == []


def tabbed(reader: Reader, times: int) -> list[dict[str, Any]]:
    """What the key Tab leads to, one after the other."""
    found = []
    for _ in range(times):
        reader.page.keyboard.press("Tab")
        found.append(reader.evaluate(_FOCUSED))
    return found


def test_the_tab_key_goes_through_the_page_in_its_order(read: Opens, tmp_path: Path) -> None:
    reader = read(full(tmp_path).publish(poll=60).name, reduced_motion="reduce")
    stops = tabbed(reader, 40)
    names = [stop["what"] for stop in stops]
    assert names[:3] == ["skip", "Example News", "p-name u-url"]
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"])] == []
    order, first = names.index("_order"), names.index("u-url u-uid")
    assert order < first
    within = [stop["update"] for stop in stops if stop["update"]]
    assert within == sorted(within, key=reader.ids().index)
    assert names[first : first + 4] == ["u-url u-uid", "share"] * 2


def test_the_skip_link_leads_to_the_updates(read: Opens, tmp_path: Path) -> None:
    reader = read(full(tmp_path).publish(poll=60).name, reduced_motion="reduce")
    reader.page.keyboard.press("Tab")
    expect(reader(".skip")).to_be_in_viewport()
    reader.page.keyboard.press("Enter")
    expect(reader("#_updates")).to_be_focused()
    expect(reader("#_updates")).to_be_in_viewport()


def test_new_updates_are_reached_and_taken_with_the_keyboard(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(3)).publish()
    reader = read(story.name, reduced_motion="reduce")
    story.write(*updates(5)).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    reader.page.keyboard.press("Shift+Tab")  # the last stop of the page is the first one back
    expect(reader("#_new")).to_be_focused()
    assert reader.evaluate(_FOCUSED)["marked"]
    reader.page.keyboard.press("Enter")
    expect(reader("#u4")).to_be_focused()
    reader.page.keyboard.press("Tab")
    assert reader.evaluate(_FOCUSED)["update"] == "u4"


def test_the_order_is_turned_with_the_keyboard(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(3)).publish().name)
    reader("#_order").focus()
    reader.page.keyboard.press("Space")
    assert reader.ids() == ["u0", "u1", "u2"]
    expect(reader("#_order")).to_be_focused()


def test_a_link_in_focus_outlives_an_edit_of_its_update(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(3)).publish()
    reader = read(story.name)
    reader("#u1 .u-url").focus()
    changed = updates(3)
    changed[1]["body"] = "Another text."
    story.write(*changed).publish()
    reader.ask()
    expect(reader("#u1.is-changed")).to_be_visible()
    assert reader.evaluate(_FOCUSED)["update"] == "u1"


def test_earlier_key_events_stay_open(read: Opens, tmp_path: Path) -> None:
    story = full(tmp_path).publish()
    reader = read(story.name)
    reader(".key-events summary").click()
    one_more = [*story.data["updates"], *updates(151)[150:]]
    one_more[1]["key"] = True
    story.write(*one_more, **story.data["story"]).publish()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    expect(reader(".key-events details")).to_have_attribute("open", "")


def test_for_those_who_want_no_motion_nothing_moves(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(3)).publish()
    reader = read(story.name, reduced_motion="reduce")
    assert reader.evaluate("document.getAnimations().length") == 0
    assert reader.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
