"""Date, pictures and author by their place around the title and the body, where no template names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborNode

from dvingest.extraction.byline import Byline, is_byline, read_byline
from dvingest.extraction.dress import dress_of
from dvingest.extraction.marks import split_mark
from dvingest.extraction.nodes import element_behind, is_elsewhere, is_in_any, is_within, lead_text, node_text
from dvingest.extraction.pieces import Piece
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_all, find_first
from dvingest.extraction.signing import is_author_line
from dvingest.extraction.text import is_same_text, normalise_text
from dvingest.plvn.boilerplate import is_box_heading
from dvingest.plvn.dates import has_clock, is_date_line, names_day_of, parse_date
from dvingest.plvn.rows import may_stand_in_row
from dvingest.plvn.urls import is_tag_page

_FIGURE = frozenset({"figure"})
_PICTURES = _FIGURE | {"img"}
_BOXES_OF_PICTURES = frozenset({"div", "p", "table", "section"})
_NO_LINES = frozenset({"figure", "figcaption", "button", "nav", "aside", "h1"})
_LEVELS_OF_WRAPPERS = 3
_BETWEEN_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–]\s+")
_MAX_ROW = 90
_LONGEST_ROW = 120
_MAX_LINE = 2000
_MAX_LEAD_CAPTION = 400
# So many elements below the title are looked at closely: pages may have thousands of them.
_PATIENCE = 50
_LONG_PARAGRAPH = 100
_LONG_NAME = 25
_MIN_OWN = 40
_MAX_PASSED = 3
_MAX_LABEL = 20
_CLOCK_ALONE = re.compile(
    r"\W*(?:lúc\s+)?\d{1,2}\s*[:hg]\s*\d\d(?::\d\d)?(?:\s*[AP]M)?\W*(?:(?:GMT|UTC)\W*\d*\W*)?", re.I
)
_PARTS_OF_PAGE = frozenset({"footer", "aside", "nav", "header"})
_PARTS_OF_TEXT = "p, a, h2, h3, h4, li"
_LEAVES = frozenset({"p", "div", "h2", "h3", "h4", "span", "time", "section", "li", "strong", "b", "em", "td"})


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
    near: Scope, title: LexborNode | None, container: LexborNode, fetched_at: datetime | None = None
) -> Surroundings:
    """Return the lines, dates and pictures that stand around the title and before the body.

    The day of `fetched_at` alone above the title is the present one, which the head of a site shows.
    """
    seen = Surroundings()
    if title is None:
        return seen
    above: list[str] = []
    inside: list[str] = []
    patience = _PATIENCE
    is_wide = is_within(title, container)
    called: Byline | None = None
    started = False
    for node in near.node.traverse(include_text=False):
        if node.mem_id == title.mem_id:
            started = True
            continue
        if node.mem_id == container.mem_id and not is_wide:
            break
        if node.tag in _PICTURES and started and not is_wide and not is_elsewhere(node, near):
            if node.tag == "figure":
                seen.pictures.append(node)
            elif patience > 0:
                patience -= 1
                seen.pictures += _block_of_lead_picture(node, title)
        if node.tag not in _LEAVES:
            continue
        has_blocks = _has_blocks(node)
        if has_blocks:
            patience -= started
            if not started or patience <= 0 or not _is_above_links(node):
                continue
        if is_in_any(node, _NO_LINES):
            continue
        if started and is_wide and node.tag == "p" and len(node.text()) > 200:
            # The text has begun; dates in it and behind it are not the article's own.
            break
        text = (lead_text if has_blocks else node_text)(node) if len(node.text()) <= _MAX_LINE else ""
        # A dot that only sets parts off, or a letter for a portrait, stands between a name and the date it belongs to.
        if len(text) < 2 or not any(map(str.isalnum, text)) or is_elsewhere(node, near) or is_within(node, title):
            continue
        if not started:
            above.append(text)
        elif is_wide:
            if is_date_line(text):
                seen.byline = seen.byline or _beside_date(_parts_of_row(node))
            if is_date_line(text) or _CLOCK_ALONE.fullmatch(text):
                inside.append(text)
        elif not (seen.between and text in seen.between[-1]):
            seen.between.append(text)
            if "author" in (node.attributes.get("class") or "") and is_author_line(
                Piece("paragraph", text, right=True)
            ):
                called = called or read_byline(text)
    seen.dates = _dates_in(seen.between or inside)
    seen.dates += [line for line in reversed(above[-8:]) if tells_time(line) and not names_day_of(line, fetched_at)]
    seen.byline = seen.byline or _beside_date(above[-8:]) or _beside_date(seen.between) or called
    if not seen.dates and not is_wide:
        seen.row = _row_at_head_of(container, near)
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
        if any(is_date_line(part) and has_clock(part) for part in _BETWEEN_PARTS.split(text)):
            box = node if node.parent is None or node.parent.mem_id == container.mem_id else node.parent
            is_of_card = any(len(link.text().strip()) > _LONG_NAME for link in find_all(box, "a[href]"))
            return None if is_of_card or is_elsewhere(node, near) else text
    return None


def date_behind(container: LexborNode) -> str | None:
    """Return the line of day and clock that stands alone behind the body; between them there may be names and adverts.

    Behind anything else it is that of another article, or of the present day.
    """
    following = element_behind(container)
    for _ in range(_MAX_PASSED):
        if following is None or following.tag in _PARTS_OF_PAGE:
            break
        is_short = len(following.text()) <= _MAX_ROW
        line = node_text(following) if is_short else ""
        if has_clock(line) and is_date_line(line):
            return line
        is_text = not is_byline(line) if line else not is_short and find_first(following, _PARTS_OF_TEXT) is not None
        if is_text:
            break
        following = element_behind(following)
    return None


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
            is_of_page = tells_time(text) or is_box_heading(text) or may_stand_in_row(text)
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


def byline_below(container: LexborNode) -> Byline | None:
    """Return the author line right behind the body, where a wrapper of the text leaves it outside.

    Behind a wrapper of the wrapper only what is set to the right, as names are, or names a source is one.
    """
    box = container
    for level in range(_LEVELS_OF_WRAPPERS):
        line = _text_behind(box)
        if line is not None:
            text = node_text(line) if len(line.text()) <= 200 else ""
            dress = dress_of(line.attributes)
            piece = Piece("paragraph", text, right=dress.right, bold=dress.bold)
            is_set_off = dress.right or text.lower().lstrip("([").startswith(("theo ", "nguồn"))
            return read_byline(text) if is_author_line(piece) and (level == 0 or is_set_off) else None
        if box.parent is None or box.parent.tag in {"body", "main"} or find_first(box.parent, "h1") is not None:
            return None
        box = box.parent
    return None


def _text_behind(node: LexborNode) -> LexborNode | None:
    """Return the first element with text behind `node` in the same box; a row of links, as of tags, is passed over."""
    following = element_behind(node)
    for _ in range(_MAX_PASSED):
        if (
            following is not None
            and following.tag == "footer"
            and node.parent is not None
            and node.parent.tag == "article"
        ):
            following = next(iter(following.iter()), None)
        if following is None or (following.text().strip() and not _is_row(following)):
            return following
        following = element_behind(following)
    return None


def _is_row(node: LexborNode) -> bool:
    links = find_all(node, "a")
    linked = sum(len(link.text().strip()) for link in links)
    # A single tag may read like a name.
    is_row = len(links) > 1 or any(_leads_to_tag(link) for link in links)
    return is_row and len(node.text().strip()) - linked <= _MAX_LABEL


def _leads_to_tag(link: LexborNode) -> bool:
    return link.attributes.get("rel") == "tag" or is_tag_page(link.attributes.get("href") or "")


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
    if any(child.tag in {"p", "div", "h2", "h3", "section", "ul", "ol", "figure", "table"} for child in children):
        return True
    spans = [child for child in children if child.tag in {"span", "time"}]
    if not spans or any(child.is_text_node and (child.text_content or "").strip() for child in children):
        return False
    # A wrapper of the row of a name and a date; in a paragraph an editor's program nests the words of a sentence so.
    return len(spans) > 1 or (node.tag == "div" and _has_blocks(spans[0]))
