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


@contextmanager
def preview(story: Path, browser: Browser) -> Iterator[Page]:
    """A page of the preview."""
    with subprocess.Popen(
        [BLOGCTL, "serve", story, "--port", "0", "-q"],
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
    story.write_text(STORY, "utf-8")
    with preview(story, browser) as page:
        page.evaluate("window.isTheSame = true")
        story.write_text(STORY.replace("Road closed", "Road shut"), "utf-8")
        expect(page.locator("#first h3")).to_have_text("Road shut")
        story.write_text(f"{STORY}{MORE}", "utf-8")
        expect(page.locator("#_new")).to_have_text("1 new update")
        assert page.evaluate("window.isTheSame"), "it was not loaded again"


def test_the_open_page_shows_errors_until_they_are_mended(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    story.write_text(STORY, "utf-8")
    with preview(story, browser) as page:
        page.evaluate("window.isTheSame = true")
        story.write_text(STORY.replace("headline", "headlin"), "utf-8")
        expect(page.locator("pre")).to_contain_text("error[unknown-key]")
        expect(page.locator("#first")).to_contain_text("Road closed")
        expect(page.locator("#_offline")).to_be_hidden()
        story.write_text(STORY.replace("Coast road", "Coast roads"), "utf-8")
        expect(page.locator("h1")).to_have_text("Coast roads")
        expect(page.locator("pre")).to_have_count(0)
        assert page.evaluate("window.isTheSame"), "it was not loaded again"


def test_a_page_of_errors_becomes_the_story(browser: Browser, tmp_path: Path) -> None:
    story = tmp_path / "road.story.toml"
    story.write_text(STORY.replace("headline", "headlin"), "utf-8")
    with preview(story, browser) as page:
        expect(page.locator("pre")).to_contain_text("error[unknown-key]")
        story.write_text(STORY, "utf-8")
        expect(page.locator("#first h3")).to_have_text("Road closed")
