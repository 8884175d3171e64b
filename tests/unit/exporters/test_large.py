"""Very large and very deep stories come out of every format, whole and well-formed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from functools import lru_cache

import pytest

from blogctl.exporters.registry import available
from blogctl.markup.markdown import plain
from blogctl.model import Story

from .exporting import export, story, words_of
from .harmless import comrak, html_in

FORMATS = sorted(
    name for name, entries in available().items() if entries[0].distribution == "blogctl"
)
MEGABYTE = 1 << 20
LINE = "Tide ]]> &amp;lt; <wave> 👩\u200d👧 שלום\u200f e\u0301 𝒳 "
LARGE = {
    "body": (LINE * (MEGABYTE // len(LINE)) + "end").strip(),
    "one word": "x" * MEGABYTE,
    "lines": "Tide\n" * 100_000 + "end",
    "quotes": "> " * 5_000 + "end",
    "lists": "- " * 5_000 + "end",
    "mixed": "> - 1. " * 1_500 + "end",
    "stairs": "\n".join("  " * depth + "- end" for depth in range(150)),
    "brackets": "[" * 20_000 + "end" + "]" * 20_000,
    "stars": "*a_ " * 20_000 + "end",
    "backticks": " ".join("`" * width for width in range(1, 300)) + " end",
}


@lru_cache(maxsize=16)
def large(kind: str) -> Story:
    return story({"headline": "Coast", "body": LARGE[kind]}, url="https://example.org/live")


def dense(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_body_comes_out(kind: str, name: str) -> None:
    document = export(name, large(kind))
    if name in ("json", "ndjson"):
        data = json.loads(document)
        assert (data["updates"][0] if name == "json" else data)["body"] == LARGE[kind]
    elif name == "jsonld":
        assert json.loads(document)["liveBlogUpdate"][0]["articleBody"] == plain(LARGE[kind])
    elif name == "text":
        # Lines that are broken in a quote are marked as quoted, too.
        assert words_of_body(kind).replace(">", "") in dense(document).replace(">", "")
    else:
        assert words_of_body(kind) in dense(words_of(html_of(name, document)))


def html_of(name: str, document: str) -> str:
    # An item's content is the last HTML of all.
    return comrak(document) if name == "markdown" else html_in(name, document)[-1]


@lru_cache(maxsize=16)
def words_of_body(kind: str) -> str:
    return dense(plain(LARGE[kind]))


@pytest.mark.parametrize("name", FORMATS)
def test_a_large_headline_comes_out(name: str) -> None:
    headline = LARGE["body"]
    document = export(name, story({"headline": headline}, headline=headline))
    if name in ("atom", "rss"):
        texts = [dense(each.text or "") for each in ET.fromstring(document).iter()]
        assert texts.count(dense(headline)) >= 2
    elif name in ("html", "markdown", "site"):
        assert dense(words_of(html_of(name, document))).count(dense(headline)) >= 2
    elif name == "text":
        assert dense(document).count(dense(headline)) == 2
    else:
        data = json.loads(document)
        assert dense(data.get("story", data).get("headline") or data["title"]) == dense(headline)
