"""Where the body stands on a page whose container is not known by name: the paragraphs bear witness."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.grounds import MIN_PARAGRAPH, Ground, all_grounds
from dvingest.extraction.nodes import is_elsewhere, is_within
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.extraction.widening import widen

_SHORT = 60
_MEDIA_BOXES = ("[itemprop=articleBody]", "article", "[class*=article-body]", ".entry", ".content")


def find_by_evidence(whole: Scope) -> LexborNode | None:
    """Return the element the article's paragraphs stand in, on a page whose container is not known by name.

    Marked by `itemprop=articleBody` it counts at once. Else each paragraph speaks for the element it stands in, without
    its links; paragraphs of cards and side columns are silent, so a column longer than the article does not win.
    """
    marked = [
        node for node in whole.css("[itemprop=articleBody]") if node.tag != "meta" and not is_elsewhere(node, whole)
    ]
    marked = [node for node in marked if len(node.text().strip()) >= MIN_PARAGRAPH]
    if marked:
        # A next article may be loaded below: the first that is more than a teaser counts.
        return next((node for node in marked if len(node.text().strip()) >= 200), marked[0])
    grounds = all_grounds(whole)
    if not grounds:
        return _find_media_box(whole)
    return widen(_choose_ground(whole, grounds), grounds)


def _find_media_box(whole: Scope) -> LexborNode | None:
    """Return the element named as the body that holds a picture or a film, and neither text nor linked titles."""
    for selector in _MEDIA_BOXES:
        for node in find_all(whole.node, selector):
            if is_elsewhere(node, whole) or find_first(node, "a h2, a h3, h2 a, h3 a") is not None:
                continue
            if find_first(node, "figure img, video, iframe") is not None:
                return node
    return None


def _choose_ground(whole: Scope, grounds: list[Ground]) -> Ground:
    """Return the first ground below the title that may be an article, else the one with most text.

    The longest is not always the page's own: the next article may be loaded below it.
    """
    most = max(ground.score for ground in grounds)
    # Where each paragraph has a box of its own, equal boxes beside one another count together.
    families: dict[tuple[int, str, str], Ground] = {}
    for ground in grounds:
        family = families.setdefault(_kind_of_box(ground.node), Ground(ground.node))
        family.score += ground.score
        family.paragraphs += ground.paragraphs
    likely = []
    for ground in grounds:
        family = families[_kind_of_box(ground.node)]
        if family.paragraphs > 1 and family.score * 10 >= most * 3:
            likely.append(ground)
    title = next((node for node in find_all(whole.node, "h1") if not is_elsewhere(node, whole)), None)
    if title is not None and len(likely) > 1:
        order = {node.mem_id: place for place, node in enumerate(find_all(whole.node, "h1, p, div, li"))}
        start = order.get(title.mem_id, 0)
        for ground in sorted(likely, key=lambda ground: order.get(ground.first, 0)):
            # A line as short as a date beside the title stands in the head, in a box like that of the text.
            is_in_head = ground.score < _SHORT and ground.paragraphs == 1 and is_within(title, ground.node)
            if order.get(ground.first, 0) > start and not is_in_head:
                return ground
    return next(ground for ground in grounds if ground.score == most)


def _kind_of_box(node: LexborNode) -> tuple[int, str, str]:
    parent = node.parent
    return parent.mem_id if parent is not None else 0, node.tag or "", node.attributes.get("class") or ""
