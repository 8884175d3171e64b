from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogctl.importers import NO, SURE
from blogctl.importers.sourcefabric import SourcefabricImporter
from blogctl.model import Update

from . import systems

IMPORTER = SourcefabricImporter()
POSTS = systems.fixture("sourcefabric_posts.json")
OPTIONS = systems.fixture("sourcefabric_options.json")
BOTH = {"options": OPTIONS, "api_response": POSTS}


def updates(data: Any = POSTS) -> dict[str, Update]:
    """The updates of a story, by the ends of their ids."""
    story = systems.imported(IMPORTER, data).story
    return {update.id.rsplit("_3A", 1)[-1]: update for update in story.updates}


def with_post(number: int, **changes: Any) -> Any:
    def change(items: Any, place: Any) -> None:
        items[place] = {**items[place], **changes}

    return systems.changed(POSTS, ("posts", "_items", 9 - number), change)


@pytest.mark.parametrize(
    "data", [POSTS, OPTIONS, BOTH, POSTS["posts"], POSTS["posts"]["_items"], OPTIONS["blog"]]
)
def test_is_sure_of_posts_and_options(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == SURE


@pytest.mark.parametrize(
    "data",
    [[], {}, 5, "x", {"_items": []}, {"_items": [{"groups": []}]}, {"title": "x"}, {"posts": [1]}],
)
def test_knows_nothing_else(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == NO
    assert IMPORTER.read(systems.source(data)) is None


def test_takes_a_post_as_one_update_with_all_its_items() -> None:
    update = updates()["5"]
    assert update.body == "Three **pictures**"
    assert [each.model_dump(exclude_none=True) for each in update.media] == [
        {
            "type": "image",
            "url": "https://example.org/a.jpg",
            "alt": "A pier",
            "caption": "The pier",
            "credit": "A. Nobody",
        },
        {
            "type": "image",
            "url": "https://example.org/w.jpg",
            "alt": "Sea",
            "caption": "Waves",
            "credit": "B. Nobody",
            "width": 1600,
            "height": 900,
        },
    ]


def test_takes_embeds_with_what_their_cards_say() -> None:
    card, tweet = updates()["6"].media
    assert (card.url, card.caption) == ("https://example.org/page", "The page – What it says")
    assert (card.credit, card.poster) == ("Example News", "https://example.org/c.jpg")
    assert tweet.url == "https://twitter.com/x/status/1"
    assert tweet.caption is not None and tweet.caption.startswith("Short words")


def test_takes_quotes_and_videos() -> None:
    update = updates(BOTH)["7"]
    assert update.body == "> We are ready & able\n>\n> — The mayor"
    assert [(each.type, each.url) for each in update.media] == [
        ("video", "https://example.org/clip.mp4")
    ]


def test_takes_a_poll_as_text_and_keeps_its_votes() -> None:
    update = updates()["8"]
    assert update.body == "**Open or shut?**\n\n- Open (3)\n- Shut (2)"
    assert update.extra["poll"]["answers"][0] == {"option": "Open", "votes": "3"}
    assert systems.found(IMPORTER, POSTS).homeless["poll"] == 1


def test_keeps_the_text_and_data_of_kinds_that_newsrooms_make() -> None:
    update = updates()["9"]
    assert update.body is not None and "| Home | Away |" in update.body
    assert (update.label, update.tags) == ("Scorecard", ("Score", "5"))
    assert update.extra["data"] == {"home": "Home", "score": "1"}
    assert systems.found(IMPORTER, POSTS).homeless["Scorecard"] == 1


def test_takes_times_edits_key_events_pins_and_authors() -> None:
    known = updates()
    assert known["5"].time.isoformat() == "2024-01-05T10:00:00+00:00"
    assert known["5"].edited is not None and known["5"].edited.minute == 5
    assert known["7"].edited is None and known["7"].key and not known["6"].key
    assert [name for name, update in known.items() if update.pinned] == ["0", "5"]
    assert known["9"].authors[0].name == "An Example"


def test_never_publishes_addresses_of_people() -> None:
    assert "@example.org" not in str(systems.found(IMPORTER, BOTH))


def test_takes_the_byline_of_people_without_a_name() -> None:
    data = with_post(9, original_creator="u5", byline="B. Writer")
    for ref in data["posts"]["_items"][0]["groups"][1]["refs"]:
        ref["item"]["original_creator"] = "u5"
    assert updates(data)["9"].authors[0].name == "B. Writer"
    data["posts"]["_items"][0]["byline"] = None
    findings = systems.found(IMPORTER, data)
    assert "authors" not in findings.updates[0]
    assert findings.homeless["original_creator, an id without a name"] == 1


def test_retracts_what_was_deleted() -> None:
    update = updates()["4"]
    assert update.retraction is not None
    assert update.retraction.time.isoformat() == "2024-01-05T09:40:00+00:00"
    assert update.time.isoformat() == "2024-01-05T09:30:00+00:00"


def test_leaves_out_what_was_deleted_unread() -> None:
    data = with_post(3, deleted=True)
    assert "3" not in updates(data)
    omissions = [each.why for each in systems.found(IMPORTER, data).omissions]
    assert "it was deleted before anybody could read it" in omissions


def test_keeps_drafts_as_drafts_and_leaves_out_what_readers_sent() -> None:
    data = with_post(3, _created="2024-01-05T09:20:00+00:00")
    assert updates(data)["3"].status == "draft"
    left_out = {each.what[-1]: each.why for each in systems.found(IMPORTER, data).omissions}
    assert left_out["2"] == "a reader's comment that nobody has published"
    assert left_out["1"] == "a contribution that nobody has published"
    assert not {"1", "2"} & set(updates(data))


def test_takes_a_published_comment_as_its_reader_s() -> None:
    data = with_post(2, post_status="open", published_date="2024-01-05T09:20:00+00:00")
    author = updates(data)["2"].authors[0]
    assert (author.name, author.role) == ("A Reader", "Reader")


def test_does_not_publish_a_status_it_does_not_know() -> None:
    data = with_post(0, post_status="spiked")
    assert updates(data)["0"].status == "draft"
    assert 'post_status "spiked" is unknown: a draft' in systems.found(IMPORTER, data).doubts


def test_doubts_a_time_that_is_not_of_publication() -> None:
    data = with_post(0, published_date=None, firstcreated="2024-01-05T08:59:00+00:00")
    assert updates(data)["0"].time.minute == 59
    doubt = "1 without published_date: firstcreated is taken for it"
    assert doubt in systems.found(IMPORTER, data).doubts


def test_doubts_an_order_that_contradicts_the_times() -> None:
    assert not any("order" in doubt for doubt in systems.found(IMPORTER, POSTS).doubts)
    findings = systems.found(IMPORTER, with_post(0, order="99"))
    (doubt,) = findings.doubts
    assert doubt.startswith("1 of 6 stand elsewhere by their order")
    assert findings.homeless["order"] == 6
    assert findings.updates[0]["extra"]["order"] == 9


def test_tells_of_posts_on_other_pages_and_items_that_are_not_there() -> None:
    data = with_post(0, groups=[{"id": "main", "refs": [{"residRef": "i7"}, {"idRef": "x"}]}])
    report = systems.imported(IMPORTER, data).report
    left_out = {each.what: each.why for each in report.omissions}
    assert left_out["2 more posts"] == "they are on other pages of the answer"
    assert left_out["item i7"] == "only its id is in the answer"


def test_joins_the_pages_of_an_array() -> None:
    posts, meta = POSTS["posts"]["_items"], {"total": 10}
    pages = [{"_items": posts[n : n + 4], "_meta": meta} for n in (0, 4, 6)]
    assert updates(pages) == updates()
    left_out = [each.what for each in systems.found(IMPORTER, pages).omissions]
    assert not [what for what in left_out if "more posts" in what]


def test_takes_the_blog_from_its_options() -> None:
    meta = systems.imported(IMPORTER, BOTH).story.meta
    assert (meta.id, meta.headline, meta.summary) == ("b1", "Storm & sea", "All day")
    assert (meta.status, meta.language, meta.tags) == ("ended", "en", ("Weather",))
    assert meta.coverage_start is not None and meta.coverage_start.hour == 8
    assert meta.coverage_end is not None and meta.coverage_end.hour == 18
    assert meta.image is not None and meta.image.width == 800
    assert meta.url == "https://example.org/live/"


def test_imports_the_options_alone() -> None:
    imported = systems.imported(IMPORTER, OPTIONS)
    assert imported.story.updates == () and imported.report.is_lossless


def test_imports_the_same_twice() -> None:
    assert systems.imported(IMPORTER, BOTH) == systems.imported(IMPORTER, BOTH)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(systems.bent(BOTH) | systems.ODD | st.lists(systems.bent(POSTS["posts"]), max_size=2))
def test_never_trips_over_odd_values(data: Any) -> None:
    source = systems.source(data)
    assert IMPORTER.recognises(source) in (NO, SURE)
    if IMPORTER.read(source) is not None:
        systems.imported(IMPORTER, data)
