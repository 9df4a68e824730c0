"""Text-level rules, for fragments and for plain text alike: what is no article's line by position and wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import urlsplit

from dvingest.extraction.cleaning.link_lines import drop_links, is_dressed_up, is_link_to_article, reads_like_title
from dvingest.extraction.cleaning.signing import is_author_line, take_signature
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.text import is_same_text
from dvingest.extraction.wording.byline import Byline, is_labelled, read_byline
from dvingest.extraction.wording.marks import split_mark
from dvingest.plvn.boilerplate import is_box_heading, is_page_line, is_sure_box_heading
from dvingest.plvn.dates import has_clock, is_date_line, parse_date

# "Tóm tắt nội dung bằng AI" heads a summary that the newsroom did not write.
_BY_MACHINE = re.compile(
    r"\W*(?:tóm tắt|tóm lược|điểm chính)(?: (?:nội dung|bài viết|nhanh))? ?(?:bằng|bởi|từ|với)? ?"
    r"(?:\bAI\b|trí tuệ nhân tạo)\W*",
    re.IGNORECASE,
)
_MAX_ROW = 80
_FIRST = 6
_BEFORE_TEXT = 4
_MIN_ENTRIES = 3


@dataclass(slots=True)
class Cleaned:
    """The pieces that are the article's, and what was read from those that are not."""

    pieces: list[Piece]
    byline: Byline | None = None
    dropped: Counter[str] = field(default_factory=Counter)


def clean_pieces(
    pieces: list[Piece],
    base: str,
    title: str,
    lead: str | None,
    names: Sequence[str] = (),
    *,
    has_markup: bool = True,
    holds_title: bool = False,
    has_films: bool = False,
) -> Cleaned:
    """Return the pieces without what repeats the head of the page, boxes of links, buttons, and the author's line.

    `names` are authors the page names elsewhere: a last line that is one of them is no text, however it looks, and one
    with other names is. Without markup nothing is known of links, so that wording decides alone. `holds_title`: the
    page's title stands in the body, and what is above it is no text. `has_films`: films stood among the pieces.
    """
    cleaned = Cleaned(list(pieces))
    _drop_breadcrumb(cleaned)
    _drop_title(cleaned, title, has_markup, holds_title)
    _drop_page_lines(cleaned)
    _drop_head(cleaned, lead, has_markup, names)
    _drop_machine_summary(cleaned)
    _drop_trailing_boxes(cleaned, base, has_markup)
    cleaned.pieces = drop_links(cleaned.pieces, base, cleaned.dropped, has_markup=has_markup)
    cleaned.pieces, signed = take_signature(cleaned.pieces, names, cleaned.dropped, has_films=has_films)
    cleaned.byline = signed or cleaned.byline
    return cleaned


def _drop_breadcrumb(cleaned: Cleaned) -> None:
    first = next((index for index, piece in enumerate(cleaned.pieces) if piece.is_text), None)
    if first is not None and _leads_to_front_page(cleaned.pieces[first]):
        cleaned.dropped["breadcrumb"] += 1
        del cleaned.pieces[first]


def _drop_title(cleaned: Cleaned, title: str, has_markup: bool, holds_title: bool) -> None:
    """Drop the title, and what stands above it in a wide container: that is the way to the page, no text."""
    texts = [index for index, piece in enumerate(cleaned.pieces) if piece.is_text]
    # Further down, a line like the title is a heading of the text, unless the page's own title stands in there.
    for index in texts[: _FIRST if holds_title or not has_markup else 1]:
        if is_same_text(cleaned.pieces[index].text, title):
            cleaned.dropped["repeated_title"] += 1
            above = [piece for piece in cleaned.pieces[:index] if not (holds_title and piece.is_text)]
            _part_from_text(above)
            cleaned.pieces = above + cleaned.pieces[index + 1 :]
            return


