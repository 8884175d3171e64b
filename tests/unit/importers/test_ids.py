from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogctl.importers.ids import fitting_id, original_id
from blogctl.model.fields import is_id

TEXTS = st.text() | st.text(alphabet="aA._-/:%#i_hud", min_size=1)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", fullmatch=True)
PREFIXED = st.builds(str.__add__, st.sampled_from(["i_", "h_", "uuid-", "urn:uuid:"]), st.text())
ANY = TEXTS | IDS | PREFIXED | st.uuids().map(lambda uuid: f"urn:uuid:{uuid}")


@given(ANY, st.booleans())
def test_makes_an_id_of_any_text(text: str, fold: bool) -> None:
    assert is_id(fitting_id(text, fold=fold))


@given(ANY, st.booleans())
def test_gives_every_text_back_that_is_not_hashed(text: str, fold: bool) -> None:
    id_ = fitting_id(text, fold=fold)
    assert original_id(id_) == text or (original_id(id_) is None and len(text.encode()) > 30)


@given(ANY, ANY)
def test_makes_different_ids_of_different_texts(one: str, other: str) -> None:
    assert (fitting_id(one) == fitting_id(other)) == (one == other)


@given(ANY, ANY)
def test_tells_texts_apart_without_their_case_where_asked(one: str, other: str) -> None:
    ids = [fitting_id(each, fold=True).lower() for each in (one, other)]
    assert (ids[0] == ids[1]) == (one == other)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("5f0000000000000000000004", "5f0000000000000000000004"),
        ("A.b_c-1", "A.b_c-1"),
        (
            "urn:uuid:01234567-89ab-cdef-0123-456789abcdef",
            "uuid-01234567-89ab-cdef-0123-456789abcdef",
        ),
        ("urn:uuid:01234567-89AB-cdef-0123-456789abcdef", None),
        ("a/b", "i_a_2Fb"),
        ("a_b/", "i_a_5Fb_2F"),
        ("i_a", "i_i_5Fa"),
        ("h_0", "i_h_5F0"),
        ("uuid-1", "i_uuid-1"),
        ("", "i_"),
        (".", "i__2E"),
        ("con", "i_con"),
        ("é", "i__C3_A9"),
        ("\ud800", "i__ED_A0_80"),
    ],
)
def test_stays_as_it_is_for_ever(text: str, id_: str | None) -> None:
    assert fitting_id(text) == id_ or id_ is None
    assert original_id(fitting_id(text)) == text


def test_hashes_only_what_is_too_long() -> None:
    assert re.fullmatch("h_[0-9a-f]{32}", fitting_id("/" * 43))
    assert fitting_id("/" * 42) == "i_" + "_2F" * 42
    assert original_id(fitting_id("/" * 43)) is None


@pytest.mark.parametrize("id_", ["i__ZZ", "i__FF", "i__", "uuid-", "h_", "x", "i__C3"])
def test_bears_ids_that_only_look_escaped(id_: str) -> None:
    assert original_id(id_) is not None
