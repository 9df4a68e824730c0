"""The article's fragment becomes pieces in reading order: blocks of text, and pictures between them."""

from __future__ import annotations

from collections.abc import Sequence

from dvingest.extraction.fragment.dress import PLAIN, dressed, is_set_as_block
from dvingest.extraction.fragment.markup import write_html
from dvingest.extraction.fragment.picture_blocks import Group, is_caption, mark_pictures
from dvingest.extraction.fragment.pieces import (
    BREAK,
    Piece,
    Run,
    ends_paragraph,
    make_piece,
    place_group,
    split_at_breaks,
    split_names,
)
from dvingest.extraction.fragment.tables import read_table
from dvingest.extraction.fragment.tree import BLOCKS, Element
from dvingest.extraction.memo import remember
from dvingest.extraction.wording.byline import is_byline
from dvingest.model import BlockKind
from dvingest.plvn.element_names import HEADING_CLASSES, NOTE_CLASSES, QUOTE_CLASSES

_MAX_HEADING = 250
_MAX_WRAPPED = 200
_MAX_PARTS = 4
# Headings of the last ranks are smaller than text, and head none.
_PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE = frozenset({"h1"})
_SMALL_HEADINGS = frozenset({"h5", "h6"})


def read_fragment(bodies: Sequence[Element], base: str) -> tuple[list[Piece], int]:
    """Return the pieces of cleaned bodies in reading order, and how many captions stood there twice."""
    groups: list[Group] = []
    pieces: list[Piece] = []
    for body in bodies:
        mark_pictures(body, base, groups)
        walker = Walker(groups)
        walker.visit(body, "paragraph")
        walker.flush("paragraph")
        pieces += walker.pieces
    return pieces, sum(group.doubled for group in groups)


