"""Which files are meant: stories below folders, and the configuration above a story."""

from __future__ import annotations

import os
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
    """Whether a path has the name of a story or a configuration: what people write by hand."""
    name = os.path.basename(os.path.realpath(path))
    return name.endswith(SUFFIX) or name in (CONFIG_NAME, PYPROJECT_NAME)


def resolved(path: str) -> str:
    """The one absolute path of a file, whatever links lead to it."""
    return os.path.realpath(path)


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
