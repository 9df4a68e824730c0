"""The article's fragment becomes pieces in reading order: blocks of text, and pictures between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from dvingest.extraction.pictures import MARKER, Picture, classes_of, take_pictures, text_of
from dvingest.extraction.text import normalise_text
from dvingest.model import BlockKind
from dvingest.plvn.boilerplate import NOTE_CLASSES, QUOTE_CLASSES

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
_BOLD_TAGS = frozenset({"b", "strong"})
_ITALIC_TAGS = frozenset({"i", "em", "cite"})
_HEADING_CLASSES = frozenset({"timeline__time", "timeline__title", "sub-title", "subtitle", "cms-h3", "article__title"})
_SENTENCE_END = re.compile(r"[.!?…:;][”\"’')»\]]*$")
_LIST_MARK = re.compile(r"^(?:[-–—+*•◦▪■●✓]|\d{1,2}[.)]|[a-zđ][.)])\s*\S")
_BREAK = "\n"


@dataclass(slots=True)
class Piece:
    """A block of text on its way, with what its markup says besides the words; or a group of pictures."""

    kind: BlockKind
    text: str
    pictures: list[Picture] = field(default_factory=list)
    """Not empty: this piece is the place of these pictures and has no text."""
    bold: bool = False
    italic: bool = False
    right: bool = False
    linked: int = 0
    """How many of its characters stand in links."""
    hrefs: list[str] = field(default_factory=list)

    closed: bool = False
    """These pictures stand outside the body: what follows them is no caption of theirs."""

    @property
    def is_text(self) -> bool:
        """Whether this is text and no picture."""
        return not self.pictures


def read_fragment(html: str, base: str) -> tuple[list[Piece], int]:
    """Return the pieces of a cleaned fragment in reading order, and how many captions stood there twice."""
    soup = BeautifulSoup(html, "lxml")
    root = soup.body
    if root is None:
        return [], 0
    groups, doubled = take_pictures(soup, root, base) if "<img" in html else ([], 0)
    walker = _Walker(groups)
    walker.visit(root, "paragraph")
    walker.flush("paragraph")
    return walker.pieces, doubled


def read_pictures(html: str, base: str) -> list[Piece]:
    """Return the pictures of a box that stands outside the body, as one closed piece, or none."""
    soup = BeautifulSoup(f'<div class="dv-lead">{html}</div>', "lxml")
    groups, _ = take_pictures(soup, soup.body, base) if soup.body is not None else ([], 0)
    pictures = [picture for group in groups for picture in group]
    return [Piece("paragraph", "", pictures, closed=True)] if pictures else []


@dataclass(slots=True)
class _Run:
    text: str
    bold: bool
    italic: bool
    href: str | None


class _Walker:
    """Collects inline runs until a block begins or ends, then makes them pieces."""

    def __init__(self, groups: list[list[Picture]]) -> None:
        self.pieces: list[Piece] = []
        self.groups = groups
        self.runs: list[_Run] = []
        self.waiting: list[Piece] = []
        self.bold = self.italic = self.right = False
        self.href: str | None = None

    def visit(self, tag: Tag, kind: BlockKind) -> None:
        """Walk the children of `tag`, which stand in a block of `kind`."""
        for child in tag.contents:
            if type(child) is NavigableString:
                self.runs.append(_Run(child, self.bold, self.italic, self.href))
            elif isinstance(child, Tag):
                name = child.name
                if name == "br":
                    self.runs.append(_Run(_BREAK, False, False, None))
                elif name == MARKER:
                    self._place_pictures(child)
                elif name in _BLOCKS:
                    self.flush(kind)
                    self._visit_block(child, kind)
                else:
                    self._visit_inline(child, kind)

    def flush(self, kind: BlockKind) -> None:
        """Make the runs collected so far into pieces of `kind`, and let waiting pictures follow them."""
        if self.runs:
            for runs in _split_at_breaks(self.runs):
                piece = _make_piece(runs, kind, self.right)
                if piece is not None:
                    self.pieces.append(piece)
            self.runs = []
        if self.waiting:
            self.pieces += self.waiting
            self.waiting = []

    def _visit_inline(self, tag: Tag, kind: BlockKind) -> None:
        before = self.bold, self.italic, self.href
        style = str(tag.attrs.get("style") or "").replace(" ", "") if "style" in tag.attrs else ""
        self.bold = self.bold or tag.name in _BOLD_TAGS or "font-weight:bold" in style or "font-weight:700" in style
        self.italic = self.italic or tag.name in _ITALIC_TAGS or "font-style:italic" in style
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
            self.runs.append(_Run(" ", False, False, None))
        style = str(tag.attrs.get("style") or "").replace(" ", "")
        self.right = self.right or "text-align:right" in style or tag.attrs.get("align") == "right"
        self.bold = self.bold or "font-weight:bold" in style
        self.italic = self.italic or "font-style:italic" in style
        inner = _kind_of(tag, kind)
        self.visit(tag, inner)
        self.flush(inner)
        self.bold, self.italic, self.right = before

    def _visit_table(self, table: Tag) -> None:
        names = classes_of(table)
        rows = _rows_of(table)
        widest = max((len(row) for row in rows), default=0)
        if not NOTE_CLASSES.isdisjoint(names) or (len(rows) == 1 and widest == 1):
            self.visit(table, "note")
            self.flush("note")
            return
        if widest <= 1 and any(len(cell.find_all("p")) > 1 for row in rows for cell in row):
            # One column of running text: a frame for layout, no data.
            self.visit(table, "paragraph")
            self.flush("paragraph")
            return
        for marker in table.find_all(MARKER):
            self._place_pictures(marker)
        lines = ["\t".join(text_of(cell) for cell in row) for row in rows]
        links = [len(text_of(link)) for link in table.find_all("a")]
        hrefs = [str(link.get("href") or "") for link in table.find_all("a")]
        text = "\n".join(line.rstrip("\t") for line in lines if line.strip())
        if text:
            self.pieces.append(Piece("table", text, linked=sum(links), hrefs=hrefs))
        self.flush("paragraph")

    def _place_pictures(self, marker: Tag) -> None:
        pictures = self.groups[int(str(marker["n"]))]
        piece = Piece("paragraph", "", pictures)
        # In the middle of a paragraph a picture must not tear it apart.
        if any(run.text.strip() for run in self.runs):
            self.waiting.append(piece)
        else:
            self.pieces.append(piece)


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
    if name in _HEADINGS or not _HEADING_CLASSES.isdisjoint(names):
        return "heading"
    if name in {"li", "dd"}:
        return "list_item"
    return kind


def _split_at_breaks(runs: list[_Run]) -> list[list[_Run]]:
    """Return the runs of one block cut where line breaks separate paragraphs.

    Two breaks always do; one does where a sentence ends before it or a list mark stands behind it, and is a space
    otherwise: a verse or an address stays together.
    """
    if not any(run.text is _BREAK for run in runs):
        return [runs]
    parts: list[list[_Run]] = [[]]
    breaks = 0
    for run in runs:
        if run.text is _BREAK:
            breaks += 1
        elif run.text.strip():
            if breaks and parts[-1]:
                before = "".join(piece.text for piece in parts[-1]).rstrip()
                if breaks > 1 or _SENTENCE_END.search(before) or _LIST_MARK.match(run.text.lstrip()):
                    parts.append([])
                else:
                    parts[-1].append(_Run(" ", False, False, None))
            breaks = 0
            parts[-1].append(run)
        else:
            parts[-1].append(run)
    return parts


def _make_piece(runs: list[_Run], kind: BlockKind, right: bool) -> Piece | None:
    text = normalise_text("".join(run.text for run in runs))
    if not text:
        return None
    worded = [run for run in runs if any(char.isalnum() for char in run.text)]
    hrefs: list[str] = []
    linked = 0
    for run in worded:
        if run.href is not None:
            linked += len(run.text.strip())
            if run.href not in hrefs:
                hrefs.append(run.href)
    return Piece(
        kind,
        text,
        bold=bool(worded) and all(run.bold for run in worded),
        italic=bool(worded) and all(run.italic for run in worded),
        right=right,
        linked=linked,
        hrefs=hrefs,
    )
