"""Texts that attack come out of every format as what they are: the same words."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any

import pytest

from blogctl.markup.markdown import plain
from blogctl.model import read
from blogctl.times import rfc3339

from .filling import HARMLESS, Filling, data_of, made
from .harmless import ATOM, squeezed, strings
from .payloads import PAYLOADS

WITH_ONE_HEADLINE = {"jsonfeed": "title", "jsonld": "headline", "ninjs": "title"}


def as_json(data: dict[str, Any]) -> Any:
    def text(value: object) -> str:
        assert isinstance(value, datetime)
        return rfc3339(value)

    return json.loads(json.dumps(data, default=text))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_story_s_own_data(payload: str) -> None:
    filling = Filling(payload, payload)
    own, data = as_json(data_of(filling)), json.loads(made("json", filling))
    assert data["story"] == own["story"]
    assert data["updates"][0] == without(own["updates"][0], "status", "pinned")
    assert data["updates"][4]["retraction"]["reason"] == payload
    assert read(data, text_times=True).story is not None
    lines = [json.loads(line) for line in made("ndjson", filling).split("\n")[:-1]]
    assert [without(line, "guid") for line in lines] == data["updates"]


def without(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", WITH_ONE_HEADLINE)
def test_only_the_words_of_other_data_are_others(name: str, payload: str) -> None:
    before, after = (json.loads(made(name, Filling(each, "Tiger"))) for each in (HARMLESS, payload))
    assert after[WITH_ONE_HEADLINE[name]] == payload
    for harmless, attack in zip(strings(before), strings(after), strict=True):
        if "<" not in harmless:
            assert squeezed(attack) == squeezed(harmless.replace(HARMLESS, payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_corrections_in_a_json_feed(payload: str) -> None:
    items = json.loads(made("jsonfeed", Filling(payload, payload)))["items"]
    assert items[-1]["_blogctl"]["corrections"][0]["text"] == plain(payload)
    assert items[-1]["_blogctl"]["label"] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_rss(payload: str) -> None:
    channel = ET.fromstring(made("rss", Filling(payload, payload)))[0]
    words = squeezed(payload)
    assert channel.findtext("title") == channel.findtext("category") == words
    assert channel.findtext("item[last()]/title") == words


@pytest.mark.parametrize("payload", PAYLOADS)
def test_atom(payload: str) -> None:
    feed = ET.fromstring(made("atom", Filling(payload, payload)))
    texts = [
        *feed.iter(f"{ATOM}title"),
        *feed.iter(f"{ATOM}subtitle"),
        *feed.iter(f"{ATOM}summary"),
    ]
    assert {each.get("type", "text") for each in texts} == {"text"}
    assert feed.findtext(f"{ATOM}title") == feed.findtext(f"{ATOM}subtitle") == squeezed(payload)
    assert feed.findtext(f"{ATOM}entry[last()]/{ATOM}title") == squeezed(payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain_text(payload: str) -> None:
    assert squeezed(payload) in squeezed(made("text", Filling(payload)))
