from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogctl.importers.decoding import decoded

TEXT = "Straße – дорога – 道路"
RUSSIAN = "Дорога снова открыта для всех"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_believes_a_byte_order_mark_above_all(mark: bytes, encoding: str) -> None:
    found = decoded(mark + TEXT.encode(encoding), "text/html; charset=windows-1251")
    assert (found.text, found.doubt) == (TEXT, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_tells_utf_16_without_a_mark(encoding: str) -> None:
    text = "<html><body>The road is open again</body></html>"
    found = decoded(text.encode(encoding))
    assert (found.text, found.encoding) == (text, encoding)
    assert found.doubt is not None and encoding in found.doubt


def test_takes_utf_8_without_a_word() -> None:
    found = decoded(TEXT.encode())
    assert (found.text, found.encoding, found.doubt) == (TEXT, "utf-8", None)


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        ("", "text/html; charset=windows-1251"),
        ("", 'text/html; charset="Windows-1251"'),
        ('<meta charset="windows-1251">', None),
        ('<META http-equiv="Content-Type" content="text/html; charset=cp1251">', None),
        ('<?xml version="1.0" encoding="windows-1251"?>', None),
        ("<?xml version='1.0' encoding='windows-1251'?>", None),
        ('<meta charset="windows-1251">', "text/html; charset=nonsense"),
    ],
)
def test_takes_what_is_declared(head: str, media_type: str | None) -> None:
    found = decoded((head + RUSSIAN).encode("cp1251"), media_type)
    assert (found.text, found.encoding, found.doubt) == (head + RUSSIAN, "cp1251", None)


def test_believes_the_server_more_than_the_page() -> None:
    data = ('<meta charset="koi8-r">' + RUSSIAN).encode("cp1251")
    assert RUSSIAN in decoded(data, "text/html; charset=windows-1251").text


@pytest.mark.parametrize("name", ["windows-1251", "iso-8859-1", "us-ascii"])
def test_doubts_a_declaration_of_something_else_than_utf_8(name: str) -> None:
    found = decoded(TEXT.encode(), f"text/html; charset={name}")
    assert (found.text, found.encoding) == (TEXT, "utf-8")
    assert found.doubt is not None and found.doubt.endswith("but it is UTF-8: read as that")


def test_does_not_doubt_a_declaration_that_makes_no_difference() -> None:
    assert decoded(b"abc", "text/html; charset=iso-8859-1").doubt is None


@pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "us-ascii"])
def test_reads_by_these_names_what_pages_mean(name: str) -> None:
    found = decoded("“café” €".encode("cp1252"), f"text/html; charset={name}")
    assert found.text == "“café” €"


def test_reads_what_is_no_utf_8_as_windows_1252_with_a_doubt() -> None:
    found = decoded("café €".encode("cp1252"))
    assert (found.text, found.encoding) == ("café €", "windows-1252")
    assert found.doubt == "it is no UTF-8: read as windows-1252"


def test_doubts_what_says_utf_8_and_is_not() -> None:
    found = decoded("café".encode("cp1252"), "text/html; charset=utf-8")
    assert found.text == "café"
    assert found.doubt is not None and found.doubt.startswith("it is no UTF-8, as it says")


def test_counts_what_cannot_be_read() -> None:
    found = decoded(b"a\x98b\x98c", "text/plain; charset=windows-1251")
    assert found.text == "a\ufffdb\ufffdc"
    assert found.doubt is not None and "2 places" in found.doubt


@pytest.mark.parametrize("name", ["base64", "rot13", "hex", "zip", "undefined", "idna", "punycode"])
def test_takes_no_codec_that_is_no_encoding_of_pages(name: str) -> None:
    assert decoded(b"caf\xe9", f"text/html; charset={name}").text == "café"


def test_ends_lines_with_line_feeds() -> None:
    assert decoded(b"a\r\nb\rc\nd").text == "a\nb\nc\nd"


@given(st.binary(max_size=200), st.none() | st.text(max_size=30) | st.just("charset=utf-16"))
def test_never_trips_over_bytes(data: bytes, media_type: str | None) -> None:
    assert "\r" not in decoded(data, media_type).text


@given(st.text(max_size=200))
def test_reads_utf_8_as_it_was_written(text: str) -> None:
    data = text.encode()
    if not data.startswith((codecs.BOM_UTF8, b"<")) and "\0" not in text:
        assert decoded(data).text == text.replace("\r\n", "\n").replace("\r", "\n")


def test_says_that_the_end_is_missing_where_a_character_is_cut() -> None:
    found = decoded("Дорога закрыта".encode()[:-1])
    assert (found.text, found.encoding) == ("Дорога закрыт", "utf-8")
    assert found.doubt == "it ends in the middle of a character: it may be cut off"


@pytest.mark.parametrize("media_type", [None, "text/html; charset=utf-8"])
def test_a_bad_byte_does_not_spoil_what_is_utf_8_else(media_type: str | None) -> None:
    found = decoded("Дорога закрыта".encode() + b"\xff." + "Объезд".encode(), media_type)
    assert (found.text, found.encoding) == ("Дорога закрыта\ufffd.Объезд", "utf-8")
    assert found.doubt is not None and "1 place could not be read" in found.doubt
