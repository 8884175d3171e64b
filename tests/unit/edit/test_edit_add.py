"""Adding: in its place, once, with nothing else changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import tomli

from blogctl.check import check_text
from blogctl.edit import Added, Draft, RefusedDrafts, add
from blogctl.errors import StoryError, UnclearSource
from blogctl.model import new_id

NOW = datetime(2024, 1, 5, 12, 0, 0, 999_999, tzinfo=UTC)
HEAD = '[story]\nid = "x"\nheadline = "A story"\n'
NEW = '[[updates]]\nid = "n"\ntime = {}\nbody = "New."\n'


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 1, 5, hour, minute, tzinfo=UTC)


def update(name: str, hour: int) -> str:
    return f'[[updates]]\nid = "{name}"\ntime = 2024-01-05T{hour:02}:00:00Z\nbody = "{name}"\n'


def new(hour: int) -> str:
    return NEW.format(f"2024-01-05T{hour:02}:00:00+00:00")


def added(text: str, *drafts: dict[str, Any], text_times: bool = False) -> Added:
    result = add(text, [Draft(draft, text_times=text_times) for draft in drafts], NOW)
    # What was there is there, in one piece but for what was put in between.
    if len(drafts) == 1:
        size = len(result.text) - len(text)
        assert any(
            result.text[:i] == text[:i] and result.text[i + size :] == text[i:]
            for i in range(len(text) + 1)
        )
    return result


def ids(text: str) -> list[str]:
    return [update["id"] for update in tomli.loads(text)["updates"]]


N = {"id": "n", "body": "New."}


def test_into_an_empty_story() -> None:
    assert added(HEAD, N | {"time": at(9)}).text == HEAD[:-1] + "\n\n" + new(9)


def test_into_an_empty_story_that_ends_in_comments() -> None:
    text = HEAD + "\n# Updates go here.\n\n# Oldest first."
    assert added(text, N | {"time": at(9)}).text == text + "\n\n" + new(9).rstrip("\n")
    assert added(text + "\n\n\n", N | {"time": at(9)}).text.startswith(text + "\n\n" + new(9))


def test_at_the_end() -> None:
    text = HEAD + "\n" + update("a", 9)
    assert added(text, N | {"time": at(10)}).text == text + "\n" + new(10)


def test_before_the_first_and_its_comments() -> None:
    head = HEAD + "\n# The updates.\n\n"
    text = head + "# a\n" + update("a", 9)
    assert added(text, N | {"time": at(8)}).text == (head + new(8) + "\n# a\n" + update("a", 9))


def test_between() -> None:
    text = HEAD + "\n" + update("a", 9) + "\n\n\n# c\n" + update("c", 11)
    assert added(text, N | {"time": at(10)}).text == (
        HEAD + "\n" + update("a", 9) + "\n" + new(10) + "\n\n\n# c\n" + update("c", 11)
    )


def test_after_all_of_the_same_time() -> None:
    text = HEAD + "".join(update(name, 9) for name in "abc") + update("d", 10)
    assert ids(added(text, N | {"time": at(9)}).text) == ["a", "b", "c", "n", "d"]
    east = at(9).astimezone(timezone(timedelta(hours=9)))
    assert ids(added(text, N | {"time": east}).text) == ["a", "b", "c", "n", "d"]


def test_the_end_of_the_file_stays_the_end() -> None:
    tail = "\n# The end.\n\n# Really.\n"
    text = HEAD + update("a", 9) + tail
    assert added(text, N | {"time": at(10)}).text == HEAD + update("a", 9) + "\n" + new(10) + tail


def test_tables_of_the_story_after_the_updates_stay_there() -> None:
    table = "\n# about\n[story.about]\nname = 'e'\n"
    text = HEAD + update("a", 9) + table
    assert added(text, N | {"time": at(10)}).text == HEAD + update("a", 9) + "\n" + new(10) + table


def test_after_the_tables_of_the_update_before() -> None:
    text = HEAD + update("a", 9) + "[updates.extra]\nb = 1 # c\n"
    assert added(text, N | {"time": at(10)}).text == text + "\n" + new(10)


def test_a_missing_last_line_ending_stays_missing() -> None:
    text = (HEAD + update("a", 9)).rstrip("\n")
    assert added(text, N | {"time": at(10)}).text == text + "\n\n" + new(10).rstrip("\n")


def test_windows_line_endings_are_kept_to() -> None:
    text = (HEAD + "\n" + update("a", 9)).replace("\n", "\r\n")
    result = added(text, {"id": "n", "time": at(10), "body": "one\ntwo\n", "tags": ["t" * 90] * 2})
    assert "\n" not in result.text.replace("\r\n", "")
    assert tomli.loads(result.text)["updates"][1]["body"] == "one\ntwo\n"


def test_several_go_to_their_places_in_the_order_of_their_times() -> None:
    text = HEAD + update("b", 9) + update("d", 11)
    drafts = [
        {"id": name, "time": at(hour), "body": name}
        for name, hour in [("e", 12), ("c2", 10), ("a", 8), ("c1", 10), ("a0", 7)]
    ]
    result = added(text, *drafts)
    assert ids(result.text) == ["a0", "a", "b", "c2", "c1", "d", "e"]
    assert result.ids == ("e", "c2", "a", "c1", "a0")
    assert result.warnings == ()


def test_a_text_out_of_order_gets_it_at_the_end_and_a_warning() -> None:
    text = HEAD + update("b", 11) + update("a", 9)
    result = added(text, N | {"time": at(10)})
    assert ids(result.text) == ["b", "a", "n"]
    assert any("order" in warning for warning in result.warnings)


def test_errors_elsewhere_do_not_matter_but_are_mentioned() -> None:
    text = HEAD + "colour = 'red'\n" + update("a", 9)
    result = added(text, N | {"time": at(8)})
    assert ids(result.text) == ["n", "a"]
    assert any("error" in warning for warning in result.warnings)


def test_an_update_that_cannot_be_read_makes_it_go_to_the_end() -> None:
    text = HEAD + update("a", 9) + "[[updates]]\nid = 'z'\ntime = 'ten'\nbody = 'b'\n"
    assert ids(added(text, N | {"time": at(8)}).text) == ["a", "z", "n"]
    with pytest.raises(StoryError):
        added(text, {"id": "Z", "time": at(8), "body": "x"})


def test_a_story_that_has_ended_takes_it_with_a_warning() -> None:
    result = added(HEAD + "status = 'ended'\n", N)
    assert any("ended" in warning for warning in result.warnings)
    assert added(HEAD, N).warnings == ()


# Times and ids.


def test_without_a_time_it_is_now_in_the_zone_of_the_story() -> None:
    text = HEAD + 'timezone = "Asia/Tbilisi"\n'
    (one,) = tomli.loads(added(text, N).text)["updates"]
    assert one["time"] == NOW.replace(microsecond=0)
    assert one["time"].utcoffset() == timedelta(hours=4)


def test_a_local_time_is_read_in_the_zone_of_the_story() -> None:
    text = HEAD + 'timezone = "Asia/Tbilisi"\n'
    local = datetime(2024, 1, 5, 16)  # noqa: DTZ001
    (one,) = tomli.loads(added(text, N | {"time": local}).text)["updates"]
    assert one["time"] == at(12)
    with pytest.raises(RefusedDrafts):
        added(HEAD, N | {"time": local})


def test_the_id_is_made_of_time_and_content() -> None:
    result = added(HEAD, {"body": "New.", "time": at(9)})
    assert re.fullmatch(r"20240105T090000Z-[a-z2-7]{6}", result.ids[0])
    story = check_text(result.text).story
    assert story is not None
    assert new_id(story.updates[0]) == story.updates[0].id == result.ids[0]


def test_a_retry_changes_nothing() -> None:
    for draft in (
        {"body": "New.", "time": at(9)},
        N,
        N | {"time": at(9), "tags": ["a"], "extra": {"k": 1}},
        {"id": "n", "headline": "h", "authors": ["A", {"name": "B", "role": "r"}]},
    ):
        once = added(HEAD, draft)
        twice = add(once.text, [Draft(draft)], NOW + timedelta(minutes=5))
        assert twice == Added(once.text, once.ids, (), ())
        assert len(once.new) == 1


def test_a_retry_compares_only_what_is_stated() -> None:
    text = added(HEAD, N | {"time": at(9), "tags": ["a"], "key": True}).text
    assert added(text, {"id": "n", "body": "New.", "tags": ["a"]}).text == text
    assert added(text, {"id": "n", "body": "New.\n"}).text == text
    assert added(text, {"id": "n", "body": "New.", "time": at(9)}).text == text
    for change in ({"time": at(10)}, {"tags": ["b"]}, {"key": False}, {"label": "l"}):
        with pytest.raises(StoryError) as caught:
            added(text, {"id": "n", "body": "New.", **change})
        assert '"n"' in caught.value.message
        assert caught.value.exit_code == 1


def test_an_id_that_differs_only_in_case_is_refused() -> None:
    text = added(HEAD, N).text
    with pytest.raises(StoryError) as caught:
        added(text, {"id": "N", "body": "Other."})
    assert '"N"' in caught.value.message
    assert '"n"' in caught.value.message


def test_a_batch_is_all_or_none() -> None:
    with pytest.raises(StoryError):
        added(HEAD + update("a", 9), {"id": "b", "body": "b"}, {"id": "a", "body": "other"})
    with pytest.raises(RefusedDrafts) as caught:
        add(HEAD, [Draft({"body": "b"}, label="line 1"), Draft({"x": 1}, label="line 2")], NOW)
    assert {label for label, _ in caught.value.problems} == {"line 2"}


def test_the_same_twice_in_a_batch_is_added_once() -> None:
    result = added(HEAD, N, N, {"id": "m", "body": "m"})
    assert result.ids == ("n", "n", "m")
    assert sorted(ids(result.text)) == ["m", "n"]
    assert len(result.new) == 2


def test_two_in_one_second_without_time_and_id_are_two() -> None:
    one = added(HEAD, {"body": "Goal!"})
    two = added(one.text, {"body": "Goal!"})
    assert len(set(ids(two.text))) == 2
    assert two.ids != one.ids


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"body": " "},
        {"body": "b", "id": "a b"},
        {"body": "b", "id": ""},
        {"body": "b\0"},
        {"body": "b", "colour": "red"},
        {"body": "b", "time": "2024-01-05T09:00:00Z"},
        {"body": "b", "original_url": "javascript:x"},
        {"body": 5},
    ],
    ids=str,
)
def test_what_is_no_update_is_refused(draft: dict[str, Any]) -> None:
    with pytest.raises(RefusedDrafts) as caught:
        added(HEAD, draft)
    assert caught.value.problems
    assert caught.value.exit_code == 1


def test_every_field_arrives() -> None:
    draft: dict[str, Any] = {
        "id": "n",
        "time": "2024-01-05T09:00:00.5+04:00",
        "headline": 'A "quoted" \\ headline',
        "body": "# [[updates]]\n'''\n\"\"\"\ntime = 1\n",
        "authors": ["A", {"name": "B", "url": "/b"}],
        "tags": ["one", "two words"],
        "key": True,
        "pinned": True,
        "label": "breaking",
        "status": "draft",
        "edited": "2024-01-05T10:00:00Z",
        "sources": [{"name": "S", "url": "/s" + "s" * 100}],
        "media": [{"type": "video", "url": "m", "alt": "a\nb", "duration": 1.5, "width": 3}],
        "corrections": [{"time": "2024-01-05T10:00:00Z", "text": "c\nd"}],
        "retraction": {"time": "2024-01-05T10:00:00Z", "reason": "r"},
        "original_url": "https://example.org/#1",
        "extra": {"a b": [1, {"c": [0.5, "é"]}], "": {"d": {"e": True}}},
    }
    result = added(HEAD + update("a", 1), draft, text_times=True)
    story = check_text(result.text).story
    assert story is not None
    one = story.updates[1]
    assert one == result.new[0]
    assert one.body == draft["body"]
    assert one.extra == draft["extra"]
    assert one.time.utcoffset() == timedelta(hours=4)
    assert [author.name for author in one.authors] == ["A", "B"]
    assert set(draft) == one.model_fields_set


def test_line_breaks_of_other_systems_become_line_feeds() -> None:
    (one,) = tomli.loads(added(HEAD, {"body": "a\r\nb\rc"}).text)["updates"]
    assert one["body"] == "a\nb\rc"


def test_an_author_is_written_as_briefly_as_given() -> None:
    text = HEAD + 'authors = [{ name = "A", role = "r" }]\n'
    result = added(text, N | {"authors": ["A", {"name": "B"}]})
    assert 'authors = ["A", "B"]' in result.text
    assert result.new[0].authors[0].role == "r"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "format = 1\n",
        "story = 5\n",
        "a = 'b\n",
        "format = 2\n" + HEAD,
        "<<<<<<< a\n=======\n>>>>>>> b\n" + HEAD,
    ],
)
def test_what_is_no_story_takes_nothing(text: str) -> None:
    with pytest.raises(StoryError) as caught:
        added(text, N)
    assert caught.value.help


@pytest.mark.parametrize(
    "text",
    [
        "updates = []\n" + HEAD,
        "updates = 5\n" + HEAD,
        "updates = ''\n" + HEAD,
        "updates = {}\n" + HEAD,
        "updates = [{ id = 'a', time = 2024-01-05T09:00:00Z, body = 'b' }]\n" + HEAD,
        HEAD + "[updates]\na = 1\n",
        HEAD + "[updates.a]\nb = 1\n",
        HEAD + update("a", 9) + "[story.extra]\na = 1\n[updates.extra]\nb = 1\n",
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_a_way_out(text: str) -> None:
    tomli.loads(text)
    with pytest.raises(UnclearSource) as caught:
        added(text, N)
    assert caught.value.help
    assert "bug" not in caught.value.help


def test_a_header_alone_takes_another_behind_it() -> None:
    assert ids(added(HEAD + "[[updates]]\nid = 'a'", N).text) == ["a", "n"]
    text = added(HEAD + "[[updates]]", N).text
    assert tomli.loads(text)["updates"][0] == {}