def _drop_head(cleaned: Cleaned, lead: str | None, has_markup: bool, names: Sequence[str]) -> None:
    """Drop lead, date and the authors' names where a wide container has them before the text."""
    has_title = cleaned.dropped["repeated_title"] > 0
    is_chronicle = sum(_tells_moment(piece) for piece in cleaned.pieces) >= _MIN_ENTRIES
    kept: list[Piece] = []
    seen = 0
    for piece in cleaned.pieces:
        if piece.is_text and seen < _BEFORE_TEXT:
            is_first = seen == 0
            if lead and is_same_text(split_mark(piece.text)[0], lead):
                cleaned.dropped["repeated_lead"] += 1
                _part_from_text(kept[-1:])
                continue
            if has_title and is_first and any(is_same_text(piece.text.strip(" .()"), name) for name in names):
                cleaned.dropped["byline"] += 1
                continue
            if has_markup and is_first and is_labelled(piece.text) and is_author_line(piece):
                cleaned.dropped["byline"] += 1
                cleaned.byline = read_byline(piece.text)
                continue
            is_dating = has_title or (has_markup and is_first and not piece.bold and has_clock(piece.text))
            if is_chronicle and _tells_moment(piece) and (not has_title or cleaned.dropped["date_line"]):
                # Day and clock head each entry of a report; below the title the first is the page's.
                is_dating = is_first = False
            is_row = has_title and is_first and _is_row_below_title(piece.text)
            if is_row or (is_dating and _is_date_of_page(piece)):
                cleaned.dropped["date_line"] += 1
                continue
            seen += 1
        kept.append(piece)
    cleaned.pieces = kept


def _tells_moment(piece: Piece) -> bool:
    return len(piece.text) <= _MAX_ROW and has_clock(piece.text) and is_date_line(piece.text)


def _is_date_of_page(piece: Piece) -> bool:
    """Tell whether a line is the date of the page; a heading without a clock may open a part of a chronicle."""
    return is_date_line(piece.text) and (has_clock(piece.text) or not (piece.bold or piece.kind == "heading"))


def _part_from_text(pieces: list[Piece]) -> None:
    """Let pictures above title or lead take no paragraph below these for their caption."""
    for piece in pieces:
        piece.closed = piece.closed or not piece.is_text


def _drop_machine_summary(cleaned: Cleaned) -> None:
    """Drop the points a program made from the text, which stand above it below a line that says so."""
    texts = [index for index, piece in enumerate(cleaned.pieces) if piece.is_text]
    start = next((at for at, index in enumerate(texts[:3]) if _BY_MACHINE.fullmatch(cleaned.pieces[index].text)), None)
    if start is None:
        return
    points = list(takewhile(lambda index: cleaned.pieces[index].kind == "list_item", texts[start + 1 :]))
    if points:
        gone = {texts[start], *points}
        cleaned.pieces = [piece for index, piece in enumerate(cleaned.pieces) if index not in gone]
        cleaned.dropped["summary_by_machine"] += 1


def _leads_to_front_page(piece: Piece) -> bool:
    """Tell whether a line is the way to the page: links alone, one of them to the front page."""
    is_linked = piece.linked * 10 >= len(piece.text) * 7
    return is_linked and any(urlsplit(href).path in {"", "/"} and not href.startswith("#") for href in piece.hrefs)


def _is_row_below_title(text: str) -> bool:
    """Tell whether a short line tells day and clock: the row with author and date that a wide container takes in."""
    return len(text) <= _MAX_ROW and text[-1] != "." and has_clock(text) and parse_date(text) is not None


def _drop_page_lines(cleaned: Cleaned) -> None:
    last = max((index for index, piece in enumerate(cleaned.pieces) if piece.is_text), default=-1)
    kept = [
        piece
        for index, piece in enumerate(cleaned.pieces)
        if not (piece.text and is_page_line(piece.text, is_dressed_up(piece) and index < last))
    ]
    cleaned.dropped["page_line"] += len(cleaned.pieces) - len(kept)
    cleaned.pieces = kept


def _drop_trailing_boxes(cleaned: Cleaned, base: str, has_markup: bool) -> None:
    """Cut the text at the first heading of a box behind which nothing but titles of other articles stands.

    Where there is markup, a heading that a text may have too needs links behind it, or nothing.
    """
    pieces = cleaned.pieces
    cut = None
    plain_tail = False
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if not piece.is_text:
            continue
        if is_box_heading(piece.text):
            if has_markup and not is_sure_box_heading(piece.text) and plain_tail:
                break
            cut = index
        elif not _is_tail(piece, base):
            break
        elif not is_link_to_article(piece, base):
            plain_tail = True
    if cut is not None:
        cleaned.dropped["trailing_box"] += 1
        cleaned.pieces = pieces[:cut]


def _is_tail(piece: Piece, base: str) -> bool:
    """Tell whether a line looks like what lists of articles are made of: title, summary with the mark, date."""
    return is_link_to_article(piece, base) or reads_like_title(piece.text) or split_mark(piece.text)[1] is not None
