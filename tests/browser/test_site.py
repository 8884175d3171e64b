"""A site of several pages, as the command line makes it and a reader uses it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import tomli_w
from playwright.sync_api import expect

from .conftest import Opens
from .everything import full
from .stories import EXAMPLES, blogctl, told, updates
from .test_accessible import violations
from .test_valid_html import errors


def site_of(folder: Path, count: int) -> Path:
    """The file of a story whose site has pages of four updates."""
    file = folder / "road.story.toml"
    file.write_text(tomli_w.dumps(told(folder, *updates(count)).data), "utf-8")
    publish(file)
    return file


def publish(file: Path) -> None:
    options = ("-O", "poll=1", "-O", "page-size=4", "-o", f"{file.parent}/site/")
    blogctl("export", file, "-f", "site", *options)


def test_an_open_page_asks_for_the_marker_and_takes_over_what_is_new(
    read: Opens, tmp_path: Path
) -> None:
    file = site_of(tmp_path, 9)
    reader = read("site/index.html", hurried=False)
    before = reader.ids()
    reader.until_asked(4)  # at first for the page, too: what it was made with cannot be known
    asked = {each.path for each in reader.site.asked[-2:]}
    assert asked == {"site/live.json"}
    blogctl("add", file, "It rains.", "--headline", "Rain")
    blogctl("edit", file, before[0], "--body", "Only one lane is closed.")
    publish(file)
    expect(reader("#_new")).to_have_text("1 new update")
    expect(reader(f"#{before[0]} .text")).to_have_text("Only one lane is closed.")
    reader("#_new").click()
    expect(reader("#_list > article").first).to_contain_text("Rain")
    assert reader.ids()[1:] == before


def test_a_full_page_does_not_take_updates_from_readers(read: Opens, tmp_path: Path) -> None:
    file = site_of(tmp_path, 11)
    reader = read("site/index.html")
    before = reader.ids()
    for text in ("It rains.", "It pours."):
        blogctl("add", file, text)
    publish(file)
    expect(reader("#_new")).to_have_text("2 new updates")
    # The oldest have gone to a page of their own, but whoever has them keeps them.
    assert reader.ids() == before


def test_every_update_is_found_from_the_newest_page_on(read: Opens, tmp_path: Path) -> None:
    site_of(tmp_path, 14)
    reader = read("site/index.html")
    found = reader.ids()
    while reader("a[rel=next]").count():
        reader("a[rel=next]").first.click()
        reader.page.wait_for_load_state()
        found += reader.ids()
    assert found == [f"u{number}" for number in reversed(range(14))]


def test_a_link_to_an_update_leads_to_its_page_and_back(read: Opens, tmp_path: Path) -> None:
    site_of(tmp_path, 14)
    reader = read("site/index.html")
    reader("#u13 a.u-url").click()
    expect(reader.page).to_have_url(reader.site.url("site/updates/u13.html"))
    expect(reader("article")).to_have_count(1)
    reader.page.get_by_role("link", name="Read the whole live blog").click()
    expect(reader.page).to_have_url(reader.site.url("site/index.html#u13"))
    reader.open("site/updates/u0.html")
    reader.page.get_by_role("link", name="Read the whole live blog").click()
    expect(reader("#u0")).to_be_in_viewport()


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    """A page of each kind."""
    make = partial(blogctl, "export", "-f", "site", "-O", "page-size=3")
    file = tmp_path / "full.story.toml"
    file.write_text(tomli_w.dumps(full(tmp_path).data), "utf-8")
    make(file, EXAMPLES, "-o", f"{tmp_path}/sites/")
    folder = next((tmp_path / "sites").glob("*/page-1.html")).parent
    share = sorted((folder / "updates").iterdir())[0]
    kinds = (folder.parent / "index.html", folder / "index.html", folder / "page-1.html", share)
    return [path.relative_to(tmp_path).as_posix() for path in kinds]


def test_axe_finds_nothing_on_any_kind_of_page(read: Opens, pages: list[str]) -> None:
    for page in pages:
        for scheme in ("light", "dark"):
            reader = read(page, reduced_motion="reduce", color_scheme=scheme)
            assert violations(reader) == [], page


def test_no_kind_of_page_is_too_wide_for_a_phone(read: Opens, pages: list[str]) -> None:
    for page in pages:
        reader = read(page, viewport={"width": 360, "height": 740})
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), page


def test_the_checker_finds_no_error_on_any_kind_of_page(tmp_path: Path, pages: list[str]) -> None:
    assert errors([tmp_path / page for page in pages]) == []
