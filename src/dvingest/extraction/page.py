"""A page of the newspaper becomes an article, or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from dvingest.extraction.boxes import drop_boxes
from dvingest.extraction.byline import Byline, read_byline
from dvingest.extraction.captions import settle_captions
from dvingest.extraction.containers import find_spilled
from dvingest.extraction.dating import date_around, read_dates
from dvingest.extraction.decode import MAX_BYTES, decode_page
from dvingest.extraction.depth import flatten
from dvingest.extraction.fragment import read_fragment
from dvingest.extraction.generic import read_without_container
from dvingest.extraction.interviews import is_interview
from dvingest.extraction.lead import (
    Surroundings,
    byline_below,
    date_behind,
    declared_lead,
    find_title,
    lead_beside_body,
    lead_in_body,
    look_around,
    without_closing_date,
    without_row,
)
from dvingest.extraction.lines import clean_pieces
from dvingest.extraction.marks import split_mark
from dvingest.extraction.media import find_films, kind_by_content, read_kind, take_films
from dvingest.extraction.metadata import read_section_path, read_title, read_titles_beside
from dvingest.extraction.naming import read_canonical
from dvingest.extraction.nodes import (
    is_elsewhere,
    is_in_picture,
    is_teaser,
    is_within,
    lead_text,
    node_text,
)
from dvingest.extraction.opening import Opened, open_page
from dvingest.extraction.picture_blocks import read_block
from dvingest.extraction.pictures import merge_pictures
from dvingest.extraction.pieces import Piece
from dvingest.extraction.refusals import refuse_address
from dvingest.extraction.scope import Scope, whole_page
from dvingest.extraction.selecting import find_first
from dvingest.extraction.shape import language_of, settle_kinds, to_blocks
from dvingest.extraction.signatures import join_bylines, read_declared_byline, read_shown_byline
from dvingest.extraction.tagging import read_tags
from dvingest.extraction.tree import Element, grow
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
_MAX_BYLINE = 70
_MEDIA_KINDS: frozenset[ArticleKind] = frozenset({"video", "gallery", "infographic"})


# glibc gives memory back to the system with every page that is freed and faults it in again for the next, a quarter of
# the time of parsing. Freeing one block of this size lets it keep up to twice as much from then on.
_KEPT_BY_ALLOCATOR = 2 * 1024 * 1024
bytes(_KEPT_BY_ALLOCATOR)


def extract(
    html: bytes | str, url: str, *, content_type: str | None = None, fetched_at: datetime | None = None
) -> Reading:
    """Return the article that stands on a page, or a rejection with the reason why none can be read; never raises.

    `content_type` is the header the page came with. `fetched_at` only serves to warn of a date that lies after it.
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
    whole, near, head, template, url = page.whole, page.near, page.head, page.template, page.url
    above = [near, *([near.at(near.node.parent)] if near.node.parent is not None else []), whole]
    title, shown_title, titles_disagree = read_title(near, whole, template, head)
    title_node = shown_title
    around = Surroundings()
    if page.containers and not template.body:
        title_node = shown_title or find_title(near, title)
        around = look_around(near, title_node, page.containers[0])
    dates = read_dates((near, whole), template, head, around.dates)
    section_path, sections_disagree = read_section_path(above, template, head, title, url)
    tags = read_tags(above, template, head)
    shown_lead = _shown_lead(page, near, title_node) or (
        _shown_lead(page, whole, title_node) if template.body else None
    )
    nearby = around
    if page.containers and template.body and (shown_lead is None or dates.published_at is None):
        # The layout's own place is empty, or has another name.
        nearby = look_around(near, title_node, page.containers[0])
    sapo = lead_text(shown_lead) if shown_lead is not None else lead_beside_body(nearby.between, head)
    lead, prefix = split_mark(sapo) if sapo else (None, None)
    shown, declared = read_shown_byline(near, template), read_declared_byline(head)
    canonical = read_canonical(head, url, title)
    kicker, subtitle = read_titles_beside(near, template, shown_title)
    if shown is None and page.containers and not template.body:
        shown = byline_below(page.containers[-1]) or around.byline
    kind = read_kind(whole, near, head, page.containers, section_path)
    bodies = _grow_bodies(page)
    films = take_films(bodies, url, page.dropped)
    if kind == "video":
        films = list(dict.fromkeys([*films, *find_films(whole, head, url)]))

    pieces = without_row(_read_pieces(page, bodies, around), dates.published_raw, around.row)
    pieces, closing = without_closing_date(pieces, dates.published_at is not None)
    if dates.published_at is None and page.containers:
        line = closing or date_behind(page.containers[-1])
        if line is None and template.body:
            line = date_around(nearby.dates, above, template, fetched_at)
        dates.date_by(line)
    if lead is None:
        lead, prefix, pieces = lead_in_body(pieces, head, title)
    if lead is None and not page.containers and (described := declared_lead(head)):
        lead, prefix = split_mark(described)
    names = tuple(
        name.strip(" .()")
        for byline in (shown, declared)
        if byline
        for name in (*byline.authors, byline.source or byline.raw)
    )
    holds_title = title_node is not None and any(is_within(title_node, container) for container in page.containers)
    cleaned = clean_pieces(pieces, url, title, lead, names, holds_title=holds_title)
    page.dropped += cleaned.dropped
    pieces, repeated, guessed = settle_captions(cleaned.pieces, title)
    if repeated:
        page.dropped["repeated_caption"] += repeated
    byline = _choose_byline(shown or _read_taken(page.bylines), cleaned.byline, declared)
    asks = is_interview(pieces)
    blocks = to_blocks(settle_kinds(pieces, is_interview=asks))
    pictures = merge_pictures(picture for piece in pieces for picture in piece.pictures)
    if kind == "article":
        kind = "interview" if asks else kind_by_content(title, blocks, len(pictures), len(films))

    refused = _refuse_incomplete(page, title, bool(blocks) or (kind in _MEDIA_KINDS and bool(pictures or films)))
    if refused is not None:
        return refused
    if dates.published_at is None:
        return Rejection(url, RejectionReason.NO_DATE, "no date of publication in meta data, JSON-LD, time or text")
    for warning, applies in (
        ("caption_guess", guessed),
        ("title_disagrees", titles_disagree),
        ("date_disagrees", dates.disagree),
        ("section_disagrees", sections_disagree),
        ("date_after_fetch", fetched_at is not None and dates.published_at > fetched_at + timedelta(days=1)),
    ):
        if applies:
            page.warnings.append(warning)
    return RawArticle(
        url=url,
        template=template.name,
        title=title,
        blocks=blocks,
        kind=kind,
        canonical_url=canonical,
        subtitle=subtitle if subtitle != sapo else None,
        kicker=kicker,
        lead=lead,
        agency_prefix=prefix,
        images=tuple(picture.as_image() for picture in pictures),
        videos=tuple(films),
        byline=byline.raw if byline else None,
        authors=byline.authors if byline else (),
        source=byline.source if byline else None,
        section=section_path[-1] if section_path else None,
        section_path=section_path,
        tags=tags,
        published_raw=dates.published_raw,
        published_at=dates.published_at,
        modified_at=dates.modified_at,
        language=language_of(" ".join(block.text for block in blocks) or title, head.language),
        warnings=tuple(page.warnings),
        dropped=dict(page.dropped),
    )


