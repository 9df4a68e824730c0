"""What the bodies of a page hold: blocks, pictures and films, and the kind of article that these make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dvingest.extraction.body import grow_bodies, read_pieces
from dvingest.extraction.cleaning.captions import settle_captions
from dvingest.extraction.cleaning.lines import clean_pieces
from dvingest.extraction.container.opening import Opened
from dvingest.extraction.dom.nodes import is_within
from dvingest.extraction.fragment.interviews import is_interview
from dvingest.extraction.fragment.pictures import Picture, merge_pictures
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.fragment.shape import settle_kinds, to_blocks
from dvingest.extraction.meta.heading import Heading, take_from_body
from dvingest.extraction.meta.media import find_films, kind_by_content, kind_without_words, read_kind, take_films
from dvingest.extraction.wording.byline import Byline
from dvingest.model import ArticleKind, Block

_MEDIA_KINDS: frozenset[ArticleKind] = frozenset({"video", "gallery", "infographic"})

# How many times as high as wide a drawing is; a photo for telephones is not twice.
_TALL = 2


@dataclass(slots=True)
class Content:
    """What is left of the bodies once they are clean."""

    kind: ArticleKind
    blocks: tuple[Block, ...]
    pictures: Sequence[Picture]
    films: Sequence[str]
    byline: Byline | None
    """The author line that stood among the lines of the text."""
    has_guessed: bool
    """Whether a caption was told from the text by its place alone."""
    is_enough: bool
    """Whether an article can consist of this."""


def read_content(page: Opened, heading: Heading, fetched_at: datetime | None) -> Content:
    """Return what the containers of the page hold, and count in the page what was dropped."""
    kind = read_kind(page.whole, page.near, page.head, page.containers, heading.section_path)
    bodies = grow_bodies(page)
    films = take_films(bodies, page.url, page.dropped)
    if kind == "video":
        films = list(dict.fromkeys([*films, *find_films(page.whole, page.head, page.url)]))
    pieces = take_from_body(page, heading, read_pieces(page, bodies, heading.around), fetched_at)
    holds_title = heading.title_node is not None and any(is_within(heading.title_node, box) for box in page.containers)
    cleaned = clean_pieces(
        pieces,
        page.url,
        heading.title,
        heading.lead,
        heading.names,
        holds_title=holds_title,
        has_films=bool(films),
    )
    page.dropped += cleaned.dropped
    pieces, repeated, guessed = settle_captions(cleaned.pieces, heading.title)
    if repeated:
        page.dropped["repeated_caption"] += repeated
    asks = is_interview(pieces)
    blocks = to_blocks(settle_kinds(pieces, is_interview=asks))
    pictures = merge_pictures(picture for piece in pieces for picture in piece.pictures)
    if kind == "article":
        kind = "interview" if asks else kind_by_content(heading.title, blocks, len(pictures), len(films))
    is_enough = bool(blocks) or (kind in _MEDIA_KINDS and bool(pictures or films))
    if not is_enough and (_is_known_place(page) or _is_far_taller(pictures)):
        kind, is_enough = _kind_of_what_is_shown(kind, pieces, films)
    return Content(kind, blocks, pictures, films, cleaned.byline, guessed, is_enough)


def _is_known_place(page: Opened) -> bool:
    """Tell whether the layout or the page itself says where its body stands."""
    marked = ((node.attributes.get("itemprop") or "").lower() for node in page.containers)
    return bool(page.containers) and (bool(page.template.body) or "articlebody" in marked)


def _is_far_taller(pictures: Sequence[Picture]) -> bool:
    """Tell whether the only picture is far taller than wide, as drawings that tell something are and photos are not."""
    only = pictures[0] if len(pictures) == 1 else None
    return only is not None and bool(only.width and only.height and only.height >= _TALL * only.width)


def _kind_of_what_is_shown(
    kind: ArticleKind, pieces: Sequence[Piece], films: Sequence[str]
) -> tuple[ArticleKind, bool]:
    """Return the kind of an article without a word, and whether its pictures or films are enough for one.

    In a place that is known for the body they are what the article shows, as in some e-magazines.
    """
    shown = sum(len(piece.pictures) for piece in pieces if not piece.closed) + len(films)
    kind = kind_without_words(shown) if kind == "article" else kind
    return kind, shown > 0 and (kind in _MEDIA_KINDS or kind == "longform")
