"""What holds for every format alike."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from blogctl import dialect
from blogctl.errors import UsageError
from blogctl.exporters.registry import available, load, options_for
from blogctl.exporters.visible import visible
from blogctl.model import Story

from .exporting import NOW, context, export, index_of, story, words_of
from .test_hidden import AT, SECRET, secretive

FORMATS = [
    *("atom", "html", "json", "jsonfeed", "jsonld", "markdown", "ndjson", "ninjs", "rss", "site"),
    "text",
]
SITE = "https://example.org/live"
WITH_ORDER = [name for name in FORMATS if name != "json"]
"""The story's own data keeps the order of its file."""


def told(name: str, *updates: dict[str, Any], options: dict[str, object] | None = None) -> str:
    return export(name, story(*updates, url=SITE), options)


def shown(name: str, document: str) -> str:
    """The words that readers of a format come to see, white space collapsed."""
    if name == "site":
        return shown("html", index_of(document))
    if name in ("atom", "rss"):
        texts = list(ET.fromstring(document).itertext())
        text = " ".join([*texts, *map(words_of, texts)])
    elif name in ("html", "markdown"):
        html = document if name == "html" else dialect.render(document, raw_html=True)
        text = BeautifulSoup(html, "html5lib").get_text()
    elif name == "text":
        text = document
    else:
        lines = document.splitlines() if name == "ndjson" else [document]
        text = " ".join(one for line in lines for one in texts_in(json.loads(line)))
    return " ".join(text.split())


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from texts_in(value)
    elif isinstance(data, str):
        yield data


def test_these_are_all_there_are() -> None:
    own = {name for name, entries in available().items() if entries[0].distribution == "blogctl"}
    assert own == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_story_gives_the_same_bytes(name: str) -> None:
    updates = (secretive(), {"body": "x"}, {**secretive(), "retraction": {"time": AT}})
    first = told(name, *updates)
    assert first == told(name, *updates)
    years_later = context(now=NOW + timedelta(days=900))
    assert first == export(name, story(*updates, url=SITE), within=years_later)
    assert "\r" not in first


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"time": NOW + timedelta(microseconds=1)},
        {"retraction": {"time": AT + timedelta(hours=2), "reason": "It was wrong."}},
    ],
    ids=["draft", "ahead", "retracted"],
)
@pytest.mark.parametrize("name", FORMATS)
def test_what_readers_may_not_see_leaves_no_trace(name: str, hidden: dict[str, Any]) -> None:
    more: dict[str, object] = {"extra": True} if name in ("json", "ndjson") else {}
    document = told(name, {"headline": "Seen"}, {**secretive(), **hidden}, options=more)
    assert SECRET not in document
    assert "Seen" in document
    assert ("It was wrong." in document) is ("retraction" in hidden)
    without = told(name, {"headline": "Seen"}, options=more)
    assert (document == without) is ("retraction" not in hidden)


@pytest.mark.parametrize("name", FORMATS)
def test_an_update_comes_out_when_its_time_has_come(name: str) -> None:
    later = story({"headline": "First"}, {"headline": "Second", "time": NOW})
    assert "Second" in export(name, later)
    assert "Second" not in export(name, later, within=context(now=NOW - timedelta(seconds=1)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_correction_is_told(name: str) -> None:
    corrections = [
        {"time": AT + timedelta(hours=1), "text": "It was two."},
        {"time": NOW + timedelta(hours=1), "text": "Not yet."},
    ]
    document = told(name, {"headline": "Tide", "body": "x", "corrections": corrections})
    assert "It was two." in shown(name, document)
    assert "Not yet." not in shown(name, document)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"limit": "2"}, "cd"),
        ({"limit": 1}, "d"),
        ({"since": "2024-01-05T09:02:00Z"}, "cd"),
        ({"since": "2024-01-05T10:02:00.5+01:00"}, "d"),
        ({"tag": "wave"}, "ac"),
        ({"key-events": "true"}, "bc"),
        ({"key_events": True, "tag": "wave"}, "c"),
        ({"tag": "wave", "limit": "1"}, "c"),
        ({"tag": "nothing"}, ""),
        ({}, "abcd"),
    ],
)
def test_every_format_takes_the_same_updates(
    name: str, options: dict[str, object], ids: str
) -> None:
    updates: list[dict[str, Any]] = [
        {"headline": "Tide a", "tags": ["wave"]},
        {"headline": "Tide b", "key": True},
        {"headline": "Tide c", "tags": ["wave", "x"], "key": True},
        {"headline": "Tide d"},
    ]
    if name == "site":
        # There, a limit leaves out whole pages.
        options = {**options, "page-size": "1"} if "limit" in options else options
    text = shown(name, told(name, *updates, options=options))
    assert [letter for letter in "abcd" if f"Tide {letter}" in text] == list(ids)


