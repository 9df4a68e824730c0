"""Lines that a scraper wrote together or framed: cells with the paragraphs in them, captions in front of paragraphs."""

from __future__ import annotations

import re

from dvingest.extraction.neighbours import MAX_SHORT
from dvingest.extraction.text import CAPITALS
from dvingest.plvn.boilerplate import is_box_heading, is_page_line
from dvingest.plvn.dates import is_date_line
from dvingest.plvn.rows import may_stand_in_row
from dvingest.plvn.sections import is_of_menu

MAX_IN_ROW = 200
_MIN_CAPTION = 30
_LONGEST_ROW = 120
# "Chia sẻLưu bài", "09:27Chia sẻ": no word goes on so.
_SEAM = re.compile(rf"(?<=[^\W_{CAPITALS}])(?=[{CAPITALS}])|(?<=[^\W\d_])(?=\d)")
_CELL = re.compile(r"^\|\s*([^|\s][^|]*?)\s*\|$")


def without_bars(lines: list[str]) -> list[str]:
    """Return the lines without bars around tables of one cell in Markdown: pictures have those, with the caption in it.

    A short one counts as standing twice, so that what is decided of such lines is decided of it.
    """
    kept: list[str] = []
    for line in lines:
        cell = _CELL.match(line)
        text = cell[1] if cell else line
        kept += [text, text] if cell and len(text) <= MAX_IN_ROW else [text]
    return kept


def without_glue(lines: list[str]) -> list[str]:
    """Return the lines with a caption twice that a scraper wrote once alone and once more in front of a paragraph.

    No space between its end and a capital letter: nobody writes so, and a paragraph that begins like a caption stays.
    """
    kept: list[str] = []
    for line in lines:
        above = kept[-1] if kept else ""
        rest = line[len(above) :]
        is_paragraph = rest[:1].isupper() and len(rest) >= MAX_SHORT
        if is_paragraph and _MIN_CAPTION <= len(above) <= MAX_IN_ROW and line.startswith(above):
            kept += [above, rest]
        else:
            kept.append(line)
    return kept


def without_seams(line: str) -> list[str]:
    """Return the parts of a row of buttons, dates, headings and names of sections that a scraper wrote together.

    A number among them counts who has pressed a button.
    """
    parts = _SEAM.split(line) if len(line) <= _LONGEST_ROW else [line]
    words = [part for part in parts if not part.isdigit()]
    return words if len(parts) > 1 and words and all(map(_is_of_page, words)) else [line]


def _is_of_page(part: str) -> bool:
    return any(is_such(part) for is_such in (is_page_line, is_box_heading, may_stand_in_row, is_of_menu, is_date_line))


def end_of_parts(lines: list[str], index: int) -> int:
    """Return where the lines end that are, written together, the line at `index`; `index` if there are none."""
    letters = lines[index].replace(" ", "")
    end = index + 1
    while end < len(lines):
        part = lines[end].replace(" ", "")
        if letters.startswith(part):
            letters = letters[len(part) :]
        elif end == index + 1 or lines[end] != lines[end - 1]:
            break
        end += 1
        if not letters:
            return end
    return index
