"""The body of a page: its trees, and the pieces of text and groups of pictures that are read from them."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.boxes.dropping import drop_boxes
from dvingest.extraction.container.containers import find_spilled
from dvingest.extraction.container.opening import Opened
from dvingest.extraction.dom.nodes import is_in_card, is_within
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.fragment.markup import grow
from dvingest.extraction.fragment.picture_blocks import read_block
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.fragment.reading import read_fragment
from dvingest.extraction.fragment.tree import Element
from dvingest.extraction.generic import read_without_container
from dvingest.extraction.links import leads_to_further_part, leads_to_other_article
from dvingest.extraction.meta.surroundings import Surroundings


def grow_bodies(page: Opened) -> list[Element]:
    """Return the bodies as trees, with what goes on behind the last one, and note what had to be done to them."""
    trees = [grow(container) for container in page.containers]
    if page.template.body and page.containers:
        spilled = [grow(node) for node in find_spilled(page.containers[-1])]
        if spilled:
            page.warnings.append("body_continued")
            trees[-1].root.append([tree.root for tree in spilled])
    if any(tree.is_cut for tree in trees) and "deep_nesting" not in page.warnings:
        page.warnings.append("deep_nesting")
    if any(leads_to_further_part(address, page.url) for address in _addresses_of_parts(page)):
        page.warnings.append("more_pages")
    return [tree.root for tree in trees]


def _addresses_of_parts(page: Opened) -> list[str]:
    """Return where the second part of an article that is told on several pages may stand."""
    links = [link for node in page.containers for link in find_all(node, "a[href*='=2']")]
    return page.head.next_pages + [link.attributes["href"] or "" for link in links]


def read_pieces(page: Opened, bodies: list[Element], around: Surroundings) -> list[Piece]:
    """Return the pieces of the body, lead picture first; boxes are taken out of it and noted."""
    lead_pictures = [
        picture
        for node in _lead_pictures(page) or [node for node in around.pictures if not _is_of_other(node, page.url)]
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
            inside = any(is_within(node, container) for container in page.containers)
            is_own = not inside and not is_in_card(node, page.near) and not _is_of_other(node, page.url)
            if is_own and find_first(node, "img") is not None:
                return [node]
    return []


def _is_of_other(node: LexborNode, url: str) -> bool:
    """Tell whether a picture leads to another article, as those of cards do, whatever these are called."""
    return any(leads_to_other_article(link.attributes["href"] or "", url) for link in find_all(node, "a[href]"))
