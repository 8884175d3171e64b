"""The site of the documentation: built without a warning, and asking nobody else for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from .program import ROOT

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
# What a link of the head leads to rather than loads.
LED_TO = {"search", "next", "prev", "index", "canonical", "author"}
ELSEWHERE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)")


def loaded(page: str) -> Iterator[str]:
    """The addresses that a browser asks for when it shows a page."""
    soup = BeautifulSoup(page, "html5lib")
    for name, attribute in LOADED.items():
        for element in soup.find_all(name):
            if not LED_TO & set(element.get("rel") or []):
                yield str(element.get(attribute) or "")
    for style in soup.find_all("style"):
        yield from IN_STYLE.findall(style.string or "")


def test_what_is_loaded_is_seen() -> None:
    page = '<link rel=stylesheet href=//a><script src=b></script><style>@import "c"; x{y:url(d)}'
    assert list(filter(None, loaded(page))) == ["b", "//a", "c", "d"]


def test_it_is_built_without_a_warning_and_asks_nobody_else(tmp_path: Path) -> None:
    if find_spec("sphinx") is None:
        why = "sphinx is not installed"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    command = [sys.executable, "-m", "sphinx", "-qWn", "--keep-going"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "doctrees"), str(ROOT / "docs"), str(tmp_path / "site")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    pages = {path.relative_to(tmp_path / "site"): path for path in tmp_path.glob("site/**/*.html")}
    for source in (ROOT / "docs").glob("*.md"):
        assert Path(source.name).with_suffix(".html") in pages
    for name, path in pages.items():
        asked = list(loaded(path.read_text("utf-8")))
        assert asked
        assert [url for url in asked if ELSEWHERE.match(url)] == [], name
    styles = list(tmp_path.glob("site/**/*.css"))
    assert styles
    for style in styles:
        named = IN_STYLE.findall(style.read_text("utf-8"))
        assert [url for url in named if ELSEWHERE.match(url)] == [], style
