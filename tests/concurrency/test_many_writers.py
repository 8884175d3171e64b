"""Hundreds of commands at once, of every kind, with readers and other programs in between."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("flock and fork are POSIX", allow_module_level=True)

from .writers import HEAD, TAIL, Warm, finish, ids, litter, reading, saver, start, warm

PATIENT = ["--lock-timeout", "120"]


@pytest.fixture(scope="module")
def blogctl() -> Iterator[Warm]:
    with warm() as running:
        yield running


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "busy.story.toml"
    path.write_text(HEAD + TAIL)
    return path


def additions(paths: list[Path], count: int) -> list[list[list[str]]]:
    """For each path a writer with so many additions; their times are all mixed up."""
    return [
        [
            [
                *("add", str(path), f"By {writer}.", "--id", f"id-{writer}-{number}", *PATIENT),
                *("--time", f"2024-01-05T{10 + number % 10}:{writer % 60:02}:{number:02}Z"),
            ]
            for number in range(count)
        ]
        for writer, path in enumerate(paths)
    ]


def test_64_writers_with_25_additions_each_lose_nothing(blogctl: Warm, story: Path) -> None:
    twin = ["add", str(story), "Said twice.", "--time", "2024-01-05T09:30:00Z", *PATIENT]
    edit = ["edit", str(story), "first", *PATIENT, "--headline"]
    loops = [
        [["sort", str(story), *PATIENT]],
        # So that there is something to remove again and again.
        [[*twin, "--id", "twin-1"], [*twin, "--id", "twin-2"]],
        [["dedupe", str(story), *PATIENT]],
        [[*edit, "One"], [*edit, "Two"]],
        [["validate", str(story)]],
    ]
    # Its updates come at the end, out of order, so that there is something to sort.
    other = saver(story, 30)
    validating = [start("validate", story) for _ in range(3)]
    with reading(story, pause=0.5) as readings:
        done, went_round = blogctl.all_at_once(additions([story] * 64, 25), loops)
    assert other.wait(120) == 0
    assert [finish(process)[0] for process in validating] == [0] * 3

    ended = [run for series in done for run in series]
    assert len(ended) == 1600
    assert {run.code for run in ended} == {0}
    # All that is said is that they came while it was out of order.
    assert not [run for run in ended if run.err and "`blogctl sort` helps" not in run.err]
    for runs in went_round:
        assert {run.code for run in runs} == {0}, runs
        assert not any("Traceback" in run.err for run in runs)
    sorting, adding_twins, deduping, editing, _ = went_round
    assert any("1 file sorted" in run.err for run in sorting)
    assert any("dropped twin-" in run.err for run in deduping)
    assert all(run.out.startswith("twin-") for run in adding_twins)
    assert any("first edited" in run.err for run in editing)

    assert finish(start("dedupe", story))[0] == 0
    assert finish(start("sort", story))[0] == 0
    added = {run.out.strip() for run in ended}
    assert len(added) == 1600
    saved = {f"saved-{number}" for number in range(30)}
    found = ids(story.read_bytes())
    twins = {id_ for id_ in found if id_.startswith("twin-")}
    assert len(twins) == 1
    assert sorted(found) == sorted({"first"} | added | saved | twins)
    assert len(readings) > 10
    for earlier, later in pairwise(readings):
        lost = set(earlier) - set(later)
        assert lost <= {"twin-1", "twin-2"}, "what was there once stays"
    lines = story.read_text("utf-8").splitlines()
    assert sorted(line for line in lines if line.startswith("#")) == sorted(
        ["# Kept as it is,   with its spaces.", "# The first.", "# At the very end."]
        + [f"# Saved {number}." for number in range(30)]
    )
    headlines = [line for line in lines if line.startswith("headline = ")]
    assert headlines in ([HEAD.splitlines()[5], f'headline = "{last}"'] for last in ("One", "Two"))
    assert list(story.parent.iterdir()) == [story]


def test_a_link_to_the_story_and_another_program_that_saves_it(
    blogctl: Warm, story: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.story.toml"
    link.symlink_to(story)
    edit = ["edit", str(link), "first", *PATIENT, "--headline"]
    loops = [
        [["sort", str(link), *PATIENT]],
        [["dedupe", str(story), *PATIENT]],
        [[*edit, "One"], [*edit, "Two"]],
        [["validate", str(link)]],
    ]
    other = saver(story, 20)
    with reading(link, pause=0.5):
        done, went_round = blogctl.all_at_once(additions([story, link] * 32, 25), loops)
    assert other.wait(120) == 0
    assert {run.code for runs in done + went_round for run in runs} == {0}
    assert finish(start("sort", link))[0] == 0
    found = ids(story.read_bytes())
    assert sorted(found) == sorted(
        ["first", *(f"saved-{number}" for number in range(20))]
        + [f"id-{writer}-{number}" for writer in range(64) for number in range(25)]
    )
    assert [text for text in story.read_text("utf-8").splitlines() if "# Saved" in text] == [
        f"# Saved {number}." for number in range(20)
    ]
    assert link.is_symlink()
    assert list(folder.iterdir()) == [link]
    assert not litter(story)


COMMANDS = {
    "add": ["add", "STORY", "Added.", "--id", "added", "--time", "2024-01-05T10:00:00Z"],
    "sort": ["sort", "STORY"],
    "dedupe": ["dedupe", "STORY"],
    "edit": ["edit", "STORY", "first", "--headline", "Edited."],
}
UNSORTED_AND_DOUBLED = "".join(
    f"\n[[updates]]\nid = 'early-{number}'\ntime = 2024-01-04T09:00:00Z\nbody = 'x'\n"
    for number in (1, 2)
)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_another_program_saves_meanwhile_is_kept_whenever_it_comes(
    blogctl: Warm, story: Path, command: str
) -> None:
    # It does not know of the lock.
    args = [str(story) if arg == "STORY" else arg for arg in COMMANDS[command]]
    story.write_text(HEAD + UNSORTED_AND_DOUBLED)
    text = story.read_text("utf-8")
    assert blogctl.run(*args).code == 0
    alone = ids(story.read_bytes())
    moments: list[str] = []
    while True:
        story.write_text(text)
        ended = blogctl.at_call(len(moments) + 1, "save", story, *args, text="\n# Saved.\n")
        if not ended.acted_at:
            break
        moments.append(ended.acted_at)
        assert (ended.code, "Traceback" in ended.err) == (0, False), moments
        assert ids(story.read_bytes()) == alone, moments
        # Between the last look at the file and the renaming nothing is left that could see it.
        assert "# Saved.\n" in story.read_text("utf-8") or ended.acted_at == "replace", moments
        assert list(story.parent.iterdir()) == [story]
    assert [moment for moment in moments if moment in ("flock", "read", "fsync", "lstat")] == [
        *("flock", "read", "fsync", "lstat"),
        "fsync",
    ]
    assert moments.count("replace") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_what_another_program_removes_meanwhile_is_not_made_again(
    blogctl: Warm, story: Path, command: str
) -> None:
    args = [str(story) if arg == "STORY" else arg for arg in COMMANDS[command]]
    moments: list[str] = []
    while "lstat" not in moments:
        story.write_text(HEAD + UNSORTED_AND_DOUBLED)
        ended = blogctl.at_call(len(moments) + 1, "remove", story, *args)
        moments.append(ended.acted_at)
        assert ended.code in (2, 3), moments
        assert ended.err.startswith("blogctl: error: "), ended
        assert ended.err.count("\n") == 1, ended
        assert story.name in ended.err
        assert list(story.parent.iterdir()) == [], moments


@pytest.mark.parametrize("command", COMMANDS)
def test_a_link_that_takes_the_storys_place_meanwhile_stays(
    blogctl: Warm, story: Path, command: str
) -> None:
    args = [str(story) if arg == "STORY" else arg for arg in COMMANDS[command]]
    text = HEAD + UNSORTED_AND_DOUBLED
    moved = story.with_name("moved")
    moments: list[str] = []
    while "lstat" not in moments:
        story.unlink()
        story.write_text(text)
        ended = blogctl.at_call(len(moments) + 1, "link", story, *args)
        moments.append(ended.acted_at)
        assert ended.code == 0, ended
        assert story.is_symlink(), moments
        assert moved.read_text("utf-8") != text, moments
        assert not litter(story)
