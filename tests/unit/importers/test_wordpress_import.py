from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from blogctl.importers import NO, SURE
from blogctl.importers.wordpress import WordpressImporter
from blogctl.model import Update

from . import systems

IMPORTER = WordpressImporter()
ANSWER = systems.fixture("wordpress.json")
ENTRIES = ANSWER["entries"]


def updates(data: Any = ANSWER) -> dict[str, Update]:
    return {each.id: each for each in systems.imported(IMPORTER, data).story.updates}


def entry(**changes: Any) -> list[Any]:
    """An answer of one entry."""
    return [{**ENTRIES[-1], **changes}]


@pytest.mark.parametrize("data", [ANSWER, ENTRIES, {"results": ENTRIES}, {"data": ANSWER}])
def test_is_sure_of_entries_in_any_wrapper(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == SURE
    assert set(updates(data)) == {"11", "12", "13", "14", "15"}


@pytest.mark.parametrize(
    "data",
    [[], {}, {"entries": []}, [{"type": "new"}], [{"id": 1, "type": "new", "timestamp": 1}], [[]]],
)
def test_knows_nothing_else(data: Any) -> None:
    assert IMPORTER.recognises(systems.source(data)) == NO
    assert IMPORTER.read(systems.source(data)) is None


def test_lets_an_update_replace_its_original_and_keep_its_time() -> None:
    update = updates()["11"]
    assert update.body == "Two lanes are open on the #coast 🚗"
    assert update.media == ()
    assert update.time.isoformat() == "2024-01-05T10:20:00+00:00"
    assert update.edited is not None and update.edited.isoformat() == "2024-01-05T12:00:00+00:00"
    assert (update.key, update.tags) == (True, ("coast",))
    assert update.authors[0].name == "An Example"
    assert update.original_url == "https://example.org/?p=7#11"


def test_takes_the_newest_of_several_updates_in_any_order() -> None:
    newer = {**ENTRIES[1], "timestamp": 1704457000, "render": "<p>Three lanes</p>"}
    for data in ([newer, *ENTRIES], [*ENTRIES, newer]):
        assert updates(data)["11"].body == "Three lanes"


def test_takes_the_time_of_the_original_from_an_update_alone() -> None:
    update = updates()["14"]
    assert update.time.isoformat() == "2024-01-05T10:35:00+00:00"
    assert update.edited is not None and update.body == "Mended"
    findings = systems.found(IMPORTER, entry(type="update", entry_time=None))
    assert findings.doubts == ["11: only an update of it is there: it has the time of that"]


def test_retracts_what_was_deleted_where_it_is_known() -> None:
    retraction = updates()["15"].retraction
    assert retraction is not None
    assert retraction.time.isoformat() == "2024-01-05T11:43:20+00:00"


def test_tells_what_was_deleted_where_nothing_else_of_it_is_known() -> None:
    imported = systems.imported(IMPORTER, ANSWER)
    assert "16" not in updates()
    [(id_, when)] = imported.withdrawn.items()
    [deleted] = [each for each in ENTRIES if str(each["id"]) == "16"]
    assert (id_, when.timestamp()) == ("16", deleted["timestamp"])
    nameless = systems.found(IMPORTER, entry(id="", type="delete"))
    assert [each.why for each in nameless.omissions] == ["it was deleted, but has no id"]


def test_retracts_what_was_deleted_at_no_time_that_it_tells() -> None:
    deleted = {**ENTRIES[-1], "id": "11", "type": "delete", "timestamp": ""}
    [alive] = [each for each in ENTRIES if each["id"] == 12]
    retraction = updates([alive, {**deleted, "id": 12}])["12"].retraction
    assert retraction is not None


def test_tells_of_other_pages() -> None:
    omissions = [each.what for each in systems.found(IMPORTER, ANSWER).omissions]
    assert "1 of 2 pages" in omissions


def test_joins_the_pages_of_an_array() -> None:
    pages = [{"entries": ENTRIES[n : n + 4], "page": 1 + n // 4, "pages": 2} for n in (0, 4)]
    assert updates(pages) == updates()
    assert not [each for each in systems.found(IMPORTER, pages).omissions if "pages" in each.what]


def test_takes_commands_and_hashtags_as_they_were_typed() -> None:
    update = updates()["13"]
    assert update.body is not None and "/pin" not in update.body
    assert update.body.startswith("Typed by hand #sea\\\nsecond line\n\n")
    assert "example.org/key /keys" in update.body
    assert (update.pinned, update.key, update.tags) == (True, False, ("sea",))
    typed = entry(render="", content="/key Now")
    del typed[0]["key_event"]
    assert updates(typed)["11"].key and updates(typed)["11"].body == "Now"


def test_takes_the_text_out_of_entries_as_early_versions_gave_them() -> None:
    update = updates()["12"]
    assert update.body == "Early kind"
    assert update.authors[0].name == "B. Writer"


def test_keeps_drafts_as_drafts() -> None:
    assert updates(entry(status="publish"))["11"].status == "published"
    assert updates(entry(status="draft"))["11"].status == "draft"
    assert updates(entry(status="odd"))["11"].status == "draft"
    assert systems.found(IMPORTER, entry(status="odd")).doubts


def test_takes_headlines_and_several_authors() -> None:
    authors = [{"name": "A"}, False, {"key": "b"}, {"name": "A"}]
    update = updates(entry(headline="<b>Open</b> &amp; wide", authors=authors))["11"]
    assert update.headline == "Open & wide"
    assert [author.name for author in update.authors] == ["A", "b"]


def test_doubts_two_times_of_a_new_entry() -> None:
    findings = systems.found(IMPORTER, entry(entry_time="1704446400"))
    assert findings.updates[0]["time"] == "1704450000"
    assert findings.doubts == ["11: its timestamp and its entry_time differ: timestamp is taken"]


def test_finds_the_page_that_the_entries_are_on() -> None:
    assert systems.found(IMPORTER, ANSWER).story["url"] == "https://example.org/?p=7"
    shared = entry(share_link="https://example.org/live/?lbup=11&x=1")
    assert systems.found(IMPORTER, shared).story["url"] == "https://example.org/live/?x=1"


def test_imports_the_same_twice() -> None:
    assert systems.imported(IMPORTER, ANSWER) == systems.imported(IMPORTER, ANSWER)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(systems.bent(ANSWER) | systems.ODD)
def test_never_trips_over_odd_values(data: Any) -> None:
    source = systems.source(data)
    assert IMPORTER.recognises(source) in (NO, SURE)
    if IMPORTER.read(source) is not None:
        systems.imported(IMPORTER, data)
