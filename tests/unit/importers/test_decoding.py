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
    assert found.doubt == "it is no UTF-8: read as windows-1252, which is a guess"


FLOOD = {
    "Russian": "Мост через реку закрыт. Движение остановлено до утра, сообщили в мэрии.",
    "Ukrainian": "Міст через річку зачинено. Її рівень зростає, людей просять не підходити.",
    "Polish": "Most na rzece zamknięty. Mieszkańcy proszeni są o niezbliżanie się do wody.",
    "Czech": "Most přes řeku je uzavřen. Lidé nemají chodit k vodě, žádá starosta.",
    "Hungarian": "Lezárták a hidat a folyón. A tűzoltók kérik, hogy senki ne menjen a vízhez.",
    "Turkish": "Nehrin üzerindeki köprü kapatıldı. Halktan suya yaklaşmaması isteniyor.",
    "Greek": "Κλειστή η γέφυρα στο ποτάμι. Οι κάτοικοι καλούνται να μην πλησιάζουν το νερό.",
    "Hebrew": "הגשר מעל הנהר סגור. התושבים מתבקשים לא להתקרב למים.",
    "Arabic": "إغلاق الجسر فوق النهر. يرجى من السكان عدم الاقتراب من الماء.",
    "Japanese": "川にかかる橋が通行止めです。住民は川に近づかないでください。",
    "Chinese": "河上的桥已关闭。请居民不要靠近水边,三条街道的居民正在撤离。",
    "Korean": "강을 건너는 다리가 통제됐다. 주민들은 물가에 가까이 가지 말라고 당부했다.",
    "German": "Die Brücke über den Fluss ist gesperrt. „Bleiben Sie weg“, sagte der Bürgermeister.",
    "French": "Le pont sur la rivière est fermé. L’école reste ouverte, a annoncé la mairie.",
    "Spanish": "El puente está cerrado hasta mañana, según el alcalde. ¿Qué pasará después?",
    "Portuguese": "A ponte sobre o rio está fechada. Não há feridos, disse a câmara às dez.",
    "English": "The bridge is closed – “stay away from the water,” the mayor’s office said.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        *(("Russian", each) for each in ("windows-1251", "koi8-r", "iso-8859-5", "cp866")),
        *(("Ukrainian", each) for each in ("windows-1251", "koi8-u")),
        *((name, "windows-1250") for name in ("Polish", "Czech", "Hungarian")),
        *((name, "iso-8859-2") for name in ("Polish", "Czech", "Hungarian")),
        *(("Turkish", "windows-1254"), ("Greek", "windows-1253")),
        *(("Hebrew", "windows-1255"), ("Arabic", "windows-1256")),
        *(("Japanese", "shift_jis"), ("Japanese", "euc-jp")),
        *(("Chinese", "gb18030"), ("Chinese", "gb2312"), ("Korean", "euc-kr")),
        *((name, "windows-1252") for name in ("German", "French", "Spanish", "Portuguese")),
        ("English", "windows-1252"),
    ],
)
@pytest.mark.parametrize("around", ["14:20\n{}\n", "<article><h3>14:20</h3><p>{}</p></article>"])
def test_guesses_the_encoding_of_what_declares_none(
    language: str, encoding: str, around: str
) -> None:
    text = around.format(FLOOD[language])
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert found.doubt is not None and found.doubt.endswith(", which is a guess")


def test_guesses_by_the_first_part_of_what_is_long() -> None:
    russian, greek = (FLOOD[name] + "\n" for name in ("Russian", "Greek"))
    data = (russian * 1_000).encode("windows-1251") + (greek * 20_000).encode("windows-1253")
    assert decoded(data).text.startswith(russian)


@pytest.mark.parametrize("text", ["café €", "100 £", "It’s over", "“Road closed” – live", "18 °C"])
def test_takes_what_says_too_little_as_western(text: str) -> None:
    assert decoded(text.encode("windows-1252")).text == text


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
