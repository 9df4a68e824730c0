"""The grounds of a page: elements that paragraphs stand in directly, weighed by the text of these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.nodes import class_names, is_elsewhere, is_in_any, is_within, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.plvn.boilerplate import is_page_line

MIN_PARAGRAPH = 25
_SHORT_ARTICLE = 200
_MIN_TITLE = 15
_FEW_LINES = 3
_LINK = frozenset({"a"})
_LONGEST_CAPTION = 300
_WORDS = frozenset({"span", "font", "b", "strong", "i", "em", "u"})
_WIDEST = frozenset({"body", "html", "main"})
_AROUND_ITEMS = frozenset({"ul", "ol", "table", "thead", "tbody"})
# An editor that knows no paragraphs sets an empty one between two of them.
_BREAKS = "br, p:empty"
# "site-footer", "Footer_root__x1"; not the foot of an article.
_FOOT = re.compile(r"(?:site|page|main|global|layout)?[-_]{0,2}footer(?![a-z])", re.IGNORECASE)
# A note of the newspaper may end an article of few paragraphs, but is hardly most of one.
_LONG = 1500
LINKED_HEADINGS = ", ".join(f"{tag} a, a {tag}" for tag in ("h2", "h3", "h4"))


@dataclass(slots=True)
class Ground:
    """An element that paragraphs stand in directly."""

    node: LexborNode
    score: int = 0
    paragraphs: int = 0
    first: int = 0
    """Identity of its first paragraph."""
    tag: str = ""
    """Tag of its first paragraph."""


def all_grounds(whole: Scope) -> list[Ground]:
    """Return the grounds of the paragraphs of a page; of its bare text where that is all it has, or more.

    Where most paragraphs are summaries below linked titles, or stand alone, the article may be set in divisions.
    """
    found = _grounds(whole, find_all(whole.node, "p, blockquote, h2, h3, li"))
    grounds = list(found.values())
    total = sum(ground.score for ground in grounds)
    if total >= _SHORT_ARTICLE:
        best = max(grounds, key=lambda ground: ground.score)
        is_sure = best.paragraphs > 1 and best.score >= _SHORT_ARTICLE and not is_list(best)
        # An element with a list in it and lines beside it is one ground, not two.
        return grounds if is_sure else list(_longer_of(found, _grounds_of_bare_text(whole)).values())
    bare = list(_grounds_of_bare_text(whole).values())
    return bare if sum(ground.score for ground in bare) > total else grounds


def _longer_of(found: dict[int, Ground], bare: dict[int, Ground]) -> dict[int, Ground]:
    more = {place: ground for place, ground in bare.items() if place not in found or ground.score > found[place].score}
    return {**found, **more}


def grounds_of_short_lines(whole: Scope) -> list[Ground]:
    """Return the grounds of a page on which no line is as long as a paragraph: verses, or rows of results."""
    found = _grounds(whole, find_all(whole.node, "p, li, tr"), least=1)
    return [ground for ground in found.values() if ground.paragraphs >= _FEW_LINES]


def is_list(ground: Ground) -> bool:
    """Tell whether a ground has as many linked titles as paragraphs."""
    titles = sum(len(link.text().strip()) >= _MIN_TITLE for link in find_all(ground.node, "a"))
    return titles >= ground.paragraphs


def kind_of_box(node: LexborNode) -> tuple[int, str, str]:
    """Return what is equal for boxes that look alike beside one another, as those of the paragraphs of one text do."""
    parent = node.parent
    return parent.mem_id if parent is not None else 0, node.tag or "", node.attributes.get("class") or ""


def _grounds(whole: Scope, nodes: list[LexborNode], least: int = MIN_PARAGRAPH) -> dict[int, Ground]:
    grounds: dict[int, Ground] = {}
    silent: dict[int, bool] = {}
    for node in nodes:
        length = own_length(node, least)
        parent = node.parent
        if length < least or parent is None:
            continue
        if parent.mem_id not in silent:
            silent[parent.mem_id] = parent.tag == "blockquote" or is_elsewhere(node, whole) or _is_card(node, whole)
        if silent[parent.mem_id] or (node.tag == "li" and find_first(node, LINKED_HEADINGS) is not None):
            # An item with a linked title in it is a card by itself.
            continue
        while parent.parent is not None and parent.tag in _AROUND_ITEMS:
            parent = parent.parent
        ground = grounds.setdefault(parent.mem_id, Ground(parent, first=node.mem_id, tag=node.tag or ""))
        ground.score += length
        ground.paragraphs += 1
    feet = {
        node.mem_id
        for node in whole.css("[class*=ooter]")
        if any(map(_FOOT.match, class_names(node))) and node.mem_id not in whole.around_headings()
    }
    return {place: ground for place, ground in grounds.items() if not _is_foot_of_site(ground, feet)}


def _is_foot_of_site(ground: Ground, feet: set[int]) -> bool:
    """Tell whether a ground stands in an element named as the foot of the site, or most lines are the newspaper's."""
    node: LexborNode | None = ground.node
    while node is not None and feet:
        if node.mem_id in feet:
            return True
        node = node.parent
    if ground.paragraphs < _FEW_LINES or ground.score > _LONG:
        return False
    lines = (line for line in ground.node.iter() if line.tag == "p" and own_length(line) >= MIN_PARAGRAPH)
    return 2 * sum(is_page_line(node_text(line)) for line in lines) > ground.paragraphs


