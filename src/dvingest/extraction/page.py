"""A page of the newspaper becomes an article, or the reason why it is none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from dvingest.extraction.container.opening import Opened, open_page
from dvingest.extraction.container.refusals import refuse_address
from dvingest.extraction.content import Content, read_content
from dvingest.extraction.dom.decode import MAX_BYTES, Decoded, decode_page
from dvingest.extraction.dom.depth import flatten
from dvingest.extraction.dom.scope import whole_page
from dvingest.extraction.fragment.shape import language_of
from dvingest.extraction.meta.heading import Heading, read_heading
from dvingest.extraction.meta.naming import read_canonical
from dvingest.extraction.meta.signatures import choose_byline
from dvingest.model import RawArticle, Reading, Rejection, RejectionReason

# Bounds on time and memory, far above what a page of a newspaper comes near: parsed, it costs some 300 bytes a tag.
_MAX_PAGE_TAGS = 100_000
_MAX_NESTED_TAGS = 500_000
# Fewer tags are no depth that lexbor would mind; the tree of the body is kept from growing deep by itself.
_FEW_TAGS = 4000
_UNUSUAL = 2_000_000
# Servers and filters append comments and scripts behind the end of a page, but hardly more than this.
_TAIL = 20_000
_ENDS = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

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
    flat = _within_bounds(decoded, url)
    if isinstance(flat, Rejection):
        return flat
    whole = whole_page(LexborHTMLParser(flat.raw, options=LexborDocumentOptions.WO_EVENTS), flat.text, flat.raw)
    if whole is None:
        return Rejection(url, RejectionReason.NOT_HTML, "no page: nothing in it is an element")
    page = open_page(whole, url)
    if isinstance(page, Rejection):
        return page
    page.warnings += _named(
        charset_guess=decoded.guessed,
        deep_nesting=flat is not decoded,
        truncated_page=not _has_end(flat.raw),
        large_page=len(flat.raw) > _UNUSUAL,
    )
    return _read(page, fetched_at)


def _within_bounds(page: Decoded, url: str) -> Decoded | Rejection:
    """Return the page, flattened where its elements are nested too deep, or the rejection of one with too many."""
    tags = page.raw.count(b"<")
    if tags > _MAX_NESTED_TAGS:
        return Rejection(url, RejectionReason.TOO_LARGE, f"the page has more than {_MAX_NESTED_TAGS} tags")
    if tags <= _FEW_TAGS:
        return page
    text = flatten(page.text)
    flat = page if text is page.text else replace(page, text=text, raw=text.encode("utf-8", "replace"))
    if flat.raw.count(b"<") > _MAX_PAGE_TAGS:
        return Rejection(url, RejectionReason.TOO_LARGE, f"the page has more than {_MAX_PAGE_TAGS} tags")
    return flat


def _has_end(raw: bytes) -> bool:
    tail = max(0, len(raw) - _TAIL)
    return raw.rfind(b"</html>", tail) >= 0 or _ENDS.search(raw, tail) is not None


def _read(page: Opened, fetched_at: datetime | None) -> Reading:
    heading = read_heading(page, fetched_at)
    content = read_content(page, heading, fetched_at)
    refused = _refuse_incomplete(page, heading, content)
    if refused is not None:
        return refused
    page.warnings += _named(
        caption_guess=content.has_guessed,
        title_disagrees=heading.titles_disagree,
        date_disagrees=heading.dates.disagree,
        section_disagrees=heading.sections_disagree,
        date_after_fetch=_is_ahead(heading.dates.published_at, fetched_at),
    )
    return _to_article(page, heading, content)


def _to_article(page: Opened, heading: Heading, content: Content) -> RawArticle:
    byline = choose_byline(heading.shown, page.bylines, content.byline, heading.declared)
    return RawArticle(
        url=page.url,
        template=page.template.name,
        title=heading.title,
        blocks=content.blocks,
        kind=content.kind,
        canonical_url=read_canonical(page.head, page.url, heading.title),
        subtitle=heading.subtitle,
        kicker=heading.kicker,
        lead=heading.lead,
        agency_prefix=heading.agency_prefix,
        images=tuple(picture.as_image() for picture in content.pictures),
        videos=tuple(content.films),
        byline=byline.raw if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        section=heading.section_path[-1] if heading.section_path else None,
        section_path=heading.section_path,
        tags=heading.tags,
        published_raw=heading.dates.published_raw,
        published_at=heading.dates.published_at,
        modified_at=heading.dates.modified_at,
        language=language_of(" ".join(block.text for block in content.blocks) or heading.title, page.head.language),
        warnings=tuple(page.warnings),
        dropped=dict(page.dropped),
    )


def _is_ahead(published_at: datetime | None, fetched_at: datetime | None) -> bool:
    return fetched_at is not None and published_at is not None and published_at > fetched_at + timedelta(days=1)


def _named(**warnings: bool) -> list[str]:
    """Return the names of the warnings that apply."""
    return [name for name, applies in warnings.items() if applies]


def _refuse_incomplete(page: Opened, heading: Heading, content: Content) -> Rejection | None:
    if not content.is_enough:
        return Rejection(page.url, RejectionReason.NO_BODY, "no text is left of the body")
    if not heading.title:
        return Rejection(page.url, RejectionReason.NO_TITLE, "neither a heading nor meta data name the article")
    if heading.dates.published_at is None:
        return Rejection(
            page.url, RejectionReason.NO_DATE, "no date of publication in meta data, JSON-LD, time or text"
        )
    return None
