"""blogctl add: where the text comes from, what the options mean, what is refused."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from .program import BLOGCTL, STORY, Result, Run, assert_one_error, assert_warned, environment

ID = re.compile(r"\d{8}T\d{6}Z-[a-z2-7]{6}")
NOON = "2024-01-05T12:00:00Z"


def updates(path: Path) -> list[dict[str, Any]]:
    found = tomllib.loads(path.read_text("utf-8")).get("updates", [])
    assert isinstance(found, list)
    return found


def added(path: Path, result: Result) -> dict[str, Any]:
    """The one update that a run added, found by the id that it printed."""
    assert result.code == 0, result
    assert len(result.lines) == 1, result
    (update,) = [update for update in updates(path) if update["id"] == result.out.strip()]
    return update


def test_text_is_the_body_and_the_id_alone_goes_to_stdout(run: Run, story: Path) -> None:
    result = run("add", story, "Both lanes are open.")
    assert (result.code, result.err) == (0, "")
    assert ID.fullmatch(result.out.removesuffix("\n"))
    assert added(story, result)["body"] == "Both lanes are open."


def test_an_addition_is_only_an_addition(run: Run, story: Path) -> None:
    run("add", story, "Late", "--time", NOON)
    text = story.read_text("utf-8")
    # What stood apart at the end stays at the end; the rest is as it was, byte for byte.
    end = "\n# Nothing below.\n"
    head = STORY.removesuffix(end)
    assert text.startswith(head)
    assert text.endswith(end)
    block = text.removeprefix(head).removesuffix(end)
    assert block.strip().startswith("[[updates]]")
    assert block.count("[[updates]]") == 1


def test_an_update_goes_to_its_place_by_time(run: Run, story: Path) -> None:
    run("add", story, "Between", "--time", "2024-01-05T10:00:00Z", "--id", "between")
    run("add", story, "Before", "--time", "2024-01-05T08:00:00Z", "--id", "before")
    run("add", story, "Same minute, later in the file", "--time", "2024-01-05T09:00:00Z")
    ids = [update["id"] for update in updates(story)]
    assert [ids[0], ids[1], ids[3], ids[4]] == ["before", "first", "between", "second"]
    assert run("validate", story, "--strict").code == 0


# --- Where the text comes from ---


def test_a_dash_reads_standard_input(run: Run, story: Path) -> None:
    result = run("add", story, "-", stdin="From a pipe.\n")
    assert added(story, result)["body"] == "From a pipe."


def test_a_piped_text_is_read_when_no_content_is_given(run: Run, story: Path) -> None:
    result = run("add", story, "--tag", "piped", stdin="One.\r\n\r\nTwo.\r\n")
    update = added(story, result)
    assert update["body"] == "One.\n\nTwo.\n"
    assert update["tags"] == ["piped"]


def test_the_body_can_come_from_a_file(run: Run, story: Path, tmp_path: Path) -> None:
    body = tmp_path / "body.md"
    body.write_bytes("\ufeffA *long* text.\n\n\n".encode())
    result = run("add", story, "--body-file", body, "--headline", "H")
    update = added(story, result)
    assert (update["headline"], update["body"]) == ("H", "A *long* text.")


def test_the_body_can_come_from_standard_input_beside_a_headline(run: Run, story: Path) -> None:
    result = run("add", story, "--headline", "H", "--body-file", "-", stdin="B")
    update = added(story, result)
    assert (update["headline"], update["body"]) == ("H", "B")


@pytest.mark.parametrize(
    "content", [["text"], ["--headline", "H"], ["--media", "https://example.org/a.jpg"]]
)
def test_standard_input_is_left_alone_when_there_is_content(
    run: Run, story: Path, content: list[str], tmp_path: Path
) -> None:
    lines = tmp_path / "lines"
    lines.write_text("left\n")
    command = '"$0" add -q "$@" >/dev/null && cat'
    with lines.open("rb") as stdin:
        done = subprocess.run(
            ["sh", "-c", command, BLOGCTL, str(story), *content],
            stdin=stdin,
            capture_output=True,
            env=environment(),
            check=True,
        )
    assert done.stdout == b"left\n"
    assert len(updates(story)) == 3


def test_a_while_read_loop_adds_every_line(story: Path, tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("one\ntwo\nthree\n")
    loop = 'while read -r line; do "$0" add "$1" "$line"; done <lines'
    done = subprocess.run(
        ["sh", "-c", loop, BLOGCTL, story.name],
        capture_output=True,
        cwd=tmp_path,
        env=environment(),
        check=True,
    )
    assert len(done.stdout.splitlines()) == 3
    assert [update.get("body") for update in updates(story)][2:] == ["one", "two", "three"]


@pytest.mark.parametrize("args", [[], ["-"], ["--body-file", "-"], ["--tag", "x"]])
@pytest.mark.parametrize("stdin", ["", " \n\n"])
def test_an_empty_pipe_is_no_text(run: Run, story: Path, args: list[str], stdin: str) -> None:
    assert_one_error(run("add", story, *args, stdin=stdin), 2, "standard input", "empty")
    assert story.read_text("utf-8") == STORY


def test_a_blank_text_is_refused(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "  "), 2, "empty")


def test_a_closed_standard_input_is_no_text(story: Path) -> None:
    command = ["sh", "-c", '"$0" add "$1" <&-', BLOGCTL, str(story)]
    done = subprocess.run(command, capture_output=True, env=environment(), check=False)
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert_one_error(result, 2)


def test_two_texts_are_one_too_many(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "x", "--body-file", "-"), 2, "--body-file")


def test_a_missing_body_file_is_named(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "--body-file", "no.md"), 2, "no.md")


def test_a_body_file_that_is_no_text_is_named_and_not_the_story(
    run: Run, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "body.md").write_bytes(b"caf\xe9")
    result = run("add", story, "--body-file", "body.md")
    assert result.code in (1, 2)
    assert "body.md" in result.err
    assert story.name not in result.err
    assert story.read_text("utf-8") == STORY


def test_piped_text_that_is_no_utf8_is_refused(run: Run, story: Path) -> None:
    result = run("add", story, "-", stdin="café".encode("latin-1"))
    assert_one_error(result, 2, "UTF-8")


@pytest.mark.parametrize("text", ["-3 degrees", "-text", "--text"])
def test_a_text_with_a_dash_in_front_goes_after_two_dashes(
    run: Run, story: Path, text: str
) -> None:
    assert_one_error(run("add", story, text), 2, "-- ")
    assert story.read_text("utf-8") == STORY
    assert added(story, run("add", story, "--", text))["body"] == text


def test_unicode_and_quotes_come_back_as_they_were(run: Run, story: Path) -> None:
    text = "Grüße, 'so' \"and\" so \\ … 🌊 '''\"\"\""
    result = run("add", story, text, "--headline", text)
    update = added(story, result)
    assert (update["headline"], update["body"]) == (text, text)


def test_the_editor_brings_the_text(story: Path, tmp_path: Path) -> None:
    result = edit(story, tmp_path, 'printf "\\nWritten in an editor.\\n" >"$1"')
    assert added(story, result)["body"] == "Written in an editor."
    assert not list(tmp_path.glob("blogctl-*")), "the editor's file is gone"


def test_the_editor_begins_with_the_given_text(story: Path, tmp_path: Path) -> None:
    result = edit(story, tmp_path, 'printf " and more" >>"$1"', "Some")
    assert added(story, result)["body"] == "Some and more"


def test_what_was_written_survives_a_failing_editor(story: Path, tmp_path: Path) -> None:
    result = edit(story, tmp_path, 'echo precious >"$1"; exit 4')
    assert_one_error(result, 2)
    assert_kept(result, tmp_path, "precious")
    assert story.read_text("utf-8") == STORY


def test_what_was_written_survives_an_error_afterwards(story: Path, tmp_path: Path) -> None:
    result = edit(story, tmp_path, 'echo precious >"$1"', "--id", "first")
    assert_one_error(result, 1, "first")
    assert_kept(result, tmp_path, "precious")


def assert_kept(result: Result, tmp_path: Path, text: str) -> None:
    (kept,) = tmp_path.glob("blogctl-*")
    assert str(kept) in result.err
    assert text in kept.read_text("utf-8")


def test_the_editor_needs_a_terminal(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "--edit", env={"EDITOR": "true"}), 2, "--edit", "terminal")


def test_an_editor_that_leaves_nothing_adds_nothing(story: Path, tmp_path: Path) -> None:
    assert_one_error(edit(story, tmp_path, ': >"$1"'), 2, "empty")
    assert story.read_text("utf-8") == STORY


def edit(story: Path, folder: Path, script: str, *args: str) -> Result:
    """Run ``add --edit`` on a terminal, with a shell script as the editor."""
    editor = folder / "my editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o755)
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [BLOGCTL, "add", str(story), "--edit", *args],
            stdin=terminal,
            capture_output=True,
            env=environment({"EDITOR": f"'{editor}'", "TMPDIR": str(folder)}),
            timeout=60,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(master)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


# --- Times ---


@pytest.mark.parametrize(
    ("time", "instant"),
    [
        ("2024-01-05T15:03:44Z", "2024-01-05T15:03:44+00:00"),
        ("2024-01-05T15:03:44.123456+05:30", "2024-01-05T15:03:44.123456+05:30"),
        ("5 Jul 2024, 21:25", "2024-07-05T21:25:00+01:00"),
        ("July 5, 2024 9.25pm", "2024-07-05T21:25:00+01:00"),
        ("2024-07-05 21:25", "2024-07-05T21:25:00+01:00"),
        ("2024-07-05 21:25 UTC", "2024-07-05T21:25:00+00:00"),
    ],
)
def test_times_are_read_in_the_storys_zone(run: Run, story: Path, time: str, instant: str) -> None:
    result = run("add", story, "x", "--time", time)
    assert added(story, result)["time"].isoformat() == instant


def test_a_time_can_be_relative_to_now(run: Run, story: Path) -> None:
    earlier = added(story, run("add", story, "a", "--time", "-10m"))["time"]
    now = added(story, run("add", story, "b"))["time"]
    assert 598 <= (now - earlier).total_seconds() <= 660


@pytest.mark.parametrize(
    "time",
    [
        "03/04/2024",
        "tomorrow",
        "1704467024",
        "5",
        "",
        "2024-01-05",
        "5 Jan 2024",
        "5 Jan, 10:00",
        "12:00 XYZ",
        "25:00",
        "2024-02-30T10:00:00Z",
        "31 Mar 2024, 01:30",
        "27 Oct 2024, 01:30",
        "9" * 5000,
        "-999999w",
        "Monday 10:00",
        "\x1b[2J",
    ],
)
def test_a_time_that_needs_a_guess_is_refused(run: Run, story: Path, time: str) -> None:
    result = run("add", story, "x", "--time", time)
    assert_one_error(result, 2, "--time")
    assert "\x1b" not in result.err
    assert len(result.err) < 500
    assert story.read_text("utf-8") == STORY


def test_a_clock_time_needs_the_storys_zone(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.story.toml"
    path.write_text('[story]\nid = "x"\nheadline = "X"\n')
    assert_one_error(run("add", path, "x", "--time", "12:00"), 2, "timezone")
    assert run("add", path, "x", "--time", "12:00Z").code in (0, 2)
    assert run("add", path, "x").code == 0


def test_the_zone_holds_although_something_else_is_missing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "headless.story.toml"
    path.write_text('[story]\nid = "x"\ntimezone = "Europe/London"\n')
    result = run("add", path, "x", "--time", "5 Jul 2024, 12:00")
    assert added(path, result)["time"].isoformat() == "2024-07-05T12:00:00+01:00"


def test_a_zone_that_does_not_exist_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lost.story.toml"
    path.write_text('[story]\nid = "x"\nheadline = "X"\ntimezone = "Europe/Londn"\n')
    result = run("add", path, "x", "--time", "5 Jul 2024, 12:00")
    assert result.code in (1, 2)
    assert "Europe/Londn" in result.err


# --- Ids and retries ---


def test_an_id_can_be_given(run: Run, story: Path) -> None:
    assert run("add", story, "x", "--id", "my-id").out == "my-id\n"
    assert updates(story)[-1]["id"] == "my-id"


@pytest.mark.parametrize(
    "id_",
    [
        "",
        *("a b", "../x", "con", "é", "x" * 129, "ends.", "\x1b[1m"),
    ],
)
def test_a_bad_id_is_refused(run: Run, story: Path, id_: str) -> None:
    assert_one_error(run("add", story, "x", "--id", id_), 2, "id")
    assert story.read_text("utf-8") == STORY


def test_a_retry_with_an_id_changes_nothing(run: Run, story: Path) -> None:
    once = ("add", story, "x", "--id", "mine", "--tag", "a")
    assert run(*once).code == 0
    before, stamp = story.read_bytes(), story.stat().st_mtime_ns
    again = run(*once)
    assert (again.code, again.out) == (0, "mine\n")
    assert (story.read_bytes(), story.stat().st_mtime_ns) == (before, stamp)


def test_a_retry_with_a_time_changes_nothing(run: Run, story: Path) -> None:
    first = run("add", story, "x", "--time", NOON)
    before = story.read_bytes()
    again = run("add", story, "x", "--time", NOON)
    elsewhere = run("add", story, "x", "--time", "2024-01-05T13:00:00+01:00")
    assert (again.code, again.out) == (0, first.out)
    assert (elsewhere.code, elsewhere.out) == (0, first.out), "the same instant"
    assert story.read_bytes() == before


def test_an_id_with_other_content_is_a_conflict(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "other", "--id", "first"), 1, '"first"')
    assert_one_error(run("add", story, "--headline", "Other", "--id", "first"), 1, '"first"')
    assert_one_error(run("add", story, "other", "--id", "FIRST"), 1, '"first"')
    assert story.read_text("utf-8") == STORY


def test_a_retry_compares_only_what_is_stated(run: Run, story: Path) -> None:
    # The update has tags, too, which this command line says nothing of.
    again = run("add", story, "--headline", "Road closed", "--id", "first")
    assert (again.code, again.out) == (0, "first\n")
    other_time = ("--id", "first", "--time", "2024-01-05T09:00:01Z")
    assert run("add", story, "--headline", "Road closed", *other_time).code == 1
    assert story.read_text("utf-8") == STORY


# --- The other fields ---


def test_every_option_ends_up_in_the_update(run: Run, story: Path) -> None:
    result = run(
        "add",
        story,
        "Text",
        *("--headline", "Head", "--author", "A", "--author", "B <https://example.org/b>"),
        *("--tag", "one", "--tag", "two", "--key", "--pinned", "--label", "breaking"),
        *("--source", "County council <https://example.org/c>", "--source", "Radio"),
        *("--time", NOON, "--id", "full", "--draft"),
    )
    update = added(story, result)
    assert update.pop("time").isoformat() == "2024-01-05T12:00:00+00:00"
    assert update == {
        "id": "full",
        "headline": "Head",
        "body": "Text",
        "authors": ["A", {"name": "B", "url": "https://example.org/b"}],
        "tags": ["one", "two"],
        "key": True,
        "pinned": True,
        "label": "breaking",
        "status": "draft",
        "sources": [
            {"name": "County council", "url": "https://example.org/c"},
            {"name": "Radio"},
        ],
    }
    assert run("validate", story).code == 0


def test_an_empty_label_is_refused_or_left_out(run: Run, story: Path) -> None:
    result = run("add", story, "x", "--label", "")
    assert result.code == 2 or "label" not in added(story, result)


@pytest.mark.parametrize("source", ["A <b", "A > b", "<https://example.org>", "A <x> <y>"])
def test_an_unclear_source_is_refused(run: Run, story: Path, source: str) -> None:
    assert_one_error(run("add", story, "x", "--source", source), 2, "--source", "NAME <URL>")


@pytest.mark.parametrize(
    "args",
    [
        ["--source", "A <javascript:alert(1)>"],
        ["--media", "file:///etc/passwd.jpg"],
        ["--media", "https://u:p@example.org/a.jpg"],
        ["--author", "A <data:text/html,x>"],
    ],
)
def test_an_unsafe_url_is_refused(run: Run, story: Path, args: list[str]) -> None:
    assert_one_error(run("add", story, "x", *args), 2, "unsafe-url")
    assert story.read_text("utf-8") == STORY


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.org/a.JPG?x=1#y", "image"),
        ("images/a.webp", "image"),
        ("https://example.org/a.mp4", "video"),
        ("https://example.org/a.opus", "audio"),
        ("https://example.org/a.pdf", "file"),
    ],
)
def test_the_kind_of_media_is_told_by_the_name(run: Run, story: Path, url: str, kind: str) -> None:
    result = run("add", story, "--media", url)
    assert added(story, result)["media"] == [{"type": kind, "url": url}]


def test_media_of_an_unknown_kind_need_a_type(run: Run, story: Path) -> None:
    url = "https://example.org/watch?v=a.mp4"
    assert_one_error(run("add", story, "--media", url), 2, "--media-type")
    result = run("add", story, "--media", url, "--media-type", "embed")
    assert added(story, result)["media"] == [{"type": "embed", "url": url}]
    assert_one_error(run("add", story, "--media", url, "--media-type", "film"), 2, '"film"')


def test_alt_caption_and_credit_belong_to_the_media_in_turn(run: Run, story: Path) -> None:
    result = run(
        "add",
        story,
        *("--media", "https://example.org/a.jpg", "--alt", "A", "--caption", "CA"),
        *("--media", "https://example.org/b.jpg", "--alt", "B", "--credit", "CR"),
    )
    assert added(story, result)["media"] == [
        {
            "type": "image",
            "url": "https://example.org/a.jpg",
            "alt": "A",
            "caption": "CA",
            "credit": "CR",
        },
        {"type": "image", "url": "https://example.org/b.jpg", "alt": "B"},
    ]


@pytest.mark.parametrize("option", ["--alt", "--caption", "--credit", "--media-type"])
def test_words_for_media_that_are_not_there_are_refused(run: Run, story: Path, option: str) -> None:
    assert_one_error(run("add", story, "x", option, "image"), 2, option, "--media")


def test_a_control_character_is_refused_by_name(run: Run, story: Path) -> None:
    assert_one_error(run("add", story, "bell \x07"), 2, "illegal-character")
    assert_one_error(run("add", story, "--headline", "\x1b[31mred"), 2, "illegal-character")
    assert story.read_text("utf-8") == STORY


# --- What becomes of the file ---


def test_a_dry_run_shows_the_change_and_makes_none(run: Run, story: Path) -> None:
    stamp = story.stat().st_mtime_ns
    result = run("add", story, "Preview", "--time", NOON, "--dry-run")
    assert result.code == 0
    assert ID.fullmatch(result.out.strip())
    assert "+[[updates]]" in result.err
    assert '+body = "Preview"' in result.err
    assert story.read_text("utf-8") == STORY
    assert story.stat().st_mtime_ns == stamp
    assert run("add", story, "Preview", "--time", NOON).out == result.out


def test_quiet_says_nothing_but_the_id(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("timezone", 'status = "ended"\ntimezone'))
    result = run("add", story, "x", "-q")
    assert (result.code, result.err) == (0, "")
    assert len(result.lines) == 1


def test_an_ended_story_takes_the_update_and_warns(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("timezone", 'status = "ended"\ntimezone'))
    result = run("add", story, "x")
    assert_warned(result, "ended")
    assert added(story, result)["body"] == "x"


def test_in_a_file_that_is_out_of_order_it_is_appended(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("2024-01-05T09:00", "2024-01-06T09:00"))
    result = run("add", story, "x", "--time", "2024-01-01T00:00:00Z", "--id", "last")
    assert_warned(result, "order")
    assert [update["id"] for update in updates(story)] == ["first", "second", "last"]


def test_an_error_elsewhere_does_not_stop_an_update(run: Run, story: Path) -> None:
    story.write_text(STORY.replace('tags = ["transport"]', 'tag = ["transport"]'))
    result = run("add", story, "x", "--time", NOON)
    assert_warned(result, story.name)
    assert added(story, result)["body"] == "x"


def test_toml_that_cannot_be_parsed_is_left_alone(run: Run, story: Path) -> None:
    broken = STORY + "\n[[updates]\n"
    story.write_text(broken)
    result = run("add", story, "x")
    assert_one_error(result, 1, story.name, "line 28")
    assert story.read_text("utf-8") == broken


def test_a_conflict_marker_is_recognised(run: Run, story: Path) -> None:
    broken = STORY + "<<<<<<< ours\n=======\n>>>>>>> theirs\n"
    story.write_text(broken)
    assert_one_error(run("add", story, "x"), 1, story.name, "merge")
    assert story.read_text("utf-8") == broken


@pytest.mark.parametrize(
    "text",
    [
        '[story]\nid = "x"\nheadline = "x"\n[[updates]]\nid = "a"\n[other]\n[updates.extra]\n',
        'updates = [{ id = "a" }]\n[story]\nid = "x"\nheadline = "x"\n',
    ],
)
def test_what_is_unclear_is_refused(run: Run, story: Path, text: str) -> None:
    story.write_text(text)
    assert_one_error(run("add", story, "x"), 1, story.name)
    assert story.read_text("utf-8") == text


@pytest.mark.parametrize(
    "old",
    [
        STORY.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + STORY.encode(),
        STORY.removesuffix("\n\n# Nothing below.\n").encode(),
        STORY.split("# The first one.")[0].rstrip().encode(),
    ],
    ids=["crlf", "bom", "no final newline", "no updates"],
)
def test_every_byte_of_the_old_file_is_still_there(run: Run, story: Path, old: bytes) -> None:
    story.write_bytes(old)
    assert run("add", story, "One.\n\nTwo.", "--time", NOON).code == 0
    new = story.read_bytes()
    end = b"\r\n# Nothing below.\r\n" if b"\r\n" in old else b"\n# Nothing below.\n"
    kept_end = end if old.endswith(end) else b""
    assert new.startswith(old.removesuffix(kept_end))
    assert new.endswith(kept_end)
    assert new.count(b"\r\n") == (new.count(b"\n") if b"\r\n" in old else 0)
    assert run("validate", story, "--strict").code == 0


def test_a_missing_final_newline_stays_missing(run: Run, story: Path) -> None:
    story.write_bytes(STORY.removesuffix("\n\n# Nothing below.\n").encode())
    run("add", story, "x", "--time", NOON)
    assert not story.read_bytes().endswith(b"\n")


def test_mode_and_symlink_stay(run: Run, story: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    real = folder / "real.toml"
    story.rename(real)
    real.chmod(0o640)
    link = tmp_path / "link.story.toml"
    link.symlink_to("elsewhere/real.toml")
    assert run("add", link, "x").code == 0
    assert link.is_symlink()
    assert link.readlink() == Path("elsewhere/real.toml")
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(updates(real)) == 3
    assert [path.name for path in folder.iterdir()] == ["real.toml"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_stays(run: Run, story: Path) -> None:
    shutil.chown(story, 1234, 2345)
    assert run("add", story, "x").code == 0
    assert (story.stat().st_uid, story.stat().st_gid) == (1234, 2345)


def test_no_content_at_a_terminal_is_refused_without_a_prompt(story: Path) -> None:
    master, terminal = pty.openpty()
    try:
        done = subprocess.run(
            [BLOGCTL, "add", str(story)],
            stdin=terminal,
            capture_output=True,
            env=environment(),
            timeout=30,
            check=False,
        )
    finally:
        os.close(terminal)
        os.close(master)
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert_one_error(result, 2, "TEXT", "--headline")


def test_what_the_clock_times_stays_in_the_order_in_which_it_came(run: Run, story: Path) -> None:
    words = ["GOAL", "GOAL", "then", "zz", "GOAL", "aa"]
    lines = "".join(f'{{"body": "{word}"}}\n' for word in words)
    for _ in range(2):
        assert run("add", story, "--ndjson", "-", stdin=lines).code == 0
    for word in words:
        assert run("add", story, word).code == 0
    updates = json.loads(run("show", story, "--json").out)["updates"]
    assert [update["body"] for update in updates[-18:]] == words * 3
    assert len({update["id"] for update in updates}) == len(updates)


def test_a_time_that_lies_ahead_is_warned_of(run: Run, story: Path) -> None:
    assert_warned(run("add", story, "x", "--time", "2999-01-05T09:00:00Z"), "2999-01-05T09:00:00Z")
    assert "future" in run("list", story).out.splitlines()[-1]


def test_an_address_of_an_author_is_one_to_write_to(run: Run, story: Path) -> None:
    assert run("add", story, "x", "--author", "Jane Doe <jane@example.org>").code == 0
    updates = json.loads(run("show", story, "--json").out)["updates"]
    assert updates[-1]["authors"] == [{"name": "Jane Doe", "url": "mailto:jane@example.org"}]
