"""blogctl export --watch: what is published stays what the story says, save after save."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from .program import STORY, Run, assert_one_error
from .running import Running, started, until

ID = "2024-01-05-coast-road"
READY = "watching for changes; Ctrl-C ends it\n"
Watch = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def watch(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Watch:
    """Starts an export that watches."""
    logs = tmp_path_factory.mktemp("logs") / "watch"
    return partial(started, "export", "--watch", cwd=tmp_path, logs=logs)


def holds(path: Path, text: str) -> None:
    until(lambda: path.is_file() and text in path.read_text("utf-8"), f"{path.name} has {text!r}")


def test_each_save_is_exported(watch: Watch, story: Path, tmp_path: Path) -> None:
    with watch(story.name, "-f", "html", "-f", "rss", "-o", "out/") as running:
        running.says(READY)
        page, feed = (tmp_path / "out" / f"{ID}.{suffix}" for suffix in ("html", "rss"))
        holds(page, "Road closed")
        for headline in ("Road open again", "Road closed anew"):
            story.write_text(STORY.replace("Road closed", headline), "utf-8")
            holds(page, headline)
            holds(feed, headline)
        running.says(" written, ", times=3)
        done = running.end()
    assert (done.code, done.out) == (130, "")
    first, ready, *others = done.err.splitlines(keepends=True)
    assert re.fullmatch(r"\d\d:\d\d:\d\d 2 written, 0 unchanged\n", first)
    assert ready == READY
    assert "2 written, 0 unchanged" in others[-1]


def test_a_command_that_changes_the_story_is_a_save(
    watch: Watch, run: Run, story: Path, tmp_path: Path
) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        assert run("add", story, "A tree is gone.").code == 0
        holds(tmp_path / "out.json", "A tree is gone.")


def test_a_broken_story_is_told_once_and_what_is_out_stays(
    watch: Watch, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.story.toml").write_text(STORY.replace(ID, "b"), "utf-8")
    with watch(story.name, "b.story.toml", "-f", "json", "-o", "out") as running:
        running.says(READY)
        story.write_text(STORY.replace("[story]", "[story"), "utf-8")
        running.says("the story has errors")
        for number in (1, 2):  # the other goes on meanwhile
            (tmp_path / "b.story.toml").write_text(
                STORY.replace(ID, "b").replace("Road closed", f"Number {number}"), "utf-8"
            )
            holds(tmp_path / "out" / "b.json", f"Number {number}")
        assert "Road closed" in (tmp_path / "out" / f"{ID}.json").read_text("utf-8")
        story.write_text(STORY.replace("Road closed", "Mended"), "utf-8")
        holds(tmp_path / "out" / f"{ID}.json", "Mended")
        done = running.end()
    assert done.code == 130
    assert done.err.count("error[syntax]") == done.err.count("the story has errors") == 1


def test_it_begins_with_a_broken_story_too(watch: Watch, story: Path, tmp_path: Path) -> None:
    story.write_text(STORY.replace("[story]", "[story"), "utf-8")
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        story.write_text(STORY, "utf-8")
        holds(tmp_path / "out.json", "Road closed")


@pytest.mark.parametrize(
    "line",
    [
        'time = {soon}\nheadline = "News"',
        'time = 2024-01-05T10:00:00Z\nheadline = "Old"\n'
        'corrections = [{{ time = {soon}, text = "News" }}]',
        'time = 2024-01-05T10:00:00Z\nheadline = "Old"\n'
        'retraction = {{ time = {soon}, reason = "News" }}',
    ],
    ids=["update", "correction", "retraction"],
)
def test_what_is_to_come_is_exported_when_its_time_has_come(
    watch: Watch, story: Path, tmp_path: Path, line: str
) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        soon = (datetime.now(UTC) + timedelta(seconds=2.5)).isoformat()
        story.write_text(f"{STORY}\n[[updates]]\n{line.format(soon=soon)}\n", "utf-8")
        out = tmp_path / "out.json"
        seen: list[str] = []
        until(lambda: seen.append(out.read_text("utf-8")) or "News" in seen[-1])  # type: ignore[func-returns-value]
        assert datetime.now(UTC) >= datetime.fromisoformat(soon)


def test_what_could_not_be_written_is_tried_again(
    watch: Watch, story: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").touch()
    with watch(story.name, "-f", "json", "-o", "out/road.json") as running:
        running.says("a file stands where a folder should be")
        running.says(READY)
        (tmp_path / "out").unlink()
        holds(tmp_path / "out" / "road.json", "Road closed")
        assert running.end().err.count("a file stands") == 1


def test_editors_save_by_renaming(watch: Watch, story: Path, tmp_path: Path) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        for number in (1, 2):
            story.rename(tmp_path / "road.story.toml~")
            new = tmp_path / ".road.swp"
            new.write_text(STORY.replace("Road closed", f"Number {number}"), "utf-8")
            new.replace(story)
            holds(tmp_path / "out.json", f"Number {number}")
        done = running.end()
    assert (done.code, done.err.count("there is no such file")) == (130, 0)


def test_a_story_that_goes_and_comes_back(watch: Watch, story: Path, tmp_path: Path) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        story.unlink()
        running.says("there is no such file")
        assert (tmp_path / "out.json").exists()
        story.write_text(STORY.replace("Road closed", "Back again"), "utf-8")
        holds(tmp_path / "out.json", "Back again")


def test_a_link_to_a_story_elsewhere(
    watch: Watch, story: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real = tmp_path_factory.mktemp("elsewhere") / "real.story.toml"
    story.rename(real)
    story.symlink_to(real)
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        real.write_text(STORY.replace("Road closed", "Elsewhere"), "utf-8")
        holds(tmp_path / "out.json", "Elsewhere")


def test_a_folder_may_get_more_stories(watch: Watch, tmp_path: Path) -> None:
    with watch(".", "-f", "json", "-o", "out") as running:
        running.says(READY)
        for name in ("a", "b"):
            below = tmp_path / "desk" / name
            below.mkdir(parents=True)
            (below / f"{name}.story.toml").write_text(STORY.replace(ID, name), "utf-8")
            holds(tmp_path / "out" / f"{name}.json", "Road closed")


def test_one_story_of_a_folder_lies_where_a_single_run_puts_it(
    watch: Watch, run: Run, story: Path, tmp_path: Path
) -> None:
    assert run("export", ".", "-f", "site", "-o", "out").code == 0
    page = tmp_path / "out" / ID / "index.html"
    with watch(".", "-f", "site", "-o", "out") as running:
        running.says(READY)
        story.write_text(STORY.replace("Road closed", "Road open"), "utf-8")
        holds(page, "Road open")


def test_what_was_in_the_way_is_looked_for_again(watch: Watch, story: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "index.html"
    with watch(story.name, "-f", "site", "-o", "out") as running:
        running.says(READY)
        page.write_text("by hand", "utf-8")
        story.write_text(STORY.replace("Road closed", "Road open"), "utf-8")
        running.says("changed by hand")
        page.unlink()
        holds(page, "Road open")
        assert running.end().err.count("changed by hand") == 1


def test_the_configuration_counts_too(watch: Watch, story: Path, tmp_path: Path) -> None:
    with watch(story.name, "-f", "rss", "-o", "out.rss") as running:
        running.says(READY)
        config = tmp_path / "blogctl.toml"
        config.write_text("[export.rss]\nlimit = 1\n", "utf-8")
        out = tmp_path / "out.rss"
        until(lambda: out.read_text("utf-8").count("<item>") == 1)
        config.write_text("[export.rss]\nlimit = 'few'\n", "utf-8")
        running.says("write a whole number")
        config.unlink()
        until(lambda: out.read_text("utf-8").count("<item>") == 2)


def test_without_word_from_the_system_it_looks_for_itself(
    watch: Watch, story: Path, tmp_path: Path
) -> None:
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "watchfiles.py").write_text("def watch(*_, **__): raise OSError('no more watches')")
    env = {"PYTHONPATH": str(fake)}
    with watch(story.name, "-f", "json", "-o", "out.json", env=env) as running:
        running.says(READY)
        story.write_text(STORY.replace("Road closed", "Found"), "utf-8")
        holds(tmp_path / "out.json", "Found")
        assert running.end().code == 130


def test_quiet_says_nothing_but_errors(watch: Watch, story: Path, tmp_path: Path) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json", "-q") as running:
        holds(tmp_path / "out.json", "Road closed")
        story.write_text(STORY.replace("Road closed", "Quiet"), "utf-8")
        holds(tmp_path / "out.json", "Quiet")
        assert running.end().err == ""


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals")
def test_it_ends_when_told_to(watch: Watch, story: Path) -> None:
    with watch(story.name, "-f", "json", "-o", "out.json") as running:
        running.says(READY)
        done = running.end(signal.SIGTERM)
    assert (done.code, done.err.count("\n")) == (-signal.SIGTERM, 2)


@pytest.mark.parametrize(
    "args", [[], ["-o", "-"], ["-o", "x", "--check"], ["-o", "x", "--now", "2024-01-05T09:00:00Z"]]
)
def test_what_does_not_go_with_it(run: Run, story: Path, args: list[str]) -> None:
    result = run("export", story, "-f", "rss", "--watch", *args)
    assert_one_error(result, 2, "--watch", "-o", "--check", "--now")


def test_a_wrong_request_ends_it_at_once(run: Run, story: Path) -> None:
    args = ("export", story, "-f", "rss", "--watch", "-o", "out.rss")
    assert_one_error(run(*args, "-O", "limit=many"), 2, "whole number")
    assert_one_error(run("export", "missing", *args[2:]), 2, "there is no such file")


def test_without_the_extra_it_says_what_to_install(run: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "watchfiles.py").write_text("raise ImportError")
    result = run(
        *("export", story, "-f", "rss", "--watch", "-o", "o"), env={"PYTHONPATH": str(tmp_path)}
    )
    assert_one_error(result, 2, "watchfiles", "pip install 'blogctl[serve]'")
    assert not (tmp_path / "o").exists()
