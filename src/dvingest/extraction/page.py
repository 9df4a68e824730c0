"""A page of the newspaper becomes an article, or the reason why it is none."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from dvingest.extraction.body import grow_bodies, read_pieces
from dvingest.extraction.captions import settle_captions
from dvingest.extraction.decode import MAX_BYTES, decode_page
from dvingest.extraction.depth import flatten
from dvingest.extraction.heading import Heading, read_heading, take_from_body
from dvingest.extraction.interviews import is_interview
from dvingest.extraction.lines import clean_pieces
from dvingest.extraction.media import find_films, kind_by_content, kind_without_words, read_kind, take_films
from dvingest.extraction.naming import read_canonical
from dvingest.extraction.nodes import is_within
from dvingest.extraction.opening import Opened, open_page
from dvingest.extraction.pictures import merge_pictures
from dvingest.extraction.refusals import refuse_address
from dvingest.extraction.scope import whole_page
from dvingest.extraction.shape import language_of, settle_kinds, to_blocks
from dvingest.extraction.signatures import choose_byline
from dvingest.model import ArticleKind, RawArticle, Reading, Rejection, RejectionReason

# Bounds on time and memory, far above what a page of a newspaper comes near: parsed, it costs some 300 bytes a tag.
_MAX_PAGE_TAGS = 100_000
_MAX_NESTED_TAGS = 500_000
# Fewer tags are no depth that lexbor would mind; the tree of the body is kept from growing deep by itself.
_FEW_TAGS = 4000
_UNUSUAL = 2_000_000
# Servers and filters append comments and scripts behind the end of a page, but hardly more than this.
_TAIL = 20_000
_ENDS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
_MEDIA_KINDS: frozenset[ArticleKind] = frozenset({"video", "gallery", "infographic"})


# glibc gives memory back to the system with every page that is freed and faults it in again for the next, a quarter of
# the time of parsing. Freeing one block of this size lets it keep up to twice as much from then on.
_KEPT_BY_ALLOCATOR = 2 * 1024 * 1024
bytes(_KEPT_BY_ALLOCATOR)


def extract(
    html: bytes | str, url: str, *, content_type: str | None = None, fetched_at: datetime | None = None
) -> Reading:
    """Return the article that stands on a page, or a rejection with the reason why none can be read; never raises.

    `content_type` is the header the page came with. `fetched_at` only serves to warn of a date that lies after it
    and to know the present day that a page shows.
    """
    if len(html) > MAX_BYTES:
        return Rejection(url, RejectionReason.TOO_LARGE, f"{len(html)} bytes, more than {MAX_BYTES}")
    refused = refuse_address(url)
    if refused is not None:
        return refused
    if not html.strip():
        return Rejection(url, RejectionReason.NO_BODY, "the page is empty")
    decoded = decode_page(html, content_type)
    if decoded is None:
        return Rejection(url, RejectionReason.NOT_HTML, "no page: it has no elements of HTML")
    source, raw = decoded.text, decoded.raw
    tags = raw.count(b"<")
    if tags > _MAX_NESTED_TAGS:
        return Rejection(url, RejectionReason.TOO_LARGE, f"the page has more than {_MAX_NESTED_TAGS} tags")
    if tags > _FEW_TAGS:
        source = flatten(source)
        raw = raw if source is decoded.text else source.encode("utf-8", "replace")
        if raw.count(b"<") > _MAX_PAGE_TAGS:
            return Rejection(url, RejectionReason.TOO_LARGE, f"the page has more than {_MAX_PAGE_TAGS} tags")
    whole = whole_page(LexborHTMLParser(raw, options=LexborDocumentOptions.WO_EVENTS), source, raw)
    if whole is None:
        return Rejection(url, RejectionReason.NOT_HTML, "no page: nothing in it is an element")
    page = open_page(whole, url)
    if isinstance(page, Rejection):
        return page
    page.warnings += [
        warning
        for warning, applies in (
            ("charset_guess", decoded.guessed),
            ("deep_nesting", source is not decoded.text),
            ("truncated_page", not _has_end(raw)),
            ("large_page", len(raw) > _UNUSUAL),
        )
        if applies
    ]
    return _read(page, fetched_at)


def _has_end(raw: bytes) -> bool:
    tail = max(0, len(raw) - _TAIL)
    return raw.rfind(b"</html>", tail) >= 0 or _ENDS.search(raw, tail) is not None


def _read(page: Opened, fetched_at: datetime | None) -> Reading:
    heading = read_heading(page, fetched_at)
    kind = read_kind(page.whole, page.near, page.head, page.containers, heading.section_path)
    bodies = grow_bodies(page)
    films = take_films(bodies, page.url, page.dropped)
    if kind == "video":
        films = list(dict.fromkeys([*films, *find_films(page.whole, page.head, page.url)]))
    pieces = take_from_body(page, heading, read_pieces(page, bodies, heading.around), fetched_at)
    holds_title = heading.title_node is not None and any(is_within(heading.title_node, box) for box in page.containers)
    cleaned = clean_pieces(pieces, page.url, heading.title, heading.lead, heading.names, holds_title=holds_title)
    page.dropped += cleaned.dropped
    pieces, repeated, guessed = settle_captions(cleaned.pieces, heading.title)
    if repeated:
        page.dropped["repeated_caption"] += repeated
    asks = is_interview(pieces)
    blocks = to_blocks(settle_kinds(pieces, is_interview=asks))
    pictures = merge_pictures(picture for piece in pieces for picture in piece.pictures)
    if kind == "article":
        kind = "interview" if asks else kind_by_content(heading.title, blocks, len(pictures), len(films))
    has_content = bool(blocks) or (kind in _MEDIA_KINDS and bool(pictures or films))
    if page.template.body and not has_content:
        # Where the place of the body is known, pictures in it are what the article shows, as in some e-magazines.
        shown = sum(len(piece.pictures) for piece in pieces if not piece.closed)
        kind = kind_without_words(shown) if kind == "article" else kind
        has_content = shown > 0 and (kind in _MEDIA_KINDS or kind == "longform")
    refused = _refuse_incomplete(page, heading, has_content)
    if refused is not None:
        return refused
    page.warnings += _disagreements(heading, guessed, fetched_at)
    byline = choose_byline(heading.shown, page.bylines, cleaned.byline, heading.declared)
    return RawArticle(
        url=page.url,
        template=page.template.name,
        title=heading.title,
        blocks=blocks,
        kind=kind,
        canonical_url=read_canonical(page.head, page.url, heading.title),
        subtitle=heading.subtitle,
        kicker=heading.kicker,
        lead=heading.lead,
        agency_prefix=heading.agency_prefix,
        images=tuple(picture.as_image() for picture in pictures),
        videos=tuple(films),
        byline=byline.raw if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        section=heading.section_path[-1] if heading.section_path else None,
        section_path=heading.section_path,
        tags=heading.tags,
        published_raw=heading.dates.published_raw,
        published_at=heading.dates.published_at,
        modified_at=heading.dates.modified_at,
        language=language_of(" ".join(block.text for block in blocks) or heading.title, page.head.language),
        warnings=tuple(page.warnings),
        dropped=dict(page.dropped),
    )


def _disagreements(heading: Heading, guessed: bool, fetched_at: datetime | None) -> list[str]:
    published_at = heading.dates.published_at
    is_ahead = fetched_at is not None and published_at is not None and published_at > fetched_at + timedelta(days=1)
    return [
        warning
        for warning, applies in (
            ("caption_guess", guessed),
            ("title_disagrees", heading.titles_disagree),
            ("date_disagrees", heading.dates.disagree),
            ("section_disagrees", heading.sections_disagree),
            ("date_after_fetch", is_ahead),
        )
        if applies
    ]


def _refuse_incomplete(page: Opened, heading: Heading, has_content: bool) -> Rejection | None:
    if not has_content:
        return Rejection(page.url, RejectionReason.NO_BODY, "no text is left of the body")
    if not heading.title:
        return Rejection(page.url, RejectionReason.NO_TITLE, "neither a heading nor meta data name the article")
    if heading.dates.published_at is None:
        return Rejection(
            page.url, RejectionReason.NO_DATE, "no date of publication in meta data, JSON-LD, time or text"
        )
    return None
