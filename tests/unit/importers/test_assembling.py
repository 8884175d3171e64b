from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogctl.check import errors_in
from blogctl.edit import new_text
from blogctl.edit.marks import STORY, marked
from blogctl.errors import UsageError
from blogctl.importers import Findings, Omission, Source
from blogctl.importers.assembling import Imported, Terms, assemble
from blogctl.model import read

from . import systems

NOW = datetime(2024, 1, 6, tzinfo=UTC)
LONDON = "Europe/London"
ONE: dict[str, Any] = {"id": "a", "time": "2024-01-05T09:00:00Z", "body": "One."}
TWO: dict[str, Any] = {"id": "b", "time": "2024-01-05T10:00:00Z", "body": "Two."}


def assembled(
    *updates: dict[str, Any], story: dict[str, Any] | None = None, **terms: Any
) -> Imported:
    zone = terms.pop("source_zone", None)
    more = {key: terms.pop(key) for key in ("omissions", "doubts") if key in terms}
    meta = {"headline": "S"} if story is None else story
    findings = Findings(story=meta, updates=list(updates), zone=zone, **more)
    return assemble(findings, Source(b"", "x.json"), "test", Terms(systems.named, NOW, **terms))


def ids(imported: Imported) -> list[str]:
    return [update.id for update in imported.story.updates]


def times(imported: Imported) -> list[str]:
    return [update.time.isoformat() for update in imported.story.updates]


def left_out(imported: Imported) -> dict[str, str]:
    return {each.what: each.why for each in imported.report.omissions}


# Retractions


@pytest.mark.parametrize("retraction", [{}, {"time": ""}, {"time": None, "reason": " "}])
def test_what_was_retracted_never_comes_back(retraction: dict[str, Any]) -> None:
    edited = "2024-01-05T09:30:00Z"
    [update] = assembled({**ONE, "edited": edited, "retraction": retraction}).story.updates
    assert update.retraction is not None
    assert update.retraction.time == datetime.fromisoformat(edited)


# Order and times


def test_puts_the_oldest_first_and_keeps_equal_instants_apart() -> None:
    same = [{**ONE, "id": name, "body": name} for name in ("d", "c", "b", "a")]
    assert ids(assembled(*same)) == ["d", "c", "b", "a"]


def test_takes_equal_instants_in_the_order_of_reading() -> None:
    newest_first = [TWO, {**ONE, "id": "y", "body": "2"}, {**ONE, "id": "x", "body": "1"}]
    assert ids(assembled(*newest_first)) == ["x", "y", "b"]
    assert ids(assembled(*reversed(newest_first))) == ["x", "y", "b"]


def test_keeps_two_without_ids_at_one_instant() -> None:
    bare = [{"time": ONE["time"], "body": text} for text in ("One.", "Two.", "Three.")]
    imported = assembled(*bare)
    stem = "20240105T090000Z"
    assert ids(imported) == [stem, f"{stem}-2", f"{stem}-3"]
    assert [update.body for update in imported.story.updates] == ["One.", "Two.", "Three."]
    assert not imported.report.doubts


def test_leaves_out_what_has_no_time_and_says_so() -> None:
    imported = assembled({"id": "n", "body": "When?"}, ONE)
    assert ids(imported) == ["a"]
    assert left_out(imported) == {"n": "it has no time (--keep-untimed keeps it)"}
    assert (imported.report.found, imported.report.imported) == (2, 1)


def test_keeps_what_has_no_time_as_a_draft_where_asked() -> None:
    imported = assembled({"id": "n", "body": "When?"}, ONE, keep_untimed=True)
    draft = imported.story.updates[0]
    assert (draft.id, draft.status, times(imported)[0]) == ("n", "draft", times(imported)[1])
    (doubt,) = imported.report.doubts
    assert doubt.startswith("without a time of its own: a draft") and imported.report.doubts[
        doubt
    ] == ["n"]
    assert imported.report.drafts == 1
    assert imported.assumed["n"] == {"time", "status"}


@pytest.mark.parametrize("is_newest_first", [False, True])
def test_puts_what_has_no_time_where_it_stands_in_the_source(is_newest_first: bool) -> None:
    entries = [{"body": "First?"}, ONE, {"body": "When?"}, {"body": "And when?"}, TWO]
    imported = assembled(*(reversed(entries) if is_newest_first else entries), keep_untimed=True)
    bodies = [update.body for update in imported.story.updates]
    assert bodies == ["First?", "One.", "When?", "And when?", "Two."]
    nine, ten = (each["time"].replace("Z", "+00:00") for each in (ONE, TWO))
    assert times(imported) == [nine, nine, nine, nine, ten]


