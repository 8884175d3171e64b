from __future__ import annotations

import pytest

from blogctl.check import check_bytes

RULE = "not-text"
HEAD = b'[story]\nid = "x"\nheadline = "'


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        pytest.param(HEAD + "Café".encode("latin-1") + b'"\n', 3, 16, id="Latin-1"),
        pytest.param(HEAD + "“Café”".encode("cp1252") + b'"\n', 3, 13, id="Windows-1252"),
        pytest.param(
            HEAD + "Straße é ".encode() + b'\xe9"\n', 3, 22, id="Latin-1 behind UTF-8 on a line"
        ),
        pytest.param(HEAD + b'A\xed\xa0\x80"\n', 3, 14, id="a surrogate"),
        pytest.param(HEAD + b'A"\n# \xc3', 4, 3, id="cut off in the midst of a character"),
        pytest.param('[story]\nid = "x"\n'.encode("utf-16"), 1, 1, id="UTF-16"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1, 1, id="a picture"),
    ],
)
def test_it_is_found(data: bytes, line: int, column: int) -> None:
    checked = check_bytes(data, "story.toml")
    (finding,) = checked.diagnostics
    assert (finding.rule, finding.line, finding.column) == (RULE, line, column)
    assert finding.help
    assert checked.story is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD + 'Café é ł ж 語 🌧"\n'.encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + HEAD + b'A"\n', id="a byte order mark"),
        pytest.param(HEAD + '\ufffd"\n'.encode(), id="a replacement character"),
    ],
)
def test_a_near_miss_is_not(data: bytes) -> None:
    assert check_bytes(data, "story.toml").diagnostics == ()
