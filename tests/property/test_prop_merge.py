"""Merging loses nothing of either side, and does not depend on which side is ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import tomli
from hypothesis import given
from hypothesis import strategies as st

from blogctl.check import check_text
from blogctl.edit import (
    Draft,
    add,
    block_of,
    correct,
    dedupe,
    edit,
    format_text,
    merge,
    retract,
    sort,
)
from blogctl.errors import StoryError
from blogctl.model import Story
from blogctl.source.scan import comments, scan

from .strategies import stories

NOW = datetime(2024, 6, 1, tzinfo=UTC)
START = datetime(2024, 1, 5, 9, tzinfo=UTC)
KINDS = ["add", "by hand", "headline", "body", "label", "tags", "key", "correct", "retract"]
KINDS += ["time", "story", "story", "table above", "table below"]
KINDS += ["sort", "format", "dedupe", "comment above", "comment in", "last words", "crlf", "remove"]
MARKERS = re.compile(
    r"<<<<<<< ours\r?\n(.*?)=======\r?\n(.*?)>>>>>>> theirs(?:\r?\n|\Z)", re.DOTALL
)
Data = dict[str, Any]


def read(text: str) -> Story:
    checked = check_text(text)
    assert checked.story is not None, (checked.diagnostics, text)
    return checked.story


def headers(text: str, *name: str) -> list[int]:
    """The offsets of the lines with a header."""
    return [table.start for table in scan(text) if table.name == name]


def with_lines(text: str, at: int, lines: str) -> str:
    """The text with more lines before an offset, where a line begins, or at its end."""
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline if at == len(text) and not text.endswith("\n") else ""
    return text[:at] + gap + lines.replace("\n", newline) + text[at:]


def changed_by_hand(draw: st.DrawFn, text: str, kind: str, mark: str) -> str | None:
    """A text after one edit as people make them; ``None`` if it is none of these."""
    updates = headers(text, "updates")
    story = tomli.loads(text)["story"]
    if kind == "crlf":
        return text.replace("\r\n", "\n").replace("\n", "\r\n")
    if kind == "by hand":
        second = START + timedelta(hours=1, minutes=draw(st.integers(0, 3)))
        update = f'\n[[updates]]\ntime = {second.isoformat()}\nbody = "By {mark}"\n\n'
        return with_lines(text, draw(st.sampled_from([*updates[:1], len(text)])), update)
    if kind == "comment above" and updates:
        return with_lines(text, draw(st.sampled_from(updates)), f"# note by {mark}\n")
    if kind == "comment in" and updates:
        line_end = text.find("\n", draw(st.sampled_from(updates)))
        return with_lines(text, line_end + 1, f"# note by {mark}\n") if line_end > 0 else text
    if kind == "last words":
        return with_lines(text, len(text), f"\n# note by {mark}\n")
    if kind == "story":
        key = draw(st.sampled_from(["note", "body", "summary", "tags"]))
        line_end = text.find("\n", headers(text, "story")[0])
        value = f'["{mark}"]' if key == "tags" else f'"{mark}"'
        return text if key in story else with_lines(text, line_end + 1, f"{key} = {value}\n")
    if kind.startswith("table"):
        name = draw(st.sampled_from(["about", "publisher", mark]))
        header = f"story.extra.{name}" if name == mark else f"story.{name}"
        at = updates[0] if kind == "table above" and updates else len(text)
        table = f'\n[{header}]\nname = "{mark}"\n\n'
        return text if name in story else with_lines(text, at, table)
    return None


def changed(draw: st.DrawFn, text: str, mark: str) -> str:
    """A text after one edit of the kinds that blogctl makes, or that people make by hand."""
    story = read(text)
    kind = draw(st.sampled_from(KINDS))
    minutes = draw(st.integers(0, 120))
    by_hand = changed_by_hand(draw, text, kind, mark)
    if by_hand is not None:
        return by_hand
    if kind == "add":
        fields: Data = {"body": f"By {mark}", "time": START + timedelta(minutes=minutes)}
        return add(text, [Draft(fields)], NOW).text
    if kind in ("sort", "dedupe"):
        checked = check_text(text)
        return sort(checked) if kind == "sort" else dedupe(checked, "first").text
    if kind == "format":
        return format_text(text)
    if not story.updates:
        return text
    id_ = draw(st.sampled_from([update.id for update in story.updates]))
    if kind == "remove":
        block = block_of(text, id_)
        return text.replace(block, "", 1) if block in text else text
    if kind == "correct":
        return correct(text, id_, f"Correction by {mark}", NOW).text
    if kind == "retract":
        return retract(text, id_, NOW, reason=f"Reason of {mark}").text
    now = NOW + timedelta(minutes=minutes)
    if kind == "time":
        clock = START + timedelta(minutes=minutes)
        return edit(text, id_, {}, now, when=lambda *_: clock).text
    if kind == "tags":
        return edit(text, id_, {kind: [mark]}, now).text
    value = True if kind == "key" else f"{kind} by {mark}"
    return edit(text, id_, {kind: value}, now).text


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A story, and what two people made of it."""
    base, _ = draw(stories())
    sides = []
    for side in ("ours", "theirs"):
        text = base
        for number in range(draw(st.integers(side == "ours", 4))):
            try:
                after = changed(draw, text, f"{side}-{number}")
                ids = [update.id.lower() for update in read(after).updates]
            except (StoryError, AssertionError):
                continue
            # Two updates of one second without ids cannot be told apart by a reader.
            text = after if len(set(ids)) == len(ids) else text
        sides.append(text)
    return base, sides[0], sides[1]


