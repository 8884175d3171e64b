"""Which files are meant: stories below folders, and the configuration above a story."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator

from blogctl.errors import BlogctlError, UsageError
from blogctl.files.reading import failure

SUFFIX = ".story.toml"
CONFIG_NAME = "blogctl.toml"
PYPROJECT_NAME = "pyproject.toml"


def story_files(path: str, on_error: Callable[[BlogctlError], None]) -> list[str]:
    """The story files that a path means, sorted: a named file itself, or all below a folder.

    Hidden folders are skipped, links to folders not followed. ``on_error`` is told of folders
    that cannot be read, and of a path where there is nothing.
    """
    if not os.path.isdir(path):
        if not os.path.exists(path):
            on_error(UsageError(f"{path}: there is no such file or folder"))
            return []
        return [path]
    found = []

    def unreadable(error: OSError) -> None:
        on_error(failure(error.filename, error))

    for folder, folders, names in os.walk(path, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(folder, name) for name in names if name.endswith(SUFFIX)]
    return sorted(os.path.normpath(name) for name in found if os.path.isfile(name))


def is_folder(path: str) -> bool:
    """Whether there is a folder at ``path``."""
    return os.path.isdir(path)


def is_source(path: str) -> bool:
    """Whether a path has the name of a story or a configuration: what people write by hand.

    In capitals, too, which on macOS and Windows lead to the same file.
    """
    name = os.path.basename(os.path.realpath(path)).lower()
    return name.endswith(SUFFIX) or name in (CONFIG_NAME, PYPROJECT_NAME)


def beneath(folder: str, name: str) -> str | None:
    """The file that a relative name with slashes stands for below a folder, resolved.

    ``None`` unless it is a regular file that really lies there, through links or not: no name
    leads out of the folder, to anything hidden, or to a story or configuration.
    """
    if not _leads_down(name.split("/")):
        return None
    root, path = os.path.realpath(folder), os.path.realpath(os.path.join(folder, name))
    inside = os.path.relpath(path, root).split(os.sep) if _same_drive(root, path) else []
    if not _leads_down(inside) or is_source(path) or not os.path.isfile(path):
        return None
    return path


def _leads_down(parts: list[str]) -> bool:
    """Whether parts of a path lead to something below, and that is not hidden."""
    return bool(parts) and not any(
        not part or part.startswith(".") or re.search(r"[\\:\0]", part) for part in parts
    )


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0] == os.path.splitdrive(other)[0]


def resolved(path: str) -> str:
    """The one absolute path of a file, whatever links lead to it."""
    return os.path.realpath(path)


def program(name: str) -> str | None:
    """The path of the program that a command's name stands for, if there is one."""
    return shutil.which(name)


def folder_of(path: str) -> str:
    """The folder that a file is in, or the folder itself; absolute."""
    return os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path) or ".")


def config_files(folder: str) -> Iterator[str]:
    """The configuration files that may speak for what is in a folder, in the order of their say.

    Each ``blogctl.toml`` from that folder upwards, then each ``pyproject.toml``.
    """
    folders = [os.path.abspath(folder)]
    while (above := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(above)
    for name in (CONFIG_NAME, PYPROJECT_NAME):
        for each in folders:
            candidate = os.path.join(each, name)
            if os.path.isfile(candidate):
                yield candidate