def test_gives_what_has_no_time_the_same_id_and_time_whenever_it_is_imported() -> None:
    entries = ({"body": "When?"}, {"body": "When?", "retraction": {"reason": "x"}}, ONE)
    findings = Findings(story={"headline": "S"}, updates=list(entries))
    one, other = (
        assemble(findings, Source(b"", "x"), "test", Terms(systems.named, now, keep_untimed=True))
        for now in (NOW, NOW + timedelta(days=1))
    )
    assert one == other
    assert re.fullmatch(r"untimed-[0-9a-f]{8}", ids(one)[0])
    assert ids(one)[1] == f"{ids(one)[0]}-2"
    more = assembled({"body": "Newer?"}, *entries, keep_untimed=True)
    assert set(ids(one)) < set(ids(more))


def test_gives_what_was_changed_at_a_known_time_that_one() -> None:
    changed = {"body": "When?", "edited": "2024-01-05T08:00:00Z"}
    draft = assembled(ONE, changed, keep_untimed=True).story.updates[0]
    assert (draft.time.hour, draft.edited, draft.status) == (8, None, "draft")


def test_invents_no_time_where_nothing_has_one() -> None:
    imported = assembled({"body": "When?"}, keep_untimed=True)
    assert times(imported) == ["1970-01-01T00:00:00+00:00"]
    assert "1970" in next(iter(imported.report.doubts))


@pytest.mark.parametrize(
    "time", ["noon", "2024-02-31T09:00:00Z", 5, True, [1], "0000-00-00 00:00:00"]
)
def test_doubts_what_is_no_time(time: Any) -> None:
    imported = assembled({**ONE, "time": time}, TWO)
    assert ids(imported) == ["b"]
    assert any("is no time: it is left out" in doubt for doubt in imported.report.doubts)


def test_doubts_a_time_outside_the_years() -> None:
    imported = assembled({**ONE, "time": "0001-01-01T00:30:00+01:00"}, TWO)
    assert ids(imported) == ["b"]
    assert any("outside the years" in doubt for doubt in imported.report.doubts)


def test_doubts_a_change_before_publication() -> None:
    imported = assembled({**ONE, "edited": "2024-01-05T08:00:00Z"}, TWO)
    assert imported.story.updates[0].edited is None
    assert list(imported.report.doubts.values()) == [["a"]]


@pytest.mark.parametrize(
    ("update", "story", "is_lossless"),
    [
        ({}, {}, True),
        ({"edited": "2024-01-05T08:00:00Z"}, {}, False),
        ({"edited": "yesterday"}, {}, False),
        ({}, {"timezone": "Mars/Base"}, False),
        ({}, {"coverage_start": "2024-01-05T09:30:00Z"}, False),
        ({}, {"status": "live", "coverage_end": TWO["time"]}, False),
    ],
)
def test_counts_a_value_that_is_left_out_as_a_loss(
    update: dict[str, Any], story: dict[str, Any], *, is_lossless: bool
) -> None:
    imported = assembled({**ONE, **update}, story={"headline": "S", **story})
    assert imported.report.is_lossless == is_lossless


def test_takes_a_change_at_the_time_of_publication_for_none() -> None:
    imported = assembled({**ONE, "edited": "2024-01-05T10:00:00+01:00"})
    assert imported.story.updates[0].edited is None and not imported.report.doubts


def test_gives_a_retraction_without_a_time_that_of_the_last_change() -> None:
    gone = {**ONE, "retraction": {"reason": "Wrong."}, "edited": "2024-01-05T09:30:00Z"}
    retraction = assembled(gone).story.updates[0].retraction
    assert retraction is not None and retraction.time.minute == 30


# Zones


def test_needs_a_zone_for_local_times() -> None:
    with pytest.raises(UsageError, match="have no zone"):
        assembled({**ONE, "time": "2024-01-05T09:00:00"})


@pytest.mark.parametrize(
    ("zones", "time"),
    [
        ({"zone": LONDON}, "2024-07-05T09:00:00+01:00"),
        ({"zone": "Asia/Tokyo", "source_zone": LONDON}, "2024-07-05T09:00:00+01:00"),
        ({"zone": LONDON, "source_zone": "Mars/Base"}, "2024-07-05T09:00:00+01:00"),
    ],
)
def test_reads_local_times_in_the_source_s_zone_else_the_user_s(zones: Any, time: str) -> None:
    imported = assembled({**ONE, "time": "2024-07-05T09:00:00"}, **zones)
    assert times(imported) == [time]
    assert imported.story.meta.timezone == LONDON
    assert bool(imported.report.doubts) == (zones.get("source_zone") == "Mars/Base")


