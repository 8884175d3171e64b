"""The page is light, is shown at once, and does not jump about while it loads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import Opens
from .everything import draw, media
from .reader import DESKTOP, PHONE
from .server import Mood, Site
from .stories import WORDS, rendered, told, update, updates

KILOBYTE = 1024


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
    page = rendered(told(tmp_path).data, {})
    script = max(re.findall(r"<script>(.*?)</script>", page, re.DOTALL), key=len)
    assert len(script.encode()) <= 8 * KILOBYTE


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
    reader = read(name, viewport=viewport, timezone_id="Asia/Kolkata")
    reader.page.wait_for_timeout(100)
    assert reader.evaluate("window.shifts") == 0