@pytest.mark.parametrize("name", WITH_ORDER)
def test_the_order_is_as_asked_for(name: str) -> None:
    updates = [{"headline": f"Tide {letter}"} for letter in "abc"]

    def order(which: str, **options: object) -> str:
        document = told(name, *updates, options={"order": which, **options})
        return "".join(sorted("abc", key=lambda one: document.find(f"Tide {one}")))

    assert order("newest") == "cba"
    assert order("oldest") == "abc"
    assert order("oldest", limit=2).endswith("bc")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("key", "near"),
    [("limt", "limit"), ("key-event", "key-events"), ("sinc", "since"), ("tags", "tag")],
)
def test_an_unknown_option_is_refused_with_the_nearest(name: str, key: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        options_for(load(name), {key: "1"})
    assert f'no option "{key}"' in str(caught.value)
    assert f"did you mean {near}?" in (caught.value.help or "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "wrong",
    [{"limit": "0"}, {"since": "yesterday"}, {"since": "2024-01-05T09:00:00"}, {"key-events": "x"}],
)
def test_a_value_that_cannot_be_is_refused(name: str, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        options_for(load(name), wrong)


def pieces(name: str, document: str) -> list[str]:
    """What a document says of each update."""
    if name == "site":
        return pieces("html", index_of(document))
    if name in ("atom", "rss"):
        tag = "item" if name == "rss" else "{http://www.w3.org/2005/Atom}entry"
        return [ET.tostring(one, encoding="unicode") for one in ET.fromstring(document).iter(tag)]
    if name == "html":
        return [str(one) for one in BeautifulSoup(document, "html5lib").select("article.h-entry")]
    if name == "ndjson":
        return document.splitlines()
    if name == "markdown":
        return document.removesuffix("\n").split("\n\n---\n\n")[1:]
    if name == "text":
        return document.removesuffix("\n").split("\n\n" + "-" * 72 + "\n\n")[1:]
    keys = {"json": "updates", "jsonfeed": "items", "jsonld": "liveBlogUpdate"}
    data = json.loads(document)
    return [json.dumps(one) for one in data.get(keys.get(name, "associations"), [])]


@pytest.mark.parametrize("name", FORMATS)
def test_one_update_more_leaves_the_others_as_they_are(name: str) -> None:
    full = secretive()
    updates = [
        {**full, "pinned": False},
        {"body": "[x]\n\n```\nopen"},
        {**full, "retraction": {"time": AT}, "pinned": False},
        {"headline": "Tide"},
    ]
    before = pieces(name, told(name, *updates))
    after = pieces(name, told(name, *updates, {"body": "```\nx\n```\n\n[x] `", "tags": ["new"]}))
    assert len(before) == 4
    assert len(after) == 5
    assert [piece for piece in after if piece in before] == before


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("status", ["upcoming", "live", "paused", "ended"])
def test_a_story_without_updates_is_a_document_too(name: str, status: str) -> None:
    document = export(name, story(status=status))
    assert pieces(name, document) == ([] if name != "markdown" else ["No updates yet."])
    assert name == "ndjson" or "Coast road" in shown(name, document)


NASTY = [
    *("👩\u200d👧 🌊", "שלום \u200fעולם", "e\u0301 ñ n\u0303", "a ]]> b", "&amp;lt; &#38; &copy;"),
    *("<b>x</b> </script>", "'single' \"double\"", "\\ back\\slash", "𝒳 \U0010fffd", "a\ufeffb"),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_text_is_exact(name: str, nasty: str) -> None:
    updates = [
        {"headline": nasty, "sources": [{"name": nasty}], "body": f"```\n{nasty}\n```"},
    ]
    made: Story = story(*updates, headline=nasty, url=SITE)
    document = export(name, made)
    document.encode()
    assert shown(name, document).count(nasty) >= (3 if name != "ndjson" else 2)


def test_the_clock_is_passed_in() -> None:
    ahead = story({"body": "x", "time": datetime(2031, 1, 1, tzinfo=UTC)})
    assert visible(ahead, NOW).updates == ()
    assert {name for name in FORMATS if pieces(name, export(name, story({"body": "x"})))} == set(
        FORMATS
    )