class Walker:
    """Collects inline runs until a block begins or ends, then makes them pieces."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.pieces: list[Piece] = []
        self.groups = groups
        self.runs: list[Run] = []
        self.waiting: list[Piece] = []
        self.dress = PLAIN
        self.caption = self.beside_picture = False
        self.href: str | None = None

    def visit(self, element: Element, kind: BlockKind) -> None:
        """Walk the children of `element`, which stand in a block of `kind`."""
        for child in element.children:
            if isinstance(child, str):
                # Between blocks there is nothing but spaces.
                if self.runs or not child.isspace():
                    self.runs.append(Run(child, self.dress.bold, self.dress.italic, self.href))
            elif child.mark is not None:
                self._place_pictures(child, child.mark, kind)
            elif child.tag in BLOCKS:
                if self.runs or self.waiting:
                    self.flush(kind)
                self._visit_block(child, kind)
            elif child.tag == "br":
                self.runs.append(Run(BREAK, False, False, None))
            else:
                self._visit_inline(child, kind)

    def flush(self, kind: BlockKind) -> None:
        """Make the runs collected so far into pieces of `kind`, and let waiting pictures follow them."""
        if self.runs:
            for runs in split_names(self.runs) if self.dress.right else split_at_breaks(self.runs):
                self._add(make_piece(runs, kind), kind)
            self.runs = []
        if self.waiting:
            self.pieces += self.waiting
            self.waiting = []

    def _add(self, piece: Piece | None, kind: BlockKind) -> None:
        if piece is not None:
            piece.kind = _settled(kind, piece.text)
            piece.right, piece.centre = self.dress.right, self.dress.centre
            piece.caption, piece.beside_picture = self.caption, self.beside_picture
            self.pieces.append(piece)

    def _visit_inline(self, element: Element, kind: BlockKind) -> None:
        is_block = element.tag == "span" and is_set_as_block(element.attributes)
        if is_block:
            self.flush(kind)
        before = self.dress, self.href
        self.dress = dressed(self.dress, element)
        if element.tag == "a":
            self.href = element.attributes.get("href") or "#"
        self.visit(element, kind)
        if is_block:
            self.flush(kind)
        self.dress, self.href = before

    def _visit_block(self, element: Element, kind: BlockKind) -> None:
        if element.tag == "table" and kind != "quote":
            self._visit_table(element, kind)
            return
        before = self.dress, self.caption, self.beside_picture
        classes = element.attributes.get("class", "")
        inner = _kind_of(element.tag, classes, kind)
        if inner == "paragraph" and element.attributes.get("role") == "heading":
            inner = "heading"
        self.dress = dressed(self.dress, element)
        self.caption = self.caption or (classes != "" and is_caption(classes))
        self.beside_picture = self.beside_picture or (element.tag == "div" and _wraps_picture(element))
        if self.beside_picture and inner == "heading":
            inner = "paragraph"
        start = len(self.pieces)
        self.visit(element, inner)
        self.flush(inner)
        if element.tag in _SMALL_HEADINGS:
            for piece in self.pieces[start:]:
                piece.small = True
        self.dress, self.caption, self.beside_picture = before

    def _visit_table(self, element: Element, around: BlockKind) -> None:
        table = read_table(write_html(element))
        is_note = not NOTE_CLASSES.isdisjoint(element.class_names)
        kind: BlockKind = "table"
        is_beside_picture = len(table.rows) == 1 and any(block.mark is not None for block in element.walk())
        if element.find_first(_TITLE) is not None:
            # The head of an article in a frame.
            kind = "paragraph"
        elif table.holds_running_text and (table.is_columns or table.width <= 1 or is_beside_picture) and not is_note:
            # Columns of running text, or such beside a picture: a frame for layout, no data.
            kind = "paragraph"
        elif (is_note and not table.is_data) or len(table.rows) == table.width == 1:
            is_box = is_note or (_is_framed(element) and not is_byline(table.text))
            kind = "note" if is_box else "paragraph"
        if kind != "table":
            if around == "note":
                kind = "note"
            elif not QUOTE_CLASSES.isdisjoint(element.class_names):
                kind = "quote"
            self.visit(element, kind)
            self.flush(kind)
            return
        for block in element.walk():
            if block.mark is not None:
                self._place_pictures(block, block.mark, "paragraph")
        if table.text:
            linked = sum(len(text) for text, _ in table.links)
            self.pieces.append(Piece(kind, table.text, linked=linked, hrefs=[href for _, href in table.links]))
        self.flush("paragraph")

    def _place_pictures(self, block: Element, mark: int, kind: BlockKind) -> None:
        pieces = place_group(self.groups[mark], "heading" if block.find_first(_HEADINGS) is not None else kind)
        if self.runs and (block.tag in BLOCKS or self.runs[-1].text is BREAK) and ends_paragraph(self.runs):
            self.flush(kind)
        # In the middle of a sentence a picture must not tear it apart.
        if any(run.text.strip() for run in self.runs):
            self.waiting += pieces
        else:
            self.pieces += pieces


def _is_framed(table: Element) -> bool:
    """Tell whether a table of one cell may be seen as a box; `border=0` without a colour says that it is none."""
    if table.attributes.get("border") != "0":
        return True
    return any(
        "bgcolor" in part.attributes or "background" in part.attributes.get("style", "")
        for part in table.find_all({"table", "td"})
    )


def _wraps_picture(element: Element) -> bool:
    """Tell whether a box holds one picture and a short text in an element of its own, which is no paragraph."""
    children = element.filled()
    # Most boxes have one part or many, which is cheaper to tell than their text.
    if not 2 <= len(children) <= _MAX_PARTS or any(isinstance(child, str) for child in children):
        return False
    if len(element.text) > _MAX_WRAPPED:
        return False
    inside = element.walk()
    return sum(inner.mark is not None for inner in inside) == 1 and all(
        inner.tag not in _PARAGRAPHS for inner in inside
    )


def _settled(kind: BlockKind, text: str) -> BlockKind:
    # Behind a heading that was never closed the paragraphs stand in it.
    return "paragraph" if kind == "heading" and len(text) > _MAX_HEADING else kind


@remember
def _kind_of(tag: str, classes: str, kind: BlockKind) -> BlockKind:
    """Return the kind of the blocks directly in an element; what stands in a note or quote belongs to it."""
    if kind in {"note", "quote"}:
        return kind
    names = classes.split()
    if tag == "blockquote" or not QUOTE_CLASSES.isdisjoint(names) or any(name.endswith("-quote") for name in names):
        return "quote"
    if not NOTE_CLASSES.isdisjoint(names):
        return "note"
    if tag in _HEADINGS or not HEADING_CLASSES.isdisjoint(names):
        return "heading"
    return "list_item" if tag in {"li", "dd"} else kind
