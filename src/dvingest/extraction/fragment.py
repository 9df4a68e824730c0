"""The article's fragment becomes pieces in reading order: blocks of text, and pictures between them."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from selectolax.lexbor import LexborNode

from dvingest.extraction.depth import flatten
from dvingest.extraction.pictures import MARK, Group, mark_pictures
from dvingest.extraction.pieces import BREAK, Piece, Run, make_piece, place_group, split_at_breaks
from dvingest.extraction.running import BOLD_TAGS, ITALIC_TAGS, is_bold, is_italic, is_right, split_container
from dvingest.extraction.text import normalise_text
from dvingest.model import BlockKind
from dvingest.plvn.boilerplate import HEADING_CLASSES, NOTE_CLASSES, QUOTE_CLASSES

_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li"),
        *(
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
        ),
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def read_fragment(containers: Sequence[LexborNode], base: str) -> tuple[list[Piece], int]:
    """Return the pieces of cleaned containers in reading order, and how many captions stood there twice.

    Pictures and plain paragraphs are read where they are; what has an inner order (tables, lists, quotes, notes)
    becomes an editable tree, at ten times the cost an element.
    """
    groups: list[Group] = []
    parts: list[Piece | str] = []
    for container in containers:
        mark_pictures(container, base, groups)
        parts += split_container(container, groups)
    doubled = sum(group.doubled for group in groups)
    html = "".join(f'<div class="dv-part">{part}</div>' for part in parts if isinstance(part, str))
    if not html:
        return [part for part in parts if isinstance(part, Piece)], doubled
    soup = BeautifulSoup(flatten(html), "lxml")
    edited = iter(soup.body.contents if soup.body is not None else [])
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Piece):
            pieces.append(part)
            continue
        root = next(edited, None)
        if isinstance(root, Tag):
            walker = Walker(groups)
            walker.visit(root, "paragraph")
            walker.flush("paragraph")
            pieces += walker.pieces
    return pieces, doubled


class Walker:
    """Collects inline runs until a block begins or ends, then makes them pieces."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.pieces: list[Piece] = []
        self.groups = groups
        self.runs: list[Run] = []
        self.waiting: list[Piece] = []
        self.bold = self.italic = self.right = False
        self.href: str | None = None

    def visit(self, tag: Tag, kind: BlockKind) -> None:
        """Walk the children of `tag`, which stand in a block of `kind`."""
        for child in tag.contents:
            if type(child) is NavigableString:
                self.runs.append(Run(child, self.bold, self.italic, self.href))
            elif isinstance(child, Tag):
                name = child.name
                if name == "br":
                    self.runs.append(Run(BREAK, False, False, None))
                elif MARK in child.attrs:
                    self._place_pictures(child, kind)
                elif name in _BLOCKS:
                    self.flush(kind)
                    self._visit_block(child, kind)
                else:
                    self._visit_inline(child, kind)

    def flush(self, kind: BlockKind) -> None:
        """Make the runs collected so far into pieces of `kind`, and let waiting pictures follow them."""
        if self.runs:
            for runs in split_at_breaks(self.runs):
                piece = make_piece(runs, kind, self.right)
                if piece is not None:
                    self.pieces.append(piece)
            self.runs = []
        if self.waiting:
            self.pieces += self.waiting
            self.waiting = []

    def _visit_inline(self, tag: Tag, kind: BlockKind) -> None:
        before = self.bold, self.italic, self.href
        attributes = _plain(tag)
        self.bold = self.bold or tag.name in BOLD_TAGS or is_bold(attributes)
        self.italic = self.italic or tag.name in ITALIC_TAGS or is_italic(attributes)
        if tag.name == "a":
            self.href = str(tag.attrs.get("href") or "#")
        self.visit(tag, kind)
        self.bold, self.italic, self.href = before

    def _visit_block(self, tag: Tag, kind: BlockKind) -> None:
        before = self.bold, self.italic, self.right
        if tag.name == "table" and kind not in {"note", "quote"}:
            self._visit_table(tag)
            return
        if tag.name in {"td", "th"} and self.runs:
            self.runs.append(Run(" ", False, False, None))
        attributes = _plain(tag)
        self.right = self.right or is_right(attributes)
        self.bold = self.bold or is_bold(attributes)
        self.italic = self.italic or is_italic(attributes)
        inner = _kind_of(tag, kind)
        self.visit(tag, inner)
        self.flush(inner)
        self.bold, self.italic, self.right = before

    def _visit_table(self, table: Tag) -> None:
        names = classes_of(table)
        rows = _rows_of(table)
        widest = max((len(row) for row in rows), default=0)
        is_note = not NOTE_CLASSES.isdisjoint(names)
        if not is_note and widest <= 1 and any(len(cell.find_all("p")) > 1 for row in rows for cell in row):
            # One column of running text: a frame for layout, no data.
            self.visit(table, "paragraph")
            self.flush("paragraph")
            return
        if is_note or (len(rows) == 1 and widest == 1):
            self.visit(table, "note")
            self.flush("note")
            return
        for block in table.find_all(attrs={MARK: True}):
            self._place_pictures(block, "paragraph")
        lines = ["\t".join(text_of(cell) for cell in row) for row in rows]
        links = [len(text_of(link)) for link in table.find_all("a")]
        hrefs = [str(link.get("href") or "") for link in table.find_all("a")]
        text = "\n".join(line.rstrip("\t") for line in lines if line.strip())
        if text:
            self.pieces.append(Piece("table", text, linked=sum(links), hrefs=hrefs))
        self.flush("paragraph")

    def _place_pictures(self, block: Tag, kind: BlockKind) -> None:
        pieces = place_group(self.groups[int(str(block.attrs[MARK]))], kind)
        # In the middle of a paragraph a picture must not tear it apart.
        if any(run.text.strip() for run in self.runs):
            self.waiting += pieces
        else:
            self.pieces += pieces


