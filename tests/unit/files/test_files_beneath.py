"""Which names lead to a file below a folder, and which do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from blogctl import files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    below = tmp_path / "story"
    sources = ("s.story.toml", "blogctl.toml", "S.STORY.TOML", "Blogctl.toml")
    for name in ("a.png", "in/b.png", ".git/config", "in/.c.png", *sources):
        path = below / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "out.png").touch()
    (below / "down.png").symlink_to(below / "in" / "b.png")
    (below / "up.png").symlink_to(tmp_path / "out.png")
    (below / "hidden.png").symlink_to(below / ".git" / "config")
    (below / "parent").symlink_to(tmp_path)
    (below / "loop").symlink_to(below / "loop")
    (tmp_path / "link").symlink_to(below)
    return below


@pytest.mark.parametrize(
    ("name", "really"), [("a.png", "a.png"), ("in/b.png", "in/b.png"), ("down.png", "in/b.png")]
)
def test_a_file_is_found(folder: Path, name: str, really: str) -> None:
    for start in (folder, folder.parent / "link"):
        assert files.beneath(str(start), name) == str((folder / really).resolve())


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "in", "in/", "/a.png", "//a.png", "in//b.png", "./a.png", "missing.png"),
        *("../out.png", "in/../a.png", "up.png", "parent/out.png", "hidden.png", "loop"),
        *(".git/config", "in/.c.png", "s.story.toml", "blogctl.toml", "a.png\0", "in\\b.png"),
        *("S.STORY.TOML", "Blogctl.toml"),
        *("C:a.png", "a.png/", "x" * 5000),
    ],
)
def test_nothing_else_is(folder: Path, name: str) -> None:
    assert files.beneath(str(folder), name) is None
