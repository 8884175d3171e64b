"""Stories that attack, opened: nothing runs, nothing is asked for, nothing breaks the page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from pydantic import TypeAdapter, ValidationError

from blogctl.model.fields import Url

from .conftest import Opens
from .reader import Reader
from .server import until
from .stories import ROOT, START, Told, told

sys.path.insert(0, str(ROOT / "tests" / "unit"))
try:
    from exporters.filling import HARMLESS, Filling, data_of
    from exporters.payloads import TEXTS, URLS
finally:
    sys.path.pop(0)

# Whatever a story could have smuggled in is given the chance to run.
_PROVOKE = """() => {
  const names = ["load", "error", "focus", "mouseover", "pointerenter", "toggle", "animationstart"];
  for (const element of document.querySelectorAll("*")) {
    for (const name of names) element.dispatchEvent(new Event(name, { bubbles: true }));
  }
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""
_LOADED = """[...document.querySelectorAll("[src], [poster]")]
  .flatMap((element) => [element.src, element.poster || ""])"""
_SCHEMES = "[...new Set([...document.querySelectorAll('a')].map((link) => link.protocol))]"


def accepted(urls: Iterable[str]) -> Iterator[str]:
    """Those of the URLs that a story may have."""
    for url in urls:
        try:
            yield TypeAdapter(Url).validate_python(url)
        except ValidationError:
            continue


def filled(story: Told, fillings: list[Filling]) -> Told:
    """A story that has what each filling gives, in each field that there is."""
    whole = data_of(Filling("\n".join(each.plain for each in fillings), fillings[0].markdown))
    listed: list[dict[str, Any]] = [
        update for filling in fillings for update in data_of(filling)["updates"]
    ]
    numbered = [
        {**each, "id": f"u{number}", "time": START + timedelta(minutes=number)}
        for number, each in enumerate(listed)
    ]
    meta = {**whole["story"], "status": "live", "timezone": "UTC", "language": "en"}
    return story.write(*numbered, **meta)


def assert_harmless(reader: Reader, updates: int) -> None:
    """The page is whole, and nothing but pictures and films of the story was asked for."""
    reader.evaluate(_PROVOKE)
    expect(reader("#_list > article")).to_have_count(updates)
    for selector in ("h1", "main", "footer", "#_words", "body > script:not([type])"):
        expect(reader(selector)).to_have_count(1)
    assert set(reader.evaluate(_SCHEMES)) <= {"http:", "https:", "mailto:", ":"}
    named = {reader.page.url, *(url.partition("#")[0] for url in reader.evaluate(_LOADED))}
    assert [url for url in reader.requests if url not in named] == []


ATTACKS = {
    **{name: [Filling(each, each) for each in texts] for name, texts in TEXTS.items()},
    "URLs": [Filling(url=url, page="https://example.org/") for url in accepted(URLS)],
}


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_runs(read: Opens, tmp_path: Path, name: str) -> None:
    """Neither where it is opened, nor where an open page takes it over."""
    attacks = ATTACKS[name]
    story = filled(told(tmp_path), [Filling(HARMLESS, HARMLESS)]).publish()
    reader = read(story.name)
    expect(reader("#_list > article")).to_have_count(5)
    filled(story, attacks).publish()
    reader.ask()
    count = 5 * len(attacks)
    reader("#_new").click()
    assert_harmless(reader, count)
    reader.requests.clear()
    assert_harmless(reader.open(story.name), count)


def test_there_are_as_many_as_are_known() -> None:
    assert sum(map(len, TEXTS.values())) >= 110
    assert len(ATTACKS["URLs"]) >= 20


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<link rel=stylesheet href=//evil.example/x.css>",
    ],
)
def test_what_is_let_through_is_stopped_and_seen(read: Opens, tmp_path: Path, attack: str) -> None:
    """The policy of the page is the second lock: nothing of a forgotten escape runs."""
    story = told(tmp_path).publish()
    page = story.page.read_text("utf-8")
    story.put(page.replace("</main>", f"{attack}</main>"))
    reader = read(story.name)
    reader.settle()
    until(lambda: reader.evaluate("0") or reader.faults, "nothing is seen")
    assert not any("was called" in fault for fault in reader.faults)
    reader.faults.clear()