# What must come of a merge, worked out from data alone.


def updates_of(text: str) -> dict[str, Data]:
    """The updates as they were parsed, by id; what came without one has that of its time."""
    data = tomli.loads(text)
    ids = [update.id for update in read(text).updates]
    raws = cast("list[Data]", data.get("updates", []))
    return {id_: {"id": id_, **raw} for id_, raw in zip(ids, raws, strict=True)}


GONE, CLASH = object(), object()
NO_ID = re.compile(r"\d{8}T\d{6}Z")


class Joined(list[Any]):
    """Items of both sides, of which those of one come first: whose, nobody needs to know."""

    def __eq__(self, other: object) -> bool:
        is_list = isinstance(other, list) and len(other) == len(self)
        return is_list and all(item in cast("list[Any]", other) for item in self)

    __hash__ = None


def three_way(key: str, old: Any, one: Any, other: Any) -> Any:
    """What comes of one key; ``CLASH`` if both sides changed it to different values."""
    if other in (one, old):
        return one
    if one == old:
        return other
    if key == "edited" and GONE not in (one, other):
        return max(one, other)
    before = [] if old is GONE else old
    if all(isinstance(value, list) for value in (before, one, other)) and all(
        [item for item in side if item in before] == before for side in (one, other)
    ):
        return Joined([*one, *[item for item in other if item not in one]])
    return CLASH


def notes(text: str) -> list[str]:
    found = comments(text, 0, len(text))
    return [text[at : text.find("\n", at) % (len(text) + 1)].strip() for at in found]


def chosen(text: str, side: int) -> str:
    """A merged text with each of its conflicts settled for one side."""
    return MARKERS.sub(lambda found: found[side + 1], text)


@given(versions())
def test_the_result_does_not_depend_on_which_side_is_ours(three: tuple[str, str, str]) -> None:
    base, ours, theirs = three
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert sorted(one.conflicts) == sorted(other.conflicts)
    if not one.conflicts:
        assert tomli.loads(one.text) == tomli.loads(other.text)
        assert sorted(notes(one.text)) == sorted(notes(other.text))
        read(one.text)
        return
    for side in (0, 1):
        # Where a time is in conflict the order may be, but not what any update says.
        data = [tomli.loads(chosen(*of)) for of in ((one.text, side), (other.text, 1 - side))]
        said = [
            sorted(repr(sorted(raw.items())) for raw in each.get("updates", [])) for each in data
        ]
        assert said[0] == said[1]
        assert data[0]["story"] == data[1]["story"]


