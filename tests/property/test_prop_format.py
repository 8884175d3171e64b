"""``format`` changes white space and the order of keys, and nothing else."""

from __future__ import annotations

from collections import Counter

import tomli
from hypothesis import given

from blogctl.check import check_text
from blogctl.edit import format_text
from blogctl.source.blocks import split
from blogctl.source.scan import comments

from .strategies import stories


def black_marks(text: str) -> Counter[str]:
    """How often each character that is no white space occurs."""
    return Counter("".join(text.split()))


@given(stories())
def test_it_is_the_same_story_in_canonical_form(drawn: tuple[str, list[str]]) -> None:
    text, notes = drawn
    new = format_text(text)
    assert format_text(new) == new
    before, after = check_text(text), check_text(new)
    assert before.story is not None
    assert after.story is not None
    assert after.story.meta == before.story.meta
    assert [u.model_dump() for u in after.story.updates] == [
        u.model_dump() for u in before.story.updates
    ]
    assert all(update.has_own_id for update in after.story.updates)
    missing = black_marks(text) - black_marks(new)
    assert not missing, "nothing goes"
    added = black_marks(new) - black_marks(text)
    ids = "".join(f'id="{u.id}"' for u in before.story.updates if not u.has_own_id)
    assert added == black_marks(ids), "and nothing comes but ids"
    assert len(comments(new, 0, len(new))) == len(notes)


@given(stories())
def test_values_keep_their_data_and_comments_their_updates(drawn: tuple[str, list[str]]) -> None:
    text, notes = drawn
    new = format_text(text)
    old_data, new_data = tomli.loads(text), tomli.loads(new)
    ids = [update.get("id") for update in new_data.get("updates", [])]
    for update in new_data.get("updates", []):
        update.pop("id")
    for update in old_data.get("updates", []):
        update.pop("id", None)
    assert new_data == old_data
    assert len(ids) == len(old_data.get("updates", []))
    assert owners(text, notes) == owners(new, notes)


def owners(text: str, notes: list[str]) -> dict[str, tuple[int, bool]]:
    """For each comment how many updates begin before it, and whether it is in one."""
    found = {}
    updates = 0
    for piece in split(text).pieces:
        for note in notes:
            if note in text[piece.start : piece.end]:
                found[note] = (updates, piece.is_update)
        updates += piece.is_update
    return found
