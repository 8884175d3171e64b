"""URLs that attack: the model refuses them, or they do no harm wherever they come out."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import TypeAdapter, ValidationError

from blogctl.model.fields import PersonUrl, Url

from .filling import HARMLESS, SITE, Filling, made
from .harmless import (
    HTML_FORMATS,
    READERS,
    addresses_in,
    faults_in,
    safe,
    shapes_in,
    tree_of,
)
from .payloads import URLS

WITH_ADDRESSES = ("atom", "rss", "json", "jsonfeed", "jsonld", "ninjs")


def accepted(kind: Any, url: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(url)
    except ValidationError:
        return False
    return True


def with_url(url: str, page: str = "") -> Filling:
    """A story with the URL in every field that takes it."""
    ours, theirs = (url if accepted(kind, url) else SITE for kind in (Url, PersonUrl))
    return Filling(HARMLESS, HARMLESS, ours, theirs, page or ours)


@pytest.mark.parametrize("page", ["", SITE], ids=["alone", "with a base"])
@pytest.mark.parametrize("url", URLS)
def test_it_does_no_harm(url: str, page: str) -> None:
    filling = with_url(url, page)
    assert [each for name in HTML_FORMATS for each in faults_in(name, made(name, filling))] == []
    found = (each for name in WITH_ADDRESSES for each in addresses_in(name, made(name, filling)))
    assert [each for each in found if not safe(each)] == []


@pytest.mark.parametrize("name", ["html", "markdown"])
@pytest.mark.parametrize("url", URLS)
def test_it_stays_in_its_place(url: str, name: str) -> None:
    shapes = shapes_in(name, made(name, with_url(url, SITE)), addresses=False)
    assert shapes == shapes_in(name, made(name, Filling()), addresses=False)


@pytest.mark.parametrize("url", [url for url in URLS if accepted(Url, url)])
def test_it_is_the_same_everywhere(url: str) -> None:
    filling = with_url(url)
    assert json.loads(made("json", filling))["story"]["related"][0]["url"] == url
    assert addresses(made("html", filling), "nav") == {url}
    for read_html in READERS:
        found = addresses(read_html(made("markdown", filling)), "ul")
        assert {unquote(each) for each in found} == {unquote(url)}


def addresses(html: str, tag: str) -> set[str]:
    """Where the links lead in the last element of that name."""
    return {link.get("href", "") for link in list(tree_of(html).iter(tag))[-1].iter("a")}


def test_what_attacks_is_refused() -> None:
    assert len(set(URLS)) == len(URLS) >= 50
    mail = [url for url in URLS if url.lower().startswith("mailto:")]
    assert [url for url in URLS if accepted(Url, url) and (not safe(url) or url in mail)] == []
    assert [url for url in URLS if accepted(PersonUrl, url) and not safe(url)] == []
    assert sum(accepted(Url, url) for url in URLS) > 10
    assert sum(accepted(PersonUrl, url) for url in mail) > 1


def test_the_check_sees_what_it_is_for() -> None:
    found = addresses_in("json", '["javascript:x", {"a": "java\\nscript:x"}, "Note: x"]')
    assert [safe(each) for each in found] == [False]
    assert addresses_in("rss", '<a b="data:x">vbscript:y</a>') == ["vbscript:y", "data:x"]
