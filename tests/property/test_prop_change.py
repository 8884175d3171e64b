"""Whatever a story looks like: an edit changes the keys it is about, once, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import tomli
from hypothesis import assume, given
from hypothesis import strategies as st

from blogctl.check import Checked, check_text
from blogctl.edit import (
    Changed,
    block_of,
    close,
    correct,
    edit,
    publish,
    replace_block,
    retract,
    take_back_retraction,
)
from blogctl.errors import StoryError
from blogctl.source.blocks import split

from .strategies import NOTE, stories

NOW = datetime(2024, 1, 5, 10, 1, 30, tzinfo=UTC)
"""Some updates of a drawn story are visible by then, some are not."""

Times = list[datetime]
WORDS = ["new words", "two\nlines\n", "# no comment\n[[updates]]", '"""', "'''\n\\", "ü\t "]


@dataclass(frozen=True)
class Asked:
    """One edit: the keys it may set, and what they become; ``...`` for what is not known."""

    make: Callable[[str, str], Changed]
    becomes: dict[str, Any] = field(default_factory=dict)
    when: datetime | None = None


def fields(**values: Any) -> Asked:
    return Asked(lambda text, id_: edit(text, id_, values, NOW), values)


def at(hour: int) -> Asked:
    time = datetime(2024, 1, 5, hour, 2, tzinfo=UTC)
    return Asked(lambda text, id_: edit(text, id_, {}, NOW, when=lambda *_: time), {"time": time})


EDITS = st.one_of(
    st.sampled_from(WORDS).map(lambda words: fields(headline=words)),
    st.sampled_from(WORDS).map(lambda words: fields(body=words)),
    st.sampled_from(WORDS).map(lambda words: fields(label=words)),
    st.just(fields(label=None, headline="there is one")),
    st.just(fields(key=True)),
    st.just(fields(pinned=True, tags=["a", "b"], authors=["A", {"name": "B", "role": "C"}])),
    st.just(fields(status="draft")),
    st.just(fields(sources=[{"name": "long " * 30, "url": "/a"}, {"name": "b"}])),
    st.just(fields(media=[{"type": "image", "url": "new.jpg", "alt": "x"}])),
    st.sampled_from([8, 10, 12]).map(at),
)


def check(text: str) -> Checked:
    checked = check_text(text, judge=False)
    assert checked.errors == ()
    return checked


def ids_of(text: str) -> list[str]:
    return [update.id for update in check(text).updates if update is not None]


def lines_of(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.split("\n"))


def homes(text: str, notes: list[str]) -> dict[str, str]:
    """For each comment the id of the update that it is in; empty outside of them."""
    assert NOTE not in repr(tomli.loads(text)), "comments are no data"
    found = dict.fromkeys((note for note in notes if note in text), "")
    for id_, block in zip(ids_of(text), split(text).updates, strict=True):
        for note in notes:
            if note in text[block.start : block.end]:
                found[note] = id_
    return found


def key_lines(text: str, id_: str | None, keys: set[str]) -> Counter[str]:
    """The lines on which the values of these keys of an update stand; of the story for ``None``."""
    from blogctl.source.keys import entries
    from blogctl.source.scan import scan

    if id_ is None:
        start, end = 0, len(text)
        mains = [table for table in scan(text) if table.name == ("story",)]
    else:
        block = split(text).updates[ids_of(text).index(id_)]
        start, end = block.start, block.end
        mains = [table for table in scan(text[start:end]) if table.name == ("updates",)]
    said = text[start:end]
    found: Counter[str] = Counter()
    for table in mains:
        for entry in entries(said, table):
            if entry.name[0] in keys:
                found += lines_of(said[entry.line : entry.end])
    for table in scan(said):
        if id_ is not None and len(table.name) > 1 and table.name[1] in keys:
            found += lines_of(said[table.start : table.end])
    return found


