"""Lines that a scraper wrote together without a space: what surely is the page's comes off the text."""

from __future__ import annotations

import re
from itertools import pairwise

from dvingest.extraction.text import CAPITALS
from dvingest.extraction.wording.byline import reads_like_names
from dvingest.plvn.boilerplate import headings_behind, is_box_heading, is_page_line, is_sure_box_heading
from dvingest.plvn.dates import has_clock, is_date_line
from dvingest.plvn.rows import may_stand_in_row
from dvingest.plvn.sections import is_of_menu, leads_to_article

_LONGEST_ROW = 120
_LONGEST_MENU = 500
_LONGEST_SECTION = 60
# "Chia sẻLưu bài", "09:27Chia sẻ": no word goes on so.
_SEAM = re.compile(rf"(?<=[^\W_{CAPITALS}])(?=[{CAPITALS}])|(?<=[^\W\d_])(?=\d)")
_SEAM_OR_END = re.compile(rf"{_SEAM.pattern}|(?<=[.!?…”)])(?=[{CAPITALS}\d])")
_LEAD = re.compile(r"(?:(?<=[^\W_])|(?<=[.!?…”)]))[(\[]PLVN[)\]]\s*[-–—]")
# Day and clock between a title and the text, with no space around them: no sentence has them so.
_DATE = re.compile(
    rf"(?<=[^\W\d_]|[?!.…”’\"')])\d{{1,2}}/\d{{1,2}}/\d{{4}}[\s,|-]{{1,3}}\d{{1,2}}:\d\d"
    rf"(?: ?\(?GMT ?\+7\)?)?(?=[{CAPITALS}“(])"
)
_LONGEST_HEAD = 300
# "TP.Hồ Chí Minh" has a dot in it.
_NAME_BEHIND = re.compile(rf"(?<=[^\W\d_{CAPITALS}]{{3}}[.!?”])(?=[{CAPITALS}][^.!?”]{{3,40}}$)")


def without_seams(line: str) -> list[str]:
    """Return the parts of a row of buttons, dates, headings and names of sections that a scraper wrote together.

    A number among them counts who has pressed a button. Off a longer line comes what surely is no part of it: the
    section above a title, clock and buttons below it, the lead behind these, the author and the boxes below a text.
    """
    # All menus of a page may be one line; a text has no such seam at its beginning.
    is_row = len(line) <= _LONGEST_ROW or (len(line) <= _LONGEST_MENU and _SEAM.search(line, 0, _LONGEST_SECTION))
    parts = _SEAM.split(line) if is_row else [line]
    words = [part for part in parts if not part.isdigit()]
    if len(parts) > 1 and all(map(_is_of_page, words)):
        return words
    seams = [lead.start() for lead in _LEAD.finditer(line)] if "PLVN" in line else []
    date = _DATE.search(line, 0, _LONGEST_HEAD)
    seams += date.span() if date else ()
    ends = sorted({0, *seams, len(line)})
    return [part for start, end in pairwise(ends) for part in _without_ends(line[start:end])]


def _is_of_page(part: str) -> bool:
    return any(is_such(part) for is_such in (is_page_line, is_box_heading, may_stand_in_row, is_of_menu, is_date_line))


def _without_ends(line: str) -> list[str]:
    before: list[str] = []
    behind: list[str] = []
    for seam in _SEAM.finditer(line, 0, _LONGEST_SECTION):
        part = line[: seam.start()]
        if is_sure_box_heading(part) or (" " in part and leads_to_article(part)):
            before, line = [part], line[seam.start() :]
            break
    while (start := _begin_of_end(line, is_row=bool(behind))) is not None and not is_page_line(line):
        behind.insert(0, line[start:])
        line = line[:start].rstrip()
    for heading in reversed(headings_behind(line)):
        behind.insert(0, heading)
        line = line.rstrip()[: -len(heading)].rstrip()
    return [part for part in (*before, line, *behind) if part]


def _begin_of_end(line: str, *, is_row: bool) -> int | None:
    """Return where a heading, buttons, a clock or a name begins at the end of a line, with no space before it.

    `is_row`: such a thing stood behind the line, so that "Zalo" is a button as well.
    """
    window = max(0, len(line) - _LONGEST_ROW)
    for seam in _SEAM_OR_END.finditer(line, window):
        part = line[seam.start() :]
        if is_box_heading(part) or is_page_line(part) or (is_date_line(part) and has_clock(part)):
            return seam.start()
        if is_row and may_stand_in_row(part):
            return seam.start()
    name = _NAME_BEHIND.search(line, window)
    if name and reads_like_names(line[name.start() :]):
        return name.start()
    return None
