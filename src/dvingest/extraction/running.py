"""Running text read straight from the parsed page: paragraphs in which there is nothing to edit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from dvingest.extraction.memo import remember
from dvingest.extraction.pictures import MARK, Group
from dvingest.extraction.pieces import BREAK, Piece, Run, make_piece, place_group, split_at_breaks
from dvingest.extraction.text import normalise_text
from dvingest.model import BlockKind
from dvingest.plvn.boilerplate import HEADING_CLASSES, NOTE_CLASSES, QUOTE_CLASSES

_KINDS: dict[str, BlockKind] = {
    "p": "paragraph",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
BOLD_TAGS = frozenset({"b", "strong"})
ITALIC_TAGS = frozenset({"i", "em", "cite"})
_INLINE = (
    BOLD_TAGS | ITALIC_TAGS | {"a", "span", "u", "font", "br", "sub", "sup", "small", "big", "mark", "abbr", "time"}
)
_WRAPPERS = frozenset({"div", "section", "article", "main", "center", "figure"})
_SPECIAL = NOTE_CLASSES | QUOTE_CLASSES | HEADING_CLASSES
_MAX_INLINE_DEPTH = 20


def split_container(container: LexborNode, groups: Sequence[Group]) -> list[Piece | str]:
    """Return a container's children in reading order: pieces where they are pictures or plain paragraphs, else HTML.

    Children with tables, lists, quotes or boxes stand together in one string as long as they are neighbours.
    """
    children: list[LexborNode] = []
    child = container.first_child
    while child is not None:
        if child.is_element_node:
            children.append(child)
        elif child.is_text_node and (child.text_content or "").strip():
            # Bare text runs on over inline elements; only a tree of all of it keeps its words in order.
            return [container.html or ""]
        child = child.next
    parts: list[Piece | str] = []
    for node in children:
        pieces = _read_child(node, groups)
        if pieces is not None:
            parts += pieces
        elif parts and isinstance(parts[-1], str):
            parts[-1] += node.html or ""
        else:
            parts.append(node.html or "")
    return parts


def _read_child(node: LexborNode, groups: Sequence[Group]) -> Sequence[Piece | str] | None:
    """Return the parts of a picture, a plain paragraph or a mere wrapper, None where there is something to edit."""
    attributes = node.attributes
    mark = attributes.get(MARK)
    if mark is not None:
        return place_group(groups[int(mark)], "paragraph")
    names = attributes.get("class")
    if names and not _SPECIAL.isdisjoint(names.split()):
        return None
    tag = node.tag or ""
    kind = _KINDS.get(tag)
    if kind is not None:
        return _read_plain(node, kind, attributes, groups)
    if tag in _WRAPPERS and not (is_bold(attributes) or is_italic(attributes) or is_right(attributes)):
        parts = split_container(node, groups)
        # Bare text comes back whole; as a neighbour of other boxes it is read together with them.
        return None if len(parts) == 1 and isinstance(parts[0], str) else parts
    return None


def _read_plain(
    node: LexborNode, kind: BlockKind, attributes: Mapping[str, Any], groups: Sequence[Group]
) -> list[Piece] | None:
    runs: list[Run] = []
    waiting: list[Piece] = []
    first = node.first_child
    if first is not None and first.is_text_node and first.next is None:
        text = normalise_text(first.text_content or "")
        return [_dressed(Piece(kind, text), attributes)] if text else []
    before: list[Piece] = []
    collector = _Collector(groups, runs, before, waiting)
    if not collector.collect(node, is_bold(attributes), is_italic(attributes), None, 0):
        return None
    right = is_right(attributes)
    found = (make_piece(part, kind, right) for part in split_at_breaks(runs))
    return [*before, *(piece for piece in found if piece is not None), *waiting]


def _dressed(piece: Piece, attributes: Mapping[str, Any]) -> Piece:
    if attributes:
        piece.bold, piece.italic, piece.right = _dress_of(
            attributes.get("style") or "", attributes.get("align") or "", attributes.get("class") or ""
        )
    return piece


@remember
def _dress_of(style: str, align: str, classes: str) -> tuple[bool, bool, bool]:
    attributes = {"style": style, "align": align, "class": classes}
    return is_bold(attributes), is_italic(attributes), is_right(attributes)


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


@dataclass(slots=True)
class _Collector:
    """Collects the inline text of a paragraph, and the pictures before and behind its first word."""

    groups: Sequence[Group]
    runs: list[Run]
    before: list[Piece]
    behind: list[Piece]

    def collect(self, node: LexborNode, bold: bool, italic: bool, href: str | None, depth: int) -> bool:
        """Collect what stands in `node`; tell whether there was nothing to edit."""
        if depth > _MAX_INLINE_DEPTH:
            return False
        child = node.first_child
        while child is not None:
            if child.is_text_node:
                self.runs.append(Run(child.text_content or "", bold, italic, href))
            elif child.is_element_node and not self._collect_element(child, bold, italic, href, depth):
                return False
            child = child.next
        return True

    def _collect_element(self, node: LexborNode, bold: bool, italic: bool, href: str | None, depth: int) -> bool:
        tag = node.tag or ""
        if tag == "br":
            self.runs.append(Run(BREAK, False, False, None))
            return True
        attributes = node.attributes
        mark = attributes.get(MARK)
        if mark is not None:
            has_words = any(run.text.strip() for run in self.runs)
            (self.behind if has_words else self.before).extend(place_group(self.groups[int(mark)], "paragraph"))
            return True
        if tag not in _INLINE:
            return False
        if tag == "a":
            href = attributes.get("href") or "#"
        bold = bold or tag in BOLD_TAGS or is_bold(attributes)
        italic = italic or tag in ITALIC_TAGS or is_italic(attributes)
        return self.collect(node, bold, italic, href, depth + 1)