def assert_only(
    before: str, after: str, notes: list[str], id_: str | None, changes: dict[str, Any]
) -> None:
    """The new text is the old one but for these keys of one update, or of the story."""
    keys = set(changes)
    # The data is the old one and exactly the edit.
    old, new = tomli.loads(before), tomli.loads(after)
    if id_ is None:
        wanted = {**old, "story": merged(old["story"], changes)}
    else:
        number, place = ids_of(before).index(id_), ids_of(after).index(id_)
        updates = list(old["updates"])
        updates.insert(place, merged(updates.pop(number), changes))
        wanted = {**old, "updates": updates}
    assert new == wanted or repr(new) == repr(wanted)  # NaN
    # The lines of all other keys are the same ones, comments included.
    outside = lines_of(before) - key_lines(before, id_, keys)
    still = lines_of(after)
    missing = Counter({line: n for line, n in (outside - still).items() if line})
    assert not {line for line in missing if NOTE not in line}, missing
    fresh = lines_of(after) - key_lines(after, id_, keys) - lines_of(before)
    # A comment that was inside a value that went stands on a line of its own.
    assert all(NOTE in line and line.startswith("#") for line in fresh if line), fresh
    # Every comment is there once, and in the block where it was.
    last = ids_of(before)[-1:] + ids_of(after)[-1:]
    was, now = homes(before, notes), homes(after, notes)
    assert set(was) == set(now) == set(notes)
    assert all(after.count(note) == before.count(note) for note in notes)
    moved = {note for note in notes if was[note] != now[note]}
    # What stands apart behind the last update is the file's, not the update's.
    assert {was[note] for note in moved} | {now[note] for note in moved} <= {"", *last}
    if ids_of(before) == ids_of(after):
        assert not moved


def merged(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in {**data, **changes}.items() if v is not None}


@st.composite
def targets(draw: st.DrawFn) -> tuple[str, list[str], str]:
    text, notes = draw(stories())
    ids = ids_of(text)
    assume(ids)
    return text, notes, draw(st.sampled_from(ids))


@given(targets(), EDITS)
def test_an_edit_is_lossless(target: tuple[str, list[str], str], asked: Asked) -> None:
    text, notes, id_ = target
    before = check(text)
    update = next(u for u in before.updates if u and u.id == id_)
    result = asked.make(text, id_).text
    raw = tomli.loads(text)["updates"][ids_of(text).index(id_)]
    changes = {k: v for k, v in asked.becomes.items() if raw.get(k) != v}
    if changes.get("time") == update.time:
        del changes["time"]
    after = next(u for u in check(result).updates if u and u.id == id_)
    if changes and update.is_visible(NOW) and after.is_visible(NOW):
        changes["edited"] = NOW
    else:
        assert after.edited == update.edited
    if "time" in changes and not update.has_own_id:
        changes["id"] = id_
    assert_only(text, result, notes, id_, changes)
    times = [u.time for u in check(result).updates if u]
    if [u.time for u in before.updates if u] == sorted(u.time for u in before.updates if u):
        assert times == sorted(times)
    assert asked.make(result, id_).text == result
    if not changes:
        assert result == text
    if "time" not in changes:
        assert ids_of(result) == ids_of(text)


@given(stories(), st.sampled_from([*WORDS, None]), st.integers(0, 1))
def test_a_description_of_media_is_lossless(
    drawn: tuple[str, list[str]], words: str | None, number: int
) -> None:
    text, notes = drawn
    found = [update for update in check(text).updates if update and update.media]
    assume(found)
    update = found[-1]
    described: list[dict[str, Any]] = [{}, {}]
    described[number] = {"alt": words, "credit": "C"}
    result = edit(text, update.id, {}, NOW, media=described).text
    raw = tomli.loads(text)["updates"][ids_of(text).index(update.id)]
    media = [merged(item, keys) for item, keys in zip(raw["media"], described, strict=True)]
    edited = {"edited": NOW} if update.is_visible(NOW) else {}
    assert_only(text, result, notes, update.id, {"media": media, **edited})
    assert edit(result, update.id, {}, NOW, media=described).text == result


