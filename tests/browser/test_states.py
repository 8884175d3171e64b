"""The page in each of its states: whole, readable, inside its screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .everything import STATES, arabic, empty, full
from .reader import PHONE
from .stories import START, told, update, updates


@pytest.mark.parametrize("state", STATES)
def test_it_is_there_and_fits_on_the_screen(read: Opens, tmp_path: Path, state: str) -> None:
    make, options = STATES[state]
    reader = read(make(tmp_path).publish().name, **options)
    expect(reader("h1")).to_be_visible()
    if options.get("java_script_enabled", True):
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = """[...document.querySelectorAll("main *")].filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return (left < -1 || right > innerWidth + 1) && !element.closest("pre, .table");
        }).map((element) => element.outerHTML.slice(0, 80))"""
        assert reader.evaluate(wide) == []


def test_without_script_all_is_there(read: Opens, tmp_path: Path) -> None:
    reader = read(full(tmp_path).publish().name, java_script_enabled=False)
    expect(reader("#_list > article")).to_have_count(19)
    expect(reader(".key-events li")).to_have_count(12)
    expect(reader(".pinned")).to_be_visible()
    expect(reader(".reload a")).to_be_visible()
    expect(reader("button:visible")).to_have_count(0)
    reader(".reload a").click()
    expect(reader("#u1")).to_be_visible()


def test_without_script_an_ended_story_is_not_to_be_loaded_anew(
    read: Opens, tmp_path: Path
) -> None:
    reader = read(full(tmp_path, status="ended").publish().name, java_script_enabled=False)
    expect(reader(".reload")).to_have_count(0)


def test_a_dark_page(read: Opens, tmp_path: Path) -> None:
    name = full(tmp_path).publish().name
    light, dark = (
        read(name, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(18, 20, 23)")


def test_arabic_goes_from_right_to_left(read: Opens, tmp_path: Path) -> None:
    reader = read(arabic(tmp_path).publish().name)
    assert reader.evaluate("getComputedStyle(document.body).direction") == "rtl"
    right = reader.evaluate("document.querySelector('#u1 .text').getBoundingClientRect().right")
    left = reader.evaluate("document.querySelector('#u1 .share').getBoundingClientRect().left")
    assert left < right / 2
    expect(reader("#_order")).to_have_text("الأقدم أولًا")


def test_print(read: Opens, tmp_path: Path) -> None:
    reader = read(full(tmp_path).publish().name, color_scheme="dark")
    reader.page.emulate_media(media="print")
    for selector in ("#u1 .share", "#_order", "#u4 audio", ".key-events", ".pinned"):
        expect(reader(selector)).to_be_hidden()
    assert reader.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    expect(reader("#u4 img")).to_be_visible()
    printed = reader.page.pdf()
    assert printed.startswith(b"%PDF")
    assert len(printed) > 10_000


def test_two_thousand_updates(read: Opens, tmp_path: Path) -> None:
    many = [update(number) for number in range(2000)]
    story = told(tmp_path, *many).publish()
    reader = read(story.name)
    assert len(reader.ids()) == 2000
    reader.scroll_to("#u1000")
    place = reader.top("#u1000")
    story.write(*many[:1500], *many[1510:], update(2000)).publish()
    measured = reader.context.new_cdp_session(reader.page)
    measured.send("Performance.enable")
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    assert len(reader.ids()) == 1990
    assert abs(reader.top("#u1000") - place) < 1
    metrics = measured.send("Performance.getMetrics")["metrics"]
    layouts = next(each["value"] for each in metrics if each["name"] == "LayoutCount")
    assert layouts <= 10, "the page is laid out for each update anew"


def test_an_empty_story(read: Opens, tmp_path: Path) -> None:
    reader = read(empty(tmp_path).publish().name)
    expect(reader(".empty")).to_have_text("No updates yet.")
    expect(reader(".badge")).to_have_text("Upcoming")
    expect(reader("#_order")).to_be_hidden()


def test_the_order_is_turned_and_turned_back(read: Opens, tmp_path: Path) -> None:
    days = [update(0), update(1), update(144), update(288), update(289)]
    reader = read(told(tmp_path, *days).publish().name)
    rows = reader.rows()
    assert [row for row in rows if row[0] == "2"] == ["2024-01-07", "2024-01-06", "2024-01-05"]
    expect(reader("#_order")).to_have_text("Oldest first")
    reader("#_order").click()
    assert reader.rows() == [
        *("2024-01-05", "u0", "u1", "2024-01-06", "u144", "2024-01-07", "u288", "u289"),
    ]
    expect(reader("#_order")).to_have_text("Newest first")
    reader("#_order").click()
    assert reader.rows() == rows


def test_the_oldest_first(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(3)).publish(order="oldest").name)
    assert reader.ids() == ["u0", "u1", "u2"]
    expect(reader("#_order")).to_have_text("Newest first")
    reader("#_order").click()
    assert reader.ids() == ["u2", "u1", "u0"]


@pytest.mark.parametrize("turned", [False, True])
def test_jumps_lead_where_they_say(read: Opens, tmp_path: Path, turned: bool) -> None:
    reader = read(told(tmp_path, *updates(12)).publish().name, reduced_motion="reduce")
    if turned:
        reader("#_order").click()
    reader(".bar .tools a").filter(has_text="oldest").click()
    expect(reader("#u0")).to_be_in_viewport()
    reader("a").filter(has_text="Jump to the newest update").click()
    expect(reader("#u11")).to_be_in_viewport()


def test_jumps_lead_to_the_newest_also_after_it_came(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(12)).publish(order="oldest")
    reader = read(story.name, reduced_motion="reduce")
    story.write(*updates(16)).publish(order="oldest")
    reader.ask()
    reader("#_new").click()
    reader.evaluate("scrollTo(0, 0)")
    reader(".bar a").click()
    expect(reader("#u15")).to_be_in_viewport()


def test_a_link_is_copied(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    reader.evaluate("() => { navigator.clipboard.writeText = async (text) => { copied = text; }; }")
    reader("#u1 .share").click()
    expect(reader("#_said")).to_have_text("Link copied")
    expect(reader("#u1 .share")).to_have_text("Link copied")
    assert reader.evaluate("copied") == f"{reader.page.url}#u1"
    reader.evaluate("window.pass()")
    expect(reader("#u1 .share")).to_have_text("Copy link")


def test_where_nothing_can_be_copied_the_address_says_it(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(2)).publish().name)
    reader.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')); }")
    reader("#u1 .share").click()
    reader.page.wait_for_url("**#u1")


def test_in_a_site_it_leads_to_the_updates_own_page(read: Opens, tmp_path: Path) -> None:
    """As over HTTP, where browsers give scripts no clipboard."""
    told(tmp_path, *updates(2)).publish_site()
    reader = read("site/index.html")
    hidden = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })"
    reader.evaluate(hidden)
    reader("#u1 .share").click()
    reader.page.wait_for_url("**/site/updates/u1.html")


def test_a_link_is_shared_where_the_device_can(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish()
    reader = read(story.name)
    reader.page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    reader.open(story.name)
    expect(reader("#u1 .share")).to_have_text("Share")
    reader("#u1 .share").click()
    shared = reader.evaluate("window.shared")
    assert shared == {"title": "Coast road", "url": f"{reader.page.url}#u1"}


@pytest.mark.parametrize(
    ("zone", "seen"),
    [
        *(("Asia/Kolkata", "14:30 your time"), ("America/New_York", "04:00 your time")),
        *(("UTC", ""), ("Africa/Abidjan", ""), ("America/St_Johns", "05:30 your time")),
    ],
)
def test_readers_see_their_own_clock(read: Opens, tmp_path: Path, zone: str, seen: str) -> None:
    reader = read(told(tmp_path, update(0)).publish().name, timezone_id=zone)
    expect(reader("#u0 time")).to_have_text("09:00 UTC")
    expect(reader("#u0 .here")).to_have_text(seen)


def test_readers_see_how_long_ago_it_was(read: Opens, tmp_path: Path) -> None:
    ages = (timedelta(minutes=5, seconds=5), timedelta(hours=3, minutes=1), timedelta(hours=25))
    recent = [{**update(n), "time": START - age} for n, age in enumerate(ages)]
    story = told(tmp_path, *recent[::-1]).publish()
    reader = read(story.name)
    reader.page.add_init_script(f"Date.now = () => {START.timestamp() * 1000}")
    reader.open(story.name)
    seen = [reader(f"#u{number} .here").text_content() for number in range(3)]
    assert seen == ["5 min. ago", "3 hr. ago", ""]


def test_a_day_in_another_zone_is_the_storys(read: Opens, tmp_path: Path) -> None:
    late = {**update(0), "time": START.replace(hour=23, minute=30)}
    story = told(tmp_path, late, timezone="Europe/Madrid").publish()
    reader = read(story.name, timezone_id="America/New_York")
    assert reader.rows() == ["2024-01-06", "u0"]
    expect(reader("#u0 .here")).to_have_text("5 Jan, 18:30 your time")


def test_a_picture_is_no_wider_than_a_phone(read: Opens, tmp_path: Path) -> None:
    reader = read(full(tmp_path).publish().name, viewport=PHONE)
    box = reader("#u4 img").bounding_box()
    assert box is not None
    assert box["width"] <= 360
    assert abs(box["width"] / box["height"] - 1.5) < 0.02
