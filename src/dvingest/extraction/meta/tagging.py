"""The tags of an article: as shown in their place, by their addresses, or as meta data lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from dvingest.extraction.dom.head import Head, ld_values
from dvingest.extraction.dom.nodes import element_before, is_elsewhere, is_in_card, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.meta.section_path import distinct_names
from dvingest.extraction.text import normalise_text
from dvingest.plvn.templates import Template
from dvingest.plvn.urls import is_tag_page

# A page without all of these has no such link.
_TAG_SIGNS = (b"/tu-khoa/", b"/tag", b"-tag")
_LINKS_TO_TAGS = "h1, a[href*='/tu-khoa/'], a[href*='/tag/'], a[href*='/tags/'], a[href*='-tag']"
_TAG_LABEL = re.compile(r"(?:các )?(?:từ (?:khóa|khoá)|tags?|thẻ|chủ đề)(?: bài viết| liên quan)?", re.IGNORECASE)
_AROUND_TAGS = " :,;.|•·#/-–"
_LINE_OF_LABEL = re.compile(rf"^[\W_]*{_TAG_LABEL.pattern}[\W_]*$", re.IGNORECASE | re.MULTILINE)
_LONGEST_TAG = 60
_ITEMS = frozenset({"li", "span", "h2", "h3", "h4", "h5", "strong", "b", "em", "i", "u", "font"})
_BOXES_IN_FOOT = frozenset({"footer", "nav", "aside", "body"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def read_tags(scopes: Sequence[Scope], template: Template, head: Head) -> tuple[str, ...]:
    """Return the tags the page shows, else those its meta data lists."""
    for scope, selector in ((scope, selector) for scope in scopes for selector in template.tags):
        links = (node_text(link) for link in scope.css(selector) if not is_in_card(link, scope))
        tags = distinct_names(text.strip("#") for text in links if not _is_label(text))
        if tags:
            return tuple(tags)
    # The row may stand right behind the box of the article.
    may_link = any(sign in scopes[0].raw for sign in _TAG_SIGNS)
    for scope in scopes[:2] if may_link else ():
        tags = distinct_names(text.strip("#") for text in _linked_tags(scope))
        if tags:
            return tuple(tags)
    tags = distinct_names(text.strip("#") for text in _labelled_tags(scopes[0]))
    if tags:
        return tuple(tags)
    if head.article_tags:
        return tuple(distinct_names(normalise_text(tag) for tag in head.article_tags))
    for keywords in (*ld_values(head, "keywords"), head.metas.get("news_keywords", "")):
        tags = distinct_names(normalise_text(tag) for tag in re.split(r"[,;]", keywords))
        if tags:
            return tuple(tags)
    return ()


def _is_label(text: str) -> bool:
    return _TAG_LABEL.fullmatch(text.strip(_AROUND_TAGS)) is not None


def _linked_tags(near: Scope) -> Iterator[str]:
    """Yield the texts of links to pages of tags, from the first row below the title that has nothing but them.

    Words linked within a sentence, the menu of what is read most and rows below another heading are none.
    """
    row: LexborNode | None = None
    # The title may be no heading.
    below = not near.headings()
    for node in find_all(near.node, _LINKS_TO_TAGS):
        if node.tag == "h1":
            below = below or not is_elsewhere(node, near)
            continue
        if not below or not is_tag_page(node.attributes.get("href") or ""):
            continue
        if is_elsewhere(node, near) and not _is_in_own_foot(node, near):
            continue
        box = _row_of(node)
        if row is None and box is not None and _is_row_of_tags(box):
            row = box
        if row is not None and box is not None and box.mem_id == row.mem_id:
            yield node_text(node)


def _labelled_tags(near: Scope) -> Iterator[str]:
    """Yield the texts of links beside a label of tags below the title, where their addresses tell nothing."""
    if not _LINE_OF_LABEL.search(near.node.text(separator="\n")):
        return
    # The title may be no heading.
    below = not near.headings()
    for node in find_all(near.node, "h1, h2, h3, h4, h5, span, b, strong, label, li, div, p"):
        if node.tag == "h1":
            below = below or not is_elsewhere(node, near)
        label = node.text(deep=False) if below else ""
        if not _is_label(normalise_text(label)) or is_elsewhere(node, near):
            continue
        # The label may be words of the row itself.
        row = node if find_first(node, "a[href]") is not None else _row_of(node)
        if row is None:
            continue
        names = [node_text(link) for link in find_all(row, "a[href]")]
        rest = node_text(row)
        for name in names:
            rest = rest.replace(name, " ", 1)
        if names and max(map(len, names)) <= _LONGEST_TAG and _is_label(rest):
            yield from names
            return


def _is_in_own_foot(node: LexborNode, near: Scope) -> bool:
    current = node.parent
    while current is not None and current.tag not in _BOXES_IN_FOOT:
        current = current.parent
    return current is not None and current.tag == "footer" and not is_in_card(node, near)


def _row_of(link: LexborNode) -> LexborNode | None:
    """Return what holds a link and its like: its parent, or the list it is an item of."""
    box = link.parent
    while box is not None and box.tag in _ITEMS and node_text(box) == node_text(link):
        box = box.parent
    return box


def _is_row_of_tags(box: LexborNode) -> bool:
    links = find_all(box, "a[href]")
    if not all(is_tag_page(link.attributes.get("href") or "") for link in links):
        return False
    rest = whole = node_text(box)
    for link in links:
        rest = rest.replace(node_text(link), " ", 1)
    label = rest.strip(_AROUND_TAGS)
    if label:
        return _is_label(label)
    if box.tag == "p" and not whole.startswith("#"):
        # A line of the text that is a link.
        return False
    before = element_before(box)
    if before is None or before.tag not in _HEADINGS:
        return True
    return _is_label(node_text(before))