@given(targets(), st.sampled_from(WORDS))
def test_a_correction_is_lossless(target: tuple[str, list[str], str], words: str) -> None:
    text, notes, id_ = target
    update = next(u for u in check(text).updates if u and u.id == id_)
    assume(update.is_visible(NOW))
    result = correct(text, id_, words, NOW).text
    assert_only(text, result, notes, id_, {"corrections": [{"time": NOW, "text": words}]})
    assert correct(result, id_, words, NOW).text == result
    more = correct(result, id_, "Another one.", NOW).text
    two = [{"time": NOW, "text": words}, {"time": NOW, "text": "Another one."}]
    assert_only(result, more, notes, id_, {"corrections": two})


@given(targets(), st.sampled_from([None, *WORDS]))
def test_a_retraction_is_lossless_and_can_be_taken_back(
    target: tuple[str, list[str], str], reason: str | None
) -> None:
    text, notes, id_ = target
    update = next(u for u in check(text).updates if u and u.id == id_)
    assume(update.is_visible(NOW))
    result = retract(text, id_, NOW, reason=reason).text
    table = {"time": NOW} if reason is None else {"time": NOW, "reason": reason}
    assert_only(text, result, notes, id_, {"retraction": table})
    assert retract(result, id_, NOW, reason=reason).text == result
    undone = take_back_retraction(result, id_, NOW).text
    assert_only(result, undone, notes, id_, {"retraction": None, "edited": NOW})
    assert take_back_retraction(undone, id_, NOW).text == undone


@given(targets())
def test_a_publication_is_lossless(target: tuple[str, list[str], str]) -> None:
    text, notes, id_ = target
    draft = edit(text, id_, {"status": "draft"}, NOW).text
    result = publish(draft, id_, NOW).text
    changes: dict[str, Any] = {"status": "published", "time": NOW}
    update = next(u for u in check(text).updates if u and u.id == id_)
    if not update.has_own_id and update.time != NOW:
        changes["id"] = id_
    assert_only(draft, result, notes, id_, changes)
    assert publish(result, id_, NOW).text == result


@given(stories())
def test_the_end_is_lossless(drawn: tuple[str, list[str]]) -> None:
    text, notes = drawn
    result = close(text, NOW).text
    assert_only(text, result, notes, None, {"status": "ended", "coverage_end": NOW})
    assert close(result, NOW).text == result
    later = datetime(2030, 1, 1, tzinfo=UTC)
    assert close(result, later).text == result


@given(targets())
def test_a_block_that_comes_back_as_it_was_changes_nothing(
    target: tuple[str, list[str], str],
) -> None:
    text, _, id_ = target
    block = block_of(text, id_)
    assert replace_block(text, id_, block, block.strip("\n"), NOW).text == text


@given(targets(), st.sampled_from(["label = 'x'  # mine\n", '\n  label="x"\n\n']))
def test_a_block_from_an_editor_replaces_that_block_alone(
    target: tuple[str, list[str], str], line: str
) -> None:
    text, notes, id_ = target
    old = block_of(text, id_)
    block = split(text).updates[ids_of(text).index(id_)]
    head = text[block.start : block.header].replace("\r\n", "\n")
    header_end = old.index("\n", len(head)) + 1
    new = old[:header_end] + line + old[header_end:]
    result = replace_block(text, id_, old, new.strip("\n"), NOW).text
    update = next(u for u in check(text).updates if u and u.id == id_)
    edited = {"edited": NOW} if update.is_visible(NOW) else {}
    assert_only(text, result, notes, id_, {"label": "x", **edited})
    assert line in result.replace("\r\n", "\n"), "and what was written stands there as it is"


@given(targets())
def test_what_is_refused_raises_and_gives_no_text(target: tuple[str, list[str], str]) -> None:
    text, _, id_ = target
    with pytest.raises(StoryError):
        edit(text, f"{id_}-no", {"headline": "x"}, NOW)
    with pytest.raises(StoryError):
        edit(text, id_, {"headline": None, "body": None, "media": None}, NOW)
