"""The theme of docs/themes.md in a browser: seen, allowed, accessible; and changed meanwhile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import tomli_w
from playwright.sync_api import expect

from .conftest import Opens
from .everything import full
from .stories import ROOT, blogctl
from .test_accessible import violations

_FILE = re.compile(r"^`([\w./-]+)`[^\n]*\n\n```\w+\n(.*?)```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """The documented example."""
    text = (ROOT / "docs" / "themes.md").read_text("utf-8")
    found = _FILE.findall(text.partition("## A complete example")[2].partition("## Style")[0])
    assert len(found) == 5
    for name, content in found:
        path = tmp_path / "river" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path / "river"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["html", "site"])
def test_the_example_is_seen_and_axe_finds_nothing(
    read: Opens, tmp_path: Path, river: Path, name: str, scheme: str
) -> None:
    css = river / "theme.css"
    css.write_bytes(css.read_bytes().replace(b"\n", b"\r\n"))  # as some editors save it
    file = tmp_path / "full.story.toml"
    file.write_text(tomli_w.dumps(full(tmp_path).data), "utf-8")
    out = "river.html" if name == "html" else "public/"
    blogctl("export", file, "-f", name, "-o", tmp_path / out, "--theme", river)
    opened = out if name == "html" else "public/index.html"
    reader = read(opened, color_scheme=scheme, reduced_motion="reduce")
    assert reader.evaluate("document.querySelector('.masthead img').naturalWidth") == 160
    wanted = {"light": "rgb(0, 105, 92)", "dark": "rgb(128, 203, 196)"}[scheme]
    expect(reader("footer ~ aside a")).to_have_css("color", wanted)
    assert violations(reader) == []
