from __future__ import annotations

from pathlib import Path

import pytest

from blogctl import files
from blogctl.check import too_large

RULE = "too-large"
STORY = b'[story]\nid = "x"\nheadline = "A story"\n'


def test_it_is_found() -> None:
    checked = too_large("story.toml", 1000)
    (finding,) = checked.diagnostics
    assert (finding.rule, finding.line, finding.column) == (RULE, 1, 1)
    assert "1,000" in finding.message
    assert "--max-size" in str(finding.help)
    assert checked.story is None


def test_one_byte_too_many_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.story.toml"
    path.write_bytes(STORY)
    with pytest.raises(files.TooLarge) as raised:
        files.read_bytes(str(path), max_size=len(STORY) - 1)
    assert raised.value.limit == len(STORY) - 1


def test_as_many_bytes_as_allowed_are(tmp_path: Path) -> None:
    path = tmp_path / "a.story.toml"
    path.write_bytes(STORY)
    assert files.read_bytes(str(path), max_size=len(STORY)) == STORY


def test_256_megabytes_are_the_limit() -> None:
    assert files.MAX_SIZE == 256 * 1024 * 1024