def test_leaves_whole_instants_as_they_are() -> None:
    imported = assembled({**ONE, "time": "2024-07-05T09:00:00.5-03:30"}, zone=LONDON)
    assert times(imported) == ["2024-07-05T09:00:00.500000-03:30"]


@pytest.mark.parametrize(
    ("local", "taken"),
    [
        ("2024-03-31T01:30:00", "2024-03-31T02:30:00+01:00"),
        ("2024-10-27T01:30:00", "2024-10-27T01:30:00+01:00"),
    ],
)
def test_doubts_the_hours_that_clocks_skip_and_repeat(local: str, taken: str) -> None:
    imported = assembled({**ONE, "time": local}, zone=LONDON)
    assert times(imported) == [taken]
    (doubt,) = imported.report.doubts
    assert doubt.endswith(f"taken as {taken}")


def test_writes_odd_offsets_in_utc() -> None:
    imported = assembled({**ONE, "time": "1880-01-01T12:00:00"}, zone="Europe/Paris")
    offset = imported.story.updates[0].time.utcoffset()
    assert offset is not None and offset.seconds % 60 == 0


# Ids


def test_escapes_ids_that_do_not_fit() -> None:
    assert ids(assembled({**ONE, "id": "https://example.org/1"})) == [
        "i_https_3A_2F_2Fexample.org_2F1"
    ]


def test_tells_ids_apart_that_differ_in_case_alone() -> None:
    imported = assembled({**ONE, "id": "Abc"}, {**TWO, "id": "abC"})
    assert ids(imported) == ["Abc", "i_ab_43"]
    assert not imported.report.doubts


@pytest.mark.parametrize(
    "ids_", [("a", "A", "a"), ("x" * 128, "x" * 128), ("CON", "con", "\ud800")]
)
def test_makes_a_valid_story_of_ours_whose_ids_are_none(ids_: tuple[str, ...]) -> None:
    updates = [{**ONE, "id": id_, "body": str(n)} for n, id_ in enumerate(ids_)]
    ours = Findings({"id": "s", "headline": "S"}, updates, is_ours=True)
    imported = assemble(ours, Source(b"", "x.json"), "json", Terms(systems.named, NOW))
    assert not errors_in(read(tomli.loads(new_text(imported.story))))
    assert len(imported.story.updates) == len(ids_)


def test_doubts_a_story_of_ours_that_breaks_the_rules() -> None:
    meta = {"id": "s", "headline": "S", "status": "live", "coverage_end": TWO["time"]}
    updates = [{**ONE, "edited": "2024-01-05T08:00:00+00:00"}]
    ours = Findings(meta, updates, is_ours=True)
    imported = assemble(ours, Source(b"", "x.json"), "json", Terms(systems.named, NOW))
    assert len(imported.report.doubts) == 2
    assert imported.story.meta.coverage_end is imported.story.updates[0].edited is None


def test_numbers_equal_ids_and_says_so() -> None:
    imported = assembled(ONE, {**TWO, "id": "a"}, {**TWO, "id": "a", "body": "Three."})
    assert ids(imported) == ["a", "a-2", "a-3"]
    assert imported.report.doubts == {'several have the id "a": numbered': ["a-2", "a-3"]}


def test_keeps_many_equal_ids_apart() -> None:
    long = "x" * 128
    imported = assembled(*({**ONE, "id": long, "body": str(n)} for n in range(12)))
    assert len({each.lower() for each in ids(imported)}) == 12


# What the model refuses


def test_drops_what_the_model_refuses_and_says_so() -> None:
    bad = {
        **ONE,
        "media": [{"type": "image", "url": "javascript:x"}, {"type": "image", "url": "/a.jpg"}],
        "authors": [{"url": "https://example.org"}, {"name": "An Example", "url": "ftp://x"}],
        "tags": "weather",
        "unknown": 1,
        "original_url": "https://user:secret@example.org/",
    }
    imported = assembled(bad, TWO)
    update = imported.story.updates[0]
    assert [each.url for each in update.media] == ["/a.jpg"]
    assert update.body == "One." and update.original_url is None
    assert len(imported.report.omissions) >= 5
    assert "secret" not in str(imported.report.data())
    assert not imported.report.is_lossless


