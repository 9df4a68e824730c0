"""Lines among the pieces of a body that date the article and are no text."""

from __future__ import annotations

import re
from datetime import datetime

from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.text import is_same_text
from dvingest.plvn.dates import has_clock, is_date_line, parse_date

_DATE_LABEL = re.compile(r"^\W*(?:cập nhật|(?:ngày |đã )?đăng|xuất bản)\b", re.IGNORECASE)
_MAX_CLOSING = 3
_LONG_NAME = 25


def without_row(pieces: list[Piece], dating: str | None, row: str | None) -> list[Piece]:
    """Return the pieces without the first, if it is the line that dates the article; set as a heading it is none."""
    index = next((index for index, piece in enumerate(pieces) if piece.is_text), -1)
    if row is None or dating != row or index < 0:
        return pieces
    first = pieces[index]
    is_row = first.kind == "paragraph" and not first.bold and is_same_text(first.text, row)
    return pieces[:index] + pieces[index + 1 :] if is_row else pieces


def without_closing_date(pieces: list[Piece], published_at: datetime | None) -> tuple[list[Piece], str | None]:
    """Return the pieces without a line of day and clock among the last, and that line.

    Where the article is dated elsewhere only a line that says the same time, or calls itself one of the page ("Cập nhật
    lúc …"), is no text.
    """
    texts = [index for index, piece in enumerate(pieces) if piece.is_text]
    for index in reversed(texts[1:][-_MAX_CLOSING:]):
        line = pieces[index].text
        if (
            has_clock(line)
            and is_date_line(line)
            and (published_at is None or _DATE_LABEL.match(line) or _says(line, published_at))
        ):
            if _is_announced(pieces, index):
                break
            return pieces[:index] + pieces[index + 1 :], line
        if len(line) > _LONG_NAME or line[-1] in ".!?…":
            # Behind it there may be names, but no text.
            break
    return pieces, None


def _says(line: str, moment: datetime) -> bool:
    """Tell whether a line says the same minute as `moment`."""
    said = parse_date(line)
    return said is not None and said == moment.replace(second=0, microsecond=0)


def _is_announced(pieces: list[Piece], index: int) -> bool:
    """Tell whether the text before a line ends in a colon: what follows is when something happens."""
    before = next((piece.text for piece in reversed(pieces[:index]) if piece.is_text), "")
    return before.endswith(":")
