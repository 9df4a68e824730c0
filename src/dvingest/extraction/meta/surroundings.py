"""Date, pictures and author by their place around the title and the body, where no template names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborNode

from dvingest.extraction.cleaning.signing import is_author_line
from dvingest.extraction.dom.nodes import is_custom, is_elsewhere, is_in_any, is_within, lead_text, node_text
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_all, find_first
from dvingest.extraction.fragment.pieces import Piece
from dvingest.extraction.text import is_same_text, normalise_text
from dvingest.extraction.wording.byline import Byline, read_byline
from dvingest.extraction.wording.marks import split_mark
from dvingest.plvn.boilerplate import is_box_heading, is_page_line
from dvingest.plvn.dates import has_clock, is_date_line, names_day_of, parse_date
from dvingest.plvn.rows import may_stand_in_row

_FIGURE = frozenset({"figure"})
_PICTURES = _FIGURE | {"img"}
_BOXES_OF_PICTURES = frozenset({"div", "p", "table", "section"})
_NO_LINES = frozenset({"figure", "figcaption", "button", "nav", "aside", "h1"})
_BETWEEN_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–]\s+")
_MAX_ROW = 90
_LONGEST_ROW = 120
_MAX_LINE = 2000
_MAX_LEAD_CAPTION = 400
# So many elements below the title are looked at closely: pages may have thousands of them.
_PATIENCE = 50
_LONG_PARAGRAPH = 100
_LONG_BEGINNING = 200
_LINES_BELOW_LEAD = 3
# Lines above the title that may still belong to the article; farther up are those of the site.
_LAST_ABOVE = 8
_LONG_NAME = 25
_MIN_OWN = 40
_CLOCK_ALONE = re.compile(
    r"\W*(?:lúc\s+)?\d{1,2}\s*[:hg]\s*\d\d(?::\d\d)?(?:\s*[AP]M)?\W*(?:(?:GMT|UTC)\W*\d*\W*)?", re.I
)
_BLOCKS = frozenset({"p", "div", "h2", "h3", "section", "ul", "ol", "figure", "table"})
_LEAVES = frozenset(
    {
        *("p", "div", "h2", "h3", "h4", "span", "time", "section", "li", "strong", "b", "em", "td", "address"),
        "blockquote",
    }
)


@dataclass(slots=True)
class Surroundings:
    """What the page shows around the title, where no template names the parts."""

    between: list[str] = field(default_factory=list)
    """Lines from the title down to the body."""
    dates: list[str] = field(default_factory=list)
    """Lines with a date near the title: below it, then above it, then at the head of a body that holds the title."""
    byline: Byline | None = None
    """Author beside the date, or in an element above the body that is called so."""
    row: str | None = None
    """The line of the date, where a body that is not wide takes it in."""
    pictures: list[LexborNode] = field(default_factory=list)
    """Picture blocks from the title down to the body: figures, and what has a caption or is described by the title."""


def look_around(
    near: Scope, title: LexborNode | None, container: LexborNode, fetched_at: datetime | None
) -> Surroundings:
    """Return the lines, dates and pictures that stand around the title and before the body.

    The day of `fetched_at` alone above the title is the present one, which the head of a site shows.
    """
    if title is None:
        return Surroundings()
    way = _Way(near, title, is_within(title, container))
    for node in near.node.traverse(include_text=False):
        if node.mem_id == title.mem_id:
            way.is_below = True
        elif node.mem_id == container.mem_id and not way.is_wide:
            break
        elif node.tag in _PICTURES:
            way.note_picture(node)
        elif node.tag in _LEAVES or is_custom(node.tag):
            is_box = _has_blocks(node)
            if (is_box and not way.may_be_line(node)) or is_in_any(node, _NO_LINES):
                continue
            if way.is_below and way.is_wide and way.has_text_begun(node):
                break
            way.note_line(node, is_box=is_box)
    return way.settle(container, fetched_at)


@dataclass(slots=True)
class _Way:
    """The way down the page, past the title to the body, and what is met on it."""

    near: Scope
    title: LexborNode
    is_wide: bool
    """Whether the body holds the title: then the way leads on into it."""
    is_below: bool = False
    """Whether the title has been passed."""
    patience: int = _PATIENCE
    above: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    """Lines of a wide body that show a day or a clock."""
    called: Byline | None = None
    """The author in an element that is called so."""
    below_lead: int | None = None
    """Lines of a wide body below its first long paragraph, once that was met."""
    seen: Surroundings = field(default_factory=Surroundings)

    def note_picture(self, node: LexborNode) -> None:
        """Keep a figure, and the box of another picture that shows what the article is about."""
        if not self.is_below or self.is_wide or is_elsewhere(node, self.near):
            return
        if node.tag == "figure":
            self.seen.pictures.append(node)
        elif self.patience > 0:
            self.patience -= 1
            self.seen.pictures += _block_of_lead_picture(node, self.title)

    def may_be_line(self, box: LexborNode) -> bool:
        """Tell whether a box with blocks in it is a line all the same; few below the title are looked at so closely."""
        self.patience -= self.is_below
        return self.is_below and self.patience > 0 and _is_above_links(box)

    def has_text_begun(self, node: LexborNode) -> bool:
        """Tell whether the text of a wide body has begun; dates in it and behind it are not the article's own.

        The first long paragraph may be the lead, with name and date right below it.
        """
        is_long = node.tag == "p" and len(node.text()) > _LONG_BEGINNING
        if self.below_lead is None:
            self.below_lead = 0 if is_long else None
            return False
        self.below_lead += 1
        return is_long or self.below_lead > _LINES_BELOW_LEAD

    def note_line(self, node: LexborNode, *, is_box: bool) -> None:
        """Keep what an element says, if it is a line of the article's."""
        text = (lead_text if is_box else node_text)(node) if len(node.text()) <= _MAX_LINE else ""
        # A dot that only sets parts off, or a letter for a portrait, stands between a name and the date it belongs to.
        if len(text) < 2 or not any(map(str.isalnum, text)):
            return
        if is_elsewhere(node, self.near) or is_within(node, self.title):
            return
        if not self.is_below:
            self.above.append(text)
        elif self.is_wide:
            self._note_inside(node, text)
        else:
            self._note_between(node, text)

    def _note_inside(self, node: LexborNode, text: str) -> None:
        if is_date_line(text) or _is_row_of_date(text):
            self.inside.append(text)
            self.seen.byline = self.seen.byline or _beside_date([text]) or _beside_date(_parts_of_row(node))
        elif _CLOCK_ALONE.fullmatch(text):
            self.inside.append(text)

    def _note_between(self, node: LexborNode, text: str) -> None:
        between = self.seen.between
        if between and text in between[-1]:
            return
        between.append(text)
        names = f"{node.tag} {node.attributes.get('class') or ''}"
        if self.called is None and ("author" in names or node.tag == "address"):
            self.called = read_byline(text) if is_author_line(Piece("paragraph", text, right=True)) else None

    def settle(self, container: LexborNode, fetched_at: datetime | None) -> Surroundings:
        """Return what was seen, with the dates and the author that the lines tell."""
        seen, last_above = self.seen, self.above[-_LAST_ABOVE:]
        seen.dates = _dates_in(seen.between or self.inside)
        for line in reversed(last_above):
            if tells_time(line) and not names_day_of(line, fetched_at):
                seen.dates.append(line)
        seen.byline = seen.byline or _beside_date(last_above) or _beside_date(seen.between) or self.called
        if not seen.dates and not self.is_wide:
            seen.row = _row_at_head_of(container, self.near)
            if seen.row is not None:
                seen.dates = [seen.row]
                seen.byline = seen.byline or _beside_date(seen.dates)
        return seen


