"""blogctl new: a valid story, and never over another file."""

from __future__ import annotations

import json
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .program import STORY, Run, assert_one_error


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def test_a_new_story_is_valid_and_can_be_added_to(run: Run, tmp_path: Path) -> None:
    result = run("new", "coast-road_closed.story.toml")
    path = tmp_path / "coast-road_closed.story.toml"
    assert (result.code, result.out) == (0, "")
    assert path.name in result.err
    assert read(path)["story"]["headline"] == "Coast road closed"
    assert run("validate", path, "--strict").code == 0
    assert run("add", path, "x").code == 0
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_quiet_says_nothing(run: Run) -> None:
    result = run("new", "a.story.toml", "-q")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_every_option_ends_up_in_the_story(run: Run, tmp_path: Path) -> None:
    result = run(
        *("new", "a.story.toml", "--headline", "Élan & storm", "--id", "my-id"),
        *("--timezone", "Asia/Tbilisi", "--language", "ka", "--status", "upcoming"),
        *("--summary", "S", "--url", "https://example.org/live"),
        *("--author", "A", "--author", "B <https://example.org/b>", "--tag", "x", "--tag", "y"),
        *("--schema", "../schemas/story.schema.json"),
    )
    assert result.code == 0
    path = tmp_path / "a.story.toml"
    assert path.read_text("utf-8").startswith("#:schema ../schemas/story.schema.json\n")
    assert read(path) == {
        "format": 1,
        "story": {
            "id": "my-id",
            "headline": "Élan & storm",
            "language": "ka",
            "timezone": "Asia/Tbilisi",
            "status": "upcoming",
            "summary": "S",
            "url": "https://example.org/live",
            "authors": ["A", {"name": "B", "url": "https://example.org/b"}],
            "tags": ["x", "y"],
        },
    }


def test_the_id_is_made_of_the_day_and_the_headline(run: Run, tmp_path: Path) -> None:
    run("new", "a.story.toml", "--headline", "Élan: the *Storm*!")
    day, _, slug = read(tmp_path / "a.story.toml")["story"]["id"].rpartition("elan-the-storm")
    assert slug == ""
    assert len(day) == len("2024-01-05-")


@pytest.mark.parametrize("make", ["file", "folder", "dangling link"])
def test_what_is_there_is_never_overwritten(run: Run, tmp_path: Path, make: str) -> None:
    path = tmp_path / "a.story.toml"
    if make == "file":
        path.write_text(STORY)
    elif make == "folder":
        path.mkdir()
    else:
        path.symlink_to("nowhere")
    assert_one_error(run("new", path), 2, str(path))
    if make == "file":
        assert path.read_text("utf-8") == STORY
    assert not (tmp_path / "nowhere").exists()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_missing_folder_is_named(run: Run) -> None:
    assert_one_error(run("new", "none/a.story.toml"), 2, "none")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--timezone", "Europe/Londn"),
        ("--status", "alive"),
        ("--url", "javascript:alert(1)"),
        ("--id", "a b"),
        ("--language", "english language"),
        ("--headline", ""),
        ("--headline", "\x07"),
        ("--author", "A <b"),
    ],
)
def test_a_bad_value_is_refused(run: Run, tmp_path: Path, option: str, value: str) -> None:
    assert_one_error(run("new", "a.story.toml", option, value), 2)
    assert not list(tmp_path.iterdir())


def test_a_misspelled_zone_is_corrected(run: Run) -> None:
    assert_one_error(run("new", "a.story.toml", "--timezone", "Europe/Londn"), 2, "Europe/London")


def test_all_fields_can_come_as_json(run: Run, story: Path, tmp_path: Path) -> None:
    shown = run("show", story, "--json").out
    assert run("new", "copy.story.toml", "--from-json", "-", stdin=shown).code == 0
    assert run("show", "copy.story.toml", "--json").out == shown
    (tmp_path / "in.json").write_text(shown)
    assert run("new", "again.story.toml", "--from-json", "in.json").code == 0
    assert run("show", "again.story.toml", "--json").out == shown
    copies = [(tmp_path / f"{name}.story.toml").read_bytes() for name in ("copy", "again")]
    assert copies[0] == copies[1]


def test_options_come_on_top_of_json(run: Run, story: Path) -> None:
    shown = run("show", story, "--json").out
    run("new", "b.story.toml", "--from-json", "-", "--headline", "Other", stdin=shown)
    data = json.loads(run("show", "b.story.toml", "--json").out)
    assert data["story"]["headline"] == "Other"
    assert data["story"]["id"] == "2024-01-05-coast-road"
    assert len(data["updates"]) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 1),
        ("nonsense", 1),
        ("[]", 1),
        ('{"story": []}', 2),
        ('{"story": {}, "story": {}}', 1),
        ('{"story": {"nope": 1}}', 1),
        ('{"updates": [{"body": "x"}]}', 1),
        ('{"updates": [{"body": "x", "time": "2024-01-05T10:00:00"}]}', 1),
        ('{"updates": {}}', 1),
        ('{"format": 2}', 1),
        ('{"story": {"extra": {"a": NaN}}}', 1),
        ("[" * 100_000, 1),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_json_makes_no_story(run: Run, tmp_path: Path, text: str, code: int) -> None:
    assert_one_error(run("new", "a.story.toml", "--from-json", "-", stdin=text), code)
    assert not list(tmp_path.iterdir())


def test_a_schema_key_in_json_is_allowed(run: Run, tmp_path: Path) -> None:
    text = '{"$schema": "https://example.org/s.json", "story": {"headline": "H"}}'
    assert run("new", "a.story.toml", "--from-json", "-", stdin=text).code == 0
    assert "schema" not in read(tmp_path / "a.story.toml")


def test_defaults_come_from_the_configuration(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blogctl.toml").write_text(
        "[defaults]\n"
        'language = "fr"\ntimezone = "Europe/Paris"\nauthors = ["Desk"]\ntags = ["live"]\n'
        'publisher = { name = "Example News" }\nschema = "s.json"\n'
    )
    (tmp_path / "below").mkdir()
    assert run("new", "below/a.story.toml", "--language", "de").code == 0
    text = (tmp_path / "below" / "a.story.toml").read_text("utf-8")
    meta = tomllib.loads(text)["story"]
    assert text.startswith("#:schema s.json\n")
    assert meta["language"] == "de"
    assert meta["timezone"] == "Europe/Paris"
    assert meta["authors"] == ["Desk"]
    assert meta["tags"] == ["live"]
    assert meta["publisher"] == {"name": "Example News"}


def test_a_broken_configuration_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blogctl.toml").write_text("[defaults]\nzone = 1\n")
    assert_one_error(run("new", "a.story.toml"), 2, "blogctl.toml", "zone")
    assert not (tmp_path / "a.story.toml").exists()


def test_the_next_command_can_be_copied_whatever_the_file_is_called(run: Run) -> None:
    said = run("new", "a storm.story.toml", "--headline", "A storm", "--timezone", "UTC").err
    command = shlex.split(said.split("`")[1])
    assert command == ["blogctl", "add", "a storm.story.toml", "TEXT"]
    assert run(*command[1:]).code == 0
