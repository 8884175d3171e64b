"""What counts as the same, and which one stays: each policy to the letter, and no further."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from blogctl.check import check_text
from blogctl.edit import By, Deduped, Keep, dedupe, sort
from blogctl.errors import StoryError, UsageError

HEAD = '[story]\nid = "x"\nheadline = "A story"\ntimezone = "Europe/London"\n\n'
TEN = timedelta(minutes=10)
NINE = "2024-01-05T09:00:00Z"
NINE_IN_PARIS = "2024-01-05T10:00:00+01:00"
NINE_LOCAL = "2024-01-05T09:00:00"
FIVE_PAST = "2024-01-05T09:05:00Z"


def update(id_: str, body: str, time: str = NINE, more: str = "") -> str:
    return f'# of {id_} {body}\n[[updates]]\nid = "{id_}"\ntime = {time}\nbody = "{body}"\n{more}\n'


def deduped(
    *blocks: str, keep: Keep | None = None, by: By | None = None, within: timedelta | None = None
) -> Deduped:
    """The result for a story of these blocks; a second run finds nothing more."""
    text = HEAD + "".join(blocks)
    result = dedupe(check_text(text, judge=False), keep, by=by, within=within)
    again = dedupe(check_text(result.text, judge=False), keep, by=by, within=within)
    assert again == Deduped(result.text, ())
    assert (result.text == text) == (not result.drops)
    for line in text.splitlines():
        assert not line.startswith("#") or line in result.text
    return result


def ids(result: Deduped) -> list[str]:
    return [update.id for update in check_text(result.text).updates if update]


def bodies(result: Deduped) -> list[str | None]:
    return [update.body for update in check_text(result.text).updates if update]


# --- By default ---


def test_without_a_policy_copies_by_id_and_by_instant_go() -> None:
    result = deduped(
        update("a", "A"), update("a", "A"), update("b", "A", NINE_IN_PARIS), update("c", "C")
    )
    assert ids(result) == ["a", "c"]
    assert [(drop.id, drop.kept_id) for drop in result.drops] == [("a", "a"), ("b", "a")]


@pytest.mark.parametrize("time", [NINE_IN_PARIS, NINE_LOCAL, "2024-01-05T09:00:00.000Z"])
def test_the_same_instant_is_the_same_however_it_is_written(time: str) -> None:
    assert ids(deduped(update("a", "A"), update("b", "A", time))) == ["a"]


def test_a_microsecond_is_another_instant() -> None:
    assert ids(deduped(update("a", "A"), update("b", "A", "2024-01-05T09:00:00.000001Z"))) == [
        "a",
        "b",
    ]


@pytest.mark.parametrize("keep", [None, "first", "last"])
def test_the_same_instant_with_other_content_is_no_copy(keep: Keep | None) -> None:
    assert ids(deduped(update("a", "A"), update("b", "B"), keep=keep)) == ["a", "b"]


@pytest.mark.parametrize("keep", [None, "first", "last"])
def test_the_same_content_at_another_time_is_no_copy(keep: Keep | None) -> None:
    assert ids(deduped(update("a", "A"), update("b", "A", FIVE_PAST), keep=keep)) == ["a", "b"]


# --- Nothing that differs in any word ---

DIFFERENT = {
    "headline": 'headline = "H"',
    "case": 'headline = "a"',
    "tags": 'tags = ["t"]',
    "key": "key = true",
    "pinned": "pinned = true",
    "label": 'label = "l"',
    "authors": 'authors = ["A"]',
    "sources": 'sources = [{ name = "n" }]',
    "media": 'media = [{ type = "image", url = "a.jpg" }]',
    "draft": 'status = "draft"',
    "correction": 'corrections = [{ time = 2024-01-05T09:30:00Z, text = "c" }]',
    "retraction": "retraction = { time = 2024-01-05T09:30:00Z }",
    "origin": 'original_url = "https://example.org/1"',
}


@pytest.mark.parametrize("by", [None, "content"])
@pytest.mark.parametrize("keep", [None, "first", "last"])
@pytest.mark.parametrize("more", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_in_one_field_stays(more: str, keep: Keep | None, by: By | None) -> None:
    blocks = (update("a", "A"), update("b", "A", NINE, more))
    assert deduped(*blocks, by=by, keep=keep, within=TEN if by else None).drops == ()


@pytest.mark.parametrize("other", ["a", "A.", "A B", "Ä"])
def test_one_word_or_letter_is_enough(other: str) -> None:
    blocks = (update("a", "A"), update("b", other))
    assert deduped(*blocks).drops == ()
    assert deduped(*blocks, by="content", within=TEN).drops == ()


# --- By id ---


def test_by_id_only_the_id_counts() -> None:
    result = deduped(update("a", "A"), update("b", "A"), update("a", "A"), by="id")
    assert ids(result) == ["a", "b"]


def test_by_id_copies_at_other_times_are_a_conflict_until_one_is_chosen() -> None:
    blocks = (update("a", "A"), update("a", "A", FIVE_PAST))
    with pytest.raises(StoryError, match="say different things: a") as caught:
        deduped(*blocks, by="id")
    assert "--keep" in str(caught.value.help)
    assert FIVE_PAST in deduped(*blocks, by="id", keep="last").text


@pytest.mark.parametrize("by", [None, "id"])
def test_the_same_id_with_other_content_is_a_conflict(by: By | None) -> None:
    blocks = (update("a", "A"), update("b", "B"), update("a", "C"))
    with pytest.raises(StoryError, match="different things"):
        deduped(*blocks, by=by)
    assert bodies(deduped(*blocks, by=by, keep="first")) == ["A", "B"]
    assert bodies(deduped(*blocks, by=by, keep="last")) == ["B", "C"]
    drop = deduped(*blocks, by=by, keep="last").drops[0]
    assert (drop.id, drop.kept_id, drop.same_content) == ("a", "a", False)


def test_by_id_of_three_the_last_stays_where_that_is_asked() -> None:
    blocks = (update("a", "A"), update("a", "B"), update("a", "C"))
    assert bodies(deduped(*blocks, by="id", keep="last")) == ["C"]
    assert bodies(deduped(*blocks, by="id", keep="first")) == ["A"]


def test_by_id_updates_without_ids_are_left_alone() -> None:
    bare = f'[[updates]]\ntime = {NINE}\nbody = "A"\n\n'
    assert deduped(bare, bare, by="id").drops == ()


# --- By content ---


def test_by_content_an_id_does_not_matter() -> None:
    assert ids(deduped(update("a", "A"), update("b", "A"), by="content")) == ["a"]
    assert ids(deduped(update("a", "A"), update("b", "A"), by="content", keep="last")) == ["b"]


def test_by_content_conflicts_of_ids_are_left_alone() -> None:
    assert bodies(deduped(update("a", "A"), update("a", "B"), by="content")) == ["A", "B"]


@pytest.mark.parametrize(
    ("time", "goes"),
    [
        ("2024-01-05T09:10:00Z", True),
        ("2024-01-05T10:10:00+01:00", True),
        ("2024-01-05T09:10:00.000001Z", False),
        ("2024-01-05T08:50:00Z", True),
        ("2024-01-05T08:49:59Z", False),
    ],
)
def test_within_a_span_is_at_most_so_far_apart(time: str, goes: bool) -> None:
    blocks = (update("a", "A"), update("b", "A", time))
    assert bool(deduped(*blocks, by="content", within=TEN).drops) == goes


def test_within_a_span_the_earliest_stays_and_with_last_the_latest() -> None:
    blocks = (update("late", "A", FIVE_PAST), update("early", "A", NINE))
    assert ids(deduped(*blocks, by="content", within=TEN)) == ["early"]
    assert ids(deduped(*blocks, by="content", within=TEN, keep="last")) == ["late"]


@pytest.mark.parametrize(("keep", "stays"), [(None, "a"), ("first", "a"), ("last", "b")])
def test_within_a_span_the_order_of_the_file_decides_between_equals(
    keep: Keep | None, stays: str
) -> None:
    blocks = (update("a", "A"), update("b", "A", NINE_IN_PARIS))
    assert ids(deduped(*blocks, by="content", within=TEN, keep=keep)) == [stays]


@pytest.mark.parametrize(("keep", "stays"), [("first", ["0", "12"]), ("last", ["6", "18"])])
def test_a_span_is_measured_from_what_stays_and_does_not_creep(
    keep: Keep, stays: list[str]
) -> None:
    blocks = [update(str(m), "A", f"2024-01-05T09:{m:02}:00Z") for m in (0, 6, 12, 18)]
    assert ids(deduped(*blocks, by="content", within=TEN, keep=keep)) == stays


def test_without_a_span_the_time_counts_as_content() -> None:
    assert not deduped(update("a", "A"), update("b", "A", FIVE_PAST), by="content").drops


# --- By time ---


def test_by_time_wants_to_be_told_which_stays() -> None:
    with pytest.raises(UsageError, match="unread") as caught:
        deduped(update("a", "A"), update("b", "B"), by="time")
    assert "--keep" in str(caught.value.help)


def test_by_time_one_of_each_instant_stays() -> None:
    blocks = (update("a", "A"), update("b", "B", NINE_IN_PARIS), update("c", "A", FIVE_PAST))
    assert ids(deduped(*blocks, by="time", keep="first")) == ["a", "c"]
    result = deduped(*blocks, by="time", keep="last")
    assert ids(result) == ["b", "c"]
    assert [(d.id, d.kept_id, d.same_content) for d in result.drops] == [("a", "b", False)]


@pytest.mark.parametrize("by", [None, "id", "time"])
def test_a_span_goes_with_content_alone(by: By | None) -> None:
    with pytest.raises(UsageError, match="--by content"):
        deduped(update("a", "A"), by=by, within=TEN, keep="first")


# --- What is told, and what lives on ---


@pytest.mark.parametrize(
    "options",
    [
        {"by": "id", "keep": "first"},
        {"by": "time", "keep": "last"},
        {"by": "content", "within": TEN},
    ],
    ids=str,
)
def test_the_comments_of_what_goes_stand_with_what_stays(options: dict[str, Any]) -> None:
    gone = update("a", "A", NINE, "# inside\ntags = [ # in an array\n]").replace(
        'body = "A"', 'body = "A" # beside'
    )
    result = deduped(update("a", "A"), gone, update("z", "Z", FIVE_PAST), **options)
    assert len(result.drops) == 1
    block = result.text[: result.text.rindex("# of z")]
    assert {"# inside", "# in an array", "# beside"} <= {
        part for line in block.splitlines() for part in [line.strip(), line[line.find("#") :]]
    }


def test_what_else_differed_is_named() -> None:
    extra = "extra = { a = 1 }\nedited = 2024-01-05T09:30:00Z"
    drop = deduped(update("a", "A"), update("b", "A", NINE, extra)).drops[0]
    assert set(drop.lost) == {"extra", "edited"}


def test_each_drop_tells_its_line() -> None:
    result = deduped(update("a", "A"), update("a", "A"), update("b", "A"))
    text = HEAD + update("a", "A") + update("a", "A") + update("b", "A")
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line == "[[updates]]"]
    assert [drop.line for drop in result.drops] == lines[1:]


# --- Sorting is stable ---


def test_updates_of_one_instant_keep_their_order_when_sorted() -> None:
    text = HEAD + "".join(
        [
            update("late", "L", FIVE_PAST),
            update("b", "B", NINE_IN_PARIS),
            update("c", "C", NINE_LOCAL),
            update("a", "A", NINE),
        ]
    )
    after = sort(check_text(text, judge=False))
    assert [u.id for u in check_text(after).updates if u] == ["b", "c", "a", "late"]
    assert sort(check_text(after, judge=False)) == after