def _block_of_lead_picture(img: LexborNode, title: LexborNode) -> list[LexborNode]:
    """Return the box of a picture above the body that shows what the article is about; a drawing or an advert does not.

    It has a caption, or is described by the title; in a figure it counts already.
    """
    box = img.parent
    while box is not None and box.tag not in _BOXES_OF_PICTURES:
        box = box.parent
    if box is None or is_in_any(img, _FIGURE) or len(box.text().strip()) > _MAX_LEAD_CAPTION or is_within(title, box):
        return []
    has_caption = find_first(box, "[class*=caption], .fig") is not None
    return [box] if has_caption or is_same_text(img.attributes.get("alt") or "", node_text(title)) else []


def _row_at_head_of(container: LexborNode, near: Scope) -> str | None:
    """Return the line of day and clock above the text of a body, beside which at most names and the like stand.

    A sentence that tells when something happened is none, whatever it is about.
    """
    for node in container.traverse(include_text=False):
        length = len(node.text().strip())
        own = length if node.tag == "p" else len(node.text(deep=False).strip())
        if own > _LONG_PARAGRAPH:
            break
        text = node_text(node) if length <= 2 * _MAX_ROW else ""
        if _is_row_of_date(text):
            box = node if node.parent is None or node.parent.mem_id == container.mem_id else node.parent
            is_of_card = any(len(link.text().strip()) > _LONG_NAME for link in find_all(box, "a[href]"))
            return None if is_of_card or is_elsewhere(node, near) else text
    return None


