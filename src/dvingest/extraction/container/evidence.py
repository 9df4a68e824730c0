"""Where the body stands on a page whose container is not known by name: the paragraphs bear witness."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.comments import drop_comments
from dvingest.extraction.container.grounds import (
    MIN_PARAGRAPH,
    Ground,
    all_grounds,
    grounds_of_short_lines,
    kind_of_box,
)
from dvingest.extraction.container.widening import widen
from dvingest.extraction.container.wordless import find_box_behind, find_media_box, is_lead
from dvingest.extraction.dom.nodes import is_elsewhere, is_within
from dvingest.extraction.dom.scope import Scope, heading_that_says
from dvingest.extraction.dom.selecting import find_all
from dvingest.plvn.dates import has_clock, is_date_line

_SHORT = 60
_SHORTER = 2
_DATES = "time, [class*=date], [class*=time]"
# What a site lays over a page, or at its lower end: notes on cookies, forms to log in or to subscribe.
_WINDOWS = ", ".join(
    f"[{attribute}*={name} i]"
    for attribute in ("class", "id")
    for name in ("cookie", "consent", "popup", "modal", "newsletter")
)
_LITTLE_TEXT = 1000


def find_by_evidence(whole: Scope, declared_title: str, description: str, url: str) -> LexborNode | None:
    """Return the element the article's paragraphs stand in, on a page whose container is not known by name.

    Marked by `itemprop=articleBody` it counts at once. Else each paragraph speaks for the element it stands in, without
    its links; paragraphs of cards and side columns are silent, so a column longer than the article does not win.
    """
    others = _other_articles(whole, declared_title)
    marked = [
        node
        for node in _outside(whole.css("[itemprop=articleBody]"), others)
        if len(node.text().strip()) >= MIN_PARAGRAPH and not is_elsewhere(node, whole)
    ]
    if marked:
        # A next article may be loaded below: the first that is more than a teaser counts.
        return next((node for node in marked if len(node.text().strip()) >= 200), marked[0])
    drop_comments(whole)
    grounds = _without_windows(all_grounds(whole), whole)
    if others:
        places = {node.mem_id: place for place, node in enumerate(find_all(whole.node, "*"))}
        end = places.get(others[0].mem_id, len(places))
        # Between the two articles readers' comments may stand.
        comments = [*whole.css("[class*=comment]"), *whole.css("[id*=comment]")]
        grounds = [
            ground for ground in grounds if places.get(ground.first, 0) < end and _outside([ground.node], comments)
        ]
    if not grounds:
        own = heading_that_says(declared_title, whole) if others else None
        box = _box_without(others[0], own) if own is not None else find_media_box(whole)
        grounds = grounds_of_short_lines(whole) if box is None else []
        if not grounds:
            return box
    title = next((node for node in whole.headings() if not is_elsewhere(node, whole)), None)
    if title is None:
        return widen(_longest(grounds), grounds, others)
    tags = {"h1", *(ground.tag for ground in grounds)}
    order = {node.mem_id: place for place, node in enumerate(find_all(whole.node, ", ".join(sorted(tags))))}
    grounds = _below_title(grounds, order, order[title.mem_id])
    best = _choose_ground(grounds, order, title)
    lead = _lead_alone(best, description)
    box = find_box_behind(lead, title, whole, url) if lead is not None else None
    return box or widen(best, grounds, others)


def _without_windows(grounds: list[Ground], whole: Scope) -> list[Ground]:
    """Return the grounds that stand in no window laid over the page; beside a long text none of these counts."""
    if not grounds or sum(ground.score for ground in grounds) > _LITTLE_TEXT:
        return grounds
    windows = [*find_all(whole.node, _WINDOWS), *whole.css("[role=dialog]")]
    boxes = [
        node for node in windows if node.tag not in {"html", "body"} and node.mem_id not in whole.around_headings()
    ]
    return [ground for ground in grounds if _outside([ground.node], boxes)]


def _lead_alone(ground: Ground, description: str) -> LexborNode | None:
    """Return the lead if a ground has no other paragraph."""
    if ground.paragraphs > 1:
        return None
    node = next(node for node in find_all(ground.node, ground.tag) if node.mem_id == ground.first)
    return node if is_lead(node, description) else None


def _other_articles(whole: Scope, declared_title: str) -> list[LexborNode]:
    """Return the boxes of articles loaded behind the page's own: each has a title and a date of its own.

    Parts of one text may have titles of that rank too, but no dates.
    """
    headings = whole.headings()
    own = heading_that_says(declared_title, whole) if len(headings) > 1 else None
    if own is None:
        return []
    places = [heading.mem_id for heading in headings]
    boxes = [_box_without(own, heading) for heading in headings[places.index(own.mem_id) + 1 :]]
    return [box for box in boxes if any(map(_is_date, find_all(box, _DATES)))]


def _box_without(other: LexborNode, heading: LexborNode) -> LexborNode:
    """Return the largest box around a heading in which the other element does not stand."""
    box = heading
    while box.parent is not None and not is_within(other, box.parent):
        box = box.parent
    return box


def _is_date(node: LexborNode) -> bool:
    return bool(node.attributes.get("datetime")) or is_date_line(node.text().strip())


def _outside(nodes: list[LexborNode], boxes: list[LexborNode]) -> list[LexborNode]:
    return [node for node in nodes if not any(is_within(node, box) for box in boxes)]


def _longest(grounds: list[Ground]) -> Ground:
    return max(grounds, key=lambda ground: ground.score)


def _below_title(grounds: list[Ground], order: dict[int, int], start: int) -> list[Ground]:
    """Return the grounds below the title, unless most of the text stands above it: lists above it are no part of it."""
    below = [ground for ground in grounds if order.get(ground.first, start) >= start]
    is_most = 2 * sum(ground.score for ground in below) >= sum(ground.score for ground in grounds)
    return below if is_most else grounds


def _choose_ground(grounds: list[Ground], order: dict[int, int], title: LexborNode) -> Ground:
    """Return the first ground below the title that may be an article, else the one with most text.

    The longest is not always the page's own: the next article may be loaded below it.
    """
    longest = _longest(grounds)
    if longest.paragraphs == 1 and is_within(title, longest.node):
        # A paragraph alone beside the title is the lead where others stand in a box below it.
        others = [
            ground
            for ground in grounds
            if ground.paragraphs > 1
            and ground.score * _SHORTER >= longest.score
            and is_within(ground.node, longest.node)
        ]
        longest = _longest(others) if others else longest
    likely = _likely_grounds(grounds, longest.score)
    if len(likely) > 1:
        start = order[title.mem_id]
        for ground in sorted(likely, key=lambda ground: order.get(ground.first, 0)):
            if order.get(ground.first, 0) > start and not _is_in_head(ground, title):
                return ground
    return longest


def _likely_grounds(grounds: list[Ground], most: int) -> list[Ground]:
    """Return the grounds that may be an article beside the longest, which has a score of `most`.

    Where each paragraph has a box of its own, equal boxes beside one another count together.
    """
    families: dict[tuple[int, str, str], list[Ground]] = {}
    for ground in grounds:
        families.setdefault(kind_of_box(ground.node), []).append(ground)
    likely: list[Ground] = []
    for family in families.values():
        score = sum(ground.score for ground in family)
        if sum(ground.paragraphs for ground in family) < 2 or score * 10 < most * 3:
            continue
        body = _longest(family)
        holds_most = body.paragraphs > 1 and body.score * 5 >= score * 3
        # Beside a box with most of their text a paragraph alone in one of its own is the lead.
        likely += [
            ground
            for ground in family
            if not (holds_most and ground.paragraphs == 1 and ground.score * 5 <= body.score)
        ]
    return likely


def _is_in_head(ground: Ground, title: LexborNode) -> bool:
    """Tell whether a ground is the head's: its element, or a short line beside the title or with the clock."""
    is_short = ground.score < _SHORT and ground.paragraphs == 1
    if is_within(title, ground.node):
        return is_short or ground.node.tag == "header"
    return is_short and has_clock(ground.node.text().strip())
