"""Plain text that others scraped naively, cleaned by the same rules as pages."""

from __future__ import annotations

from collections import Counter

from dvingest.extraction.doubling import settle_doubled
from dvingest.extraction.lines import clean_pieces
from dvingest.extraction.listed import drop_lists
from dvingest.extraction.pieces import Piece
from dvingest.extraction.shape import language_of, to_blocks
from dvingest.extraction.signing import join_bylines
from dvingest.extraction.text_head import drop_titles_of_pictures, read_lines, take_date, take_lead, take_title
from dvingest.model import Image, RawArticle, Reading, Rejection, RejectionReason
from dvingest.plvn.dates import parse_date
from dvingest.plvn.urls import MAIN_HOST

_MAX_TEXT = 8 * 1024 * 1024
_MOST_PASSES = 40


def clean_text(text: str, url: str | None = None) -> Reading:
    """Return the article in a text of lines: the first is the title, the one with the mark "(PLVN) -" the lead.

    Captions of lost pictures are known by their repetition or their credit. Text has no date, so `published_at` is None
    unless a line among the first is nothing but one.
    """
    address = url or ""
    if len(text) > _MAX_TEXT:
        return Rejection(address, RejectionReason.TOO_LARGE, f"{len(text)} characters, more than {_MAX_TEXT}")
    noted = read_lines(text)
    published_raw, bylines, lines = take_date(noted.lines, has_title=True)
    if not lines:
        return Rejection(address, RejectionReason.NO_BODY, "the text is empty")
    title, lines = take_title(lines)
    lines = drop_titles_of_pictures(lines, title)
    lead: str | None = None
    prefix: str | None = None
    images: list[Image] = []
    tags: list[str] = []
    dropped: Counter[str] = Counter()
    for _ in range(_MOST_PASSES):
        # One rule can lay open work for another; at rest, a second cleaning changes nothing.
        before = lines
        raw, beside, lines = take_date(lines, has_title=False)
        published_raw = published_raw or raw
        bylines += beside
        if lead is None:
            lead, prefix, above, lines = take_lead(lines)
            bylines += above
        unlisted = drop_lists(lines, has_lead=prefix is not None)
        pieces = [_to_piece(line, noted.links.get(line)) for line in unlisted.lines]
        cleaned = clean_pieces(pieces, address or f"https://{MAIN_HOST}/", title, lead, has_markup=False)
        settled = settle_doubled([piece.text for piece in cleaned.pieces], has_lead=prefix is not None)
        lines = settled.lines
        images += settled.images
        tags = tags or unlisted.tags
        dropped += unlisted.dropped + cleaned.dropped + settled.dropped
        bylines += [cleaned.byline] if cleaned.byline else []
        if lines == before:
            break
    if not lines:
        return Rejection(address, RejectionReason.NO_BODY, "no line is left but title, lead and captions")
    byline = join_bylines(bylines)
    return RawArticle(
        url=address,
        template="text",
        title=title,
        blocks=to_blocks([Piece("paragraph", line) for line in lines]),
        lead=lead,
        agency_prefix=prefix,
        images=tuple({image.caption: image for image in reversed(images)}.values())[::-1],
        byline=byline.raw if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        tags=tuple(dict.fromkeys(tags)),
        published_raw=published_raw,
        published_at=parse_date(published_raw),
        language=language_of(" ".join(lines), ""),
        warnings=("charset_guess",) if "\ufffd" in text else (),
        dropped=dict(dropped),
    )


def _to_piece(line: str, href: str | None) -> Piece:
    return Piece("paragraph", line) if href is None else Piece("paragraph", line, linked=len(line), hrefs=[href])
