"""What the tests of the exporters share: stories, and the way every export takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from blogctl.exporters import Context, Sibling
from blogctl.exporters.registry import load, options_for, render
from blogctl.model import Story, read

FORMATS = ("html", "json", "rss")
BREAK = "\f\n"
"""What stands between the files of a format that makes several; no story can hold it."""
NOW = datetime(2024, 1, 6, 12, tzinfo=UTC)


def story(*updates: Mapping[str, Any], **meta: Any) -> Story:
    """A story that reads well; its updates get times in their order where they have none."""
    data = {
        "story": {"id": "s", "headline": "Coast road", **meta},
        "updates": [
            {"id": f"u{n}", "time": datetime(2024, 1, 5, 9, n, tzinfo=UTC), **update}
            for n, update in enumerate(updates)
        ],
    }
    result = read(data)
    assert result.story is not None, result.problems
    return result.story


def context(zone: str = "UTC", now: datetime = NOW, **more: Any) -> Context:
    """What exporters are told beside the story."""
    return Context(now=now, zone=ZoneInfo(zone), **more)


def beside(*names: str) -> dict[str, Sibling]:
    """What an exporter is told of formats made in the same call."""
    formats = {name: _loaded(name) for name in names}
    return {name: Sibling(f"s{each.suffix}", each.media_type) for name, each in formats.items()}


def export(
    name: str,
    story: Story,
    options: Mapping[str, object] | None = None,
    within: Context | None = None,
) -> str:
    """A story in a format, made the way the command line makes it; files in one text."""
    document = _made(name, story, options, within)
    return document if isinstance(document, str) else BREAK.join(map(str, document.values()))


def export_files(
    name: str,
    story: Story,
    options: Mapping[str, object] | None = None,
    within: Context | None = None,
) -> dict[str, str]:
    """The files that a story becomes in a format that makes several, in their order."""
    documents = _made(name, story, options, within)
    assert isinstance(documents, dict)
    return {file: str(document) for file, document in documents.items()}


def index_of(site: str) -> str:
    """The page of a site, as ``export`` gives it: the last but one of its files."""
    return site.split(BREAK)[-2]


def _made(
    name: str, story: Story, options: Mapping[str, object] | None, within: Context | None
) -> Any:
    exporter = _loaded(name)
    chosen = options_for(exporter, options or {})
    return render(name, exporter, story, chosen, within or context())


@lru_cache(maxsize=16)
def _loaded(name: str) -> Any:
    return load(name)  # most of the time of an export, otherwise


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def words_of(html: str) -> str:
    """The text that HTML shows, white space collapsed."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.text).split())


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The start tags in HTML, with their attributes."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return parser.tags
