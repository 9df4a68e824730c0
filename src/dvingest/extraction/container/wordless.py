"""Where the body of a page without a known container stands if it has no paragraphs: pictures, a film, links."""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.grounds import LINKED_HEADINGS
from dvingest.extraction.dom.nodes import is_elsewhere, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.links import leads_to_other_article, leads_to_other_page
from dvingest.extraction.text import folded
from dvingest.extraction.wording.marks import split_mark

_MARKED = ("[itemprop=articleBody]",)
_NAMED = (*_MARKED, "article", "[class*=article-body]", ".entry", ".content")
_SHOWN = "figure img, video, iframe"
# Where editors set pictures; what stands bare in a division may be a button, a logo or a portrait.
_PARTS = "figure, video, iframe, p > img, p > a > img, td img"
_LISTS = "ul, ol"
_LEVELS_OF_CARD = 4
PATIENCE = 100
"""So many pictures and paragraphs are looked at closely: pages may have thousands of them."""
_MIN_LINKS = 3
_MIN_TITLE = 15


def find_media_box(whole: Scope, names: Sequence[str] = _NAMED) -> LexborNode | None:
    """Return the element named as the body that holds a picture or a film, and neither text nor linked titles."""
    for selector in names:
        for node in whole.css(selector):
            if is_elsewhere(node, whole) or find_first(node, "a h2, a h3, h2 a, h3 a") is not None:
                continue
            if find_first(node, _SHOWN) is not None:
                return node
    return None


def is_lead(node: LexborNode, description: str) -> bool:
    """Tell whether a paragraph is the lead: what the page says of itself, maybe cut short, or else by its mark."""
    text, mark = split_mark(node_text(node))
    described = folded(split_mark(description)[0].rstrip(" .…"))
    return folded(text).startswith(described) if described else mark is not None


def find_box_behind(lead: LexborNode, title: LexborNode, whole: Scope, url: str) -> LexborNode | None:
    """Return the largest box behind that of the lead that holds pictures, a film or else a list of links.

    No title stands in it. Nothing if such a thing stands beside the lead itself in an element not marked as the body.
    """
    marked = find_media_box(whole, _MARKED)
    if marked is not None:
        return marked
    way = {node.mem_id for end in (lead, title) for node in _with_parents(end)}
    for query, is_own in ((_PARTS, is_shown), (_LISTS, _lists_documents)):
        parts = find_all(whole.node, f"{lead.tag}, {query}")
        start = next(place for place, node in enumerate(parts) if node.mem_id == lead.mem_id)
        for part in parts[start + 1 : start + PATIENCE]:
            if part.tag != lead.tag and part.mem_id not in way and not is_elsewhere(part, whole) and is_own(part, url):
                box = _largest_box(part, way)
                return box if box.parent != lead.parent else None
    return None


def _with_parents(node: LexborNode | None) -> list[LexborNode]:
    nodes: list[LexborNode] = []
    while node is not None:
        nodes.append(node)
        node = node.parent
    return nodes


def is_shown(part: LexborNode, url: str) -> bool:
    """Tell whether a picture or film stands in no card: beside a link to another article or in a box with one title."""
    if part.tag == "figure" and find_first(part, "img, video, iframe") is None:
        return False
    around = _with_parents(part)[:_LEVELS_OF_CARD]
    links = [*find_all(part, "a[href]"), *(box for box in around if box.tag == "a")]
    if any(leads_to_other_article(link.attributes.get("href") or "", url) for link in links):
        return False
    titles = next(filter(None, (find_all(box, LINKED_HEADINGS) for box in around)), [])
    return len(titles) != 1


def _lists_documents(part: LexborNode, url: str) -> bool:
    """Tell whether a list has links as long as titles, none of which leads to another page of the newspaper."""
    links = [link for link in find_all(part, "a[href]") if len(link.text().strip()) >= _MIN_TITLE]
    return len(links) >= _MIN_LINKS and not any(
        leads_to_other_page(link.attributes.get("href") or "", url) for link in links
    )


def _largest_box(part: LexborNode, way: set[int]) -> LexborNode:
    box = part
    while box.parent is not None and box.parent.mem_id not in way and find_first(box.parent, LINKED_HEADINGS) is None:
        box = box.parent
    return box
