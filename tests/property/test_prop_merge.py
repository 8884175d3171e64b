"""Merging loses nothing of either side, and does not depend on which side is ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from blogctl.check import check_text
from blogctl.edit import Draft, add, correct, dedupe, edit, format_text, merge, retract, sort
from blogctl.errors import StoryError
from blogctl.model import Story, update_data
from blogctl.source.scan import comments

from .strategies import stories

NOW = datetime(2024, 6, 1, tzinfo=UTC)
START = datetime(2024, 1, 5, 9, tzinfo=UTC)
KINDS = ["add", "add", "add", "headline", "body", "tags", "key", "correct", "retract", "time"]
KINDS += ["sort", "format", "dedupe", "comment", "remove"]


def read(text: str) -> Story:
    checked = check_text(text)
    assert checked.story is not None, (checked.diagnostics, text)
    return checked.story


def changed(draw: st.DrawFn, text: str, mark: str, deletes: bool) -> str:
    """A text after one edit of the kinds that blogctl makes, or that people make by hand."""
    story = read(text)
    kind = draw(st.sampled_from(KINDS))
    minutes = draw(st.integers(0, 120))
    if kind == "add":
        fields: dict[str, Any] = {"body": f"By {mark}", "time": START + timedelta(minutes=minutes)}
        return add(text, [Draft(fields)], NOW).text
    if kind in ("sort", "dedupe"):
        checked = check_text(text)
        return sort(checked) if kind == "sort" else dedupe(checked, "first").text
    if kind == "format":
        return format_text(text)
    if kind == "comment":
        at = [i for i, line in enumerate(text.splitlines()) if line.startswith("[[updates]]")]
        lines = text.split("\n")
        if at:
            lines.insert(draw(st.sampled_from(at)), f"# note by {mark}")
        return "\n".join(lines)
    if not story.updates:
        return text
    id_ = draw(st.sampled_from([update.id for update in story.updates]))
    if kind == "remove":
        from blogctl.edit import block_of

        block = block_of(text, id_)
        lost = "#" in block or not deletes or block not in text
        return text if lost else text.replace(block, "", 1)
    if kind == "correct":
        return correct(text, id_, f"Correction by {mark}", NOW).text
    if kind == "retract":
        return retract(text, id_, NOW, reason=f"Reason of {mark}").text
    if kind == "time":
        clock = START + timedelta(minutes=minutes)
        return edit(text, id_, {}, NOW, when=lambda _: clock).text
    values = {"headline": f"Headline by {mark}", "body": f"Body by {mark}", "tags": [mark]}
    return edit(text, id_, {kind: values.get(kind, True)}, NOW).text


@st.composite
def versions(draw: st.DrawFn, deletes: bool = True) -> tuple[str, str, str]:
    """A story, and what two people made of it."""
    base, _ = draw(stories())
    sides = []
    for side in ("ours", "theirs"):
        text = base
        for number in range(draw(st.integers(0, 4))):
            try:
                text = changed(draw, text, f"{side}-{number}", deletes)
            except StoryError:
                continue
        sides.append(text)
    return base, sides[0], sides[1]


def told(story: Story) -> list[dict[str, Any]]:
    return [update_data(update) for update in story.updates]


@given(versions())
def test_nothing_is_lost_and_the_sides_are_equal(three: tuple[str, str, str]) -> None:
    base, ours, theirs = three
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert bool(one.conflicts) == bool(other.conflicts)
    ids = [{update.id for update in read(text).updates} for text in three]
    wanted = (ids[0] & ids[1] & ids[2]) | (ids[1] - ids[0]) | (ids[2] - ids[0])
    if one.conflicts:
        for id_ in wanted:
            assert id_ in one.text or id_.startswith("2024"), "it stands in the text"
        assert check_text(one.text).errors[0].rule == "conflict-marker"
        return
    story = read(one.text)
    assert {update.id for update in story.updates} >= wanted
    assert told(read(other.text)) == told(story)
    assert read(other.text).meta == story.meta
    for side in (ours, theirs):
        for update in read(side).updates:
            if update.body and update.body.startswith("By "):
                assert update.body in {each.body for each in story.updates}
    marks = [note(text) for text in three]
    assert (marks[1] - marks[0]) | (marks[2] - marks[0]) <= note(one.text)


def note(text: str) -> set[str]:
    return {text[at : text.find("\n", at)].strip() for at in comments(text, 0, len(text))}


@given(versions())
def test_a_side_that_changed_nothing_gives_way(three: tuple[str, str, str]) -> None:
    base, ours, _ = three
    assert merge(base, ours, base).text == ours
    assert told(read(merge(base, base, ours).text)) == told(read(ours))
    assert merge(base, ours, ours).text == ours
