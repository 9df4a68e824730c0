"""The article's fragment becomes pieces in reading order: blocks of text, and pictures between them."""

from __future__ import annotations

from collections.abc import Sequence

from dvingest.extraction.dress import BOLD_TAGS, ITALIC_TAGS, dress_of
from dvingest.extraction.memo import remember
from dvingest.extraction.pictures import Group, mark_pictures
from dvingest.extraction.pieces import BREAK, Piece, Run, make_piece, place_group, split_at_breaks
from dvingest.extraction.tables import read_table
from dvingest.extraction.text import normalise_text
from dvingest.extraction.tree import BLOCKS, Element, write_html
from dvingest.model import BlockKind
from dvingest.plvn.boilerplate import HEADING_CLASSES, NOTE_CLASSES, QUOTE_CLASSES

_MAX_HEADING = 250
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


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
        self.bold = self.italic = self.right = False
        self.href: str | None = None

    def visit(self, element: Element, kind: BlockKind) -> None:
        """Walk the children of `element`, which stand in a block of `kind`."""
        for child in element.children:
            if isinstance(child, str):
                # Between blocks there is nothing but spaces.
                if self.runs or not child.isspace():
                    self.runs.append(Run(child, self.bold, self.italic, self.href))
            elif child.mark is not None:
                self._place_pictures(child.mark, kind)
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
            for runs in split_at_breaks(self.runs):
                piece = make_piece(runs, kind, self.right)
                if piece is not None:
                    piece.kind = _settled(kind, piece.text)
                    self.pieces.append(piece)
            self.runs = []
        if self.waiting:
            self.pieces += self.waiting
            self.waiting = []

    def _visit_inline(self, element: Element, kind: BlockKind) -> None:
        before = self.bold, self.italic, self.href
        dress = dress_of(element.attributes)
        self.bold = self.bold or dress.bold or element.tag in BOLD_TAGS
        self.italic = self.italic or dress.italic or element.tag in ITALIC_TAGS
        if element.tag == "a":
            self.href = element.attributes.get("href") or "#"
        self.visit(element, kind)
        self.bold, self.italic, self.href = before

    def _visit_block(self, element: Element, kind: BlockKind) -> None:
        if element.tag == "table" and kind not in {"note", "quote"}:
            self._visit_table(element)
            return
        before = self.bold, self.italic, self.right
        inner = _kind_of(element.tag, element.attributes.get("class", ""), kind)
        dress = dress_of(element.attributes)
        bold, italic, right = self.bold or dress.bold, self.italic or dress.italic, self.right or dress.right
        children = element.children
        if len(children) == 1 and isinstance(children[0], str) and self.href is None:
            text = normalise_text(children[0])
            if text:
                self.pieces.append(Piece(_settled(inner, text), text, bold=bold, italic=italic, right=right))
            return
        self.bold, self.italic, self.right = bold, italic, right
        self.visit(element, inner)
        self.flush(inner)
        self.bold, self.italic, self.right = before

    def _visit_table(self, element: Element) -> None:
        table = read_table(write_html(element))
        is_note = not NOTE_CLASSES.isdisjoint(element.class_names)
        kind: BlockKind = "table"
        if table.width <= 1 and table.holds_running_text and not is_note:
            # One column of running text: a frame for layout, no data.
            kind = "paragraph"
        elif is_note or len(table.rows) == table.width == 1:
            kind = "note"
        if kind != "table":
            self.visit(element, kind)
            self.flush(kind)
            return
        for block in element.walk():
            if block.mark is not None:
                self._place_pictures(block.mark, "paragraph")
        if table.text:
            linked = sum(len(text) for text, _ in table.links)
            self.pieces.append(Piece(kind, table.text, linked=linked, hrefs=[href for _, href in table.links]))
        self.flush("paragraph")

    def _place_pictures(self, mark: int, kind: BlockKind) -> None:
        pieces = place_group(self.groups[mark], kind)
        # In the middle of a paragraph a picture must not tear it apart.
        if any(run.text.strip() for run in self.runs):
            self.waiting += pieces
        else:
            self.pieces += pieces


def _settled(kind: BlockKind, text: str) -> BlockKind:
    # Behind a heading that was never closed the paragraphs stand in it.
    return "paragraph" if kind == "heading" and len(text) > _MAX_HEADING else kind


@remember
def _kind_of(tag: str, classes: str, kind: BlockKind) -> BlockKind:
    """Return the kind of the blocks directly in an element; what stands in a note or quote belongs to it."""
    if kind in {"note", "quote"}:
        return kind
    names = classes.split()
    if tag == "blockquote" or not QUOTE_CLASSES.isdisjoint(names):
        return "quote"
    if not NOTE_CLASSES.isdisjoint(names):
        return "note"
    if tag in _HEADINGS or not HEADING_CLASSES.isdisjoint(names):
        return "heading"
    return "list_item" if tag in {"li", "dd"} else kind