def classes_of(tag: Tag) -> list[str]:
    """Return the class names of `tag`."""
    value = tag.attrs.get("class")
    if not value:
        return []
    return value.split() if isinstance(value, str) else list(value)


def text_of(tag: Tag) -> str:
    """Return the text of an element on one line, pictures left out; blocks in it are parted by a space."""
    pieces: list[str] = []
    _collect_text(tag, pieces)
    return normalise_text("".join(pieces))


def _collect_text(tag: Tag, pieces: list[str]) -> None:
    for child in tag.contents:
        # Comments and scripts are strings too, of other types.
        if type(child) is NavigableString:
            pieces.append(child)
        elif isinstance(child, Tag) and MARK not in child.attrs:
            around = " " if child.name in _BLOCKS or child.name == "br" else ""
            pieces.append(around)
            _collect_text(child, pieces)
            pieces.append(around)


def _plain(tag: Tag) -> dict[str, str]:
    return {name: " ".join(classes_of(tag)) if name == "class" else str(value) for name, value in tag.attrs.items()}


def _rows_of(table: Tag) -> list[list[Tag]]:
    rows = []
    caption = table.find("caption", recursive=False)
    if isinstance(caption, Tag) and text_of(caption):
        rows.append([caption])
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            rows.append(list(row.find_all(["td", "th"], recursive=False)))
    return [row for row in rows if any(text_of(cell) for cell in row)]


def _kind_of(tag: Tag, kind: BlockKind) -> BlockKind:
    """Return the kind of the blocks directly in `tag`; what stands in a note or quote belongs to it."""
    if kind in {"note", "quote"}:
        return kind
    name = tag.name
    names = classes_of(tag)
    if name == "blockquote" or not QUOTE_CLASSES.isdisjoint(names):
        return "quote"
    if not NOTE_CLASSES.isdisjoint(names):
        return "note"
    if name in _HEADINGS or not HEADING_CLASSES.isdisjoint(names):
        return "heading"
    if name in {"li", "dd"}:
        return "list_item"
    return kind
