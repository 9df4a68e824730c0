"""Plain text that others scraped naively, cleaned by the same rules as pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dvingest.extraction.cleaning.date_lines import without_closing_date
from dvingest.extraction.cleaning.lines import clean_pieces
from dvingest.extraction.cleaning.signing import join_bylines
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.fragment.shape import language_of, to_blocks
from dvingest.extraction.scraped.doubling import settle_doubled
from dvingest.extraction.scraped.listed import drop_lists
from dvingest.extraction.scraped.records import count_records
from dvingest.extraction.scraped.text_head import (
    drop_titles_of_pictures,
    read_lines,
    take_date,
    take_lead,
    take_title,
    without_networks,
)
from dvingest.extraction.wording.byline import Byline
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
    articles = count_records(text)
    if articles > 1:
        return Rejection(address, RejectionReason.NOT_ARTICLE, f"{articles} articles in one file: give each its own")
    noted = read_lines(text)
    address = address or noted.url
    published_raw, bylines, lines = take_date(noted.lines, has_title=True)
    bylines = [noted.byline, *bylines] if noted.byline else bylines
    if not lines:
        return Rejection(address, RejectionReason.NO_BODY, "the text is empty")
    title, lines = take_title(lines)
    lines = drop_titles_of_pictures(lines, title)
    rest = _Rest(lines, published_raw, bylines, tags=list(noted.tags))
    for _ in range(_MOST_PASSES):
        # One rule can lay open work for another; at rest, a second cleaning changes nothing.
        before = rest.lines
        rest.clean(title, noted.links, address or f"https://{MAIN_HOST}/")
        if rest.lines == before:
            break
    if not rest.lines:
        return Rejection(address, RejectionReason.NO_BODY, "no line is left but title, lead and captions")
    warnings = ("charset_guess",) if "\ufffd" in text else ()
    return rest.to_article(address, title, warnings)


@dataclass(slots=True)
class _Rest:
    """The lines that are left of a text, and what has been read from the others."""

    lines: list[str]
    published_raw: str | None
    bylines: list[Byline]
    lead: str | None = None
    prefix: str | None = None
    images: list[Image] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def clean(self, title: str, links: Mapping[str, str], base: str) -> None:
        """Put every rule to the lines once; `links` has the addresses of lines that are nothing but a link."""
        raw, beside, lines = take_date(self.lines, has_title=False)
        self.published_raw = self.published_raw or raw
        self.bylines += beside
        if self.lead is None:
            self.lead, self.prefix, above, lines = take_lead(lines, self.dropped)
            self.bylines += above
        has_lead = self.prefix is not None
        if has_lead:
            lines = without_networks(lines)
        unlisted = drop_lists(lines, has_lead=has_lead)
        pieces = [_to_piece(line, links.get(line)) for line in unlisted.lines]
        cleaned = clean_pieces(pieces, base, title, self.lead, has_markup=False)
        cleaned.pieces, closing = without_closing_date(cleaned.pieces, parse_date(self.published_raw))
        self.published_raw = self.published_raw or closing
        settled = settle_doubled([piece.text for piece in cleaned.pieces], has_lead=has_lead)
        self.lines = settled.lines
        self.images += settled.images
        self.tags = self.tags or unlisted.tags
        self.dropped += unlisted.dropped + cleaned.dropped + settled.dropped
        self.bylines += [cleaned.byline] if cleaned.byline else []

    def to_article(self, url: str, title: str, warnings: tuple[str, ...]) -> RawArticle:
        """Return what was read, with the lines that are left as the body."""
        byline = join_bylines(self.bylines)
        return RawArticle(
            url=url,
            template="text",
            title=title,
            blocks=to_blocks([Piece("paragraph", line) for line in self.lines]),
            lead=self.lead,
            agency_prefix=self.prefix,
            images=tuple({image.caption: image for image in reversed(self.images)}.values())[::-1],
            byline=byline.raw if byline else None,
            authors=byline.authors if byline else (),
            source=byline.source if byline else None,
            tags=tuple(dict.fromkeys(self.tags)),
            published_raw=self.published_raw,
            published_at=parse_date(self.published_raw),
            language=language_of(" ".join(self.lines), ""),
            warnings=warnings,
            dropped=dict(self.dropped),
        )


def _to_piece(line: str, href: str | None) -> Piece:
    return Piece("paragraph", line) if href is None else Piece("paragraph", line, linked=len(line), hrefs=[href])
