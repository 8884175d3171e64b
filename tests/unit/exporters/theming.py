"""Themes for tests, made of texts, and stories dressed in them."""

from __future__ import annotations

from collections.abc import Mapping

from blogctl.exporters.registry import front, load, options_for
from blogctl.exporters.themes import Theme
from blogctl.model import Story

from .exporting import context, export, export_files

NAME = "./river"
PNG = b"\x89PNG\r\n"
Files = Mapping[str, str | bytes]


def theme(files: Files, name: str = NAME) -> Theme:
    """A theme of these files."""
    data = {file: each.encode() if isinstance(each, str) else each for file, each in files.items()}
    return Theme(name, data)


def page(files: Files, told: Story, format_: str = "html") -> str:
    """A story in a theme, as a single document."""
    return export(format_, told, None, context(theme=theme(files)))


def site(files: Files, told: Story) -> dict[str, str | bytes]:
    """A story in a theme, as the files of a site; those that are no text stay bytes."""
    within = context(theme=theme(files))
    return dict(export_files("site", told, {"page-size": 3}, within))


def front_page(files: Files, *stories: Story) -> str:
    """The list of stories in a theme."""
    exporter = load("site")
    within = context(theme=theme(files))
    made = front("site", exporter, stories, options_for(exporter, {}), within)
    assert made is not None
    return str(made["index.html"])
