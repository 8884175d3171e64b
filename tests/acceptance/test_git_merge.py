"""What git could not merge by line is resolved by update and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from .repository import (
    BASE,
    CLASHES,
    MERGED,
    NAME,
    OURS,
    STEPS,
    THEIRS,
    Repository,
    Step,
    assert_resolved,
    rebasing,
)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_what_git_could_not_merge_is_resolved(repository: Repository) -> None:
    repository.fork(OURS, THEIRS)
    repository("merge", "theirs", fails=True)
    failed = repository.blogctl("validate", NAME)
    assert failed.returncode == 1
    assert "conflict-marker" in failed.stdout + failed.stderr
    assert "blogctl resolve" in failed.stdout + failed.stderr
    done = repository.blogctl("resolve", NAME)
    assert (done.returncode, done.stdout) == (0, "")
    assert "git add" in done.stderr
    assert_resolved(repository)
    repository("commit", "-q", "--no-edit")
    assert repository("status", "--porcelain") == ""


def test_a_true_conflict_stays_until_somebody_chooses(repository: Repository) -> None:
    repository.fork(*CLASHES)
    repository("merge", "theirs", fails=True)
    for _ in range(2):
        assert repository.blogctl("resolve", NAME).returncode == 1
        markers = '<<<<<<< ours\nbody = "Ours"\n=======\nbody = "Theirs"\n>>>>>>> theirs\n'
        assert repository.text() == BASE.replace('body = "First"\n', markers)
    (repository.folder / NAME).write_text(CLASHES[0], "utf-8")
    # Whoever has chosen is not overruled.
    repository("add", NAME)
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert repository.text() == CLASHES[0]


def test_what_is_merged_by_hand_already_stays(repository: Repository) -> None:
    repository.fork(OURS, THEIRS)
    repository("merge", "theirs", fails=True)
    by_hand = MERGED.replace('"Ours"', '"By hand"')
    (repository.folder / NAME).write_text(by_hand, "utf-8")
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert repository.text() == by_hand


@pytest.mark.parametrize("line", ["# mine", "======= mine", "body = 'mine'"])
def test_handwork_between_markers_is_not_overwritten_unasked(
    repository: Repository, line: str
) -> None:
    repository.fork(OURS, THEIRS)
    repository("merge", "theirs", fails=True)
    by_hand = repository.text().replace("=======\n", f"{line}\n=======\n")
    (repository.folder / NAME).write_text(by_hand, "utf-8")
    refused = repository.blogctl("resolve", NAME)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert repository.text() == by_hand
    assert repository.blogctl("resolve", "--force", NAME).returncode == 0
    assert_resolved(repository)


@pytest.mark.parametrize("removed_by", ["ours", "theirs"])
def test_a_file_that_one_side_removed_is_left_to_people(
    repository: Repository, removed_by: str
) -> None:
    repository.fork(*((None, THEIRS) if removed_by == "ours" else (OURS, None)))
    repository("merge", "theirs", fails=True)
    before = repository.text()
    done = repository.blogctl("resolve", NAME)
    assert done.returncode == 1
    assert "removed" in done.stderr
    assert "git rm" in done.stderr
    assert repository.text() == before


def test_a_file_that_both_sides_made_is_resolved(repository: Repository) -> None:
    repository.fork(OURS, THEIRS, base=None)
    repository("merge", "theirs", fails=True)
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert_resolved(repository)


def test_where_nothing_failed_there_is_nothing_to_resolve(repository: Repository) -> None:
    repository.commit({NAME: BASE})
    done = repository.blogctl("resolve", NAME)
    assert (done.returncode, repository.text()) == (0, BASE)
    marked = BASE + "<<<<<<< a\n=======\n>>>>>>> b\n"
    (repository.folder / NAME).write_text(marked, "utf-8")
    done = repository.blogctl("resolve", NAME)
    assert (done.returncode, repository.text()) == (1, marked)


def test_without_a_repository_or_git_there_is_one_line_that_says_so(
    repository: Repository, tmp_path: Path
) -> None:
    path = tmp_path / NAME
    path.write_text(BASE, "utf-8")
    outside = repository.blogctl("resolve", path, cwd=tmp_path, GIT_CEILING_DIRECTORIES="/")
    assert outside.returncode == 2
    assert "repository" in outside.stderr
    missing = repository.blogctl("resolve", path, cwd=tmp_path, PATH="/nowhere")
    assert missing.returncode == 3
    assert "git" in missing.stderr
    for done in (outside, missing):
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
        assert path.read_text("utf-8") == BASE
    assert repository.blogctl("resolve", "missing.story.toml").returncode == 2


@pytest.mark.parametrize(
    "name",
    [
        "a folder/deep/road.story.toml",
        'it\'s "the" road.story.toml',
        "-road.story.toml",
        "straße — 道.story.toml",
        "[r]oad*.story.toml",
        ":(top)road.story.toml",
    ],
)
def test_any_name_will_do(repository: Repository, name: str) -> None:
    repository.fork(OURS, THEIRS, name)
    repository("merge", "theirs", fails=True)
    assert repository.blogctl("resolve", "--", name).returncode == 0
    assert_resolved(repository, f"./{name}")


def test_the_folder_it_is_called_from_does_not_matter(
    repository: Repository, tmp_path: Path
) -> None:
    repository.fork(OURS, THEIRS, f"sub/{NAME}", NAME)
    repository("merge", "theirs", fails=True)
    inside = repository.folder / "sub"
    assert repository.blogctl("resolve", NAME, cwd=inside).returncode == 0
    assert repository.unmerged == [NAME, f"sub/{NAME}"]
    assert_resolved(repository, f"sub/{NAME}")
    assert repository.blogctl("resolve", repository.folder / NAME, cwd=tmp_path).returncode == 0
    assert_resolved(repository)


def test_several_stories_are_resolved_at_once_and_the_worst_is_told(
    repository: Repository,
) -> None:
    repository.fork(OURS, THEIRS, "a.story.toml", "b.story.toml")
    repository("merge", "theirs", fails=True)
    (repository.folder / "a.story.toml").write_text("<<<<<<< \n# mine\n=======\n>>>>>>> \n")
    done = repository.blogctl("resolve", "a.story.toml", "no.story.toml", "b.story.toml")
    assert done.returncode == 2
    assert_resolved(repository, "b.story.toml")


@pytest.mark.parametrize("attribute", ["", "sub/*.toml text eol=crlf\n"])
def test_line_endings_are_those_of_the_working_tree(repository: Repository, attribute: str) -> None:
    (repository.folder / ".gitattributes").write_text(attribute)
    name = f"sub/{NAME}"
    if not attribute:
        repository("config", "core.autocrlf", "true")
    repository.fork(*(text.replace("\n", "\r\n") for text in (OURS, THEIRS)), name)
    repository("merge", "theirs", fails=True)
    assert repository.blogctl("resolve", name).returncode == 0
    text = repository.text(name)
    assert text.count("\n") == text.count("\r\n") > 0
    assert_resolved(repository, name)
    assert "\r" not in repository("cat-file", "blob", f":{name}")


@pytest.mark.parametrize("step", STEPS)
def test_whatever_failed_is_resolved(repository: Repository, step: Step) -> None:
    repository.fork(OURS, THEIRS)
    step(repository, True)
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert_resolved(repository)
    if step is rebasing:
        repository("rebase", "--continue")
        assert repository.text() == MERGED


def test_a_linked_worktree_will_do(repository: Repository, tmp_path: Path) -> None:
    repository.fork(OURS, THEIRS)
    repository("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    repository.folder = tmp_path / "other"
    repository("merge", "theirs", fails=True)
    assert repository.blogctl("resolve", NAME).returncode == 0
    assert_resolved(repository)
