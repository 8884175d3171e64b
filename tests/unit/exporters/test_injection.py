"""Texts that attack: whatever a story says, nothing in it runs and no markup is broken."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from blogctl.exporters import rendering
from blogctl.exporters.registry import available
from blogctl.model import Part, Update
from blogctl.model.fields import Text

from .exporting import export
from .filling import HARMLESS, Filling, filled, is_markdown, made
from .harmless import (
    HTML_FORMATS,
    faults,
    faults_in,
    html_in,
    shape,
    shapes_in,
    strings,
    tree_of,
    words_in,
)
from .payloads import PAYLOADS, TEXTS

MARKDOWN = frozenset({"text", "note", "correction"})
EVERYTHING = '"></script><img src=x onerror=alert(1)>[x](javascript:alert(1))'


def dense(text: str) -> str:
    return "".join(text.split())


def attacked(name: str, payload: str) -> str:
    return made(name, Filling(payload, payload))


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 110
    assert all(TEXTS.values())


def test_every_format_is_looked_at() -> None:
    own = {name for name, entries in available().items() if entries[0].distribution == "blogctl"}
    assert own == {*HTML_FORMATS, "json", "ndjson", "text"}


def test_a_new_field_is_filled() -> None:
    class Later(Update):
        aside: Text | None = None

    class Odd(Part):
        pattern: bytes

    assert Filling("new").part(Later)["aside"] == "new"
    assert Filling(markdown="*new*").part(Later)["body"] == "*new*"
    with pytest.raises(KeyError):
        Filling().part(Odd)


def test_the_fields_in_markdown_are_known_by_their_descriptions() -> None:
    assert is_markdown(Update, "body")
    assert not is_markdown(Update, "headline")
    told = set(strings(json.loads(made("json", Filling("plain", "marked")))))
    assert {"plain", "marked"} <= told


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs(payload: str) -> None:
    assert [
        each for name in HTML_FORMATS for each in faults_in(name, attacked(name, payload))
    ] == []
    page, harmless = attacked("html", payload), made("html", Filling())
    assert shape(page, closed=MARKDOWN) == shape(harmless, closed=MARKDOWN)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_plain_text_is_shown_and_is_no_markup(payload: str) -> None:
    for name in HTML_FORMATS:
        before, after = (made(name, Filling(each, "Tiger")) for each in (HARMLESS, payload))
        assert shapes_in(name, after) == shapes_in(name, before), name
        for harmless, attack in zip(html_in(name, before), html_in(name, after), strict=True):
            if name != "jsonld":
                expected = [word.replace(HARMLESS, payload) for word in words_in(harmless)]
                assert [*map(dense, words_in(attack))] == [*map(dense, expected)], name


@pytest.mark.parametrize("payload", PAYLOADS)
def test_linked_data_stays_in_its_script(payload: str) -> None:
    document = attacked("jsonld", payload)
    assert shapes_in("jsonld", document) == shapes_in("jsonld", made("jsonld", Filling()))
    script = tree_of(html_in("jsonld", document)[0]).findtext("html/head/script")
    assert json.loads(script or "")["headline"] == payload


@pytest.mark.parametrize(
    "html",
    [
        *("<script>", "<p onclick=x>", "<a href=javascript:x>", "<img src='data:x'>", "<!--x-->"),
        *("<a href='java\nscript:x'>", "<svg>", "<p style=x>", "<p id=x>", "<iframe>", "<?x?>"),
    ],
)
def test_the_check_sees_what_it_is_for(html: str) -> None:
    assert faults(html)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        *(("atom", "feed.escape"), ("atom", "feed.sanitised"), ("atom", "xml.escape")),
        *(("html", "page.to_html"), ("jsonfeed", "feed.escape"), ("jsonld", "jsonld.script_safe")),
        *(("markdown", "markdown_document.escaped"), ("markdown", "markdown_document.portable")),
        *(("ninjs", "ninjs.to_html"), ("rss", "rss.escape_html"), ("rss", "feed.sanitised")),
    ],
)
def test_an_escape_forgotten_is_seen(
    name: str, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgotten(text: Any, *_: Any, **__: Any) -> str:
        return text if isinstance(text, str) else json.dumps(text)

    monkeypatch.setattr(f"blogctl.exporters.{function}", forgotten)
    assert is_seen(name)


def test_a_template_that_does_not_escape_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    careless = rendering.environment().overlay(autoescape=False)
    monkeypatch.setattr(rendering, "environment", lambda theme: careless)
    assert is_seen("html")
    assert is_seen("site")


def is_seen(name: str) -> bool:
    try:
        return bool(faults_in(name, export(name, filled(Filling(EVERYTHING, EVERYTHING)))))
    except ET.ParseError:
        return True
