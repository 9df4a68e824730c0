"""One form for texts and one key for comparing them; tone marks stay where they are."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvingest.extraction.scraped.left_standing import read_left_standing
from dvingest.extraction.text import folded, is_same_text, normalise_text

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđAĂ \u0300\u0301\u0303\u0309\u0323\u200b\xa0\xadbcht.,“”\n\t", max_size=60)


@given(st.one_of(VIETNAMESE, st.text(max_size=60)))
def test_normal_form_is_composed_single_spaced_visible_and_stable(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once
    assert not [char for char in once if unicodedata.category(char) in {"Cc", "Cf", "Cs"}]
    assert not [char for char in once if char.isspace() and char != " "]


def test_tone_marks_stay_where_they_are() -> None:
    assert normalise_text("văn hoá, văn hóa") == "văn hoá, văn hóa"


def test_key_ignores_case_quotes_dashes_and_the_place_of_the_tone_mark() -> None:
    assert folded("Văn Hoá – “Thuỷ”") == folded('văn hóa - "Thủy"')
    assert folded("má") != folded("mà")


@given(VIETNAMESE)
def test_decomposed_text_has_the_same_form_and_key(text: str) -> None:
    twin = unicodedata.normalize("NFD", text)
    assert normalise_text(twin) == normalise_text(text)
    assert folded(twin) == folded(text)


@pytest.mark.parametrize(("one", "other", "same"), [("Ảnh.", "Ảnh", True), ("Ảnh một", "Ảnh hai", False)])
def test_full_stop_at_the_end_makes_no_other_text(one: str, other: str, same: bool) -> None:
    assert is_same_text(one, other) is same


def test_word_of_a_million_letters_is_folded_in_one_go() -> None:
    assert folded("A" * 1_000_000) == "a" * 1_000_000


def test_text_in_utf_8_that_was_read_as_western_letters_is_as_it_was() -> None:
    for text in ("áo màu xanh", "“áo màu xanh"):
        assert read_left_standing(text.encode().decode("cp1252")) == text
    # Beside a letter that no charset of Western Europe has, it was written so.
    assert read_left_standing("Ã¡o mưa") == "Ã¡o mưa"


def test_no_character_of_control_or_format_is_kept() -> None:
    unseen = [char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) in {"Cc", "Cf", "Cs"}]
    assert "".join(unseen[:40]).isprintable() is False
    assert set(normalise_text(f"a{''.join(unseen)}b")) <= set("a b")
