"""Whatever a story file looks like, an edit does what it is for and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import tomli
from hypothesis import assume, given
from hypothesis import strategies as st

from blogctl.check import Checked, check_text
from blogctl.edit import Draft, Keep, add, dedupe, sort
from blogctl.errors import StoryError
from blogctl.model import content_hash
from blogctl.source.blocks import split

from .strategies import NAMES, NOTE, stories

NOW = datetime(2024, 1, 5, 10, 1, tzinfo=UTC)


def check(text: str) -> Checked:
    checked = check_text(text, judge=False)
    assert None not in checked.updates
    return checked


def times_of(checked: Checked) -> list[datetime]:
    return [update.time for update in checked.updates if update is not None]


def lines_of(text: str) -> Counter[str]:
    return Counter(line.rstrip() for line in text.split("\n"))


def said(text: str) -> list[str]:
    return [text[block.start : block.end] for block in split(text).updates]


def comment_marks(text: str, notes: list[str]) -> Counter[str]:
    assert NOTE not in repr(tomli.loads(text))
    return Counter({note: text.count(note) for note in notes if note in text})


@given(stories())
def test_sort(story: tuple[str, list[str]]) -> None:
    text, notes = story
    before = check(text)
    result = sort(before)
    after = check(result)

    # In order, ties as they were, each update the same.
    assert before.data is not None
    assert after.data is not None
    times = times_of(after)
    assert times == sorted(times)
    pairs = list(zip(before.updates, before.data.get("updates", []), strict=True))
    pairs.sort(key=lambda pair: pair[0].time if pair[0] else NOW)
    assert after.data.get("updates", []) == [raw for _, raw in pairs]
    assert {k: v for k, v in after.data.items() if k != "updates"} == {
        k: v for k, v in before.data.items() if k != "updates"
    }
    # Not a line is lost or made, but for blank ones.
    lost, made = lines_of(text) - lines_of(result), lines_of(result) - lines_of(text)
    assert set(made) <= {""}
    assert not lost
    assert comment_marks(result, notes) == Counter(notes)
    # Each block says what it said; only comments behind the last are now the end's.
    order = sorted(zip(times_of(before), said(text), strict=True), key=lambda pair: pair[0])
    expected, got = [block for _, block in order], said(result)
    assert got[:-1] == expected[:-1]
    if got:
        assert expected[-1].startswith(got[-1])
        assert tomli.loads(expected[-1][len(got[-1]) :]) == {}
    # Twice is once.
    assert sort(after) == result
    if times == times_of(before):
        assert result == text


@given(stories(copies=True, most=6), st.sampled_from([None, "first", "last"]))
def test_dedupe(story: tuple[str, list[str]], keep: Keep | None) -> None:
    text, notes = story
    before = check(text)
    result = dedupe(before, keep)
    after = check(result.text)

    # What is said stays said, and once at each instant.
    hashes = [content_hash(update) for update in before.updates if update is not None]
    left = [content_hash(update) for update in after.updates if update is not None]
    assert set(left) == set(hashes)
    assert len(set(left)) == len(left)
    assert len(result.drops) == len(hashes) - len(left)
    # Of copies the one that was asked for stays, in its order.
    chosen: dict[str, int] = {}
    for index, content in enumerate(hashes):
        if keep == "last" or content not in chosen:
            chosen[content] = index
    assert before.data is not None
    assert after.data is not None
    raw = before.data.get("updates", [])
    assert after.data.get("updates", []) == [raw[index] for index in sorted(chosen.values())]
    # Every comment stays, and what is no update.
    assert comment_marks(result.text, notes) == Counter(notes)
    assert {k: v for k, v in after.data.items() if k != "updates"} == {
        k: v for k, v in before.data.items() if k != "updates"
    }
    # Twice is once, and nothing to do is nothing done.
    again = dedupe(after, keep)
    assert (again.text, again.drops) == (result.text, ())
    if not result.drops:
        assert result.text == text


@given(stories(copies=True, clashes=True, most=6), st.sampled_from([None, "first", "last"]))
def test_dedupe_with_conflicts(story: tuple[str, list[str]], keep: Keep | None) -> None:
    text, notes = story
    before = check(text)
    says: dict[str, list[str]] = {}
    for update in before.updates:
        if update is not None:
            name = update.id if update.has_own_id else f"none, {update.id}"
            says.setdefault(name, []).append(content_hash(update))
    conflicts = {name for name, contents in says.items() if len(set(contents)) > 1}
    conflicts = {name for name in conflicts if not name.startswith("none")}
    try:
        result = dedupe(before, keep)
    except StoryError:
        assert keep is None
        assert conflicts
        return
    assert keep is not None or not conflicts
    after = check(result.text)
    left = [content_hash(update) for update in after.updates if update is not None]
    assert len(set(left)) == len(left)
    # Of what one id says in two ways one is chosen; all else stays said.
    for name, contents in says.items():
        if name in conflicts:
            assert (contents[0] if keep == "first" else contents[-1]) in left
        else:
            assert set(contents) <= set(left)
    own = [update.id for update in after.updates if update is not None and update.has_own_id]
    assert len(set(own)) == len(own)
    assert comment_marks(result.text, notes) == Counter(notes)
    again = dedupe(after, keep)
    assert (again.text, again.drops) == (result.text, ())


DRAFTS = st.fixed_dictionaries(
    {"body": NAMES},
    optional={
        "time": st.integers(-1, 5).map(lambda m: NOW + timedelta(minutes=m - 1)),
        "id": st.just("new"),
        "headline": NAMES,
        "tags": st.lists(NAMES, max_size=2),
        "extra": st.dictionaries(st.sampled_from(["a b", "c"]), st.lists(NAMES, max_size=3)),
    },
)


@given(stories(most=4), DRAFTS)
def test_add(story: tuple[str, list[str]], fields: dict[str, Any]) -> None:
    text, notes = story
    before = check(text)
    result = add(text, [Draft(fields)], NOW)
    after = check(result.text)

    # One piece is put in, and no byte is changed.
    size = len(result.text) - len(text)
    same = next(
        (i for i, (a, b) in enumerate(zip(text, result.text, strict=False)) if a != b), len(text)
    )
    assert any(
        result.text[i + size :] == text[i:] for i in range(same, max(same - size, 0) - 1, -1)
    )
    assert Counter(said(result.text)) - Counter(said(text)) == Counter(
        block for block in said(result.text) if result.ids[0] in block
    )
    assert comment_marks(result.text, notes) == Counter(notes)
    # It says what was meant, where it belongs.
    assert before.data is not None
    assert after.data is not None
    raw = after.data["updates"]
    (place,) = [i for i, update in enumerate(raw) if update.get("id") == result.ids[0]]
    assert raw[:place] + raw[place + 1 :] == before.data.get("updates", [])
    new = after.updates[place]
    assert new is not None
    assert new == result.new[0]
    for key, value in fields.items():
        if key == "tags":
            assert list(new.tags) == [tag.replace("\r\n", "\n") for tag in value]
        elif isinstance(value, str):
            assert getattr(new, key) == value.replace("\r\n", "\n")
        elif key == "time":
            assert new.time == value
    times = times_of(before)
    if times == sorted(times):
        assert all(time <= new.time for time in times[:place])
        assert all(time > new.time for time in times[place:])
    else:
        assert place == len(times)
    # A retry is none.
    if fields.keys() & {"time", "id"}:
        again = add(result.text, [Draft(fields)], NOW + timedelta(minutes=1))
        assert (again.text, again.ids, again.new) == (result.text, result.ids, ())


@given(stories(most=3), st.lists(DRAFTS, min_size=1, max_size=3))
def test_a_batch_is_as_good_as_one_by_one(
    story: tuple[str, list[str]], drafts: list[dict[str, Any]]
) -> None:
    text, _ = story
    made = [{**fields, "id": f"n{number}"} for number, fields in enumerate(drafts)]
    before = check(text)
    times = times_of(before)
    assume(times == sorted(times))
    together = add(text, [Draft(fields) for fields in made], NOW).text
    alone = text
    for fields in made:
        alone = add(alone, [Draft(fields)], NOW).text
    assert tomli.loads(together) == tomli.loads(alone)


@given(stories(most=4), DRAFTS)
def test_the_same_id_with_other_content_is_refused(
    story: tuple[str, list[str]], fields: dict[str, Any]
) -> None:
    text, _ = story
    first = add(text, [Draft({**fields, "id": "new"})], NOW)
    other = {**fields, "id": "new", "body": fields["body"] + "x"}
    try:
        add(first.text, [Draft(other)], NOW)
    except StoryError:
        return
    raise AssertionError("it was not refused")
