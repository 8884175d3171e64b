from __future__ import annotations

from pathlib import Path

import pytest

from blogctl import files
from blogctl.errors import EnvironmentFailure, UsageError


def test_bytes_are_added_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert files.append(str(path), b"one\r\n", limit=100)
    assert files.append(str(path), b"two", limit=100)
    assert path.read_bytes() == b"one\r\ntwo"


def test_what_would_be_too_much_is_left_out_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"123")
    assert files.append(str(path), b"45", limit=5)
    assert not files.append(str(path), b"6", limit=5)
    assert path.read_bytes() == b"12345"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        files.append(str(tmp_path / "no" / "a"), b"x", limit=9)


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises((UsageError, EnvironmentFailure), match=r"folder|permission"):
        files.append(str(tmp_path), b"x", limit=9)
