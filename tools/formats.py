"""Makes docs/formats.md from the exporters: ``python tools/formats.py``."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal, get_args, get_origin
from zoneinfo import ZoneInfo

from generated import fenced, main, table
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from blogctl.exporters import Context, Exporter, registry
from blogctl.model import Story, read

_BUILT_IN = "blogctl "
_NOW = datetime(2024, 1, 5, 18, tzinfo=UTC)
_SAMPLE = """\
[story]
id = "2024-01-05-coast-road"
headline = "Storm closes the coast road"
timezone = "Europe/London"
url = "https://example.org/live/coast-road"
authors = ["An Example"]

[[updates]]
id = "20240105T150344Z-k3v9qa"
time = 2024-01-05T15:03:44Z
headline = "Road reopens"
body = "Both lanes are open *again*."
tags = ["transport"]
"""
_LANGUAGES = {
    "atom": "xml",
    "rss": "xml",
    "json": "json",
    "jsonfeed": "json",
    "jsonld": "json",
    "ninjs": "json",
    "markdown": "markdown",
    "ndjson": "json",
    "text": "text",
}
"""What the formats are highlighted as whose documents are short enough to be shown."""


def part() -> str:
    """A table of the formats, then each with its options and what it makes of a small story."""
    names = [
        name
        for name, entries in registry.available().items()
        if any(entry.origin.startswith(_BUILT_IN) for entry in entries)
    ]
    formats = {name: registry.load(name) for name in names}
    rows = [
        (f"[`{name}`](#{name})", exporter.summary, f"`{exporter.media_type}`", _file(exporter))
        for name, exporter in formats.items()
    ]
    return "\n\n".join(
        [
            "## All of them",
            table(("Format", "What it is", "Media type", "File"), rows),
            "The examples below are made of this story:",
            fenced("toml", _SAMPLE),
            *(_section(name, exporter) for name, exporter in formats.items()),
        ]
    )


def _file(exporter: Exporter) -> str:
    return "a folder" if registry.is_folder(exporter) else f"`ID{exporter.suffix}`"


def _section(name: str, exporter: Exporter) -> str:
    summary = exporter.summary[0].upper() + exporter.summary[1:]
    rows = list(_options(exporter.options))
    options = table(("Option", "Without it", "What it does"), rows) if rows else "No options."
    return "\n\n".join([f"## {name}", f"{summary}.", options, *_made(name, exporter)])


def _options(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    for key, field in model.model_fields.items():
        value = field.get_default(call_default_factory=True, validated_data={})
        default = "" if value is None else f"`{json.dumps(value, default=str).strip(chr(34))}`"
        choices = " or ".join(f"`{choice}`" for choice in _choices(field))
        help_ = f"{field.description or ''} {choices and f'{choices}.'}".strip()
        yield f"`{key.replace('_', '-')}`", default, help_.replace("[", "\\[")


def _choices(field: FieldInfo) -> tuple[str, ...]:
    is_choice = get_origin(field.annotation) is Literal
    return get_args(field.annotation) if is_choice else ()


def _made(name: str, exporter: Exporter) -> Iterator[str]:
    context = Context(now=_NOW, zone=ZoneInfo("Europe/London"))
    made = registry.render(name, exporter, _sample(), exporter.options(), context)
    if isinstance(made, Mapping):
        # Names of what can be cached for ever change with the contents.
        files = [re.sub(r"[-.][0-9a-f]{8,}", "-…", file) for file in made]
        yield "The folder:\n\n" + fenced("text", "\n".join(sorted(files)))
    elif name in _LANGUAGES:
        text = made if isinstance(made, str) else made.decode()
        yield fenced(_LANGUAGES[name], text)


def _sample() -> Story:
    read_story = read(tomllib.loads(_SAMPLE))
    if read_story.story is None:
        sys.exit(f"the example is no story: {read_story.problems}")
    return read_story.story


if __name__ == "__main__":
    main("formats.md", part)
