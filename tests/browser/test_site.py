"""A site of several pages, as the command line makes it and a reader uses it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import tomli_w
from playwright.sync_api import expect

from .conftest import Opens
from .reader import PHONE
from .stories import START, blogctl, told, update, updates
from .test_accessible import violations
from .test_asking import about

ASKED = ("live.json", "index.html")


def test_an_open_page_asks_for_the_marker_and_takes_over_what_is_new(
    read: Opens, tmp_path: Path
) -> None:
    file = tmp_path / "road.story.toml"
    file.write_text(tomli_w.dumps(told(tmp_path, *updates(9)).data), "utf-8")
    options = ("-O", "poll=1", "-O", "page-size=4", "-o", f"{tmp_path}/site/")
    publish = partial(blogctl, "export", file, "-f", "site", *options)
    publish()
    reader = read("site/index.html")
    before = reader.ids()
    loaded = reader.site.count()
    for _ in range(3):
        reader.ask()
    assert [each.path for each in reader.site.asked[loaded:]] == ["site/live.json"] * 3
    blogctl("add", file, "It rains.", "--headline", "Rain")
    blogctl("edit", file, before[0], "--body", "Only one lane is closed.")
    publish()
    reader.ask()
    expect(reader("#_new")).to_have_text("1 new update")
    expect(reader(f"#{before[0]} .text")).to_have_text("Only one lane is closed.")
    reader("#_new").click()
    expect(reader("#_list > article").first).to_contain_text("Rain")
    assert reader.ids()[1:] == before


def test_a_full_page_does_not_take_updates_from_readers(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(11)).publish_site(page_size=4)
    reader = read("site/index.html")
    before = reader.ids()
    story.write(*updates(13)).publish_site(page_size=4)
    reader.ask()
    expect(reader("#_new")).to_have_text("2 new updates")
    # The oldest have gone to a page of their own, but whoever has them keeps them.
    assert reader.ids() == before
    assert before[-1] not in reader.open("site/index.html").ids()


def test_an_older_page_than_the_marker_speaks_of_is_not_gone_by(
    read: Opens, tmp_path: Path
) -> None:
    """Where a network of servers, or an upload that is under way, still has the old one."""
    story = told(tmp_path, *updates(2)).publish_site()
    reader = read("site/index.html")
    index = tmp_path / "site/index.html"
    old = index.read_text("utf-8")
    story.write(*updates(3), status="ended").publish_site()
    new = index.read_text("utf-8")
    index.write_text(old, "utf-8")
    for _ in range(3):
        reader.ask()
    assert reader.waits() == about(1, 2, 4, 8)
    expect(reader("#_offline")).to_be_hidden()
    index.write_text(new, "utf-8")
    reader.ask()
    expect(reader("#_new")).to_have_text("1 new update")
    expect(reader(".badge")).to_have_text("Ended")
    assert reader.waits() == about(1, 2, 4, 8)


def test_old_updates_that_come_back_to_the_page_are_no_news(read: Opens, tmp_path: Path) -> None:
    many = [update(number, "Text.") for number in range(12)]
    story = told(tmp_path, *many).publish_site(page_size=4)
    reader = read("site/index.html")
    held = [f"u{number}" for number in range(11, 7, -1)]
    assert reader.ids() == held
    # One update fewer, and the newest page holds the whole of the one before.
    story.write(*many[:10], many[11]).publish_site(page_size=4)
    reader.ask()
    expect(reader("#u10")).to_have_count(0)
    assert reader.ids() == [f"u{number}" for number in (11, *range(9, 3, -1))]
    expect(reader("#_new")).to_be_hidden()
    expect(reader.page).to_have_title("Coast road")
    expect(reader(".mark")).to_have_count(0)


def test_they_are_no_news_where_the_oldest_is_gone_either(read: Opens, tmp_path: Path) -> None:
    many = [update(number, "Text.") for number in range(13)]
    story = told(tmp_path, *many[:12]).publish_site(page_size=4)
    reader = read("site/index.html")
    story.write(*many[:8], *many[10:]).publish_site(page_size=4)
    reader.ask()
    expect(reader("#_new")).to_have_text("1 new update")
    assert reader.ids() == [f"u{number}" for number in (11, 10, 7, 6, 5, 4)]
    reader("#_new").click()
    expect(reader(".mark")).to_have_text(["New"])
    assert reader.ids() == [f"u{number}" for number in (12, 11, 10, 7, 6, 5, 4)]


def test_updates_of_one_second_stay(read: Opens, tmp_path: Path) -> None:
    many = [{**update(number), "time": START} for number in range(9)]
    story = told(tmp_path, *many[:7]).publish_site(page_size=4)
    reader = read("site/index.html")
    before = reader.ids()
    assert len(before) == 7
    story.write(*many).publish_site(page_size=4)
    reader.ask()
    expect(reader("#_new")).to_have_text("2 new updates")
    assert reader.ids() == before
    reader("#_new").click()
    assert sorted(reader.ids()) == [f"u{number}" for number in range(9)]
    expect(reader(".pages a")).to_have_text(["Older updates"])


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_jumps_lead_to_the_ends_of_the_story(read: Opens, tmp_path: Path, order: str) -> None:
    told(tmp_path, *updates(30)).publish_site(page_size=8, order=order)
    for name in ("index", "page-2", "page-1"):
        for end, id_ in (("oldest", "u0"), ("newest", "u29")):
            reader = read(f"site/{name}.html", reduced_motion="reduce")
            expect(reader("#_order")).to_be_hidden()
            reader("a").filter(has_text=f"Jump to the {end} update").click()
            expect(reader(f"#{id_}")).to_be_in_viewport()


def test_a_page_that_holds_all_can_be_turned(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(7)).publish_site(page_size=4)
    reader = read("site/index.html")
    reader("#_order").click()
    story.write(*updates(8)).publish_site(page_size=4)
    reader.ask()
    reader("#_new").click()
    assert reader.ids() == [f"u{number}" for number in range(8)]
    reader("#_order").click()
    assert reader.ids() == [f"u{number}" for number in reversed(range(8))]


def test_a_query_is_not_asked_with(read: Opens, tmp_path: Path) -> None:
    story = told(tmp_path, *updates(2)).publish_site()
    reader = read("site/index.html?from=afar")
    story.write(*updates(3)).publish_site()
    reader.requests.clear()
    reader.ask()
    expect(reader("#_new")).to_be_visible()
    assert reader.requests == [reader.site.url(f"site/{each}") for each in ASKED]


def test_every_update_is_found_from_the_newest_page_on(read: Opens, tmp_path: Path) -> None:
    told(tmp_path, *updates(14)).publish_site(page_size=4)
    reader = read("site/index.html")
    found = reader.ids()
    while reader("a[rel=next]").count():
        with reader.page.expect_navigation():
            reader("a[rel=next]").first.click()
        found += reader.ids()
    assert found == [f"u{number}" for number in reversed(range(14))]


def test_a_link_to_an_update_leads_to_its_page_and_back(read: Opens, tmp_path: Path) -> None:
    told(tmp_path, *updates(14)).publish_site(page_size=4)
    reader = read("site/index.html")
    reader("#u13 a.u-url").click()
    expect(reader.page).to_have_url(reader.site.url("site/updates/u13.html"))
    expect(reader("article")).to_have_count(1)
    reader.page.get_by_role("link", name="Read the whole live blog").click()
    expect(reader.page).to_have_url(reader.site.url("site/index.html#u13"))
    reader.open("site/updates/u0.html")
    reader.page.get_by_role("link", name="Read the whole live blog").click()
    expect(reader("#u0")).to_be_in_viewport()


def test_axe_finds_nothing_on_any_kind_of_page(read: Opens, pages: list[str]) -> None:
    for page in pages:
        reader = read(page, reduced_motion="reduce", color_scheme="light")
        assert violations(reader) == [], page
        reader.page.emulate_media(color_scheme="dark")
        assert violations(reader, colours_only=True) == [], f"{page}, dark"


def test_no_kind_of_page_is_too_wide_for_a_phone(read: Opens, pages: list[str]) -> None:
    reader = read(pages[0], viewport=PHONE)
    for page in pages:
        reader.open(page)
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), page
