"""Captions of bare pictures are told by their dress, where the page sets several alike."""

from __future__ import annotations

import pytest
from skin_pages import PARAGRAPHS

from dvingest.extraction.cleaning.caption_dress import forget_usual_dress, take_by_dress
from dvingest.extraction.fragment.pictures import Picture
from dvingest.extraction.fragment.pieces import Piece

TEXT = [Piece("paragraph", text) for text in PARAGRAPHS]


def shown(caption: str | None = None, **kind: bool) -> Piece:
    return Piece("paragraph", "", [Picture("https://image.baophapluat.vn/a.jpg", caption=caption)], **kind)  # type: ignore[arg-type]


def line(text: str, kind: str = "paragraph", **dress: object) -> Piece:
    return Piece(kind, text, **dress)  # type: ignore[arg-type]


def captions(*pieces: Piece) -> list[str | None]:
    """Return what the pictures are called by the lines beside them."""
    forget_usual_dress(list(pieces))
    take_by_dress(list(pieces))
    return [picture.caption for piece in pieces for picture in piece.pictures]


CENTRED = {"bold": True, "centre": True}


def test_bold_lines_in_the_middle_below_bare_pictures_are_their_captions() -> None:
    assert captions(*TEXT, shown(), line("Đường cũ", **CENTRED), shown(), line("Cầu", **CENTRED)) == ["Đường cũ", "Cầu"]


@pytest.mark.parametrize(
    "piece",
    [
        line("Đường cũ", bold=True, italic=True),
        line("Đường cũ", bold=True, centre=True, right=True),
        line("Đường cũ", bold=True, centre=True, linked=8),
        line("Đường cũ", "quote", bold=True, centre=True),
        line("Đường cũ " * 34, bold=True, centre=True),
        line("Đường cũ thế nào?", bold=True, centre=True),
        line("- Đường cũ", bold=True, centre=True),
        line("Điều 9. Đường", bold=True, centre=True),
        line("Bài 2: Đường", bold=True, centre=True),
    ],
    ids=["not in the middle", "right", "link", "quote", "long", "question", "item", "law", "part"],
)
def test_line_below_a_picture_that_may_head_what_follows_is_no_caption(piece: Piece) -> None:
    assert captions(TEXT[0], shown(), piece, TEXT[1]) == [None]


@pytest.mark.parametrize("place", [shown(closed=True), shown("Chợ xã Bồn.")], ids=["outside the body", "has a caption"])
def test_picture_outside_the_body_or_with_a_caption_takes_no_heading(place: Piece) -> None:
    assert captions(place, line("Con đường mười năm", **CENTRED), *TEXT)[0] in (None, "Chợ xã Bồn.")
    kept, guessed = take_by_dress([place, line("Con đường mười năm", **CENTRED), *TEXT])
    assert (len(kept), guessed) == (2 + len(TEXT), False)


def test_lines_in_italics_above_pictures_are_captions_where_there_are_several_or_they_name_who_took_them() -> None:
    first, second = line("Đường cũ", italic=True), line("Cầu mới", italic=True)
    assert captions(TEXT[0], first, shown(), TEXT[1], second, shown()) == ["Đường cũ", "Cầu mới"]
    assert captions(TEXT[0], line("Đường cũ (Ảnh: Mộc Lan)", italic=True), shown()) == ["Đường cũ (Ảnh: Mộc Lan)"]
    assert captions(TEXT[0], line("Đường cũ", italic=True), shown(), TEXT[1]) == [None]


@pytest.mark.parametrize(
    ("others", "is_usual"),
    [
        ([line(text, italic=True) for text in PARAGRAPHS], True),
        ([*TEXT, line("“Đường tốt.”", italic=True), line("“Cầu tốt.”", italic=True)], False),
        ([line(PARAGRAPHS[0], italic=True)], False),
    ],
)
def test_dress_of_most_lines_of_a_text_sets_no_caption_apart(others: list[Piece], is_usual: bool) -> None:
    beside = line("Đường cũ", italic=True)
    forget_usual_dress([*others, shown(), beside])
    assert beside.italic is not is_usual


def test_dress_that_more_captions_have_than_lines_of_text_sets_them_apart() -> None:
    texts = [line(text, italic=True) for text in PARAGRAPHS[:2]]
    beside = [line(f"Đường {number}", italic=True) for number in range(3)]
    forget_usual_dress([*texts, *(piece for caption in beside for piece in (shown(), caption))])
    assert all(piece.italic for piece in beside)


def test_second_line_in_a_dress_of_captions_beside_a_picture_stays() -> None:
    above, below = line("Đường cũ (Ảnh: Mộc Lan)", italic=True), line("Cầu mới", small=True)
    place = shown()
    kept, _ = take_by_dress([TEXT[0], above, place, below, TEXT[1]])
    assert place.pictures[0].caption == above.text
    assert [piece.text for piece in kept if piece.is_text] == [TEXT[0].text, "Cầu mới", TEXT[1].text]
