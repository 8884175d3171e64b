"""A story comes back from its JSON and from its file as the same story."""

from __future__ import annotations

import json
from email.utils import format_datetime
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from hypothesis import given

from blogctl.check import check_text
from blogctl.edit import new_text
from blogctl.exporters.moments import local
from blogctl.model import Story, content_hash, public_id, read, story_data
from blogctl.model.identity import NAMESPACE
from blogctl.times import rfc822, rfc3339

from .strategies import data


def story_of(raw: dict[str, Any]) -> Story:
    result = read(raw, text_times=True)
    assert result.story is not None, result.problems
    return result.story


def same(one: Story, other: Story) -> None:
    assert one == other
    assert story_data(one) == story_data(other)
    for mine, theirs in zip(one.updates, other.updates, strict=True):
        # Equality takes instants alone: offsets are kept too.
        assert rfc3339(mine.time) == rfc3339(theirs.time)
        assert content_hash(mine) == content_hash(theirs)
        assert public_id(one, mine) == public_id(other, theirs)


@given(data())
def test_json(raw: dict[str, Any]) -> None:
    story = story_of(raw)
    text = json.dumps(story_data(story), allow_nan=False)
    same(story_of(json.loads(text)), story)


@given(data())
def test_what_we_make_ourselves_is_what_the_library_makes(raw: dict[str, Any]) -> None:
    story = story_of(raw)
    for update in story.updates:
        name = f"{story.meta.id}#{update.id}"
        assert public_id(story, update) == uuid5(NAMESPACE, name).urn
        assert rfc822(local(update.time, ZoneInfo("Asia/Kathmandu"))) == format_datetime(
            local(update.time, ZoneInfo("Asia/Kathmandu"))
        )


@given(data())
def test_a_new_file(raw: dict[str, Any]) -> None:
    story = story_of(raw)
    text = new_text(story)
    for written in (text, text.replace("\n", "\r\n")):
        checked = check_text(written)
        assert checked.errors == () or {one.rule for one in checked.errors} <= JUDGED
        back = read(checked.data or {}).story
        assert back is not None
        same(back, story)


JUDGED = {"edited-before-time", "coverage-ends-before-it-starts"}
"""Errors that no writer can mend: they are about what the story says."""
