"""An interview told by its questions: set apart from the answers, and put to somebody who is there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dvingest.extraction.fragment.pieces import Piece

_ASKS = re.compile(r"\?[”\"’)]*$")
# "PV:", "Phóng viên:" before a question.
_LABEL = re.compile(r"\W*(?:pv|phóng viên|mc|plvn|nhà báo)\s*:", re.IGNORECASE)
_PERSONS = "ông|bà|anh|chị|bạn|cô|chú|thầy|em|luật sư|bác sĩ|giáo sư|tiến sĩ|nghệ sĩ|đồng chí|thượng tá|đại tá"
_PERSON = re.compile(rf"\b(?:{_PERSONS})\b\s*", re.IGNORECASE)
_THUA = re.compile(rf"\bthưa (?:{_PERSONS})\b", re.IGNORECASE)
# "Xin chân thành cảm ơn ông": how an interview ends.
_THANKS = re.compile(
    r"(?:\W|pv:|phóng viên:)*(?:(?:xin|chân thành|trân trọng)\s+)*cảm ơn (?:\w+ ){0,3}"
    rf"(?:{_PERSONS})\b",
    re.IGNORECASE,
)
_MAX_THANKS = 120
_LAST = 3
_ENOUGH = 3


def is_question(piece: Piece) -> bool:
    """Tell whether a line ends in a question mark, whatever quotation mark or bracket follows it."""
    return _ASKS.search(piece.text) is not None


def is_interview(pieces: Sequence[Piece]) -> bool:
    """Tell whether a text is an interview: three questions set apart that are put to somebody, or two with thanks.

    They are bold, in italics or labelled. Where one says "thưa ông", or somebody is thanked at the end, the others need
    not name whom they ask; those that head the parts of a text speak to nobody.
    """
    texts = [piece for piece in pieces if piece.is_text]
    asked = [piece.text for piece in texts if is_question(piece) and _is_set_apart(piece)]
    if len(asked) < _ENOUGH - 1:
        return False
    if any(len(piece.text) <= _MAX_THANKS and _THANKS.match(piece.text) for piece in texts[-_LAST:]):
        return True
    put = asked if any(map(_THUA.search, asked)) else [text for text in asked if _is_put_to_somebody(text)]
    return len(put) >= _ENOUGH


def _is_set_apart(piece: Piece) -> bool:
    return piece.bold or piece.italic or piece.kind == "heading" or _LABEL.match(piece.text) is not None


def _is_put_to_somebody(text: str) -> bool:
    # Before a name the word speaks of somebody, who may be far away: "Ông Trump nói gì?".
    return _LABEL.match(text) is not None or any(
        not text[found.end() :][:1].isupper() for found in _PERSON.finditer(text)
    )
