"""blogctl edit, correct, retract, publish, close: what is done, told and refused."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli

from .program import STORY, Result, Run, assert_one_error, assert_warned

DRAFT = (
    '\n# Not yet.\n[[updates]]\nid = "draft"\ntime = 2024-01-05T08:00:00Z\n'
    'status = "draft"\nbody = "D"\n'
)
COMMANDS = {
    "edit": ["edit", "FILE", "first", "--headline", "Road open"],
    "correct": ["correct", "FILE", "first", "It was the *other* road."],
    "retract": ["retract", "FILE", "first", "--reason", "Wrong."],
    "undo": ["retract", "FILE", "gone", "--undo"],
    "publish": ["publish", "FILE", "draft"],
    "close": ["close", "FILE"],
}
EVERY = pytest.mark.parametrize("command", COMMANDS)
GONE = (
    '\n[[updates]]\nid = "gone"\ntime = 2024-01-05T13:00:00Z\nbody = "G"\n'
    "retraction = { time = 2024-01-05T14:00:00Z }\n"
)
WHOLE = STORY.replace("\n# Nothing below.\n", "") + GONE + DRAFT + "\n# Nothing below.\n"


@pytest.fixture
def whole(story: Path) -> Path:
    """A story with something to do for each command; the draft stands at its end."""
    story.write_bytes(WHOLE.encode())
    return story


def filled(command: str, path: str | Path) -> list[str]:
    return [str(path) if part == "FILE" else part for part in COMMANDS[command]]


def updates(path: Path) -> dict[str, dict[str, Any]]:
    data = tomli.loads(path.read_bytes().decode().removeprefix("\ufeff"))
    return {update["id"]: update for update in data["updates"]}


def is_now(time: datetime) -> bool:
    return abs((datetime.now(UTC) - time).total_seconds()) < 120 and time.microsecond == 0


# --- Each does what it says ---


def test_edit_changes_a_field_and_marks_the_edit(run: Run, story: Path) -> None:
    result = run("edit", story, "first", "--headline", "Road open")
    assert (result.code, result.out) == (0, "")
    assert "first" in result.err
    edited = updates(story)["first"].pop("edited")
    assert is_now(edited)
    lines = story.read_text("utf-8").splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("edited = "))
    assert without == STORY.replace("Road closed", "Road open")


@pytest.mark.parametrize(
    ("args", "wanted"),
    [
        (["--body", "New."], {"body": "New."}),
        (["--label", "breaking"], {"label": "breaking"}),
        (["--key"], {"key": True}),
        (["--pinned"], {"pinned": True}),
        (["--draft"], {"status": "draft"}),
        (["--tag", "a", "--tag", "b"], {"tags": ["a", "b"]}),
        (["--tag", ""], {"tags": None}),
        (["--headline", "", "--body", "b"], {"headline": None, "body": "b"}),
        (
            ["--author", "A", "--author", "B <b@example.org>"],
            {"authors": ["A", {"name": "B", "url": "mailto:b@example.org"}]},
        ),
        (
            ["--source", "C <https://example.org>"],
            {"sources": [{"name": "C", "url": "https://example.org"}]},
        ),
        (
            ["--media", "a.jpg", "--alt", "A", "--media", "b.mp4"],
            {
                "media": [
                    {"type": "image", "url": "a.jpg", "alt": "A"},
                    {"type": "video", "url": "b.mp4"},
                ]
            },
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_edit_sets_what_its_options_name(
    run: Run, story: Path, args: list[str], wanted: dict[str, Any]
) -> None:
    before = updates(story)
    assert run("edit", story, "first", *args).code == 0
    after = updates(story)
    after["first"].pop("edited", None)
    changed = {**before["first"], **wanted}
    before["first"] = {key: value for key, value in changed.items() if value is not None}
    assert after == before


@pytest.mark.parametrize("option", ["--no-key", "--no-pinned"])
def test_what_was_switched_on_is_switched_off(run: Run, story: Path, option: str) -> None:
    name = option.removeprefix("--no-")
    story.write_text(STORY.replace("key = true", f"{name} = true  # why"))
    assert run("edit", story, "second", option).code == 0
    assert name not in updates(story)["second"]
    assert "\n# why\n" in story.read_text("utf-8")


def test_an_empty_body_removes_it(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("key = true", 'headline = "H"'))
    assert run("edit", story, "second", "--body", "").code == 0
    assert "body" not in updates(story)["second"]


def test_descriptions_alone_go_to_the_media_that_is_there(run: Run, story: Path) -> None:
    media = 'media = [{ type = "image", url = "a.jpg" }, { type = "image", url = "b.jpg" }]'
    story.write_text(STORY.replace('tags = ["transport"]', media))
    assert run("edit", story, "first", "--alt", "A", "--alt", "B", "--credit", "C").code == 0
    first, second = updates(story)["first"]["media"]
    assert first == {"type": "image", "url": "a.jpg", "alt": "A", "credit": "C"}
    assert second == {"type": "image", "url": "b.jpg", "alt": "B"}


def test_a_body_comes_from_a_pipe_or_a_file(run: Run, story: Path, tmp_path: Path) -> None:
    assert run("edit", story, "first", "--body", "-", stdin="From\r\na pipe.\n").code == 0
    assert updates(story)["first"]["body"] == "From\na pipe.\n"
    (tmp_path / "b.md").write_text("From a file.\n")
    assert run("edit", story, "first", "--body-file", "b.md").code == 0
    assert updates(story)["first"]["body"] == "From a file."


def test_a_new_time_moves_the_block_and_fixes_a_derived_id(run: Run, story: Path) -> None:
    story.write_text(STORY.replace('id = "first"\n', ""))
    assert run("edit", story, "20240105T090000Z", "--time", "2024-01-05T12:00:00Z").code == 0
    assert list(updates(story)) == ["second", "20240105T090000Z"]
    assert "# The first one.\n[[updates]]\n" in story.read_text("utf-8")


def test_a_local_time_is_read_in_the_zone_of_the_story(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("Europe/London", "Asia/Kathmandu"))
    assert run("edit", story, "first", "--time", "5 Jan 2024, 12:45").code == 0
    assert updates(story)["first"]["time"] == datetime(2024, 1, 5, 7, 0, tzinfo=UTC)


def test_correct_adds_a_dated_correction(run: Run, story: Path) -> None:
    result = run("correct", story, "first", "It was the *other* road.")
    assert (result.code, result.out) == (0, "")
    (correction,) = updates(story)["first"]["corrections"]
    assert correction["text"] == "It was the *other* road."
    assert is_now(correction["time"])
    lines = story.read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("corrections")) == STORY


def test_correct_reads_a_pipe_and_takes_a_date(run: Run, story: Path) -> None:
    time = ["--time", "2024-01-05T10:00:00Z"]
    assert run("correct", story, "first", "-", *time, stdin="One.\n\nTwo.\n").code == 0
    (correction,) = updates(story)["first"]["corrections"]
    assert correction == {"time": datetime(2024, 1, 5, 10, tzinfo=UTC), "text": "One.\n\nTwo."}


def test_retract_writes_the_table_and_undo_takes_it_back(run: Run, story: Path) -> None:
    assert run("retract", story, "first", "--reason", "Wrong.").code == 0
    retraction = updates(story)["first"]["retraction"]
    assert retraction["reason"] == "Wrong."
    assert is_now(retraction["time"])
    assert run("retract", story, "first", "--undo").code == 0
    lines = story.read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if not line.startswith("edited = ")) == STORY


def test_publish_gives_a_draft_the_time_of_now_and_keeps_its_id(run: Run, whole: Path) -> None:
    whole.write_text(WHOLE.replace('id = "draft"\n', ""))
    assert run("publish", whole, "20240105T080000Z").code == 0
    assert list(updates(whole))[-1] == "20240105T080000Z"
    update = updates(whole)["20240105T080000Z"]
    assert is_now(update["time"])
    assert update["status"] == "published"
    assert run("list", whole).code == 0


def test_publish_takes_a_time_and_moves_the_draft(run: Run, whole: Path) -> None:
    assert run("publish", whole, "draft", "--time", "2024-01-05T10:00:00Z").code == 0
    assert list(updates(whole)) == ["first", "draft", "second", "gone"]
    assert "# Not yet.\n[[updates]]\n" in whole.read_text("utf-8")


def test_close_sets_the_status_and_the_end(run: Run, story: Path) -> None:
    result = run("close", story, "--time", "2024-01-05T21:00:00Z")
    assert (result.code, result.out) == (0, "")
    meta = tomli.loads(story.read_text("utf-8"))["story"]
    assert meta["status"] == "ended"
    assert meta["coverage_end"] == datetime(2024, 1, 5, 21, tzinfo=UTC)
    assert run("validate", story).code == 0
    new = {"status", "coverage_end"}
    lines = story.read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if line.split(" ")[0] not in new) == STORY


# --- The same for all ---


@EVERY
def test_what_is_so_already_changes_nothing(run: Run, whole: Path, command: str) -> None:
    assert run(*filled(command, whole)).code == 0
    first, text = whole.stat(), whole.read_bytes()
    assert text != WHOLE.encode()
    result = run(*filled(command, whole))
    second = whole.stat()
    assert (result.code, result.out) == (0, "")
    assert (second.st_mtime_ns, second.st_ino) == (first.st_mtime_ns, first.st_ino)
    assert run(*filled(command, whole), "-q") == Result(0, "", "")


@EVERY
def test_a_dry_run_changes_nothing_and_shows_a_diff_on_stderr(
    run: Run, whole: Path, command: str
) -> None:
    before = whole.stat()
    result = run(*filled(command, whole.name), "--dry-run")
    after = whole.stat()
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith(f"--- {whole.name}\n+++ {whole.name}\n@@ ")
    assert whole.read_bytes() == WHOLE.encode()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@EVERY
@pytest.mark.parametrize("change", ["crlf", "bom", "no final newline"])
def test_line_endings_and_bom_stay(run: Run, whole: Path, command: str, change: str) -> None:
    text = WHOLE.removesuffix("\n") if change == "no final newline" else WHOLE
    text = text.replace("\n", "\r\n") if change == "crlf" else text
    text = f"\ufeff{text}" if change == "bom" else text
    whole.write_bytes(text.encode())
    assert run(*filled(command, whole)).code == 0
    after = whole.read_bytes().decode()
    assert after != text
    assert after.startswith("\ufeff") == (change == "bom")
    assert after.endswith("\n") == (change != "no final newline")
    assert after.count("\r\n") == (after.count("\n") if change == "crlf" else 0)
    for comment in ("# A story for tests.", "# The first one.\n", "# from Paris", "# Not yet.\n"):
        assert after.replace("\r\n", "\n").count(comment) == 1


@EVERY
def test_the_mode_and_a_link_stay(run: Run, whole: Path, tmp_path: Path, command: str) -> None:
    whole.chmod(0o604)
    (tmp_path / "link").symlink_to(whole.name)
    assert run(*filled(command, "link")).code == 0
    assert (tmp_path / "link").is_symlink()
    assert whole.stat().st_mode & 0o777 == 0o604
    assert {path.name for path in tmp_path.iterdir()} == {"link", whole.name}


@EVERY
def test_a_missing_file(run: Run, command: str) -> None:
    assert_one_error(run(*filled(command, "none.story.toml")), 2, "none.story.toml")


@EVERY
def test_a_folder(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder").mkdir()
    assert_one_error(run(*filled(command, "folder")), 2, "folder")


@EVERY
@pytest.mark.parametrize(
    "data",
    [b"", b"[broken", b"\xff\xfe\x00", b"[tool]\nx = 1\n", WHOLE.encode("utf-16")],
    ids=["empty", "broken", "binary", "no story", "utf-16"],
)
def test_what_is_no_story_is_left_alone(run: Run, whole: Path, command: str, data: bytes) -> None:
    whole.write_bytes(data)
    result = run(*filled(command, whole.name))
    assert (result.code, result.out) == (1, "")
    assert "Traceback" not in result.err
    assert "internal error" not in result.err
    errors = [line for line in result.err.splitlines() if line.startswith("blogctl: error: ")]
    assert len(errors) == 1
    assert whole.name in errors[0]
    assert whole.read_bytes() == data


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "close"])
def test_updates_in_one_array_are_refused_with_what_mends_it(
    run: Run, whole: Path, command: str
) -> None:
    ids = ["first", "gone", "draft"]
    items = ", ".join(f'{{ id = "{id_}", time = 2024-01-05T09:00:00Z, body = "b" }}' for id_ in ids)
    text = f'updates = [{items}]\n[story]\nid = "s"\nheadline = "S"\n'
    whole.write_text(text)
    assert_one_error(run(*filled(command, whole.name)), 1, whole.name, "[[updates]]")
    assert whole.read_text("utf-8") == text


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "close"])
def test_an_unknown_id_is_told_with_the_nearest(run: Run, whole: Path, command: str) -> None:
    args = [
        part if part not in ("first", "gone", "draft") else "secnd"
        for part in filled(command, whole.name)
    ]
    assert_one_error(run(*args), 1, whole.name, '"secnd"', 'did you mean "second"?')
    args = ["xxxxxxxxxx" if part == "secnd" else part for part in args]
    assert_one_error(run(*args), 1, "blogctl list")
    assert whole.read_text("utf-8") == WHOLE


@EVERY
def test_errors_elsewhere_are_warned_of(run: Run, whole: Path, command: str) -> None:
    whole.write_text(WHOLE.replace("Trees are *down*.\n'''", "'''\nnope = 1"))
    assert_warned(run(*filled(command, whole.name)), "elsewhere")
    assert "nope = 1" in whole.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="locked in another way there")
@EVERY
def test_a_story_that_stays_locked_is_left_alone(run: Run, whole: Path, command: str) -> None:
    import fcntl

    with whole.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        result = run(*filled(command, whole.name), "--lock-timeout", "0.1")
    assert_one_error(result, 3, whole.name)
    assert whole.read_text("utf-8") == WHOLE


# --- What is refused ---


@pytest.mark.parametrize(
    "args",
    [
        ["edit", "FILE", "first"],
        ["edit", "FILE", "first", "--body", "x", "--body-file", "y"],
        ["edit", "FILE", "first", "--body", "", "--body-file", "y"],
        ["edit", "FILE", "first", "--body", "-"],
        ["edit", "FILE", "first", "--body-file", "-"],
        ["edit", "FILE", "first", "--body", " \n"],
        ["edit", "FILE", "first", "--time", "soon"],
        ["edit", "FILE", "first", "--media", "what"],
        ["edit", "FILE", "first", "--source", "a <b"],
        ["edit", "FILE", "first", "--edit", "--key"],
        ["edit", "FILE", "first", "--edit"],
        ["edit", "FILE"],
        ["correct", "FILE", "first"],
        ["correct", "FILE", "first", ""],
        ["correct", "FILE", "first", "-"],
        ["correct", "FILE", "first", "x", "--time", "soon"],
        ["retract", "FILE", "first", "--undo", "--reason", "x"],
        ["retract", "FILE", "first", "--undo", "--time", "21:00"],
        ["publish", "FILE", "draft", "--time", "soon"],
        ["close", "FILE", "--time", "soon"],
        ["close", "FILE", "--lock-timeout", "-1"],
    ],
    ids=" ".join,
)
def test_a_request_that_makes_no_sense(run: Run, whole: Path, args: list[str]) -> None:
    assert_one_error(run(*(str(whole) if part == "FILE" else part for part in args)), 2)
    assert whole.read_text("utf-8") == WHOLE


def test_an_edit_that_leaves_nothing_is_refused(run: Run, story: Path) -> None:
    result = run("edit", story, "first", "--headline", "")
    assert result.code in (1, 2)
    assert_one_error(result, result.code, "says nothing")
    assert story.read_text("utf-8") == STORY


@pytest.mark.parametrize("command", ["edit", "correct", "retract"])
def test_an_update_with_errors_of_its_own_is_told_of(run: Run, story: Path, command: str) -> None:
    text = STORY.replace('tags = ["transport"]', 'titel = "x"')
    story.write_text(text)
    assert_one_error(run(*filled(command, story.name)), 1, story.name, '"first"', "titel")
    assert story.read_text("utf-8") == text


def test_an_edit_that_would_make_the_story_invalid_is_refused(run: Run, story: Path) -> None:
    for option, value in [("--media", "javascript:x.jpg"), ("--author", "  ")]:
        result = run("edit", story, "first", option, value)
        assert result.code in (1, 2), result
        assert "internal error" not in result.err
        assert story.read_text("utf-8") == STORY


def test_a_correction_of_a_draft_is_refused(run: Run, whole: Path) -> None:
    assert_one_error(run("correct", whole.name, "draft", "x"), 1, whole.name, "blogctl edit")


def test_the_time_of_what_is_published_is_not_changed_by_publish(run: Run, whole: Path) -> None:
    result = run("publish", whole.name, "first", "--time", "2024-01-05T10:00:00Z")
    assert_one_error(result, 1, whole.name, "edit --time")


def test_text_that_begins_with_a_dash(run: Run, story: Path) -> None:
    assert run("correct", story, "first", "--", "-3 degrees").code == 0
    assert run("edit", story, "first", "--body", "-3 degrees").code == 0
    assert run("retract", story, "first", "--reason", "--undo").code == 0
    update = updates(story)["first"]
    assert update["corrections"][0]["text"] == "-3 degrees"
    assert update["body"] == "-3 degrees"
    assert update["retraction"]["reason"] == "--undo"


def test_what_looks_like_toml_is_text(run: Run, story: Path) -> None:
    nasty = "\"\"\"\n[[updates]]\n# no comment\n'''\\"
    assert run("edit", story, "first", "--body", nasty).code == 0
    assert updates(story)["first"]["body"] == nasty + "\n"
    assert len(updates(story)) == 2


def test_a_time_that_lies_ahead_is_warned_of(run: Run, story: Path) -> None:
    assert_warned(run("edit", story, "first", "--time", "+2h"), "ahead")
    assert "edited" not in updates(story)["first"]


def test_updates_after_the_end_are_warned_of(run: Run, story: Path) -> None:
    assert_warned(run("close", story, "--time", "2024-01-05T10:00:00Z"), "after the end")
