"""Lines of day and clock in a body date the article and are no text of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from skin_pages import PARAGRAPHS

from dvingest.extraction.cleaning.date_lines import without_closing_date, without_row
from dvingest.extraction.fragment.pictures import Picture
from dvingest.extraction.fragment.pieces import Piece

ROW = "Mộc Lan - 12/06/2024 17:05"
DAY = "17:05 ngày 12/06/2024"
MOMENT = datetime(2024, 6, 12, 10, 5, 30, tzinfo=UTC)
TEXT = [Piece("paragraph", text) for text in PARAGRAPHS]
PICTURE = Piece("paragraph", "", [Picture("https://image.baophapluat.vn/a.jpg")])


def texts(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_text]


@pytest.mark.parametrize(
    ("first", "dating", "row", "stays"),
    [
        (Piece("paragraph", ROW), ROW, ROW, False),
        (Piece("heading", ROW), ROW, ROW, True),
        (Piece("paragraph", ROW, bold=True), ROW, ROW, True),
        (Piece("paragraph", "Lũ rút."), ROW, ROW, True),
        (Piece("paragraph", ROW), DAY, ROW, True),
        (Piece("paragraph", ROW), None, None, True),
    ],
)
def test_row_that_dates_the_article_is_no_text_where_it_is_set_as_a_line(
    first: Piece, dating: str | None, row: str | None, stays: bool
) -> None:
    kept = without_row([PICTURE, first, *TEXT], dating, row)
    assert texts(kept) == [*([first.text] if stays else []), *PARAGRAPHS]
    assert without_row([PICTURE], ROW, ROW) == [PICTURE]


@pytest.mark.parametrize(
    ("tail", "published_at", "found"),
    [
        ([DAY], None, DAY),
        ([DAY], MOMENT, DAY),
        (["17:06 ngày 12/06/2024"], MOMENT, None),
        (["Cập nhật: 17:06 ngày 12/06/2024"], MOMENT, "Cập nhật: 17:06 ngày 12/06/2024"),
        (["Ngày đăng: 17:06, 12/06/2024"], MOMENT, "Ngày đăng: 17:06, 12/06/2024"),
        (["12/06/2024"], None, None),
        (["17:05"], MOMENT, None),
        (["Chợ họp lúc 17:05 ngày 12/06/2024"], None, None),
        ([DAY, "Mộc Lan", "Sê San"], None, DAY),
        ([DAY, "Mộc Lan", "Sê San", "Vi Hậu"], None, None),
        ([DAY, "Chợ đông."], None, None),
        ([DAY, "Chợ huyện Bồn ngày giáp Tết"], None, None),
        (["Giờ họp chợ:", DAY], None, None),
    ],
)
def test_line_of_day_and_clock_among_the_last_dates_the_article_and_is_no_text(
    tail: list[str], published_at: datetime | None, found: str | None
) -> None:
    kept, line = without_closing_date([*TEXT, *(Piece("paragraph", text) for text in tail), PICTURE], published_at)
    assert line == found
    assert texts(kept) == [*PARAGRAPHS, *(text for text in tail if text != found)]
