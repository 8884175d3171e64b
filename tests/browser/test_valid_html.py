"""Every page is HTML without an error, as the Nu HTML Checker sees it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from .everything import arabic, empty, ended, full
from .stories import EXAMPLES, blogctl, package, require


def errors(pages: list[Path]) -> list[str]:
    """What the checker finds in them; it is started once, for that takes longest."""
    java = require(shutil.which("java"), "java")
    jar = package("vnu-jar/build/dist/vnu.jar")
    done = subprocess.run(
        [java, "-Xss1m", "-jar", jar, "--format", "json", "--exit-zero-always", *map(str, pages)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        f"{Path(each['url']).name}:{each.get('lastLine')}: {each['message']}"
        for each in json.loads(done.stderr)["messages"]
        if each["type"] != "info"
    ]


def test_the_checker_finds_no_error(tmp_path: Path, pages: list[str]) -> None:
    """Other than those that are in a page to see whether it finds any."""
    blogctl("export", EXAMPLES, *("-f", "html", "-f", "rss", "-o", f"{tmp_path}/"))
    for make in (full, arabic, empty, ended):
        folder = tmp_path / make.__name__
        folder.mkdir()
        make(folder).publish()
    full(tmp_path).publish(order="oldest", limit=3, base_url="https://example.org/live/")
    made = sorted(page for page in tmp_path.rglob("*.html") if "sites" not in page.parts)
    assert len(made) == len(list(EXAMPLES.glob("*.story.toml"))) + 5
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><title>x</title><p><div id=a></div></p><b id=a>")
    found = errors([*made, *(tmp_path / page for page in pages), wrong])
    assert [each for each in found if not each.startswith("wrong.html:")] == []
    assert any("Duplicate ID" in each for each in found)
