"""Widening the element most of an article's paragraphs stand in to all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.grounds import Ground, kind_of_box, own_length
from dvingest.extraction.dom.nodes import is_within, node_text
from dvingest.extraction.dom.selecting import find_first
from dvingest.plvn.boilerplate import is_box_heading

_MIN_BESIDE = 60


def widen(best: Ground, grounds: list[Ground], barred: Sequence[LexborNode]) -> LexborNode:
    """Return an ancestor of the best ground where a good part of the text stands beside it, cut up into sections.

    It holds none of the `barred` boxes.
    """
    # What stands in a box within the best ground does not stand beside it.
    node, score = best.node, sum(ground.score for ground in grounds if is_within(ground.node, best.node))
    others: set[int] = set()
    while node.parent is not None and node.parent.tag not in {"body", "html"}:
        parent = node.parent
        if any(is_within(box, parent) for box in barred):
            break
        inside = _grounds_inside(parent, node, best, grounds, others)
        holds_title = find_first(parent, "h1") is not None
        if holds_title:
            # One paragraph above the best ground and below the title is the lead, no part of the body cut off.
            above = inside[: next(index for index, ground in enumerate(inside) if ground is best)]
            inside = [
                ground for ground in inside if ground.paragraphs > 1 or all(ground is not other for other in above)
            ]
        total = sum(ground.score for ground in inside)
        if node.tag != "article" and (total * 4 >= score * 5 or _has_a_box_each(parent, node, best, inside)):
            node, score = parent, total
        elif not holds_title and _is_editors_box(node, parent):
            node, score = parent, max(score, total)
        elif _only_wraps(parent, node):
            node = parent
        else:
            further = _further_out(parent, best, score, grounds, others)
            if further is None or any(is_within(box, further[0]) for box in barred):
                break
            node, score = further
    return node


def _grounds_inside(
    parent: LexborNode, own: LexborNode, best: Ground, grounds: list[Ground], others: set[int]
) -> list[Ground]:
    """Return the grounds in `parent` that may belong to the best one; those of other texts are noted in `others`."""
    inside: list[Ground] = []
    for ground in grounds:
        if ground.node.mem_id in others or not is_within(ground.node, parent):
            continue
        if ground is not best and _is_headed(ground, parent, own):
            others.add(ground.node.mem_id)
        else:
            inside.append(ground)
    return inside


def _further_out(
    parent: LexborNode, best: Ground, score: int, grounds: list[Ground], others: set[int]
) -> tuple[LexborNode, int] | None:
    """Return the next element with clearly more text, and its score: each paragraph may stand in boxes of its own.

    A clock beside every paragraph, say, makes the first of these boxes no mere wrapper.
    """
    own, current = parent, parent.parent
    for _ in range(3):
        if current is None or current.tag in {"body", "html", "main"} or find_first(current, "h1") is not None:
            return None
        total = sum(ground.score for ground in _grounds_inside(current, own, best, grounds, others))
        if total * 4 >= score * 5:
            return current, total
        own, current = current, current.parent
    return None


def _is_headed(ground: Ground, parent: LexborNode, own: LexborNode) -> bool:
    """Tell whether a ground stands below a title of its own, as the next article and the comments do, not in `own`."""
    top = ground.node
    while top.parent is not None and top.parent.mem_id != parent.mem_id:
        top = top.parent
    if top.mem_id in {own.mem_id, parent.mem_id} or is_within(own, top):
        return False
    if find_first(top, "h1, h2 a, h3 a") is not None:
        return True
    heading = find_first(top, "h2, h3, h4")
    if heading is not None and top.tag == "article" and own.tag != "article":
        # Parts of one text would stand in elements of the same kind.
        return True
    return heading is not None and is_box_heading(node_text(heading))


def _has_a_box_each(parent: LexborNode, node: LexborNode, best: Ground, inside: list[Ground]) -> bool:
    """Tell whether each paragraph has a box of its own in `parent`, all of one kind: then one may outweigh the rest.

    In an `article` element lines too short to weigh anything may stand beside it.
    """
    if best.paragraphs > 1 or node.mem_id != best.node.mem_id or find_first(parent, "h1") is not None:
        return False
    return parent.tag == "article" or (
        len(inside) > 1 and all(kind_of_box(ground.node) == kind_of_box(node) for ground in inside)
    )


def _is_editors_box(node: LexborNode, parent: LexborNode) -> bool:
    """Tell whether a box without a name stands beside paragraphs of some length: editors set parts of a text so."""
    if node.tag != "div" or node.attributes.get("class") or node.attributes.get("id"):
        return False
    return any(child.tag == "p" and own_length(child) >= _MIN_BESIDE for child in parent.iter())


def _only_wraps(parent: LexborNode, node: LexborNode) -> bool:
    """Tell whether climbing costs nothing but may pay: the parent holds the same text, and pictures besides."""
    return parent.tag in {"div", "section"} and len(parent.text().strip()) == len(node.text().strip())
