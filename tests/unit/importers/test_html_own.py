"""A page of ours is read back: what it shows is what the story says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import tomli

from blogctl.exporters import Context
from blogctl.exporters import registry as exporters
from blogctl.importers.html import HtmlImporter
from blogctl.markup.markdown import to_html
from blogctl.model import Story, read

from .pages import found, imported, source

EXAMPLES = Path(__file__).parents[3] / "examples"
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def export(
    name: str, story: Story, options: dict[str, object] | None = None, zone: str = "UTC"
) -> Any:
    """A story in a format of ours, as the command line makes it."""
    exporter = exporters.load(name)
    chosen = exporters.options_for(exporter, options or {})
    context = Context(now=LATER, zone=ZoneInfo(zone))
    document = exporters.render(name, exporter, story, chosen, context)
    if isinstance(document, dict):
        return {name: str(each) for name, each in document.items()}
    return document


def example(name: str) -> Story:
    result = read(tomli.loads((EXAMPLES / name).read_text("utf-8")))
    assert result.story is not None
    return result.story


def told(story: Story) -> dict[str, Any]:
    """What a story says, its texts as HTML, since there are many ways to write one."""
    texts = {"body", "note", "reason", "text"}

    def shown(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {key: shown(each, key) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [shown(each) for each in value]
        return to_html(value) if key in texts and isinstance(value, str) else value

    meta = shown(story.meta.model_dump(exclude={"extra"}))
    updates = {
        update.id: shown(update.model_dump(exclude={"extra", "original_url"}))
        for update in story.updates
    }
    return {"story": meta, **updates}


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [d for k in keys for d in differences(one.get(k), other.get(k), f"{where}/{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{where}/{n}")]
    return [] if one == other else [where]


@pytest.mark.parametrize(
    ("name", "zone", "lost"),
    [
        (
            "football-cup-final.story.toml",
            "Europe/Madrid",
            {
                *("/20250517T181500Z/media/0/bytes", "/20250517T181500Z/media/0/mime"),
                *("/20250517T184000Z/media/1/mime", "/goal-1-0/media/0/mime"),
                *("/20250517T203700Z/media/0/height", "/20250517T203700Z/media/0/width"),
                *("/goal-1-1/edited", "/player-ratings"),
                *(f"/goal-struck-off/{each}" for each in ("body", "headline", "label", "tags")),
            },
        ),
        (
            "incident-search-outage.story.toml",
            "Etc/UTC",
            {
                *("/inc214-04/edited", "/inc214-08/edited"),
                *("/inc214-06/media/1/bytes", "/inc214-06/media/1/mime"),
                *("/inc214-10/media/0/bytes", "/inc214-10/media/0/mime"),
            },
        ),
        (
            "karabakh-2020-09-27.story.toml",
            "Asia/Baku",
            {"/20200927T103600Z-672i6u/edited", "/story/coverage_start"},
        ),
    ],
)
def test_an_example_comes_back_but_for_what_no_page_shows(
    name: str, zone: str, lost: set[str]
) -> None:
    story = example(name)
    zone = story.meta.timezone or zone
    back = imported(export("html", story, None, zone))
    assert set(differences(told(story), told(back.story))) == lost
    [doubt] = back.report.doubts
    for what in ("drafts", "retracted", "extra", "types and sizes", "edit"):
        assert what in doubt


FULL: dict[str, Any] = {
    "id": "h_x",
    "headline": "Harbour & quay",
    "language": "fr",
    "timezone": "Europe/Paris",
    "status": "live",
    "summary": "A day.",
    "url": "https://news.example/live/harbour",
    "authors": [{"name": "Ada", "url": "https://news.example/ada", "role": "Skipper"}],
    "tags": ["sea", "a, b"],
    "body": "Back *ground*\n\n![Map](map.png)",
    "note": "A **note**.",
    "publisher": {
        "name": "News",
        "url": "https://news.example",
        "logo": "https://news.example/l.png",
    },
    "image": {"url": "lead.jpg", "alt": "Lead", "caption": "The line", "credit": "P. Hoto"},
    "about": {"name": "Fair", "location": "Quay"},
    "related": [
        {"headline": "Before", "url": "https://news.example/1", "rel": "previous"},
        {"headline": "Beside", "url": "https://news.example/2", "rel": "related"},
    ],
}
TIME = datetime(2024, 1, 5, 9, tzinfo=UTC)
UPDATES: list[dict[str, Any]] = [
    {
        "id": "i_1",
        "time": TIME,
        "headline": "One: <two>",
        "body": "Text with `code`, ~~old~~ and [a link](other.html).\n\n- a\n- b",
        "authors": [{"name": "Bo"}, {"name": "Cy", "role": "Cook"}],
        "tags": ["x"],
        "key": True,
        "pinned": True,
        "label": "breaking",
        "edited": TIME.replace(hour=11),
        "sources": [{"name": "Council, the"}, {"name": "Port", "url": "https://port.example"}],
        "media": [
            {
                "type": "image",
                "url": "a.jpg",
                "alt": "A",
                "caption": "Cap",
                "credit": "Cred: it",
                "width": 9,
            },
            {
                "type": "video",
                "url": "https://v.example/v.mp4",
                "poster": "p.jpg",
                "duration": 12.5,
                "alt": "Film",
            },
            {"type": "embed", "url": "https://e.example/1", "caption": "Post", "credit": "Them"},
        ],
        "corrections": [{"time": TIME.replace(hour=10), "text": "It *was* three."}],
    },
    {"id": "same", "time": TIME, "body": "Same instant."},
    {
        "id": "gone",
        "time": TIME.replace(minute=5),
        "body": "Old",
        "retraction": {"time": TIME.replace(hour=12), "reason": "It was *wrong*."},
    },
]


def full() -> Story:
    result = read({"story": FULL, "updates": UPDATES})
    assert result.story is not None, result.problems
    return result.story


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_all_that_a_page_shows_comes_back(order: str) -> None:
    page = export("html", full(), {"order": order}, "Europe/Paris")
    back = imported(page).story
    assert set(differences(told(full()), told(back))) == {"/gone/body"}
    assert [update.id for update in back.updates] == ["i_1", "same", "gone"]


def test_the_page_is_enough_without_its_data() -> None:
    page = export("html", full(), None, "Europe/Paris")
    before, _, rest = page.partition('<script type="application/ld+json">')
    back = imported(before + rest.partition("</script>")[2]).story
    assert set(differences(told(full()), told(back))) == {
        *("/gone/body", "/story/publisher/logo", "/story/about/location", "/story/about/name"),
        *("/i_1/media/1/duration", "/i_1/sources"),
    }


def test_relative_addresses_are_resolved_where_the_page_was_fetched() -> None:
    page = export("html", full(), None, "Europe/Paris")
    update = imported(page, url="https://copy.example/x/").story.updates[0]
    assert update.media[0].url == "https://copy.example/x/a.jpg"
    assert "(https://copy.example/x/other.html)" in (update.body or "")


def test_the_newest_page_of_a_site_is_read_and_says_that_it_is_a_part() -> None:
    updates = [
        {"id": f"u{n}", "time": TIME.replace(hour=n // 60, minute=n % 60), "body": f"News {n}"}
        for n in range(200)
    ]
    story = read({"story": {"id": "s", "headline": "H"}, "updates": updates}).story
    assert story is not None
    files = export("site", story)
    index = next(text for name, text in files.items() if name.endswith("index.html"))
    result = imported(index)
    assert HtmlImporter().recognises(source(index)) == 3
    assert 0 < result.report.imported < 200
    assert any("only some of the updates" in doubt for doubt in result.report.doubts)


def test_a_story_that_is_yet_to_begin() -> None:
    meta = {"id": "s", "headline": "H", "status": "upcoming", "coverage_start": LATER}
    story = read({"story": meta, "updates": []}).story
    assert story is not None
    back = imported(export("html", story)).story.meta
    assert (back.status, back.coverage_start) == ("upcoming", LATER)


def test_a_page_that_was_changed_by_hand_is_still_read() -> None:
    page = export("html", full(), None, "Europe/Paris")
    for old, new in (("<strong>note</strong>", "<b>note"), ("<li>a</li>", "<i>a</li></em>")):
        assert old in page
        page = page.replace(old, new)
    assert [update.id for update in imported(page).story.updates] == ["i_1", "same", "gone"]


def test_the_words_of_a_link_without_a_caption_are_no_caption() -> None:
    media = [{"type": "embed", "url": "https://example.org/post"}]
    media += [{"type": "file", "url": "https://example.org/a.pdf", "caption": "The report"}]
    update = {"id": "a", "time": LATER, "media": media}
    story = read({"story": {"id": "x", "headline": "X"}, "updates": [update]}).story
    assert story is not None
    (back,) = found(export("html", story)).updates
    assert back["media"] == media
