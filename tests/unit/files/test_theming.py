"""The files of a theme: what is read of a folder, and what is refused."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import IO, Any

import pytest

from blogctl.errors import EnvironmentFailure, UsageError
from blogctl.files import read_theme, theme_files

USED = ("page.html.jinja", "theme.css", "languages/de.toml", "assets/logo.svg", "assets/a")
LEFT = (
    *("README.md", "page.html", "theme.scss", "de.toml", "logo.svg", "page.html.jinja~"),
    *(".page.html.jinja", ".theme.css", "languages/.de.toml", "languages/README"),
    *("assets/.DS_Store", "parts/x.jinja", "assets/icons/x.svg", "x/theme.css"),
)  # fmt: skip


def put(folder: Path, *names: str) -> str:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}", "utf-8")
    return str(folder)


def test_what_is_in_its_place_is_read_and_nothing_else(tmp_path: Path) -> None:
    folder = put(tmp_path / "river", *USED, *LEFT)
    assert read_theme(folder) == {name: f"this is {name}".encode() for name in USED}
    assert set(theme_files(folder)) == set(USED)


def test_nothing_else_is_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path / "river", *USED, *LEFT)
    opened: list[str] = []
    real: Any = Path.open

    def noted(self: Path, *args: Any, **more: Any) -> IO[Any]:
        opened.append(self.relative_to(folder).as_posix())
        found: IO[Any] = real(self, *args, **more)
        return found

    monkeypatch.setattr(Path, "open", noted)
    read_theme(folder)
    assert sorted(opened) == sorted(USED)


def test_a_folder_of_such_a_name_is_no_file(tmp_path: Path) -> None:
    for name in ("page.html.jinja", "theme.css", "assets/x.svg", "languages/de.toml"):
        (tmp_path / name).mkdir(parents=True)
    assert read_theme(str(tmp_path)) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "theme.css")
    assert read_theme(str(tmp_path)) == {}


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert read_theme(str(tmp_path)) == {}


@pytest.mark.parametrize(("name", "why"), [("none", "there is no such folder"), ("f", "a file")])
def test_what_is_no_folder(tmp_path: Path, name: str, why: str) -> None:
    put(tmp_path, "f")
    with pytest.raises(UsageError) as caught:
        read_theme(str(tmp_path / name))
    assert caught.value.message.startswith(f"{tmp_path / name}: ")
    assert why in caught.value.message


@pytest.mark.parametrize("name", USED)
def test_a_link_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, "secret")
    folder = put(tmp_path / "river", *(each for each in USED if each != name))
    link = tmp_path / "river" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError) as caught:
        read_theme(folder)
    assert caught.value.message == f"{link}: this leads out of the theme's folder"


@pytest.mark.parametrize("name", ["assets", "languages"])
def test_a_folder_that_is_a_link_out_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path / "elsewhere", "x.toml")
    (tmp_path / "river").mkdir()
    (tmp_path / "river" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="leads out"):
        read_theme(str(tmp_path / "river"))


def test_a_folder_beside_of_a_like_name_is_outside(tmp_path: Path) -> None:
    put(tmp_path / "river-2", "x")
    (tmp_path / "river").mkdir()
    (tmp_path / "river" / "theme.css").symlink_to("../river-2/x")
    with pytest.raises(UsageError, match="leads out"):
        read_theme(str(tmp_path / "river"))


def test_links_within_are_followed_and_broken_ones_left_out(tmp_path: Path) -> None:
    put(tmp_path / "real", "page.html.jinja", "kept/logo.svg")
    folder = tmp_path / "river"
    folder.symlink_to(tmp_path / "real")
    (folder / "theme.css").symlink_to("kept/logo.svg")
    (folder / "site.css").symlink_to("nowhere")
    assert read_theme(str(folder)) == {
        "page.html.jinja": b"this is page.html.jinja",
        "theme.css": b"this is kept/logo.svg",
    }


@pytest.mark.parametrize("name", ["theme.css", "assets/a.png"])
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path, name)

    def refuse(self: Path, *args: Any, **more: Any) -> IO[Any]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(EnvironmentFailure) as caught:
        read_theme(folder)
    assert caught.value.message == f"{tmp_path / name}: no permission"


def test_the_contents_of_a_package_that_is_zipped(tmp_path: Path) -> None:
    packed = tmp_path / "river.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("theme.css", "assets/a.png", "languages/de.toml", "x.py", "parts/x.jinja"):
            archive.writestr(f"river/{name}", name)
    found = read_theme(zipfile.Path(packed, "river/"))
    assert found == {
        name: name.encode() for name in ("theme.css", "languages/de.toml", "assets/a.png")
    }