def _shown_lead(page: Opened, scope: Scope, title: LexborNode | None) -> LexborNode | None:
    """Return the element named as the lead; on unknown pages a card or a picture in the body may have such a name."""
    bodies = [box for box in page.containers if title is None or not is_within(title, box)]
    for selector in page.template.lead:
        for node in scope.css(selector):
            if is_elsewhere(node, scope) or is_teaser(node, title) or not node_text(node):
                continue
            if page.template.body or not (is_in_picture(node) or any(is_within(node, box) for box in bodies)):
                return node
    return None


def _grow_bodies(page: Opened) -> list[Element]:
    """Return the bodies as trees, with what goes on behind the last one, and note what had to be done to them."""
    trees = [grow(container) for container in page.containers]
    if page.template.body and page.containers:
        spilled = [grow(node) for node in find_spilled(page.containers[-1])]
        if spilled:
            page.warnings.append("body_continued")
            trees[-1].root.append([tree.root for tree in spilled])
    if any(tree.is_cut for tree in trees) and "deep_nesting" not in page.warnings:
        page.warnings.append("deep_nesting")
    return [tree.root for tree in trees]


def _read_pieces(page: Opened, bodies: list[Element], around: Surroundings) -> list[Piece]:
    """Return the pieces of the body, lead picture first."""
    lead_pictures = [
        picture
        for node in _lead_pictures(page) or around.pictures
        for picture in read_block(grow(node).root, page.url).pictures
    ]
    for body in bodies:
        dropped = drop_boxes(body, page.url)
        page.dropped += dropped.counts
        page.bylines += dropped.bylines
    pieces, doubled = read_fragment(bodies, page.url)
    if doubled:
        page.dropped["repeated_caption"] += doubled
    if not any(piece.is_text for piece in pieces):
        pieces += read_without_container(page.whole, page.head, is_known=page.template.name != "generic")
    return [Piece("paragraph", "", lead_pictures, closed=True), *pieces] if lead_pictures else pieces


def _lead_pictures(page: Opened) -> list[LexborNode]:
    for selector in page.template.lead_picture:
        for node in page.near.css(selector):
            inside = any(is_within(node, container) or is_within(container, node) for container in page.containers)
            if not inside and find_first(node, "img") is not None and not _is_in_story(node):
                return [node]
    return []


def _is_in_story(node: LexborNode) -> bool:
    current: LexborNode | None = node
    while current is not None and current.tag not in {"body", "html"}:
        if current.tag in {"aside", "nav", "footer"} or "story" in (current.attributes.get("class") or "").split():
            return True
        current = current.parent
    return False


def _read_taken(lines: Sequence[str]) -> Byline | None:
    """Return who the elements named that were taken out of the body for their names."""
    bylines = [read_byline(line) for line in lines if len(line) <= _MAX_BYLINE]
    return join_bylines([byline for byline in bylines if byline is not None])


def _choose_byline(shown: Byline | None, last_line: Byline | None, declared: Byline | None) -> Byline | None:
    """Return the byline the page shows, else the one at the end of the text, else the declared; a source from any."""
    chosen = next((byline for byline in (shown, last_line, declared) if byline is not None), None)
    if chosen is None:
        return None
    people = chosen.authors or next((b.authors for b in (last_line, declared) if b is not None and b.authors), ())
    if chosen.source and not chosen.authors:
        people = last_line.authors if last_line is not None else ()
    source = chosen.source or (last_line.source if last_line is not None else None)
    return Byline(chosen.raw, people, source)


def _refuse_incomplete(page: Opened, title: str, has_content: bool) -> Rejection | None:
    if not has_content:
        return Rejection(page.url, RejectionReason.NO_BODY, "no text is left of the body")
    if not title:
        return Rejection(page.url, RejectionReason.NO_TITLE, "neither a heading nor meta data name the article")
    return None
