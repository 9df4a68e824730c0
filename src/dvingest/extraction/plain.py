"""Plain text that others scraped naively, cleaned by the same rules as pages."""

from __future__ import annotations

import re
from collections import Counter

from dvingest.extraction.byline import Byline
from dvingest.extraction.captions import drop_doubled_lines
from dvingest.extraction.lines import clean_pieces
from dvingest.extraction.marks import split_mark
from dvingest.extraction.pieces import Piece
from dvingest.extraction.shape import language_of, to_blocks
from dvingest.extraction.text import normalise_text
from dvingest.model import Image, RawArticle, Reading, Rejection, RejectionReason
from dvingest.plvn.dates import is_date_line, parse_date

_CLOCK = re.compile(r"\d\s*[:hg]\s*\d\d")
_MAX_TEXT = 8 * 1024 * 1024


def clean_text(text: str, url: str | None = None) -> Reading:
    """Return the article in a text of lines: the first is the title, the one with the mark "(PLVN) -" the lead.

    Two identical lines in a row are the caption of a lost picture. Text has no date, so `published_at` is None unless a
    line among the first is nothing but one.
    """
    address = url or ""
    if len(text) > _MAX_TEXT:
        return Rejection(address, RejectionReason.TOO_LARGE, f"{len(text)} characters, more than {_MAX_TEXT}")
    lines = [line for line in (normalise_text(line) for line in _split_lines(text)) if line]
    if not lines:
        return Rejection(address, RejectionReason.NO_BODY, "the text is empty")
    title, lines = lines[0], lines[1:]
    published_raw: str | None = None
    lead: str | None = None
    prefix: str | None = None
    byline: Byline | None = None
    captions: list[str] = []
    dropped: Counter[str] = Counter()
    while True:
        # One rule can lay open work for another; at rest, a second cleaning changes nothing.
        before = lines
        raw, lines = _take_date(lines)
        published_raw = published_raw or raw
        if lead is None:
            lead, prefix, lines = _take_lead(lines)
        pieces = [Piece("paragraph", line) for line in lines]
        cleaned = clean_pieces(pieces, address, title, lead, has_markup=False)
        lines, found = drop_doubled_lines([piece.text for piece in cleaned.pieces])
        captions += found
        dropped += cleaned.dropped
        byline = cleaned.byline or byline
        if lines == before:
            break
    pieces = [Piece("paragraph", line) for line in lines]
    if captions:
        dropped["repeated_caption"] += len(captions)
    if not pieces:
        return Rejection(address, RejectionReason.NO_BODY, "no line is left but title, lead and captions")
    warnings = ("charset_guess",) if "\ufffd" in text else ()
    return RawArticle(
        url=address,
        template="text",
        title=title,
        blocks=to_blocks(pieces),
        lead=lead,
        agency_prefix=prefix,
        images=tuple(Image(None, caption) for caption in dict.fromkeys(captions)),
        byline=byline.raw if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        published_raw=published_raw,
        published_at=parse_date(published_raw),
        language=language_of(" ".join(piece.text for piece in pieces), ""),
        warnings=warnings,
        dropped=dict(dropped),
    )


def _split_lines(text: str) -> list[str]:
    """Return the lines of any system's text; scrapers write one paragraph a line, blank lines between or not."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _take_date(lines: list[str]) -> tuple[str | None, list[str]]:
    """Return the line that says when the text was published, and the others without lines like it among the first.

    "Ngày 7/9/2024" without a clock is no such line: it heads a day of a diary.
    """
    found: list[str] = []
    rest = list(lines)
    index = 0
    while index < min(4, len(rest)):
        if is_date_line(rest[index]) and (_CLOCK.search(rest[index]) or not rest[index].lower().startswith("ngày")):
            found.append(rest.pop(index))
        else:
            index += 1
    return (found[0] if found else None), rest


def _take_lead(lines: list[str]) -> tuple[str | None, str | None, list[str]]:
    for index, line in enumerate(lines[:4]):
        text, mark = split_mark(line)
        if mark is not None:
            return text, mark, lines[:index] + lines[index + 1 :]
    return None, None, lines
