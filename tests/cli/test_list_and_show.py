"""blogctl list and show: tables for people, JSON for programs, nothing that harms a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from .program import STORY, Run, assert_one_error

STORY_OF_FIVE = """\
[story]
id = "five"
headline = "Five"
timezone = "Europe/London"
authors = [{ name = "An Example", url = "https://example.org/a", role = "Editor" }]
extra = { desk = "night" }

[[updates]]
id = "one"
time = 2024-07-05T09:00:00Z
body = "One"
tags = ["x", "y"]
authors = ["An Example"]

[[updates]]
id = "two"
time = 2024-07-05T10:00:00Z
body = "Two"
tags = ["x"]
key = true
extra = { minute = 43 }

[[updates]]
id = "three"
time = 2024-07-05T11:00:00Z
headline = "Three"
authors = ["B. Writer", "An Example"]
status = "draft"

[[updates]]
id = "four"
time = 2024-07-05T12:00:00Z
retraction = { time = 2024-07-05T13:00:00Z, reason = "Wrong." }

[[updates]]
id = "five"
time = 2024-07-05T12:00:00Z
key = true
pinned = true
media = [{ type = "image", url = "a.jpg", alt = "A" }]
"""
HOSTILE = "\\u001b]0;owned\\u0007 \\u202Eevil\\u202C \\u200Bzero"


@pytest.fixture
def five(tmp_path: Path) -> Path:
    path = tmp_path / "five.story.toml"
    path.write_text(STORY_OF_FIVE)
    return path


def ids(out: str) -> list[str]:
    """The ids of a table of updates."""
    return [line.split()[2] for line in out.splitlines()[1:]]


def test_the_table_has_every_update_in_the_storys_time(run: Run, five: Path) -> None:
    result = run("list", five)
    assert (result.code, result.err) == (0, "")
    assert ids(result.out) == ["one", "two", "three", "four", "five"]
    assert result.lines[1].split() == ["2024-07-05", "10:00", "one", "-", "One"]
    marks = [line.split()[3] for line in result.lines[1:]]
    assert marks == ["-", "key", "draft", "retracted", "key,pinned"]
    starts = {line.index(id_) for line, id_ in zip(result.lines[1:], ids(result.out), strict=True)}
    assert len(starts) == 1, "the columns line up"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--since", "2024-07-05T11:00:00Z"], ["three", "four", "five"]),
        (["--until", "2024-07-05T11:00:00Z"], ["one", "two"]),
        (["--since", "5 Jul 2024, 11:00", "--until", "5 Jul 2024, 12:00"], ["two"]),
        (["--tag", "x"], ["one", "two"]),
        (["--tag", "x", "--tag", "y"], ["one"]),
        (["--tag", "X"], []),
        (["--author", "An Example"], ["one", "three"]),
        (["--author", "An Example", "--author", "B. Writer"], ["three"]),
        (["--key"], ["two", "five"]),
        (["--key", "--tag", "x"], ["two"]),
        (["--tag", "none"], []),
    ],
)
def test_filters(run: Run, five: Path, args: list[str], expected: list[str]) -> None:
    result = run("list", five, *args)
    assert (result.code, ids(result.out)) == (0, expected)
    lines = run("list", five, "--ndjson", *args).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == expected
    data = json.loads(run("list", five, "--json", *args).out)
    assert [update["id"] for update in data["updates"]] == expected


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_an_unclear_time_is_refused(run: Run, five: Path, option: str) -> None:
    assert_one_error(run("list", five, option, "03/04/2024"), 2, option)


def test_an_unclear_time_is_refused_even_without_stories(run: Run) -> None:
    assert_one_error(run("list", "--since", "nonsense"), 2, "--since")


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("Asia/Tokyo", "9999-12-31T23:59:59Z"),
        ("America/New_York", "0001-01-01T00:00:00Z"),
    ],
)
@pytest.mark.parametrize("command", ["list", "show"])
def test_times_at_the_ends_of_the_calendar_are_shown(
    run: Run, story: Path, command: str, zone: str, time: str
) -> None:
    story.write_text(
        f'[story]\nid = "x"\nheadline = "X"\ntimezone = "{zone}"\n'
        f'[[updates]]\nid = "edge"\ntime = {time}\nbody = "x"\n'
    )
    assert run("validate", story).code == 0
    result = run(command, story)
    assert result.code == 0, result
    assert "edge" in result.out


def test_two_formats_are_one_too_many(run: Run, five: Path) -> None:
    for command in ("list", "show"):
        assert_one_error(run(command, five, "--json", "--ndjson"), 2, "--json", "--ndjson")


def test_without_a_path_the_stories_below_are_listed(
    run: Run, five: Path, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.story.toml").write_text('[story]\nid = "e"\nheadline = "Empty"\n')
    result = run("list")
    assert result.code == 0
    assert [line.split()[:3] for line in result.lines[1:]] == [
        ["empty.story.toml", "live", "0"],
        ["five.story.toml", "live", "5"],
        ["road.story.toml", "live", "2"],
    ]
    overview = {each["path"]: each for each in json.loads(run("list", "--json").out)}
    assert overview["five.story.toml"]["first"] == "2024-07-05T09:00:00Z"
    assert overview["empty.story.toml"]["last"] is None


def test_several_stories_as_lines(run: Run, five: Path, story: Path) -> None:
    lines = run("list", five, story, "--ndjson").out.splitlines()
    assert len(lines) == 7


def test_the_worst_code_wins_and_the_rest_is_listed(run: Run, five: Path, story: Path) -> None:
    five.write_text(STORY_OF_FIVE.replace("headline =", "headlin ="))
    result = run("list", five.name, story.name, "none")
    assert result.code == 2
    assert "none" in result.err
    assert "five.story.toml" in result.err
    assert "road.story.toml" in result.out
    assert run("list", five, story).code == 1


def test_an_invalid_story_is_explained(run: Run, five: Path) -> None:
    five.write_text(STORY_OF_FIVE.replace("headline =", "headlin ="))
    result = run("list", five)
    assert (result.code, result.out) == (1, "")
    assert "unknown-key" in result.err or "blogctl validate" in result.err


def test_an_empty_folder_is_no_error(run: Run) -> None:
    result = run("list")
    assert (result.code, result.out) == (0, "")
    assert ".story.toml" in result.err


def test_json_is_complete(run: Run, five: Path) -> None:
    data = json.loads(run("show", five, "--json").out)
    assert run("list", five, "--json").out == run("show", five, "--json").out
    assert data["story"]["extra"] == {"desk": "night"}
    by_id = {update["id"]: update for update in data["updates"]}
    assert by_id["two"]["extra"] == {"minute": 43}
    assert by_id["three"]["status"] == "draft"
    assert by_id["one"]["time"] == "2024-07-05T09:00:00Z"
    full = {"name": "An Example", "url": "https://example.org/a", "role": "Editor"}
    assert by_id["one"]["authors"] == [full]
    assert by_id["four"]["retraction"]["reason"] == "Wrong."


def test_json_makes_an_equal_story(run: Run, five: Path) -> None:
    shown = run("show", five, "--json").out
    assert run("new", "copy.story.toml", "--from-json", "-", stdin=shown).code == 0
    assert run("show", "copy.story.toml", "--json").out == shown
    assert run("list", "copy.story.toml", "--ndjson").out == run("list", five, "--ndjson").out


def hashes(run: Run, path: Path) -> dict[str, Any]:
    lines = run("list", path, "--ndjson").out.splitlines()
    return {update["id"]: update["content_hash"] for update in map(json.loads, lines)}


def test_the_hash_follows_the_content_and_nothing_else(run: Run, five: Path) -> None:
    before = hashes(run, five)
    assert len(set(before.values())) == 5

    def after(old: str, new: str) -> set[str]:
        """The updates whose hash is another when ``new`` stands for ``old``."""
        assert old in STORY_OF_FIVE
        five.write_text(STORY_OF_FIVE.replace(old, new))
        now = hashes(run, five)
        return {id_ for id_ in before if now.get(id_) != before[id_]}

    assert after('"Two"', '"Two!"') == {"two"}
    assert after('["x", "y"]', '["y", "x"]') == {"one"}
    assert after("2024-07-05T10:00:00Z", "2024-07-05T10:00:01Z") == {"two"}
    # None of these is content: layout, quoting, another offset, extra, the day of an edit.
    assert after('"Two"', "'''\nTwo  \n\n'''") == set()
    assert after("2024-07-05T10:00:00Z", "2024-07-05T11:00:00+01:00") == set()
    assert after("minute = 43", "minute = 44") == set()
    assert after('"Two"', '"Two"\nedited = 2024-07-05T10:30:00Z') == set()
    assert after('headline = "Five"', 'headline = "5"') == set()


def test_show_one_update(run: Run, five: Path) -> None:
    result = run("show", five, "two")
    assert result.code == 0
    assert "2024-07-05 11:00" in result.out
    assert "Two" in result.out
    assert "Three" not in result.out
    assert json.loads(run("show", five, "two", "--json").out)["body"] == "Two"
    assert json.loads(run("show", five, "two", "--ndjson").out)["id"] == "two"


def test_an_id_that_is_not_there_is_close_to_one_that_is(run: Run, five: Path) -> None:
    assert_one_error(run("show", five, "thre"), 1, '"thre"', "three")
    assert_one_error(run("show", five, "zzz"), 1, '"zzz"', "blogctl list")


def test_show_a_whole_story(run: Run, five: Path) -> None:
    result = run("show", five)
    assert result.code == 0
    order = [result.out.index(word) for word in ("Five", "One", "Two", "Three", "Retracted")]
    assert order == sorted(order)


def test_show_needs_one_valid_story(run: Run, five: Path) -> None:
    five.write_text(STORY_OF_FIVE.replace("headline =", "headlin ="))
    result = run("show", five.name)
    assert (result.code, result.out) == (1, "")
    assert "five.story.toml:3:1: error[unknown-key]" in result.err


@pytest.mark.parametrize("command", [["list"], ["show"], ["show", "first"]])
def test_what_could_harm_a_terminal_is_shown_escaped(
    run: Run, story: Path, command: list[str]
) -> None:
    # The file itself may hold bidirectional and zero-width characters; controls it may not.
    story.write_text(STORY.replace("Road closed", "Road \u202eevil\u202c \u200bzero [red]x[/red]"))
    result = run(command[0], story, *command[1:])
    assert result.code == 0
    assert "evil" in result.out
    assert "[red]x[/red]" in result.out, "markup is text"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", result.out)


@pytest.mark.parametrize("command", ["list", "show", "validate", "export"])
def test_escape_sequences_in_a_story_never_reach_the_terminal(
    run: Run, story: Path, command: str
) -> None:
    story.write_text(STORY.replace("Road closed", HOSTILE).replace('"transport"', f'"{HOSTILE}"'))
    args = ["-f", "rss"] if command == "export" else []
    result = run(command, story, *args)
    assert result.code == 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b]", result.out)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b]", result.err)
