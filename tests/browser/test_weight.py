"""The page is light, is shown at once, and does not jump about while it loads."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opens
from .everything import draw, media
from .reader import DESKTOP, PHONE
from .server import Mood, Site
from .stories import ROOT, WORDS, package, rendered, require, told, update, updates

KILOBYTE = 1024
SCRIPT = ROOT / "src/blogctl/exporters/templates/live.js"


def texts(data: Any) -> list[str]:
    """Every text that a story gives to its page."""
    if isinstance(data, dict):
        return [text for each in data.values() for text in texts(each)]
    if isinstance(data, list):
        return [text for each in data for text in texts(each)]
    return [data] if isinstance(data, str) else []


def own_weight(page: str, data: Any) -> int:
    """The bytes of a page without the story's own texts, however often they are in it."""
    parts = {part for text in texts(data) for part in text.split("\n\n") if len(part) > 6}
    for part in sorted(parts, key=len, reverse=True):
        page = page.replace(part.strip(), "")
    return len(page.encode())


def test_a_page_of_fifty_updates(tmp_path: Path) -> None:
    story = told(tmp_path, *updates(50))
    page = rendered(story.data, {})
    assert page.count(WORDS.strip()) >= 150
    assert own_weight(page, story.data) <= 60 * KILOBYTE


def test_the_script(tmp_path: Path) -> None:
    script = SCRIPT.with_suffix(".min.js").read_text("utf-8")
    assert f"<script>{script}</script>" in rendered(told(tmp_path).data, {})
    assert len(script.encode()) <= 8 * KILOBYTE
    # What would end the element, or hide its end.
    assert not re.search("</script|<!--", script, re.IGNORECASE)


def test_the_script_is_what_make_assets_makes() -> None:
    node = require(shutil.which("node"), "node")
    terser = package("terser/bin/terser")
    made = subprocess.run(
        [node, terser, SCRIPT, "--compress", "--mangle"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    lean = SCRIPT.with_suffix(".min.js").read_bytes()
    assert lean == made.stdout.removesuffix(b"\n"), "make assets"


def test_nothing_but_the_page_is_asked_for(read: Opens, tmp_path: Path) -> None:
    reader = read(told(tmp_path, *updates(50)).publish(poll=60).name)
    reader.page.wait_for_load_state("networkidle")
    assert reader.requests == [reader.page.url]


@pytest.mark.parametrize("mood", ["well", "slow"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_while_it_loads(
    read: Opens, site: Site, tmp_path: Path, mood: Mood, viewport: dict[str, int]
) -> None:
    """Not even where the script comes long after the rest."""
    draw(tmp_path)
    pictures = [each for each in media() if each["type"] == "image"]
    name = told(tmp_path, *updates(3), update(3, media=pictures)).publish(poll=60).name
    site.mood = mood
    reader = read(name, "commit", viewport=viewport, timezone_id="Asia/Kolkata")
    expect(reader("footer")).to_be_visible()
    reader.settle()
    site.released.set()
    reader.page.wait_for_load_state("load")
    expect(reader("#u0 .here")).not_to_be_empty()
    reader.settle()
    assert reader.evaluate("window.shifts") == 0