def _is_row_of_date(line: str) -> bool:
    """Tell whether a part of a short line is day and clock and nothing else."""
    return len(line) <= 2 * _MAX_ROW and any(
        is_date_line(part) and has_clock(part) for part in _BETWEEN_PARTS.split(line)
    )


def _dates_in(lines: list[str]) -> list[str]:
    """Return the lines that tell a time; a day without a clock takes the clock that stands alone beside it."""
    found: list[str] = []
    for index, line in enumerate(lines):
        if tells_time(line):
            beside = [] if has_clock(line) else [*lines[index + 1 : index + 2], *lines[max(0, index - 1) : index]]
            found.append(" ".join([line, *filter(_CLOCK_ALONE.fullmatch, beside)][:2]))
    return found


def _beside_date(lines: list[str]) -> Byline | None:
    """Return the author named on the line of the date, or on the one before or after it."""
    for index, line in enumerate(lines):
        if not tells_time(line):
            continue
        same_line = _BETWEEN_PARTS.split(line)
        for text in (*same_line, *lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]):
            # Most are the date, which is told faster than a name.
            is_of_page = tells_time(text) or is_box_heading(text) or may_stand_in_row(text) or is_page_line(text)
            if not is_of_page and is_author_line(Piece("paragraph", text)):
                return read_byline(text)
    return None


def _parts_of_row(node: LexborNode) -> list[str]:
    """Return the texts of an element and those beside it, if the box around them is no more than a row."""
    row = node.parent
    parts = map(node_text, row.iter()) if row is not None and len(row.text()) <= _MAX_ROW else ()
    return [part for part in parts if any(map(str.isalnum, part))]


def find_title(near: Scope, title: str) -> LexborNode | None:
    """Return the element that shows the title on a page that sets it in no heading of the first rank."""
    for node in find_all(near.node, "h2, h3, div, p, span, strong") if title else ():
        is_as_long = abs(len(node.text().strip()) - len(title)) <= 10
        if is_as_long and is_same_text(node_text(node), title) and not is_elsewhere(node, near):
            return node
    return None


def tells_time(line: str) -> bool:
    """Tell whether a short line has a date in it, whatever else it says; sentences and leads tell of others."""
    if len(line) > _LONGEST_ROW or parse_date(line) is None:
        return False
    return is_date_line(line) or not (line.endswith(".") or split_mark(line)[1])


def _is_above_links(node: LexborNode) -> bool:
    """Tell whether a box has a sentence of its own and, besides, only a list or a box of links, as leads may have."""
    own = normalise_text(node.text(deep=False)) if node.tag == "div" else ""
    return len(own) >= _MIN_OWN and len(node.text()) <= _MAX_LINE and lead_text(node).startswith(own)


def _has_blocks(node: LexborNode) -> bool:
    """Tell whether a box is more than one line: it holds blocks, or several spans that only styles keep apart."""
    children = list(node.iter(include_text=True))
    if not _BLOCKS.isdisjoint([child.tag for child in children]):
        return True
    spans = [child for child in children if child.tag in {"span", "time"} or is_custom(child.tag)]
    if not spans or any(child.is_text_node and (child.text_content or "").strip() for child in children):
        return False
    # A wrapper of the row of a name and a date; in a paragraph an editor's program nests the words of a sentence so.
    return len(spans) > 1 or (node.tag == "div" and _has_blocks(spans[0]))
