"""Themes for the tests of the command line: folders, the documented example, what is installed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs" / "themes.md"
_FILE = re.compile(r"^`([\w./-]+)`[^\n]*\n\n```\w+\n(.*?)```$", re.MULTILINE | re.DOTALL)


def put(folder: Path, files: Mapping[str, str]) -> Path:
    """Files of a theme in a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def documented() -> dict[str, str]:
    """The example of docs/themes.md."""
    text = DOCS.read_text("utf-8").partition("## A complete example")[2].partition("## Style")[0]
    return dict(_FILE.findall(text))


def installed(site: Path, name: str, package: str, distribution: str, version: str = "1.0") -> Path:
    """A distribution in a folder of packages that offers a theme, its package not among it."""
    about = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
    )
    (about / "entry_points.txt").write_text(f"[blogctl.themes]\n{name} = {package}\n")
    return site
