"""blogctl export: where documents go, with which options, and what is left alone."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error

ID = "2024-01-05-coast-road"
NOW = ("--now", "2024-02-01T12:00:00Z")
BAD = STORY.replace("headline =", "headlin =", 1)


def titles(document: str | bytes) -> list[str | None]:
    return [item.findtext("title") for item in ET.fromstring(document).iter("item")]


def test_one_document_goes_to_stdout_and_nothing_else(run: Run, story: Path) -> None:
    result = run("export", story, "-f", "rss")
    assert (result.code, result.err) == (0, "")
    assert titles(result.out)[1] == "Road closed"
    assert json.loads(run("export", story, "-f", "json").out)["story"]["id"] == ID
    assert run("export", story, "-f", "html").out.startswith("<!doctype html>")


def test_drafts_stay_inside(run: Run, story: Path) -> None:
    story.write_text(STORY.replace('id = "first"', 'id = "first"\nstatus = "draft"'))
    for format_ in ("rss", "json", "html"):
        assert "Road closed" not in run("export", story, "-f", format_).out


def test_a_file_is_written_whole_and_once(run: Run, story: Path, tmp_path: Path) -> None:
    result = run("export", story, "-f", "json", "-o", "feeds/out.json")
    assert (result.code, result.out) == (0, "")
    out = tmp_path / "feeds" / "out.json"
    assert json.loads(out.read_text("utf-8"))["story"]["id"] == ID
    before = out.stat()
    again = run("export", story, "-f", "json", "-o", "feeds/out.json")
    after = out.stat()
    assert again.code == 0
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [path.name for path in out.parent.iterdir()] == ["out.json"]
    assert run("export", story, "-f", "json", "-o", "feeds/out.json", "-q").err == ""


@pytest.mark.parametrize("output", ["out/", "there"])
def test_in_a_folder_the_file_is_named_after_the_story(
    run: Run, story: Path, tmp_path: Path, output: str
) -> None:
    (tmp_path / "there").mkdir()
    assert run("export", story, "-f", "rss", "-o", output).code == 0
    assert [path.name for path in (tmp_path / output).iterdir()] == [f"{ID}.rss"]


def test_a_dash_is_stdout(run: Run, story: Path, tmp_path: Path) -> None:
    result = run("export", story, "-f", "rss", "-o", "-")
    assert len(titles(result.out)) == 2
    assert not (tmp_path / "-").exists()


def test_several_formats_make_a_folder(run: Run, story: Path, tmp_path: Path) -> None:
    result = run("export", story, "-f", "rss", "-f", "json", "-f", "html", "-f", "rss", "-o", "out")
    assert result.code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{ID}.html", f"{ID}.json", f"{ID}.rss"]
    page = (tmp_path / "out" / f"{ID}.html").read_text("utf-8")
    assert f'href="{ID}.rss"' in page, "formats made together know of each other"


def test_several_stories_make_a_folder(run: Run, story: Path, tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (below / "b.story.toml").write_text(STORY.replace(ID, "b"))
    assert run("export", story, "below", "-f", "json", "-o", "out").code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{ID}.json", "b.json"]


def test_the_one_story_of_a_folder_goes_to_stdout(run: Run, story: Path, tmp_path: Path) -> None:
    feed = ("-O", "feed-url=https://example.org/feed.rss")
    named = run("export", story.name, "-f", "rss", *feed, *NOW)
    assert named.code == 0
    assert run("export", ".", "-f", "rss", *feed, *NOW) == named
    (tmp_path / "b.story.toml").write_text(STORY.replace(ID, "b"))
    assert_one_error(run("export", ".", "-f", "rss", *NOW), 2, "several documents need a folder")


def test_what_a_folder_is_exported_to_is_a_folder(run: Run, story: Path, tmp_path: Path) -> None:
    assert_one_error(run("export", ".", "-f", "rss", "-o", "out.rss"), 2, "need a folder")
    for other in (None, STORY.replace(ID, "b")):  # where it lies does not change with the others
        if other:
            (tmp_path / "b.story.toml").write_text(other)
        assert run("export", ".", "-f", "rss", "-o", "out").code == 0
        assert (tmp_path / "out" / f"{ID}.rss").is_file()


def test_several_documents_cannot_share_stdout(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "b.story.toml").write_text(STORY.replace(ID, "b"))
    assert_one_error(run("export", story, "-f", "rss", "-f", "json"), 2, "-o")
    assert_one_error(run("export", story, "b.story.toml", "-f", "rss"), 2, "-o")


@pytest.mark.parametrize("other", [ID, ID.upper()])
def test_two_stories_never_write_over_each_other(
    run: Run, story: Path, tmp_path: Path, other: str
) -> None:
    (tmp_path / "b.story.toml").write_text(STORY.replace(ID, other).replace("Road", "Other"))
    result = run("export", story.name, "b.story.toml", "-f", "rss", "-o", "out")
    assert result.code == 2
    assert story.name in result.err
    assert "b.story.toml" in result.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("format_", "near"), [("rs", "rss"), ("HTML", "html"), ("jsn", "json"), ("../x", "rss")]
)
def test_an_unknown_format_is_close_to_a_known_one(
    run: Run, story: Path, format_: str, near: str
) -> None:
    result = run("export", story, "-f", "rss", "-f", format_, "-o", "out")
    assert_one_error(result, 2, f'"{format_}"', near)
    assert not (story.parent / "out").exists()


def test_a_format_is_needed(run: Run, story: Path) -> None:
    assert_one_error(run("export", story), 2, "--format")


def test_options_of_a_format(run: Run, story: Path, tmp_path: Path) -> None:
    limited = run("export", story, "-f", "rss", "-O", "limit=1")
    assert len(titles(limited.out)) == 1
    ordered = run("export", story, "-f", "rss", "-O", "order=oldest")
    assert titles(ordered.out) == titles(run("export", story, "-f", "rss").out)[::-1]
    both = ("-f", "rss", "-f", "json", "-o", "out")
    assert run("export", story, *both, "-O", "limit=1", "-O", "json.limit=2").code == 0
    assert len(titles((tmp_path / "out" / f"{ID}.rss").read_text("utf-8"))) == 1
    data = json.loads((tmp_path / "out" / f"{ID}.json").read_text("utf-8"))
    assert len(data["updates"]) == 2
    # A bare key is for the formats that have it.
    assert run("export", story, *both, "-O", "base-url=https://example.org").code == 0


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("limt=1", ["limit"]),
        ("rss.limt=1", ["limit"]),
        ("nonsense=1", ["nonsense", "limit"]),
        ("limit", ["key=value"]),
        ("=1", ["key=value"]),
        ("limit=x", ["limit"]),
        ("limit=0", ["limit", "1"]),
        ("order=random", ["order", "newest", "oldest"]),
        ("base-url=example.org", ["base-url", "https://"]),
        ("base-url=javascript:alert(1)", ["base-url"]),
        ("html.limit=1", ["html"]),
        ("htm.limit=1", ["htm"]),
    ],
)
def test_a_wrong_option_is_refused(run: Run, story: Path, option: str, words: list[str]) -> None:
    assert_one_error(run("export", story, "-f", "rss", "-O", option, "-o", "o"), 2, *words)
    assert not (story.parent / "o").exists()


def test_a_check_compares(run: Run, story: Path, tmp_path: Path) -> None:
    args = ("export", story, "-f", "rss", "-f", "json", "-o", "out", *NOW)
    first = run(*args, "--check")
    assert (first.code, first.out) == (1, "")
    assert not (tmp_path / "out").exists()
    assert run(*args).code == 0
    assert run(*args, "--check").code == 0
    changed = tmp_path / "out" / f"{ID}.rss"
    changed.write_text("other")
    result = run(*args, "--check")
    assert result.code == 1
    assert changed.name in result.err
    assert changed.read_text() == "other"


def test_a_check_needs_something_to_compare_with(run: Run, story: Path) -> None:
    assert_one_error(run("export", story, "-f", "rss", "--check"), 2, "-o")


def test_the_same_now_gives_the_same_bytes(run: Run, story: Path) -> None:
    for format_ in ("rss", "html", "json"):
        runs = [
            run("export", story, "-f", format_, *NOW, env={"TZ": zone, "LANG": "C"})
            for zone in ("UTC", "Asia/Tokyo")
        ]
        assert runs[0].code == 0
        assert runs[0] == runs[1]


def test_what_is_still_to_come_is_kept_back(run: Run, story: Path) -> None:
    early = run("export", story, "-f", "rss", "--now", "2024-01-05T10:00:00Z")
    assert titles(early.out) == ["Road closed"]


def test_an_unclear_now_is_refused(run: Run, story: Path) -> None:
    assert_one_error(run("export", story, "-f", "rss", "--now", "later"), 2, "--now")


def test_an_invalid_story_is_told_and_not_written(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "b.story.toml").write_text(BAD)
    alone = run("export", "b.story.toml", "-f", "rss", "-o", "alone.rss")
    assert (alone.code, alone.out) == (1, "")
    assert "b.story.toml:6:1: error[unknown-key]" in alone.err
    assert not (tmp_path / "alone.rss").exists()
    result = run("export", "b.story.toml", story.name, "none", "-f", "rss", "-f", "json", "-o", "o")
    assert result.code == 2
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == [f"{ID}.json", f"{ID}.rss"]


def test_a_story_is_never_overwritten_by_its_export(run: Run, story: Path) -> None:
    assert_one_error(run("export", story, "-f", "json", "-o", story), 2, story.name)
    assert story.read_text("utf-8") == STORY


def test_a_file_keeps_its_mode_and_its_link(run: Run, story: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.rss"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.rss"
    link.symlink_to("real.rss")
    assert run("export", story, "-f", "rss", "-o", "link.rss").code == 0
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(titles(real.read_bytes())) == 2


def test_a_new_file_can_be_read_by_a_web_server(run: Run, story: Path, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        run("export", story, "-f", "rss", "-o", "new.rss")
    finally:
        os.umask(old)
    assert (tmp_path / "new.rss").stat().st_mode & 0o777 == 0o644


def test_a_folder_where_a_file_stands_is_named(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    result = run("export", story, "-f", "rss", "-o", "taken/")
    assert result.code in (2, 3)
    assert "taken" in result.err
    assert "Traceback" not in result.err
    assert (tmp_path / "taken").read_text() == "x"


# --- Configuration ---


def test_options_can_come_from_the_configuration(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "blogctl.toml").write_text('[export.rss]\nlimit = 1\nbase-url = "https://e.org"\n')
    assert len(titles(run("export", story, "-f", "rss").out)) == 1
    assert len(titles(run("export", story, "-f", "rss", "-O", "limit=2").out)) == 2
    assert len(json.loads(run("export", story, "-f", "json").out)["updates"]) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[export.rss]\nlimt = 1\n", ["limt", "limit"]),
        ('[export.rss]\nlimit = "x"\n', ["limit"]),
        ("[export.rss]\nlimit = true\n", ["limit"]),
        ("[export]\nrss = 1\n", ["blogctl.toml", "export.rss"]),
    ],
)
def test_a_wrong_option_in_the_configuration_is_refused(
    run: Run, story: Path, tmp_path: Path, text: str, words: list[str]
) -> None:
    (tmp_path / "blogctl.toml").write_text(text)
    assert_one_error(run("export", story, "-f", "rss"), 2, *words)


@pytest.mark.parametrize("text", ["limt = 1\n", "limit = 0\n"])
def test_a_wrong_option_in_the_configuration_names_the_file(
    run: Run, story: Path, tmp_path: Path, text: str
) -> None:
    (tmp_path / "blogctl.toml").write_text(f"[export.rss]\n{text}")
    assert_one_error(run("export", story, "-f", "rss"), 2, "blogctl.toml")


# --- What the story says ---


def test_text_is_escaped_in_every_format(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("Road closed", "<script>alert(1)</script> & ]]> <b>"))
    feed = run("export", story, "-f", "rss").out
    assert titles(feed)[1] == "<script>alert(1)</script> & ]]> <b>"
    assert "<script>alert(1)" not in run("export", story, "-f", "html").out


@pytest.mark.parametrize("target", ["other.story.toml", "sub/blogctl.toml", "pyproject.toml"])
def test_what_people_write_by_hand_is_never_written_over(
    run: Run, story: Path, tmp_path: Path, target: str
) -> None:
    other = tmp_path / target
    other.parent.mkdir(exist_ok=True)
    other.write_text("# mine\n")
    assert_one_error(run("export", story, "-f", "json", "-o", target), 2, target)
    assert other.read_text() == "# mine\n"


def test_now_is_read_in_the_zone_of_the_story(run: Run, story: Path) -> None:
    story.write_text(STORY.replace("Europe/London", "Asia/Tokyo"))
    for now, known in (("2024-01-05 17:59", 0), ("2024-01-05 18:00", 1)):
        assert len(titles(run("export", story, "-f", "rss", "--now", now).out)) == known


def test_options_for_a_format_that_is_not_there_are_told_of(
    run: Run, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "blogctl.toml").write_text("[export.rrs]\nlimit = 1\n")
    result = run("export", story, "-f", "rss")
    assert result.code == 0
    assert "rrs" in result.err
    assert '"rss"' in result.err
