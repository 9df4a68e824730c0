"""Lines beside pictures that are dressed as no other line is, in italics, in the middle or small: their captions."""

from __future__ import annotations

import re
from itertools import pairwise

from dvingest.extraction.fragment.pieces import Piece

_ENDS_IN_CREDIT = re.compile(r"(?:\((?:ảnh|nguồn)\b[^()]*\)|\bảnh\s*:[^.]{2,40})\.?$", re.IGNORECASE)
# A number or name with which a part of a text or a paragraph of a law begins.
HEADS_PART = re.compile(r"(?:(?:phần|bài|kỳ|chương|mục|tập|hồi|cảnh) )?(?:\d+|[ivx]+)\s*[.:)/–-]", re.IGNORECASE)
# A reader's question is in italics, below a picture that stands for all such articles; who asks may stand behind it.
OF_A_LAW_OR_LETTER = re.compile(
    r"[a-zđ]\) |(?:điều|khoản|chương|mục) \d|(?:câu )?hỏi\s*:|.*\?[”\"]?\s*\((?!ảnh|nguồn|minh)[^()]+\)\.?$",
    re.IGNORECASE,
)
MAX_SET_APART = 300
"""Letters that a line set apart as a caption has at most."""


def forget_usual_dress(pieces: list[Piece]) -> None:
    """Undress the lines beside captionless pictures where most of the text is dressed so: it sets nothing apart.

    It has to be most of what is left without the lines behind pictures, and without those before them.
    """
    pairs = list(pairwise(pieces))
    behind = [after for before, after in pairs if after.is_text and is_bare(before)]
    before = [before for before, after in pairs if before.is_text and is_bare(after)]
    if not (behind or before):
        return
    texts = [piece for piece in pieces if piece.is_text]
    for dress in ("centre", "italic"):
        dressed = [piece for piece in texts if getattr(piece, dress)]
        if all(_is_most(dressed, texts, beside) for beside in (behind, before)):
            for piece in filter(_may_be_caption, (*behind, *before)):
                setattr(piece, dress, False)


def _is_most(dressed: list[Piece], texts: list[Piece], beside: list[Piece]) -> bool:
    """Tell whether most texts are dressed so without those beside pictures, and at least as many as of these."""
    left_out = set(map(id, beside))
    usual = sum(id(piece) not in left_out for piece in dressed)
    others = sum(id(piece) not in left_out for piece in texts)
    return usual > 1 and usual * 2 > others and usual >= len(dressed) - usual


def take_by_dress(pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """Give lines to the captionless pictures beside them whose dress no line has that stands elsewhere.

    A heading below a picture is dressed like the first one, which opens a text or a part of it. One line alone above a
    picture may be a verse, unless it names who took the picture.
    """
    bare = {index for index, piece in enumerate(pieces) if is_bare(piece)}
    lines: dict[tuple[bool, ...], list[int]] = {}
    for index, piece in enumerate(pieces) if bare else ():
        if piece.small or piece.centre or piece.italic:
            lines.setdefault((piece.small, piece.centre, piece.bold, piece.italic), []).append(index)
    taken: dict[int, int] = {}
    for indexes in lines.values():
        if not all(map(_may_be_caption, (pieces[index] for index in indexes))):
            continue
        first = pieces[indexes[0]]
        # What is in italics or in the middle without being bold is judged one by one, with what follows it.
        if all(index - 1 in bare for index in indexes) and (first.small or (first.bold and first.centre)):
            taken |= {index: index - 1 for index in indexes}
        elif (
            (len(indexes) > 1 or _ENDS_IN_CREDIT.search(first.text) is not None)
            and indexes[0] - 1 not in bare
            and all(index + 1 in bare for index in indexes)
        ):
            taken |= {index: index + 1 for index in indexes}
    gone: set[int] = set()
    for index, place in taken.items():
        # Lines on both sides may be dressed so: the first one is its caption.
        if is_bare(pieces[place]):
            gone.add(index)
            for picture in pieces[place].pictures:
                picture.caption = pieces[index].text
    return [piece for index, piece in enumerate(pieces) if index not in gone], bool(gone)


def is_bare(piece: Piece) -> bool:
    """Tell whether a piece holds pictures that have no caption and may get one from the lines beside them."""
    return bool(piece.pictures) and not piece.closed and not any(picture.caption for picture in piece.pictures)


def _may_be_caption(piece: Piece) -> bool:
    return (
        len(piece.text) <= MAX_SET_APART
        and piece.kind in {"paragraph", "heading"}
        and not (piece.linked or piece.right)
        and piece.text[0] not in "-–—"
        and not piece.text.endswith((":", "?"))
        and HEADS_PART.match(piece.text) is None
        and OF_A_LAW_OR_LETTER.match(piece.text) is None
    )
