"""Tables of data become text: a line for each row, cells parted by tabs."""

from __future__ import annotations

from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from dvingest.extraction.fragment.tree import BLOCKS
from dvingest.extraction.text import normalise_text

_MIN_PARAGRAPH = 60


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds; rows without text are left out."""

    rows: list[list[str]]
    links: list[tuple[str, str]]
    """Text and address of each link."""
    holds_running_text: bool
    """Whether a cell has several paragraphs."""
    is_columns: bool
    """Whether it is one row of cells that all have several paragraphs: text set in columns."""

    @property
    def width(self) -> int:
        """How many cells with text its widest row has: a column of pictures is none of a table of data."""
        return max((sum(map(bool, row)) for row in self.rows), default=0)

    @property
    def is_data(self) -> bool:
        """Whether it has rows of several cells, and no running text in them."""
        return len(self.rows) > 1 and self.width > 1 and not self.holds_running_text

    @property
    def text(self) -> str:
        """The rows as lines, without empty cells at their ends."""
        return "\n".join("\t".join(row).rstrip("\t") for row in self.rows)


def read_table(html: str) -> Table:
    """Return what the outermost table in `html` holds; a table in one of its cells is text of that cell."""
    table = BeautifulSoup(html, "lxml").find("table")
    if not isinstance(table, Tag):
        return Table([], [], holds_running_text=False, is_columns=False)
    caption = table.find("caption", recursive=False)
    rows = [[caption]] if isinstance(caption, Tag) else []
    rows += [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr") if _is_row_of(row, table)]
    rows = [row for row in rows if any(_text_of(cell) for cell in row)]
    running = [[_is_running_text(cell) for cell in row if _text_of(cell)] for row in rows]
    return Table(
        rows=[[_text_of(cell) for cell in row] for row in rows],
        links=[(_text_of(link), str(link.get("href") or "")) for link in table.find_all("a")],
        holds_running_text=any(map(any, running)),
        is_columns=len(running) == 1 and len(running[0]) > 1 and all(running[0]),
    )


def _is_running_text(cell: Tag) -> bool:
    """Tell whether a cell has several paragraphs; divisions are some only if they are as long."""
    if len(cell.find_all("p")) > 1:
        return True
    divisions = (part for part in cell.find_all("div") if part.find(["div", "p"]) is None)
    return sum(len(_text_of(part)) >= _MIN_PARAGRAPH for part in divisions) > 1


def _is_row_of(row: Tag, table: Tag) -> bool:
    return row.find_parent("table") is table


def _text_of(tag: Tag) -> str:
    pieces: list[str] = []
    _collect_text(tag, pieces)
    return normalise_text("".join(pieces))


def _collect_text(tag: Tag, pieces: list[str]) -> None:
    for child in tag.contents:
        # Comments and scripts are strings too, of other types.
        if type(child) is NavigableString:
            pieces.append(child)
        elif isinstance(child, Tag):
            around = " " if child.name in BLOCKS or child.name == "br" else ""
            pieces.append(around)
            _collect_text(child, pieces)
            pieces.append(around)
