"""Ids, content and the identity that the world sees."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from blogctl.model import (
    Story,
    Update,
    content,
    content_hash,
    derived_id,
    new_id,
    public_id,
    read,
)

TIME = datetime(2024, 1, 5, 15, 3, 44, tzinfo=UTC)


def story(*updates: dict[str, Any], **meta: Any) -> Story:
    raw = [{"time": TIME, "body": "b", **update} for update in updates]
    result = read({"story": {"id": "x", "headline": "h", **meta}, "updates": raw})
    assert result.story is not None, result.problems
    return result.story


def update(**fields: Any) -> Update:
    return story(fields).updates[0]


def problems(identifier: Any) -> list[str]:
    data = {
        "story": {"id": identifier, "headline": "h"},
        "updates": [{"id": identifier, "time": TIME, "body": "b"}],
    }
    result = read(data)
    assert {p.path for p in result.problems} in [set(), {("story", "id"), ("updates", 0, "id")}]
    return [problem.kind for problem in result.problems]


@pytest.mark.parametrize(
    "identifier",
    [
        "a",
        "0",
        "A.b_c-d",
        "2024-01-05-coast-road",
        "20240105T150344Z-k3v9qa",
        "a" * 128,
        "a..b",
        "a-",
        "a_",
        "console",
        "com",
        "com10",
        "lpt",
        "nulls",
        "auxiliary",
        "a.con",
        "xn--a",
    ],
)
def test_ids(identifier: str) -> None:
    assert problems(identifier) == []


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        " ",
        "a b",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\nb",
        "a\t",
        "a\0",
        ".",
        "..",
        ".a",
        "-a",
        "_a",
        "a.",
        "a..",
        "a/b",
        "a\\b",
        "../a",
        "a:b",
        "a#b",
        "a%20b",
        "a?b",
        "é",
        "aé",
        "ａ",
        "\u0661",
        "a\u200b",
        "a" * 129,
        "con",
        "CON",
        "Con.txt",
        "con.story.toml",
        "prn",
        "aux.a",
        "nul",
        "NUL.b",
        "com0",
        "com1",
        "COM9.a",
        "lpt1",
        "LPT9",
    ],
    ids=ascii,
)
def test_no_ids(identifier: str) -> None:
    assert problems(identifier) == ["invalid-id", "invalid-id"]


def test_an_update_without_an_id_is_known_by_its_time_in_utc() -> None:
    east = timezone(timedelta(hours=9))
    for time in (TIME, TIME.astimezone(east), TIME.replace(microsecond=999_999)):
        one = update(time=time)
        assert one.id == "20240105T150344Z"
        assert not one.has_own_id
    assert update(id="20240105T150344Z").has_own_id
    assert derived_id(datetime(800, 1, 5, tzinfo=UTC)) == "08000105T000000Z"
    assert derived_id(datetime(1, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))).startswith("0001")


def test_the_id_that_blogctl_gives() -> None:
    one = new_id(update())
    assert re.fullmatch(r"20240105T150344Z-[a-z2-7]{6}", one)
    assert new_id(update()) == one
    assert new_id(update(id="other", extra={"a": 1}, edited=TIME)) == one
    assert new_id(update(time=TIME.astimezone(timezone(timedelta(hours=9))))) == one
    assert new_id(update(body="c")) != one
    assert new_id(update(time=TIME + timedelta(microseconds=1))) != one
    assert read({"story": {"id": one, "headline": "h"}}).story is not None


# Content: what changes it, and what does not.

FULL: dict[str, Any] = {
    "headline": "h",
    "body": "one\n\ntwo",
    "authors": [{"name": "A", "url": "/a", "role": "r"}],
    "tags": ["a", "b"],
    "key": True,
    "pinned": True,
    "label": "l",
    "sources": [{"name": "s", "url": "/s"}],
    "media": [{"type": "image", "url": "/m", "alt": "a", "width": 5}],
    "corrections": [{"time": TIME, "text": "c"}],
    "retraction": {"time": TIME, "reason": "r"},
    "original_url": "/o",
}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"},
        {"edited": TIME},
        {"extra": {"a": 1}},
        {"time": TIME.astimezone(timezone(timedelta(hours=-9)))},
        {"body": "one\n\ntwo\n"},
        {"body": "\n\none\n\ntwo\n\n\n"},
        {"body": "one  \n \t\ntwo\t"},
        {"body": "one\r\n\r\ntwo"},
        {"headline": "h "},
        {"headline": "h\n"},
        {"status": "published"},
        {"corrections": [{"time": TIME.astimezone(timezone(timedelta(hours=1))), "text": "c\n"}]},
        {"retraction": {"time": TIME, "reason": "r  "}},
    ],
    ids=str,
)
def test_what_leaves_the_content_as_it_is(change: dict[str, Any]) -> None:
    one, other = update(**FULL), update(**FULL | change)
    assert content(one) == content(other)
    assert content_hash(one) == content_hash(other)
    assert re.fullmatch("[0-9a-f]{64}", content_hash(one))


@pytest.mark.parametrize(
    "change",
    [
        {"time": TIME + timedelta(seconds=1)},
        {"time": TIME + timedelta(microseconds=1)},
        {"headline": "H"},
        {"headline": " h"},
        {"body": "one\ntwo"},
        {"body": "one\n\n\ntwo"},
        {"body": "  one\n\ntwo"},
        {"body": "one two"},
        {"authors": []},
        {"authors": ["A"]},
        {"authors": [{"name": "A", "url": "/a", "role": "s"}]},
        {"tags": ["b", "a"]},
        {"tags": ["a"]},
        {"key": False},
        {"pinned": False},
        {"label": "m"},
        {"status": "draft"},
        {"sources": [{"name": "s"}]},
        {"sources": []},
        {"media": [{"type": "image", "url": "/m", "alt": "a", "width": 6}]},
        {"media": [{"type": "image", "url": "/m", "alt": "", "width": 5}]},
        {"corrections": []},
        {"corrections": [{"time": TIME + timedelta(1), "text": "c"}]},
        {"retraction": {"time": TIME}},
        {"original_url": "/p"},
    ],
    ids=str,
)
def test_what_changes_the_content(change: dict[str, Any]) -> None:
    one, other = update(**FULL), update(**FULL | change)
    assert content(one) != content(other)
    assert content_hash(one) != content_hash(other)


def test_what_is_not_there_is_what_is_empty() -> None:
    empty = update(headline="", label=" ", tags=[], key=False, status="published", media=[])
    assert content(empty) == content(update())


def test_moving_text_between_fields_changes_the_content() -> None:
    assert content_hash(update(headline="a", body="b")) != content_hash(
        update(headline="b", body="a")
    )
    assert content_hash(update(tags=["a,b"])) != content_hash(update(tags=["a", "b"]))


# Authors: shorthand and completion.


def test_a_bare_name_takes_the_fields_of_the_storys_author() -> None:
    known = {"name": "A", "url": "/a", "role": "r"}
    (one,) = story({"authors": ["A"]}, authors=[known]).updates
    assert one.authors[0].model_dump() == known
    (table,) = story({"authors": [{"name": "A"}]}, authors=[known]).updates
    assert table.authors == one.authors
    (full,) = story({"authors": [known]}).updates
    assert content_hash(full) == content_hash(one)


def test_an_author_with_fields_of_their_own_keeps_them() -> None:
    known = {"name": "A", "url": "/a", "role": "r"}
    (one,) = story({"authors": [{"name": "A", "role": "guest"}, "a", "B"]}, authors=[known]).updates
    assert [author.model_dump(exclude_none=True) for author in one.authors] == [
        {"name": "A", "role": "guest"},
        {"name": "a"},
        {"name": "B"},
    ]


# The public identity.


def test_public_ids_are_uuids_of_version_5_and_never_change() -> None:
    whole = story({"id": "u"}, id="2024-01-05-coast-road")
    (one,) = whole.updates
    for identity in (public_id(whole), public_id(whole, one)):
        assert identity.startswith("urn:uuid:")
        uuid = UUID(identity.removeprefix("urn:uuid:"))
        assert (uuid.version, uuid.variant) == (5, "specified in RFC 4122")
    # These stand in published feeds: a change here would show every update again as new.
    assert public_id(whole) == "urn:uuid:2a1f0070-ee66-5b0a-b2a9-291478b0a939"
    assert public_id(whole, one) == "urn:uuid:057be080-ddd5-5bf9-8d77-cef014f43e8c"


def test_public_ids_depend_on_the_ids_alone() -> None:
    one = story({"id": "u"}, url="https://example.org/a")
    other = story(
        {"id": "u", "body": "c", "time": TIME + timedelta(1), "original_url": "/x"},
        url="https://example.com/b",
        headline="other",
        language="fr",
    )
    assert public_id(one) == public_id(other)
    assert public_id(one, one.updates[0]) == public_id(other, other.updates[0])


def test_public_ids_differ_where_the_ids_do() -> None:
    a, b = story({"id": "u"}, {"id": "U"}, {"id": "v"}), story({"id": "u"}, id="y")
    ids = [public_id(a), public_id(b), public_id(b, b.updates[0])]
    ids += [public_id(a, one) for one in a.updates]
    assert len(set(ids)) == len(ids)
