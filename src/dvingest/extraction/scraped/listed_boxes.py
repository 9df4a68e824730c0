"""Boxes of other articles amid a plain text: a heading with a few titles below it, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from dvingest.extraction.cleaning.link_lines import NO_TITLE_END
from dvingest.extraction.scraped.listed_lines import MIN_TEXT, is_small_part, is_title, is_title_of_words
from dvingest.extraction.text import folded, is_same_text
from dvingest.extraction.wording.marks import split_mark
from dvingest.plvn.boilerplate import is_page_line, is_sure_box_heading
from dvingest.plvn.dates import is_date_line

_MOST_IN_BOX = 6
_SHORTEST_TITLE = 35
_LONGER = 20
_POINTER = re.compile(r"^(?:> ?>+|»+|►|▶)\s*\S")
_POINTER_ALONE = re.compile(r">>+|»+|►|▶")
_SIGNS = ("- ", "– ", "* ", "+ ", "• ")
_NUMBERED = re.compile(r"(\d{1,3})[.)] ")
# As headings of a text they are not to be expected, though they may be buttons.
_HARDLY_HEADINGS = frozenset(map(folded, ("Xem thêm", "Đọc thêm", "Tham khảo thêm")))


def without_boxes(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Return the lines without boxes that a sure heading opens, and without single ones that point to another article.

    A last title that asks as the article's sub-headings do, or is hardly longer, may be one of them, and stays; so does
    one that is too short for a title, unlike the others, above a paragraph.
    """
    kept = [
        line
        for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False)
        if not (_points(above, line) or (below and _points(line, below) and _POINTER_ALONE.fullmatch(line)))
    ]
    if len(kept) < len(lines):
        dropped["announced_link"] += len(lines) - len(kept)
        lines = kept
    boxes = list(boxes_in(lines))
    if not boxes:
        return lines
    inside = {index for start, end in boxes for index in range(start, end)}
    times = Counter(lines)
    short = [
        (line, is_title(below))
        for index, (line, below) in enumerate(pairwise([*lines, ""]))
        if index not in inside and times[line] == 1 and is_title_of_words(line) and not is_small_part(line)
    ]
    for start, end in boxes:
        dropped["box_heading"] += 1
        last = lines[end - 1]
        # A list or verse may go on below the box, elsewhere a sub-heading with its paragraph may follow.
        is_amid = _is_amid_list(lines, start)
        headings = [line for line, is_above_title in short if is_amid or not is_above_title]
        told = [len(line) for line in headings if line[-1] != "?"]
        asks = last[-1] == "?" and len(told) < len(headings)
        longest = max(told) + _LONGER if len(told) > 1 else 0
        if end - start > 1 and is_amid and _goes_on_below(lines[start + 1], lines[end : end + 1]):
            continue
        are_items = last.startswith(_SIGNS) and lines[start + 1].startswith(last[:2])
        is_heading = len(last) <= longest or asks or _is_shorter(last, lines[start + 1 : end - 1], lines[end : end + 1])
        if end - start > 2 and not are_items and not _is_of_card(last) and is_heading:
            inside.remove(end - 1)
    return [line for index, line in enumerate(lines) if index not in inside]


def _points(above: str, line: str) -> bool:
    """Tell whether a line is the title of another article behind the sign of one, or below it."""
    return (_POINTER.match(line) is not None or _POINTER_ALONE.fullmatch(above) is not None) and is_title(line)


def _is_shorter(last: str, others: list[str], below: list[str]) -> bool:
    """Tell whether the last line above a paragraph has fewer letters than titles have, and none of the others does."""
    return len(last) < _SHORTEST_TITLE <= min(map(len, others), default=0) and _is_paragraph(below)


def boxes_in(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where boxes of a heading and a few titles begin and end; a line that stands twice behind is a caption."""
    end = 0
    for start, line in enumerate(lines):
        if start < end or not (is_sure_box_heading(line) or folded(line.strip(" .:…")) in _HARDLY_HEADINGS):
            continue
        end = start + 1
        titles = 0
        is_amid = _is_amid_list(lines, start)
        if start and _is_next_item(lines[start - 1], *lines[end : end + 1]):
            yield start, end
            continue
        while end < len(lines) and (is_title_of_words(lines[end]) or (titles and _is_of_card(lines[end]))):
            if end + 1 < len(lines) and is_same_text(lines[end], lines[end + 1]):
                break
            if titles and is_amid and _goes_on_below(lines[start + 1], lines[end : end + 1]):
                break
            if lines[end].startswith(_SIGNS) and not lines[start + 1].startswith(_SIGNS):
                break  # somebody speaks
            titles += not _is_of_card(lines[end])
            end += 1
        # Where titles have summaries, one without is a line of the article below the box.
        end = next((index + 1 for index in range(end - 1, start, -1) if _is_summary(lines[index])), end)
        if 0 < titles <= _MOST_IN_BOX or (not titles and _is_paragraph(lines[start + 1 : start + 2])):
            yield start, end


def _is_of_card(line: str) -> bool:
    """Tell whether a line is what stands below a title in a box: a date, or a summary that opens like a lead."""
    return is_date_line(line) or _is_summary(line)


def _is_summary(line: str) -> bool:
    return split_mark(line)[1] == "PLVN"


def _is_next_item(above: str, below: str = "") -> bool:
    """Tell whether the line below the heading of a box counts on from the one above it: an empty box amid a list."""
    first, second = _NUMBERED.match(above), _NUMBERED.match(below)
    return first is not None and second is not None and int(second[1]) == int(first[1]) + 1


def _is_paragraph(lines: list[str]) -> bool:
    """Tell whether the only line is one: below a box that is empty."""
    return any(len(line) >= MIN_TEXT and NO_TITLE_END.search(line) for line in lines)


def _is_amid_list(lines: list[str], heading: int) -> bool:
    """Tell whether the heading of a box stands below a short line or one that announces: amid a list or verse."""
    # The script of an advert may stand between.
    above = next((line for line in reversed(lines[max(0, heading - 3) : heading]) if not is_page_line(line)), ".")
    return heading > 1 and (is_title(above) or above.endswith(":"))


def _goes_on_below(title: str, below: list[str]) -> bool:
    """Tell whether the line below titles of other articles is of the list or verse that their box stands in."""
    is_item = any(map(_NUMBERED.match, below)) and not _NUMBERED.match(title)
    return is_item or any(len(line) < _SHORTEST_TITLE <= len(title) for line in below)
