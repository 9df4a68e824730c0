"""The lead by its place and its marks, where no template names it."""

from __future__ import annotations

import re
from itertools import pairwise

from dvingest.extraction.cleaning.caption_dress import HEADS_PART, is_bare
from dvingest.extraction.dom.head import Head
from dvingest.extraction.fragment.pieces import MAX_HEADING, Piece
from dvingest.extraction.meta.surroundings import tells_time
from dvingest.extraction.text import folded, is_same_text
from dvingest.extraction.wording.byline import is_byline
from dvingest.extraction.wording.marks import is_mark_alone, split_mark
from dvingest.plvn.boilerplate import is_page_line
from dvingest.plvn.dates import has_clock, is_date_line, parse_date

_SHORT_SENTENCE = 4
_HEAD = 6
_LONG_SENTENCE = 60
_FEW_PARAGRAPHS = 3
_ASKS = re.compile(r"(?:câu )?hỏi\b|(?:bạn đọc|độc giả)\b|(?:điều|khoản) \d", re.IGNORECASE)


def lead_beside_body(lines: list[str], head: Head) -> str | None:
    """Return the line between title and body that is the lead: marked, described by the page, or the only long one.

    Where none is long it is the only one besides date and names, if it ends like a sentence.
    """
    lines = [line for line in lines if is_mark_alone(line) or not is_page_line(line)]
    for line, below in pairwise([*lines, ""]):
        if split_mark(line)[1] is not None:
            return line
        if is_mark_alone(line) and below:
            # Mark and lead may stand in elements of their own.
            return f"{line} {below}"
    described = _description(head)
    for line in lines:
        if described and (_is_described(line, described) or (len(line) >= 40 and _begins_alike(line, described))):
            return line
    long_lines = [line for line in lines if len(line) >= 60 and parse_date(line[:60]) is None]
    if long_lines:
        return long_lines[0] if len(long_lines) == 1 else None
    others = [line for line in lines if not tells_time(line) and not is_byline(line)]
    is_sentence = len(others) == 1 and others[0].endswith((".", "…")) and len(others[0].split()) >= _SHORT_SENTENCE
    return others[0] if is_sentence else None


def lead_in_body(pieces: list[Piece], head: Head, title: str) -> tuple[str | None, str | None, list[Piece]]:
    """Return lead, mark and the other pieces where a first piece is the lead: marked, described, or above the date."""
    texts = [index for index, piece in enumerate(pieces) if piece.is_text]
    texts[:_HEAD] = [index for index in texts[:_HEAD] if not is_page_line(pieces[index].text)]
    start = next((at + 1 for at, index in enumerate(texts[:_HEAD]) if is_same_text(pieces[index].text, title)), 0)
    described = _description(head)
    opening = None if described else _bold_opening(pieces, texts[start:])
    rows = sum(_is_row_of_head(pieces[index].text) for index in texts[start : start + _HEAD])
    for at, index in enumerate(texts[start : start + 3 + rows]):
        piece = pieces[index]
        text, mark = split_mark(piece.text)
        following = pieces[texts[start + at + 1]].text if start + at + 1 < len(texts) else ""
        before_date = at == 0 and start > 0 and len(text) >= 40 and _is_row_of_date(following)
        is_said = mark is not None or (bool(described) and len(text) >= 40 and is_same_text(text, described))
        is_line = piece.kind in {"paragraph", "heading"}
        # Some skins set the lead as a quotation.
        if (is_line and (is_said or before_date or index == opening)) or (piece.kind == "quote" and is_said):
            return text, mark, pieces[:index] + pieces[index + 1 :]
    return None, None, pieces


def _is_row_of_date(line: str) -> bool:
    """Tell whether a line is a date, or has day and clock beside a name or the like."""
    return is_date_line(line) or (has_clock(line) and tells_time(line))


def _is_row_of_head(line: str) -> bool:
    """Tell whether a line at the head of a wide body is a date or names."""
    return tells_time(line) or is_byline(line)


def _bold_opening(pieces: list[Piece], texts: list[int]) -> int | None:
    """Return the index of the first line besides date and names if it is the only sentence set in bold as a whole.

    Interviews and answers to readers begin in bold as well: their questions, and who is asked or asks.
    """
    own = [index for index in texts if not _is_row_of_head(pieces[index].text)]
    if len(own) < _FEW_PARAGRAPHS:
        return None
    first = pieces[own[0]]
    is_sentence = first.kind == "paragraph" and len(first.text) >= _LONG_SENTENCE and first.text.endswith((".", "…"))
    if not (first.bold and is_sentence) or first.right or _ASKS.match(first.text) or HEADS_PART.match(first.text):
        return None
    if own[0] and is_bare(pieces[own[0] - 1]):
        # It may say what the picture shows.
        return None
    others = [pieces[index] for index in own[1:] if pieces[index].bold]
    return own[0] if all(len(other.text) <= MAX_HEADING and other.text[-1] not in ".?:" for other in others) else None


def declared_lead(head: Head) -> str:
    """Return how meta data describe the article, with the mark; cut short it is no lead but a part of one."""
    text = head.description
    return "" if text.endswith(("…", "...")) else text


def _description(head: Head) -> str:
    return split_mark(head.description)[0].rstrip(" .…")


def _is_described(line: str, described: str) -> bool:
    """Tell whether a line is what the page says of the article, word for word; a single word may be its section."""
    return len(described.split()) >= 4 and is_same_text(split_mark(line)[0].rstrip(" .…"), described)


def _begins_alike(line: str, described: str) -> bool:
    key = folded(described)[:60]
    return len(key) >= 30 and folded(split_mark(line)[0]).startswith(key)
