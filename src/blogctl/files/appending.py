"""Adding to a file that others add to, too."""

from __future__ import annotations

import os

from blogctl import system
from blogctl.files.reading import failure


def append(path: str, data: bytes, *, limit: int) -> bool:
    """Add bytes to a file's end; whether there was room for them.

    A missing file is made. One that would come to have more than ``limit`` bytes stays as it is.
    Errors as for :func:`blogctl.files.read_bytes`.
    """
    try:
        with open(path, "ab") as file:
            if os.fstat(file.fileno()).st_size + len(data) > limit:
                return False
            file.write(data)
    except OSError as error:
        raise failure(path, system.plainly(path, error)) from error
    return True
