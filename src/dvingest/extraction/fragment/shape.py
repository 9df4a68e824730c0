"""Pieces become blocks: which bold line is a heading, and in what language they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dvingest.extraction.fragment.interviews import is_question
from dvingest.extraction.fragment.pieces import MAX_HEADING, Piece
from dvingest.model import Block

_VIETNAMESE = "đạảếộệốủịượươêô"
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for)\b")
_FEW_WORDS = 5
# "“Lỗ hổng” trong khâu thẩm định" heads a part; what stands in quotation marks as a whole is said.
_QUOTES_A_WORD = re.compile(r"[“\"][^“”\"]{1,40}[”\"] \w")


def settle_kinds(pieces: list[Piece], *, is_interview: bool) -> list[Piece]:
    """Return the pieces with headings told from bold paragraphs.

    A paragraph is a heading if it is bold as a whole, has at most 120 characters, does not end like a sentence or a
    speaker's line, and text comes after it; headings ask and exclaim. What an interview asks is said, and heads
    nothing, nor do its greetings and thanks.
    """
    last = max((index for index, piece in enumerate(pieces) if piece.is_text), default=-1)
    return [
        replace(piece, kind="heading")
        if index < last
        and _is_heading(piece)
        and not (is_interview and (is_question(piece) or piece.text.endswith("!")))
        else piece
        for index, piece in enumerate(pieces)
    ]


def to_blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Return the pieces of text as blocks."""
    return tuple(Block(piece.kind, piece.text) for piece in pieces if piece.is_text)


def language_of(text: str, declared: str) -> str:
    """Return "vi" for text with Vietnamese letters, else the declared language of two letters, "vi" without any.

    The declared language is often that of the site: text in the commonest English words is "en" all the same.
    """
    sample = text[:2000].lower()
    found = 0
    for letter in _VIETNAMESE:
        found += sample.count(letter)
        if found * 50 >= len(sample):
            return "vi"
    if found == 0 and len(_ENGLISH.findall(sample)) >= _FEW_WORDS:
        return "en"
    return declared if re.fullmatch(r"[a-z]{2}", declared) else "vi"


def _is_heading(piece: Piece) -> bool:
    return (
        piece.is_text
        and piece.kind == "paragraph"
        and piece.bold
        and len(piece.text) <= MAX_HEADING
        and not re.search(r"[.…:;,][”\"’)]*$|![”\"’)]+$", piece.text)
        and (piece.text[0] not in '-–—“"' or _QUOTES_A_WORD.match(piece.text) is not None)
    )
