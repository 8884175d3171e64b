"""schema.org's LiveBlogPosting, taken from a page by an independent reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from extruct import JsonLdExtractor

from blogctl.check import check_text
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, public_id, read

from .exporting import context, export, story
from .filling import Filling, filled
from .payloads import PAYLOADS

SITE = "https://example.org/live/x"
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
START = datetime(2024, 1, 5, 9, tzinfo=UTC)
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TIMES = {"datePublished", "dateModified", "coverageStartTime", "coverageEndTime", "uploadDate"}


def page_with(document: str) -> str:
    script = f'<script type="application/ld+json">{document}</script>'
    return f"<!doctype html><html><head><title>x</title>{script}</head><body>end</body></html>"


def posting(told: Story, options: dict[str, object] | None = None, **within: Any) -> dict[str, Any]:
    document = export("jsonld", told, options, context(**within))
    found: list[dict[str, Any]] = JsonLdExtractor().extract(page_with(document))
    assert len(found) == 1
    assert found[0] == json.loads(document)
    assert found[0]["@context"] == "https://schema.org"
    assert found[0]["@type"] == "LiveBlogPosting"
    for key, value in pairs(found[0]):
        assert value not in (None, [], {}, ""), key
        if key in TIMES:
            assert STAMP.fullmatch(value), value
        if key in ("url", "contentUrl", "thumbnailUrl"):
            assert re.match("https?://[^/]", value), value
    return found[0]


def pairs(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key, value
            yield from pairs(value)
    elif isinstance(data, list):
        for value in data:
            yield from pairs(value)


def update_of(update: dict[str, Any], **meta: Any) -> dict[str, Any]:
    found: dict[str, Any] = posting(story(update, url=SITE, **meta))["liveBlogUpdate"][0]
    return found


def time(data: dict[str, Any], key: str) -> datetime:
    return datetime.fromisoformat(data[key])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_is_told_in_full(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    made = posting(told, now=LATER)
    seen = newest_first(visible(told, LATER))
    assert made["@id"] == made["url"] == made["mainEntityOfPage"] == told.meta.url
    assert [one["identifier"] for one in made["liveBlogUpdate"]] == [
        public_id(told, update) for update in seen
    ]
    for one, update in zip(made["liveBlogUpdate"], seen, strict=True):
        assert one["@type"] == "BlogPosting"
        assert one["@id"] == one["url"] == f"{told.meta.url}#{update.id}"
        assert time(one, "datePublished") == update.time
        assert time(one, "dateModified") == update.last_changed
        assert len(one["headline"]) <= 110 or one["headline"] == update.headline
        assert one["headline"] != told.meta.headline
    assert time(made, "coverageStartTime") <= min(update.time for update in seen)
    assert time(made, "dateModified") >= max(update.last_changed for update in seen)
    assert ("coverageEndTime" in made) is (told.meta.status == "ended")


@pytest.mark.parametrize("status", ["upcoming", "live", "paused", "ended"])
def test_a_coverage_has_an_end_only_when_it_ended(status: str) -> None:
    end = {"coverage_end": AT} if status == "ended" else {}
    made = posting(story({"body": "x"}, status=status, **end))
    assert made.get("coverageEndTime") == ("2024-01-05T10:45:00Z" if end else None)


@pytest.mark.parametrize("begins", [START - timedelta(hours=1), START + timedelta(hours=1)])
def test_a_coverage_begins_no_later_than_its_updates(begins: datetime) -> None:
    told = story({"body": "x"}, {"body": "y"}, coverage_start=begins)
    for options in ({}, {"limit": "1"}, {"order": "oldest"}):
        assert time(posting(told, dict(options)), "coverageStartTime") == min(begins, START)
    assert time(posting(story({"body": "x"})), "coverageStartTime") == START
    assert "coverageStartTime" not in posting(story())


def test_the_last_change_is_the_newest_of_all() -> None:
    told = story({"body": "x", "corrections": [{"time": AT, "text": "c"}]}, {"body": "y"})
    made = posting(told, zone="Asia/Kathmandu")
    assert made["dateModified"] == "2024-01-05T16:30:00+05:45"
    assert time(made, "datePublished") == START
    newest, oldest = made["liveBlogUpdate"]
    assert time(oldest, "dateModified") == AT
    assert newest["dateModified"] == newest["datePublished"]


def test_an_update_speaks_for_itself() -> None:
    people = [
        {"name": "A", "url": "/a", "role": "Reporter"},
        {"name": "B", "url": "mailto:b@b.org"},
    ]
    made = update_of(
        {"headline": "Own", "body": "x", "authors": people, "tags": ["t"]},
        headline="The page's",
        authors=["The page's"],
        tags=["the page's"],
    )
    assert made["headline"] == "Own"
    assert made["keywords"] == ["t"]
    assert made["author"] == [
        {
            "@type": "Person",
            "name": "A",
            "url": "https://example.org/a",
            "jobTitle": "Reporter",
        },
        {"@type": "Person", "name": "B", "email": "b@b.org"},
    ]
    assert "author" not in update_of({"body": "x"}, authors=["The page's"])


@pytest.mark.parametrize(
    ("update", "headline"),
    [
        ({"headline": " Own\n one "}, "Own one"),
        ({"body": "# First\n\nsecond"}, "First"),
        ({"media": [{"type": "image", "url": "/a.jpg"}]}, "Coast road"),
    ],
)
def test_every_update_has_a_headline(update: dict[str, Any], headline: str) -> None:
    assert update_of(update)["headline"] == headline


def test_the_body_is_plain_and_whole() -> None:
    body = "One *two* [three](/t) &amp; `<b>`\n\n- item\n\n" + "word " * 2000
    text = update_of({"body": body})["articleBody"]
    assert text.startswith("One two three & <b>\nitem\nword word")
    assert text.count("word") == 2000


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_leaves_the_script(payload: str) -> None:
    document = export("jsonld", filled(Filling(payload, payload)))
    assert not set(document) & set("<>&\u2028\u2029")
    made = posting(filled(Filling(payload, payload)))
    assert made["headline"] == payload
    page = page_with(document)
    assert page.lower().count("</script") == page.lower().count("<script") == 1


def test_the_page_is_described() -> None:
    made = posting(
        story(
            {"body": "x"},
            url=SITE + "#top",
            summary="Why",
            language="pt-BR",
            tags=["t"],
            authors=[{"name": "A", "url": "/a"}],
            publisher={"name": "P", "url": "/", "logo": "/l.png"},
            image={"url": "/i.jpg", "alt": "A wave", "credit": "C", "width": 8, "height": 6},
            body="Back*ground*.",
            about={"name": "Storm", "location": "Dover", "start": START.date(), "end": AT},
        )
    )
    base = "https://example.org"
    assert made["@id"] == SITE
    assert (made["description"], made["inLanguage"]) == ("Why", "pt-BR")
    assert (made["keywords"], made["articleBody"]) == (["t"], "Background.")
    assert made["author"] == [{"@type": "Person", "name": "A", "url": f"{base}/a"}]
    assert made["publisher"] == {
        "@type": "Organization",
        "name": "P",
        "url": f"{base}/",
        "logo": {"@type": "ImageObject", "url": f"{base}/l.png"},
    }
    assert made["image"] == {
        "@type": "ImageObject",
        "url": f"{base}/i.jpg",
        "caption": "A wave",
        "creditText": "C",
        "width": 8,
        "height": 6,
    }
    assert made["about"] == {
        "@type": "Event",
        "name": "Storm",
        "location": {"@type": "Place", "name": "Dover"},
        "startDate": "2024-01-05",
        "endDate": "2024-01-05T10:45:00Z",
    }


def test_ids_are_there_without_an_address() -> None:
    told = story({"body": "x"})
    made = posting(told)
    assert made["@id"] == public_id(told)
    assert made["liveBlogUpdate"][0]["@id"] == public_id(told, told.updates[0])
    assert "url" not in made
    assert "url" not in made["liveBlogUpdate"][0]


def test_media_are_objects_of_their_kind() -> None:
    made = update_of(
        {
            "media": [
                {"type": "image", "url": "/i.jpg", "alt": "A wave"},
                {"type": "video", "url": "/v.mp4", "poster": "/p.jpg", "duration": 94.5},
                {"type": "audio", "url": "/a.mp3", "caption": "Talk", "mime": "audio/mpeg"},
                {"type": "embed", "url": "/e"},
            ]
        }
    )
    (image,), (video,), (audio,) = made["image"], made["video"], made["audio"]
    base = "https://example.org"
    assert (image["@type"], image["url"], image["caption"]) == (
        "ImageObject",
        f"{base}/i.jpg",
        "A wave",
    )
    assert (video["@type"], video["contentUrl"]) == ("VideoObject", f"{base}/v.mp4")
    # What search engines ask of a film.
    assert {"name", "thumbnailUrl", "uploadDate"} <= set(video)
    assert video["duration"] == "PT94.5S"
    assert (audio["name"], audio["encodingFormat"]) == ("Talk", "audio/mpeg")


def test_corrections_and_sources_are_told() -> None:
    made = update_of(
        {
            "body": "x",
            "corrections": [{"time": AT, "text": "It was *two*."}],
            "sources": [{"name": "Council", "url": "/c"}, {"name": "A reader"}],
        }
    )
    assert [(one["text"], time(one, "datePublished")) for one in made["correction"]] == [
        ("It was two.", AT)
    ]
    assert made["citation"] == [
        {"@type": "CreativeWork", "name": "Council", "url": "https://example.org/c"},
        {"@type": "CreativeWork", "name": "A reader"},
    ]


def test_a_retracted_update_says_only_that() -> None:
    gone = {"headline": "False", "body": "False", "tags": ["False"], "sources": [{"name": "False"}]}
    made = update_of({**gone, "retraction": {"time": AT, "reason": "It was *wrong*."}})
    assert "False" not in json.dumps(made)
    assert made["headline"] == made["creativeWorkStatus"] == "Update retracted"
    notice = "This update was retracted (5 January 2024, 10:45 UTC)."
    assert made["articleBody"] == f"{notice}\nIt was wrong."
    assert time(made, "dateModified") == AT
