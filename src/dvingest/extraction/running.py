"""Running text read straight from the parsed page: paragraphs in which there is nothing to edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborNode

from dvingest.extraction.pieces import BREAK, Piece, Run, make_piece, split_at_breaks
from dvingest.model import BlockKind
from dvingest.plvn.boilerplate import NOTE_CLASSES, PICTURE_CLASSES, QUOTE_CLASSES

_KINDS: dict[str, BlockKind] = {
    "p": "paragraph",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
BOLD_TAGS = frozenset({"b", "strong"})
ITALIC_TAGS = frozenset({"i", "em", "cite"})
_INLINE = (
    BOLD_TAGS | ITALIC_TAGS | {"a", "span", "u", "font", "br", "sub", "sup", "small", "big", "mark", "abbr", "time"}
)
_WRAPPERS = frozenset({"div", "section", "article"})
_SPECIAL = NOTE_CLASSES | QUOTE_CLASSES | PICTURE_CLASSES
_MAX_INLINE_DEPTH = 20


def split_container(container: LexborNode) -> list[Piece | str]:
    """Return a container's children in reading order: pieces where they are plain paragraphs, else their HTML.

    Children with pictures, tables, lists, quotes or boxes stand together in one string as long as they are neighbours.
    """
    children = list(container.iter(include_text=True))
    elements = [child for child in children if child.is_element_node]
    if any(child.is_text_node and (child.text_content or "").strip() for child in children):
        # Bare text runs on over inline elements; only a tree of all of it keeps its words in order.
        return [container.html or ""]
    if len(elements) == 1 and elements[0].tag in _WRAPPERS and _SPECIAL.isdisjoint(_classes(elements[0])):
        return split_container(elements[0])
    parts: list[Piece | str] = []
    for child in elements:
        pieces = _read_plain(child)
        if pieces is not None:
            parts += pieces
        elif parts and isinstance(parts[-1], str):
            parts[-1] += child.html or ""
        else:
            parts.append(child.html or "")
    return parts


def _read_plain(node: LexborNode) -> list[Piece] | None:
    """Return the pieces of a plain paragraph or heading, None where it holds something to edit."""
    kind = _KINDS.get(node.tag or "")
    if kind is None:
        return None
    attributes = node.attributes
    names = (attributes.get("class") or "").split()
    if names and not _SPECIAL.isdisjoint(names):
        return None
    runs: list[Run] = []
    if not _collect(node, runs, is_bold(attributes), is_italic(attributes), None, 0):
        return None
    right = is_right(attributes)
    found = (make_piece(part, kind, right) for part in split_at_breaks(runs))
    return [piece for piece in found if piece is not None]


def is_right(attributes: Mapping[str, Any]) -> bool:
    """Tell whether an element's attributes set its text to the right."""
    style = attributes.get("style") or ""
    if style and "right" in style and "text-align:right" in style.replace(" ", ""):
        return True
    return attributes.get("align") == "right" or "text-right" in (attributes.get("class") or "")


def is_bold(attributes: Mapping[str, Any]) -> bool:
    """Tell whether an element's attributes make its text bold."""
    style = attributes.get("style") or ""
    if "font-weight" in style and re.search(r"font-weight:\s*(?:bold|[6-9]00)", style):
        return True
    return "font-bold" in (attributes.get("class") or "")


def is_italic(attributes: Mapping[str, Any]) -> bool:
    """Tell whether an element's attributes make its text italic."""
    style = attributes.get("style") or ""
    return "italic" in style or "italic" in (attributes.get("class") or "")


def _collect(node: LexborNode, runs: list[Run], bold: bool, italic: bool, href: str | None, depth: int) -> bool:
    """Collect the inline text in `node`; tell whether there was nothing else."""
    if depth > _MAX_INLINE_DEPTH:
        return False
    child = node.first_child
    while child is not None:
        if child.is_text_node:
            runs.append(Run(child.text_content or "", bold, italic, href))
        elif child.is_element_node:
            tag = child.tag or ""
            if tag not in _INLINE:
                return False
            if tag == "br":
                runs.append(Run(BREAK, False, False, None))
            elif not _collect_inline(child, tag, runs, bold, italic, href, depth):
                return False
        child = child.next
    return True


def _collect_inline(
    node: LexborNode, tag: str, runs: list[Run], bold: bool, italic: bool, href: str | None, depth: int
) -> bool:
    if tag == "span":
        attributes = node.attributes
        bold, italic = bold or is_bold(attributes), italic or is_italic(attributes)
    elif tag == "a":
        href = node.attributes.get("href") or "#"
    return _collect(node, runs, bold or tag in BOLD_TAGS, italic or tag in ITALIC_TAGS, href, depth + 1)


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()
