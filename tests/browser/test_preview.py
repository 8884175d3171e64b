"""The preview, open in a browser while its story is written, broken and mended."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .stories import BLOGCTL

STORY = """\
[story]
id = "road"
headline = "Coast road"

[[updates]]
id = "first"
time = 2024-01-05T09:00:00Z
headline = "Road closed"
"""
MORE = '\n[[updates]]\nid = "second"\ntime = 2024-01-05T10:00:00Z\nheadline = "Road open"\n'


def save(story: Path, text: str) -> None:
    """Write a story in one step, so that no half of it is ever seen."""
    part = story.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(story)


@contextmanager
def preview(story: Path, browser: Browser, *args: str | Path) -> Iterator[Page]:
    """A page of the preview."""
    with subprocess.Popen(
        [BLOGCTL, "serve", story, "--port", "0", "-q", *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as server:
        try:
            assert server.stdout is not None
            page = browser.new_page()
            page.goto(server.stdout.readline().strip())
            yield page
            page.close()
        finally:
            server.kill()


def test_the_open_page_takes_saves_over(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    save(story, STORY)
    with preview(story, browser) as page:
        page.evaluate("window.isTheSame = true")
        save(story, STORY.replace("Road closed", "Road shut"))
        expect(page.locator("#first h3")).to_have_text("Road shut")
        save(story, f"{STORY}{MORE}")
        expect(page.locator("#_new")).to_have_text("1 new update")
        assert page.evaluate("window.isTheSame"), "it was not loaded again"


def test_the_open_page_shows_errors_until_they_are_mended(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    save(story, STORY)
    with preview(story, browser) as page:
        page.evaluate("window.isTheSame = true")
        save(story, STORY.replace("headline", "headlin"))
        expect(page.locator("pre")).to_contain_text("error[unknown-key]")
        expect(page.locator("#first")).to_contain_text("Road closed")
        expect(page.locator("#_offline")).to_be_hidden()
        save(story, STORY.replace("Coast road", "Coast roads"))
        expect(page.locator("h1")).to_have_text("Coast roads")
        expect(page.locator("pre")).to_have_count(0)
        assert page.evaluate("window.isTheSame"), "it was not loaded again"


def test_an_ended_story_is_not_loaded_again_and_again(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    ended = STORY.replace("[story]", '[story]\nstatus = "ended"') + MORE
    save(story, ended)
    with preview(story, browser) as page:
        page.evaluate("window.isTheSame = true")
        page.locator("#_order").click()
        for headline in ("Coast roads", "No roads"):
            save(story, ended.replace("Coast road", headline))
            expect(page.locator("h1")).to_have_text(headline)
        expect(page.locator("#_list article h3")).to_have_text(["Road closed", "Road open"])
        assert page.evaluate("window.isTheSame"), "it was not loaded again"


def test_another_look_of_the_theme_is_seen_at_once(browser: Browser, tmp_path: Path) -> None:
    story, theme = tmp_path / "road.story.toml", tmp_path / "theme"
    theme.mkdir()
    save(story, STORY)
    save(theme / "theme.css", "h1 { color: rgb(1, 2, 3) }")
    with preview(story, browser, "--theme", theme) as page:
        expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
        save(theme / "theme.css", "h1 { color: rgb(3, 2, 1) }")
        expect(page.locator("h1")).to_have_css("color", "rgb(3, 2, 1)")
        save(story, STORY.replace("Coast road", "Coast roads"))
        expect(page.locator("h1")).to_have_text("Coast roads")


def test_a_page_of_errors_becomes_the_story(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    save(story, STORY.replace("headline", "headlin"))
    with preview(story, browser) as page:
        expect(page.locator("pre")).to_contain_text("error[unknown-key]")
        save(story, STORY)
        expect(page.locator("#first h3")).to_have_text("Road closed")