def test_leaves_out_updates_that_say_nothing() -> None:
    imported = assembled({"time": ONE["time"]}, {**ONE, "body": " \0 "}, TWO)
    assert ids(imported) == ["b"]
    assert list(left_out(imported).values()) == ["this update says nothing"] * 2


def test_drops_blanks_and_characters_that_no_file_holds() -> None:
    imported = assembled({**ONE, "body": "a\0b\ud800c\r\nd", "headline": "", "tags": ["", "x"]})
    assert imported.story.updates[0].body == "abc\nd"
    assert imported.story.updates[0].tags == ("x",)


# The story


def test_names_a_story_that_has_no_headline_or_id() -> None:
    imported = assembled(ONE, story={})
    assert (imported.story.meta.headline, imported.story.meta.id) == (
        "Untitled",
        "2024-01-05-story",
    )
    assert any("no headline" in doubt for doubt in imported.report.doubts)


def test_takes_the_user_s_defaults_for_what_is_missing() -> None:
    given_ = {"language": "de", "tags": ["x"], "publisher": None}
    meta = assembled(ONE, story={"headline": "S", "tags": ["y"]}, defaults=given_).story.meta
    assert (meta.language, meta.tags) == ("de", ("y",))


@pytest.mark.parametrize(
    ("story", "doubt"),
    [
        ({"coverage_start": "2024-01-05T09:30:00Z"}, "starts after the first update"),
        (
            {
                "coverage_start": "2024-01-05T08:00:00Z",
                "coverage_end": "2024-01-05T07:00:00Z",
                "status": "ended",
            },
            "ends before it starts",
        ),
    ],
)
def test_doubts_a_coverage_that_cannot_be(story: dict[str, Any], doubt: str) -> None:
    imported = assembled(ONE, story={"headline": "S", **story})
    assert any(doubt in each for each in imported.report.doubts)


def test_drops_the_end_of_a_story_that_goes_on() -> None:
    live = {"headline": "S", "status": "live", "coverage_end": TWO["time"]}
    assert assembled(ONE, story=live).story.meta.coverage_end is None


def test_hands_omissions_and_doubts_of_the_importer_on() -> None:
    imported = assembled(ONE, omissions=[Omission("x", "why")], doubts=["hm"])
    assert left_out(imported) == {"x": "why"} and imported.report.doubts == {"hm": []}


@pytest.mark.parametrize(
    ("story", "assumed"),
    [
        ({}, {"headline", "id", "language", "tags", "status", "coverage_end"}),
        ({"headline": "S", "id": "s", "language": "fr", "tags": ["x"], "status": "live"}, set()),
        ({"headline": "S", "id": "s", "language": "fr", "coverage_end": TWO["time"]}, {"tags"}),
    ],
)
def test_says_what_of_the_story_the_source_does_not_state(
    story: dict[str, Any], assumed: set[str]
) -> None:
    defaults = {"language": "de", "tags": ["y"], "publisher": None}
    imported = assembled(ONE, story=story, defaults=defaults)
    assert imported.assumed[STORY] == assumed


def test_names_an_update_that_is_left_out_by_its_id() -> None:
    imported = assembled(TWO, {"id": "empty", "time": ONE["time"]})
    assert left_out(imported) == {"empty": "this update says nothing"}


def test_makes_texts_of_keys_that_are_none() -> None:
    imported = assembled({**ONE, "extra": {1: {2: "x"}}})
    assert imported.story.updates[0].extra == {"1": {"2": "x"}}


def test_gives_the_same_twice() -> None:
    assert assembled(ONE, TWO) == assembled(ONE, TWO)


FIELDS = st.sampled_from(
    [
        "id",
        "time",
        "headline",
        "body",
        "authors",
        "tags",
        "key",
        "pinned",
        "label",
        "status",
        "edited",
        "sources",
        "media",
        "corrections",
        "retraction",
        "original_url",
        "extra",
        "other",
    ]
)
ODD_UPDATES = st.dictionaries(FIELDS, systems.ODD, max_size=5)
META = st.sampled_from(
    "id headline language timezone status image authors coverage_end about".split()  # noqa: SIM905
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(ODD_UPDATES.map(lambda odd: {**ONE, **odd}), max_size=4),
    st.dictionaries(META, systems.ODD),
)
def test_makes_a_valid_story_of_anything(
    updates: list[dict[str, Any]], meta: dict[str, Any]
) -> None:
    imported = assembled(*updates, story=meta, zone="UTC")
    assert len(imported.story.updates) + len(imported.report.omissions) >= len(updates)
    text = new_text(marked(imported.story, imported.assumed))
    assert not errors_in(read(tomli.loads(text)))