def _grounds_of_bare_text(whole: Scope) -> dict[int, Ground]:
    """Return the grounds of a page that sets its paragraphs in divisions or only breaks lines."""
    grounds: dict[int, Ground] = {}
    firsts: dict[int, LexborNode] = {}
    framed: dict[int, bool] = {}
    for node in find_all(whole.node, "div, section, article, td, main"):
        length = _line_length(node)
        if length < 40 or is_elsewhere(node, whole) or (node.tag == "td" and _is_in_picture_table(node, framed)):
            continue
        breaks = len(find_all(node, _BREAKS))
        ground = node if breaks or node.parent is None else node.parent
        found = grounds.setdefault(ground.mem_id, Ground(ground, first=node.mem_id, tag=node.tag or ""))
        firsts.setdefault(ground.mem_id, node)
        found.score += length
        found.paragraphs += breaks or 1
    # A card has one summary, or two lines.
    return {
        identity: ground
        for identity, ground in grounds.items()
        if ground.paragraphs > 2 or not _is_card(firsts[identity], whole)
    }


def _is_in_picture_table(cell: LexborNode, known: dict[int, bool]) -> bool:
    """Tell whether a cell stands in a table of pictures with some words below each: captions are no text.

    Each table is asked once; `known` is what was found out.
    """
    table = cell.parent
    while table is not None and table.tag != "table":
        table = table.parent
    if table is None:
        return False
    answer = known.get(table.mem_id)
    if answer is None:
        is_small = len(table.text().strip()) <= _LONGEST_CAPTION and find_first(table, "img") is not None
        answer = is_small and len(find_all(table, "td")) == 2 * len(find_all(table, "img"))
        known[table.mem_id] = answer
    return answer


def _line_length(node: LexborNode) -> int:
    """Return how much text stands in a box itself and in the words in it, not in boxes of their own."""
    own = len(re.sub(r"\s+", " ", node.text(deep=False)).strip())
    return own + sum(len(child.text().strip()) for child in node.iter() if child.tag in _WORDS)


def own_length(node: LexborNode, least: int = MIN_PARAGRAPH) -> int:
    """Return how many characters of text an element has outside links; 0 for one shorter than `least` with them."""
    only = node.first_child
    if only is not None and only.is_text_node and only.next is None:
        return len((only.text_content or "").strip())
    total = len(node.text().strip())
    return total - sum(len(link.text().strip()) for link in find_all(node, "a")) if total >= least else 0


def _is_card(node: LexborNode, whole: Scope) -> bool:
    """Tell whether a paragraph is the summary in a card: alone with the linked title it belongs to."""
    box, around_titles = node.parent, whole.around_headings()
    for _ in range(4):
        if box is None or box.tag in _WIDEST or box.mem_id in around_titles:
            # What holds the title of the page is no card, whatever lists stand in it.
            return False
        paragraphs = 0
        for paragraph in find_all(box, "p"):
            paragraphs += bool(paragraph.text().strip())
            if paragraphs > 2:
                return False
        links = _titles_in(box)
        if box.tag == "article":
            return bool(links)
        if links and not any(is_within(link, node) for link in links):
            return not _is_album(box)
        box = box.parent
    return False


def _is_album(box: LexborNode) -> bool:
    """Tell whether a box shows several pictures that lead nowhere, as no card does."""
    return sum(not is_in_any(img, _LINK) for img in find_all(box, "img")) >= _FEW_LINES


def _titles_in(box: LexborNode) -> list[LexborNode]:
    """Return the linked titles of a box itself: a list or cards within it are of other articles, and it is no card."""
    return [link for link in find_all(box, "a") if len(link.text().strip()) >= _MIN_TITLE and not _is_listed(link, box)]


def _is_listed(link: LexborNode, box: LexborNode) -> bool:
    current = link.parent
    while current is not None and current.mem_id != box.mem_id:
        if current.tag in {"li", "article"}:
            return True
        current = current.parent
    return False