@given(versions())
def test_each_key_is_as_the_side_has_it_that_changed_it(three: tuple[str, str, str]) -> None:
    merged = merge(*three)
    old, one, other = (updates_of(text) for text in three)
    said = [updates_of(chosen(merged.text, side)) for side in (0, 1)]
    bodies = [[update.get("body") for update in each.values()] for each in said]
    clashes = set()
    for id_ in dict.fromkeys([*old, *one, *other]):
        sides = [side[id_] for side in (one, other) if id_ in side]
        if id_ not in old and NO_ID.fullmatch(id_):
            # It may have got an id, to be told from another.
            assert all(side["body"] in each for side in sides for each in bodies)
        elif id_ not in old and len(sides) == 1:
            assert said[0][id_] == said[1][id_] == sides[0]
        elif not sides or (len(sides) == 1 and sides[0] == old[id_]):
            is_there = [id_ in each for each in said]
            if any(is_there):
                # The other side has changed its comments alone.
                clashes.add(id_)
                assert sides
                assert is_there == [id_ in one, id_ in other]
        elif len(sides) == 1:
            clashes.add(id_)
            assert [id_ in each for each in said] == [id_ in one, id_ in other]
        else:
            for key in dict.fromkeys([*old.get(id_, {}), *sides[0], *sides[1]]):
                values = [side.get(id_, {}).get(key, GONE) for side in (old, one, other)]
                wanted = three_way(key, *values)
                clashes |= {id_} if wanted is CLASH else set()
                wants = values[1:] if wanted is CLASH else [wanted, wanted]
                assert [each[id_].get(key, GONE) for each in said] == wants
    told = {conflict.partition(": ")[0] for conflict in merged.conflicts}
    assert told - {"story", "story.about", "story.publisher"} == clashes
    if told:
        assert check_text(merged.text).errors[0].rule == "conflict-marker"


@given(versions())
def test_comments_and_the_story_of_both_sides_stay(three: tuple[str, str, str]) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs)
    marks = [set(notes(text)) for text in three]
    sides = [chosen(merged.text, side) for side in (0, 1)]
    said = set(notes(sides[0])) | set(notes(sides[1]))
    assert (marks[1] - marks[0]) | (marks[2] - marks[0]) <= said
    assert marks[1] & marks[2] <= said
    metas = [tomli.loads(text)["story"] for text in (*three, *sides)]
    for key in dict.fromkeys([*metas[1], *metas[2]]):
        old, one, other = (meta.get(key, GONE) for meta in metas[:3])
        for side in (3, 4):
            value = metas[side].get(key, GONE)
            if isinstance(one, dict) and isinstance(other, dict):
                assert one.keys() | other.keys() <= value.keys()
                continue
            wanted = three_way(key, old, one, other)
            assert value == ((one, other)[side - 3] if wanted is CLASH else wanted)


@given(versions())
def test_a_side_that_changed_nothing_gives_way(three: tuple[str, str, str]) -> None:
    base, ours, _ = three
    assert merge(base, ours, base).text == ours
    assert tomli.loads(merge(base, base, ours).text) == tomli.loads(ours)
    assert merge(base, ours, ours).text == ours


@given(versions())
def test_nothing_is_lost_without_a_base(three: tuple[str, str, str]) -> None:
    _, ours, theirs = three
    merged, swapped = merge("", ours, theirs), merge("", theirs, ours)
    assert sorted(merged.conflicts) == sorted(swapped.conflicts)
    said = [read(chosen(merged.text, side)) for side in (0, 1)]
    for side, text in enumerate((ours, theirs)):
        bodies = [update.body for update in said[side].updates]
        assert all(update.body in bodies for update in read(text).updates)
    if not merged.conflicts:
        assert tomli.loads(merged.text) == tomli.loads(swapped.text)
