"""Where the body stands: in the container a template names, or where the paragraphs of the page are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from dvingest.extraction.nodes import class_names, is_elsewhere, node_text
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.plvn.boilerplate import is_box_heading
from dvingest.plvn.templates import TEMPLATES, Template

_MIN_PARAGRAPH = 25
_SHORT_ARTICLE = 200
_MIN_SPILLED = 60
_WORDS = frozenset({"span", "font", "b", "strong", "i", "em", "u"})
_MEDIA_BOXES = ("[itemprop=articleBody]", "article", "[class*=article-body]", ".entry", ".content")
_PLAIN_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "br", "center"})
_WIDEST = frozenset({"body", "html", "main"})


@dataclass(slots=True)
class _Ground:
    """An element that paragraphs stand in directly."""

    node: LexborNode
    score: int = 0
    paragraphs: int = 0
    first: int = 0
    """Identity of its first paragraph."""


def find_template(whole: Scope) -> Template | None:
    """Return the first layout whose probe finds an element, None for a page no layout fits."""
    return next((template for template in TEMPLATES if whole.first(template.probe) is not None), None)


def find_containers(whole: Scope, template: Template) -> list[LexborNode]:
    """Return the containers of the body that `template` names, in reading order; several where it is cut up."""
    for selector in template.body:
        nodes = [node for node in whole.css(selector) if not _is_in_other_article(node)]
        if len(nodes) == 1:
            return nodes
        if not nodes:
            continue
        first = next((node for node in nodes if node.text().strip()), nodes[0])
        parent = first.parent
        return [
            node
            for node in nodes
            if node.mem_id == first.mem_id
            or (
                parent is not None
                and node.parent is not None
                and node.parent.mem_id == parent.mem_id
                and _follows(node, first)
            )
        ]
    return []


def find_by_evidence(whole: Scope) -> LexborNode | None:
    """Return the element the article's paragraphs stand in, on a page whose container is not known by name.

    Marked by `itemprop=articleBody` it counts at once. Else each paragraph speaks for the element it stands in, without
    its links; paragraphs of cards and side columns are silent, so a column longer than the article does not win.
    """
    marked = [
        node for node in whole.css("[itemprop=articleBody]") if node.tag != "meta" and not is_elsewhere(node, whole)
    ]
    marked = [node for node in marked if len(node.text().strip()) >= _MIN_PARAGRAPH]
    if marked:
        # A next article may be loaded below: the first that is more than a teaser counts.
        return next((node for node in marked if len(node.text().strip()) >= 200), marked[0])
    grounds = _all_grounds(whole)
    if not grounds:
        return _find_media_box(whole)
    return _widen(_choose_ground(whole, grounds), grounds)


def own_text_length(whole: Scope, container: LexborNode) -> int:
    """Return how many characters of text a container found by evidence has outside cards and links."""
    return sum(ground.score for ground in _all_grounds(whole) if _contains(container, ground.node))


def _all_grounds(whole: Scope) -> list[_Ground]:
    """Return the grounds of the paragraphs of a page; of its bare text where that is all it has, or more."""
    grounds = list(_grounds(whole, find_all(whole.node, "p, blockquote, h2, h3, li")).values())
    total = sum(ground.score for ground in grounds)
    if total >= _SHORT_ARTICLE:
        return grounds
    bare = list(_grounds_of_bare_text(whole).values())
    return bare if sum(ground.score for ground in bare) > total else grounds


def _find_media_box(whole: Scope) -> LexborNode | None:
    """Return the element named as the body that holds a picture or a film, and neither text nor linked titles."""
    for selector in _MEDIA_BOXES:
        for node in find_all(whole.node, selector):
            if is_elsewhere(node, whole) or find_first(node, "a h2, a h3, h2 a, h3 a") is not None:
                continue
            if find_first(node, "figure img, video, iframe") is not None:
                return node
    return None


def _choose_ground(whole: Scope, grounds: list[_Ground]) -> _Ground:
    """Return the first ground below the title that may be an article, else the one with most text.

    The longest is not always the page's own: the next article may be loaded below it.
    """
    most = max(ground.score for ground in grounds)
    # Where each paragraph has a box of its own, equal boxes beside one another count together.
    families: dict[tuple[int, str, str], _Ground] = {}
    for ground in grounds:
        family = families.setdefault(_kind_of_box(ground.node), _Ground(ground.node))
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
        for ground in likely:
            if order.get(ground.first, 0) > start:
                return ground
    return next(ground for ground in grounds if ground.score == most)


def _kind_of_box(node: LexborNode) -> tuple[int, str, str]:
    parent = node.parent
    return parent.mem_id if parent is not None else 0, node.tag or "", node.attributes.get("class") or ""


def _is_in_other_article(node: LexborNode) -> bool:
    current = node.parent
    while current is not None and current.tag not in {"body", "html"}:
        names = class_names(current)
        if current.tag == "aside" or "article__body" in names:
            return True
        if "story" in names and find_first(current, "h1") is None:
            # A card has no title of the first rank.
            return True
        current = current.parent
    return False


def find_spilled(container: LexborNode) -> list[LexborNode]:
    """Return what goes on right behind a container like its body: one end tag too many has ended it early.

    Nothing unless two paragraphs of some length, without names, are there before any other box.
    """
    found: list[LexborNode] = []
    paragraphs = 0
    current = container.next
    while current is not None:
        if current.is_element_node:
            if not _is_plain_block(current):
                break
            found.append(current)
            paragraphs += current.tag == "p" and _own_length(current) >= _MIN_SPILLED
        elif (current.text_content or "").strip() and current.is_text_node:
            break
        current = current.next
    return found if paragraphs >= 2 else []


def _is_plain_block(node: LexborNode) -> bool:
    if node.tag in {"table", "figure"}:
        return find_first(node, "img") is not None
    attributes = node.attributes
    return node.tag in _PLAIN_BLOCKS and not attributes.get("class") and not attributes.get("id")


def _follows(node: LexborNode, first: LexborNode) -> bool:
    current = first.next
    while current is not None:
        if current.mem_id == node.mem_id:
            return True
        current = current.next
    return False


def _grounds(whole: Scope, nodes: list[LexborNode]) -> dict[int, _Ground]:
    grounds: dict[int, _Ground] = {}
    silent: dict[int, bool] = {}
    for node in nodes:
        length = _own_length(node)
        parent = node.parent
        if length < _MIN_PARAGRAPH or parent is None:
            continue
        if parent.mem_id not in silent:
            silent[parent.mem_id] = parent.tag == "blockquote" or is_elsewhere(node, whole) or _is_card(node)
        if silent[parent.mem_id]:
            continue
        if node.tag == "li" and parent.parent is not None and parent.tag in {"ul", "ol"}:
            parent = parent.parent
        ground = grounds.setdefault(parent.mem_id, _Ground(parent, first=node.mem_id))
        ground.score += length
        ground.paragraphs += 1
    return grounds


def _grounds_of_bare_text(whole: Scope) -> dict[int, _Ground]:
    """Return the grounds of a page that sets its paragraphs in divisions or only breaks lines."""
    grounds: dict[int, _Ground] = {}
    for node in find_all(whole.node, "div, section, article, td, main"):
        length = _line_length(node)
        if length < 40 or is_elsewhere(node, whole) or _is_card(node):
            continue
        ground = node if find_first(node, "br") is not None or node.parent is None else node.parent
        found = grounds.setdefault(ground.mem_id, _Ground(ground, first=node.mem_id))
        found.score += length
        found.paragraphs += 1
    return grounds


def _line_length(node: LexborNode) -> int:
    """Return how much text stands in a box itself and in the words in it, not in boxes of their own."""
    total = len(re.sub(r"\s+", " ", node.text(deep=False)).strip())
    for child in node.iter():
        if child.tag in _WORDS and find_first(child, "p, div, li, td, h2, h3") is None:
            total += len(child.text().strip())
    return total


def _own_length(node: LexborNode) -> int:
    only = node.first_child
    if only is not None and only.is_text_node and only.next is None:
        return len((only.text_content or "").strip())
    total = len(node.text().strip())
    return total - sum(len(link.text().strip()) for link in find_all(node, "a")) if total >= _MIN_PARAGRAPH else 0


def _is_card(node: LexborNode) -> bool:
    """Tell whether a paragraph is the summary in a card: alone with the linked title it belongs to."""
    box = node.parent
    for _ in range(3):
        if box is None or box.tag in _WIDEST or box.tag == "article":
            break
        if find_first(box, "h1") is not None:
            # What holds the title of the page is no card, whatever lists stand in it.
            return False
        paragraphs = 0
        for paragraph in find_all(box, "p"):
            paragraphs += bool(paragraph.text().strip())
            if paragraphs > 2:
                return False
        links = [link for link in find_all(box, "a") if len(link.text().strip()) >= 15]
        if links and not any(_contains(node, link) for link in links):
            return True
        box = box.parent
    return (
        box is not None
        and box.tag == "article"
        and len(find_all(box, "p")) <= 2
        and find_first(box, "h1") is None
        and bool([link for link in find_all(box, "a") if len(link.text().strip()) >= 15])
    )


def _contains(node: LexborNode, inner: LexborNode) -> bool:
    current: LexborNode | None = inner
    while current is not None:
        if current.mem_id == node.mem_id:
            return True
        current = current.parent
    return False


def _widen(best: _Ground, grounds: list[_Ground]) -> LexborNode:
    """Return an ancestor of the best ground where a good part of the text stands beside it, cut up into sections."""
    node, score = best.node, best.score
    others: set[int] = set()
    while node.parent is not None and node.parent.tag not in {"body", "html"}:
        parent = node.parent
        inside = _grounds_inside(parent, node, best, grounds, others)
        if find_first(parent, "h1") is not None:
            # One paragraph above the best ground and below the title is the lead, no part of the body cut off.
            above = inside[: next(index for index, ground in enumerate(inside) if ground is best)]
            inside = [
                ground for ground in inside if ground.paragraphs > 1 or all(ground is not other for other in above)
            ]
        total = sum(ground.score for ground in inside)
        if total * 4 >= score * 5 and node.tag != "article":
            node, score = parent, total
        elif _only_wraps(parent, node):
            node = parent
        else:
            further = _further_out(parent, best, score, grounds, others)
            if further is None:
                break
            node, score = further
    return node


def _grounds_inside(
    parent: LexborNode, own: LexborNode, best: _Ground, grounds: list[_Ground], others: set[int]
) -> list[_Ground]:
    """Return the grounds in `parent` that may belong to the best one; those of other texts are noted in `others`."""
    inside: list[_Ground] = []
    for ground in grounds:
        if ground.node.mem_id in others or not _contains(parent, ground.node):
            continue
        if ground is not best and _is_headed(ground, parent, own):
            others.add(ground.node.mem_id)
        else:
            inside.append(ground)
    return inside


def _further_out(
    parent: LexborNode, best: _Ground, score: int, grounds: list[_Ground], others: set[int]
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


def _is_headed(ground: _Ground, parent: LexborNode, own: LexborNode) -> bool:
    """Tell whether a ground stands below a title of its own, as the next article and the comments do, not in `own`."""
    top = ground.node
    while top.parent is not None and top.parent.mem_id != parent.mem_id:
        top = top.parent
    if top.mem_id in {own.mem_id, parent.mem_id} or _contains(top, own):
        return False
    if find_first(top, "h1, h2 a, h3 a") is not None:
        return True
    heading = find_first(top, "h2, h3, h4")
    if heading is not None and heading.tag == "h2" and top.tag == "article" and own.tag != "article":
        # Parts of one text would stand in elements of the same kind.
        return True
    return heading is not None and is_box_heading(node_text(heading))


def _only_wraps(parent: LexborNode, node: LexborNode) -> bool:
    """Tell whether climbing costs nothing but may pay: the parent holds the same text, and pictures besides."""
    return parent.tag in {"div", "section"} and len(parent.text().strip()) == len(node.text().strip())
