"""JSON Feed 1.1, held to the rules of its specification."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.exporters.registry import load, options_for, render
from blogctl.exporters.visible import newest_first, visible
from blogctl.model import Story, public_id, read

from .exporting import context, export, story, words_of

SITE = "https://example.org/live/x"
FEED = "https://example.org/feeds/s.feed.json"
EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.story.toml"))
LATER = datetime(2030, 1, 1, tzinfo=UTC)
AT = datetime(2024, 1, 5, 10, 45, tzinfo=UTC)
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TEXTS = {"title", "description", "user_comment", "language", "summary", "content_html"}
TEXTS |= {"content_text", "id", "version", "name", "mime_type", "type"}
ADDRESSES = {"home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url"}
ADDRESSES |= {"image", "banner_image", "avatar"}
DATES = {"date_published", "date_modified"}
TOP = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url"}
TOP |= {"icon", "favicon", "authors", "language", "expired", "hubs", "items"}
ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"}
ITEM |= {"banner_image", "date_published", "date_modified", "authors", "tags", "language"}
ITEM |= {"attachments"}
ATTACHMENT = {"url", "mime_type", "title", "size_in_bytes", "duration_in_seconds"}
FULL = {
    "headline": "Tide & <time>",
    "body": "One *two* [three](/t).",
    "label": "analysis",
    "authors": [{"name": "A", "url": "/a"}, {"name": "B", "url": "mailto:b@example.org"}],
    "tags": ["x", "y"],
    "key": True,
    "pinned": True,
    "edited": datetime(2024, 1, 5, 9, 30, tzinfo=UTC),
    "corrections": [{"time": AT, "text": "It was *two*."}],
    "sources": [{"name": "Council", "url": "/c"}],
    "media": [
        {"type": "image", "url": "/i.jpg", "alt": "A wave"},
        {"type": "video", "url": "/v.mp4", "mime": "video/mp4", "bytes": 7, "duration": 1.5},
        {"type": "audio", "url": "/a.mp3"},
    ],
}


def assert_follows_the_rules(feed: dict[str, Any]) -> None:
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert isinstance(feed["items"], list)
    assert_keys(feed, TOP)
    assert feed.get("expired", True) is True
    for hub in feed.get("hubs", []):
        assert set(hub) == {"type", "url"}
    for item in feed["items"]:
        assert_keys(item, ITEM)
        assert isinstance(item["id"], str)
        assert item["id"]
        assert "content_html" in item or "content_text" in item
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        for attachment in item.get("attachments", []):
            assert {"url", "mime_type"} <= set(attachment) <= ATTACHMENT
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for author in authors_in(feed):
        assert set(author) <= {"name", "url", "avatar"}
        assert author


def assert_keys(data: dict[str, Any], known: set[str]) -> None:
    for key, value in data.items():
        assert value is not None, key
        if key.startswith("_"):
            assert re.fullmatch(r"_[A-Za-z]+", key)
            assert isinstance(value, dict)
            continue
        assert key in known
        if key in TEXTS | DATES | ADDRESSES:
            assert isinstance(value, str), key
        if key in ADDRESSES:
            assert re.match(r"https?://[^/]", value), (key, value)
        if key in DATES:
            assert STAMP.fullmatch(value), value
    assert "null" not in [json.dumps(value) for value in values_in(data)]


def authors_in(feed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (feed, *feed["items"]):
        yield from part.get("authors", [])


def values_in(data: Any) -> Iterator[Any]:
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from values_in(value)
    else:
        yield data


def feed_of(told: Story, options: dict[str, object] | None = None, **within: Any) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(export("jsonfeed", told, options, context(**within)))
    assert_follows_the_rules(feed)
    return feed


def item(update: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = feed_of(story(update, url=SITE))["items"][0]
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.partition(".")[0])
def test_an_example_follows_the_rules(path: Path) -> None:
    told = read(check_text(path.read_text("utf-8")).data or {}).story
    assert told is not None
    feed = feed_of(told, zone="Asia/Kathmandu", now=LATER)
    seen = newest_first(visible(told, LATER))
    assert [item["id"] for item in feed["items"]] == [public_id(told, each) for each in seen]
    times = [datetime.fromisoformat(item["date_published"]) for item in feed["items"]]
    assert times == [update.time for update in seen]
    assert ("expired" in feed) is (told.meta.status == "ended")
    assert all(update.headline in (None, item.get("title")) or update.retraction
               for item, update in zip(feed["items"], seen, strict=True))  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        story(),
        story({"headline": "x"}),
        story({"headline": " \n", "body": "x"}),
        story({"media": [{"type": "image", "url": "/i.jpg"}]}),
        story({"media": [{"type": "embed", "url": "/e", "mime": "text/html"}]}),
        story({**FULL, "retraction": {"time": AT}}),
        story(FULL, authors=["A"], publisher={"name": "P", "logo": "/l", "url": "/"}),
        story(FULL, url="/live", status="upcoming", coverage_start=LATER),
    ],
)
@pytest.mark.parametrize("base", [None, "https://example.org"])
def test_odd_stories_follow_the_rules(told: Story, base: str | None) -> None:
    feed = feed_of(told, base_url=base)
    assert len(feed["items"]) == len(told.updates)


def test_an_item_says_all_there_is() -> None:
    made = item(FULL)
    html = made.pop("content_html")
    assert words_of(html).startswith("analysis One two three.")
    assert "Correction (5 January 2024, 10:45 UTC): It was two. Source: Council" in words_of(html)
    assert 'src="https://example.org/i.jpg"' in html
    assert made == {
        "id": made["id"],
        "url": f"{SITE}#u0",
        "title": "Tide & <time>",
        "content_text": "One two three.",
        "summary": "One two three.",
        "image": "https://example.org/i.jpg",
        "date_published": made["date_published"],
        "date_modified": made["date_modified"],
        "authors": [
            {"name": "A", "url": "https://example.org/a"},
            {"name": "B", "url": "mailto:b@example.org"},
        ],
        "tags": ["x", "y"],
        "attachments": [
            {"url": "https://example.org/i.jpg", "mime_type": "image/jpeg", "title": "A wave"},
            {
                "url": "https://example.org/v.mp4",
                "mime_type": "video/mp4",
                "size_in_bytes": 7,
                "duration_in_seconds": 1.5,
            },
            {"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"},
        ],
        "_blogctl": {
            "id": "u0",
            "label": "analysis",
            "key_event": True,
            "pinned": True,
            "corrections": [
                {"date": made["_blogctl"]["corrections"][0]["date"], "text": "It was two."}
            ],
        },
    }
    assert datetime.fromisoformat(made["date_modified"]) == AT


def test_the_feed_says_all_there_is() -> None:
    told = story(
        url=SITE,
        summary="Why",
        language="pt-BR",
        authors=["A"],
        publisher={"name": "P", "logo": "/l.png"},
    )
    hub = "https://hub.example/"
    feed = feed_of(told, {"hub": hub, "feed-url": FEED})
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Coast road",
        "home_page_url": SITE,
        "feed_url": FEED,
        "description": "Why",
        "icon": "https://example.org/l.png",
        "authors": [{"name": "A"}],
        "language": "pt-BR",
        "hubs": [{"type": "WebSub", "url": hub}],
        "items": [],
        "_blogctl": {"id": "s", "status": "live"},
    }


@pytest.mark.parametrize("status", ["upcoming", "live", "paused", "ended"])
def test_only_an_ended_story_has_expired(status: str) -> None:
    feed = feed_of(story({"body": "x"}, status=status))
    assert feed.get("expired") is (True if status == "ended" else None)


def test_an_update_that_did_not_change_has_no_second_date() -> None:
    assert "date_modified" not in item({"body": "x"})


def test_a_headline_alone_is_text() -> None:
    made = item({"headline": "x"})
    assert (made["title"], made["content_text"]) == ("x", "x")
    assert "content_html" not in made


def test_a_retracted_update_is_a_short_notice() -> None:
    made = item({**FULL, "retraction": {"time": AT, "reason": "It was *wrong*."}})
    assert set(made) == {
        *("id", "url", "title", "content_html", "content_text", "summary"),
        *("date_published", "date_modified", "_blogctl"),
    }
    assert made["_blogctl"] == {"id": "u0", "retracted": True}
    assert (made["title"], made["summary"]) == ("Update retracted", "It was wrong.")
    notice = "This update was retracted (5 January 2024, 10:45 UTC)."
    assert made["content_text"] == f"{notice}\nIt was wrong."


def pages(count: int, **options: object) -> dict[str, dict[str, Any]]:
    exporter = load("jsonfeed")
    told = story(*({"body": f"b{n}"} for n in range(count)))
    chosen = options_for(exporter, {"feed-url": FEED, "page-size": "4", **options})
    made = render("jsonfeed", exporter, told, chosen, context())
    assert isinstance(made, dict)
    return {name: json.loads(document) for name, document in made.items()}


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 23])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_following_next_url_gives_every_item_once(count: int, order: str) -> None:
    made = pages(count, order=order)
    by_address = {FEED.replace("s.feed.json", name): feed for name, feed in made.items()}
    address, found = FEED, []
    while address:
        feed = by_address.pop(address)
        assert_follows_the_rules(feed)
        assert feed["feed_url"] == address
        found += [item["_blogctl"]["id"] for item in feed["items"]]
        address = feed.get("next_url", "")
    assert by_address == {}
    assert sorted(found) == sorted(f"u{n}" for n in range(count))
    if order == "newest":
        assert found == [f"u{n}" for n in reversed(range(count))]


def test_older_pages_stay_as_they_are() -> None:
    before, after = (pages(count) for count in (13, 14))
    assert list(before) == ["s.page-1.feed.json", "s.page-2.feed.json", "s.feed.json"]
    for name in list(before)[:-1]:
        assert before[name] == after[name]


@pytest.mark.parametrize("limit", [1, 4, 5, 9, 23, 99])
def test_a_limit_leaves_out_whole_pages_and_shifts_none(limit: int) -> None:
    whole, limited = pages(23), pages(23, limit=str(limit))
    kept = list(whole)[-len(limited) :]
    assert list(limited) == kept
    for name in kept[1:]:
        assert limited[name] == whole[name]
    assert limited[kept[0]].get("next_url") is None
    assert limited[kept[0]]["items"] == whole[kept[0]]["items"]
    found = sum(len(feed["items"]) for feed in limited.values())
    assert found >= min(limit, 23)
    assert found - len(limited[kept[0]]["items"]) < limit
