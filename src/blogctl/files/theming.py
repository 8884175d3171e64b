"""The files of a theme: only those places in a folder where themes have something are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from blogctl.errors import UsageError
from blogctl.files.reading import MAX_SIZE, failure, read_limited

if TYPE_CHECKING:  # most commands have nothing to do with themes
    from importlib.resources.abc import Traversable

_PLACES = {"": (".jinja", ".css"), "languages": (".toml",), "assets": ("",)}
"""Folders of a theme, and what the names of files in them end in."""


def theme_files(folder: str | Traversable) -> dict[str, Traversable]:
    """The files of a theme by their names, hidden ones left out; empty if there are none.

    ``folder`` is a path, or the contents of a package. :class:`UsageError` for a link that leads
    out of the folder: whoever wrote the theme has no say in what else is on the disk.
    """
    root = Path(folder) if isinstance(folder, str) else folder
    found = {}
    for place, endings in _PLACES.items():
        inside = root / place if place else root
        try:
            files = sorted(inside.iterdir(), key=lambda each: each.name) if inside.is_dir() else ()
            for each in files:
                if each.name.endswith(endings) and each.name[0] != "." and each.is_file():
                    _refuse_outside(each, root)
                    found[f"{place}/{each.name}".lstrip("/")] = each
        except OSError as error:
            raise failure(str(inside), error) from error
    return found


def read_theme(folder: str | Traversable) -> dict[str, bytes]:
    """What the files of a theme hold, by their names.

    :class:`UsageError` if there is no such folder; errors of reading as for
    :func:`~blogctl.files.read_bytes`.
    """
    root = Path(folder) if isinstance(folder, str) else folder
    if not root.is_dir():
        what = "this is a file" if root.is_file() else "there is no such folder"
        raise UsageError(f"{folder}: {what}", help="a theme is a folder of templates and styles")
    read = {}
    for name, each in theme_files(root).items():
        try:
            with each.open("rb") as file:
                read[name] = read_limited(file, str(each), MAX_SIZE)
        except OSError as error:
            raise failure(str(each), error) from error
    return read


def _refuse_outside(file: Traversable, root: Traversable) -> None:
    on_disk = isinstance(file, Path) and isinstance(root, Path)
    if on_disk and not Path(str(file)).resolve().is_relative_to(Path(str(root)).resolve()):
        raise UsageError(f"{file}: this leads out of the theme's folder")
