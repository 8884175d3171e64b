"""What would stop a file from being written, said before the work is done.

Each raises what the writing itself would raise, as far as that can be seen without writing.
"""

from __future__ import annotations

import os

from blogctl.errors import EnvironmentFailure, UsageError
from blogctl.files.reading import is_regular


def foresee_new(path: str) -> None:
    """As for :func:`blogctl.files.create`."""
    if os.path.lexists(path):
        raise UsageError(
            f"{path}: there is something by this name already", help="choose another name"
        )
    folder = os.path.dirname(path)
    if not os.path.isdir(folder or os.curdir):
        raise UsageError(f"{folder}: there is no such folder", help="make it first")
    _expect_room(path, folder)


def foresee_output(path: str) -> None:
    """As for :func:`blogctl.files.write_output`."""
    if not path:
        raise UsageError("the name of the output is empty")
    if os.path.isdir(path):
        raise UsageError(f"{path}: this is a folder", help="name a file")
    if os.path.exists(path) and not is_regular(path):
        return
    folder = os.path.dirname(os.path.realpath(path))
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if not os.path.isdir(folder):
        raise EnvironmentFailure(f"{path}: a file stands where a folder should be")
    _expect_room(path, folder)


def _expect_room(path: str, folder: str) -> None:
    if not os.access(folder or os.curdir, os.W_OK | os.X_OK):
        raise EnvironmentFailure(f"{path}: no permission")
