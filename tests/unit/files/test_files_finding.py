"""Which files a path means."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from blogctl import files
from blogctl.errors import BlogctlError, EnvironmentFailure, UsageError


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def listed(path: Path) -> tuple[list[str], list[BlogctlError]]:
    """The stories that a path means, and what went wrong."""
    errors: list[BlogctlError] = []
    return files.story_files(str(path), errors.append), errors


def found(path: Path) -> list[str]:
    names, errors = listed(path)
    assert errors == []
    return [os.path.relpath(name, path).replace(os.sep, "/") for name in names]


def test_a_folder_means_all_stories_below_it_in_order(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b.story.toml",
        "a.story.toml",
        "z/a.story.toml",
        "c/d/e.story.toml",
        "c/pyproject.toml",
        "story.toml",
        "a.story.toml.bak",
        "a.story.json",
        "x.STORY.toml",
    )
    assert found(tmp_path) == ["a.story.toml", "b.story.toml", "c/d/e.story.toml", "z/a.story.toml"]


def test_hidden_folders_are_skipped(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.story.toml", "b/.venv/c/d.story.toml", "b/e.story.toml")
    assert found(tmp_path) == ["b/e.story.toml"]
    # Unless one is named.
    assert found(tmp_path / ".git") == ["a.story.toml"]


def test_a_folder_that_is_named_like_a_story_is_none(tmp_path: Path) -> None:
    make(tmp_path, "a.story.toml/b.story.toml")
    assert found(tmp_path) == ["a.story.toml/b.story.toml"]


@pytest.mark.skipif(os.name != "posix", reason="links need rights")
def test_links_to_folders_are_not_followed_and_links_to_stories_are(tmp_path: Path) -> None:
    make(tmp_path, "other/a.story.toml")
    root = tmp_path / "root"
    root.mkdir()
    (root / "loop").symlink_to(root)
    (root / "folder").symlink_to(tmp_path / "other")
    (root / "b.story.toml").symlink_to(tmp_path / "other" / "a.story.toml")
    (root / "c.story.toml").symlink_to("none")
    assert found(root) == ["b.story.toml"]


def test_a_named_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    make(tmp_path, "notes.txt", ".hidden")
    for name in ("notes.txt", ".hidden"):
        assert listed(tmp_path / name) == ([str(tmp_path / name)], [])


def test_what_is_not_there_is_an_error_and_an_empty_folder_is_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    names, (error,) = listed(tmp_path / "none")
    assert names == []
    assert isinstance(error, UsageError)
    assert str(tmp_path / "none") in error.message


def test_a_folder_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/b.story.toml", "closed/c.story.toml", "d/e.story.toml")
    scandir = os.scandir

    def guarded(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    names, (error,) = listed(tmp_path)
    assert [Path(name).name for name in names] == ["b.story.toml", "e.story.toml"]
    assert isinstance(error, EnvironmentFailure)
    assert "closed" in error.message


def test_the_configuration_is_the_nearest_above(tmp_path: Path) -> None:
    make(
        tmp_path,
        "blogctl.toml",
        "pyproject.toml",
        "a/pyproject.toml",
        "a/b/blogctl.toml",
        "a/b/c/x",
    )
    mine = [
        os.path.relpath(name, tmp_path).replace(os.sep, "/")
        for name in files.config_files(str(tmp_path / "a" / "b" / "c"))
        if name.startswith(str(tmp_path))
    ]
    assert mine == ["a/b/blogctl.toml", "blogctl.toml", "a/pyproject.toml", "pyproject.toml"]
