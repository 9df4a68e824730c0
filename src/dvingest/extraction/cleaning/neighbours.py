"""Lines of a scraped text beside one another: which are alike, and among what they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from dvingest.extraction.text import folded
from dvingest.extraction.wording.credits import split_credit

MAX_SHORT = 60
"""Characters of a line of verse, of talk, of a cell."""
FEW_SHORT = 4
"""That many such lines in a row are no chance."""
MIN_PARAGRAPH = 100
_MAX_STANZA = 12
_MIN_CUT = 30
_LABEL = re.compile(r"^(?:ảnh|chú thích)(?: \d{1,2})?\s*:\s*(?=\S+ \S+ \S)", re.IGNORECASE)
_NO_WORD = re.compile(r"[\W_]+")


def is_beside_paragraph(lines: list[str], start: int, end: int) -> bool:
    """Tell whether a paragraph stands right above or below the lines from `start` to `end`."""
    beside = [*lines[max(0, start - 1) : start], *lines[end : end + 1]]
    return any(len(other) >= MIN_PARAGRAPH for other in beside)


def is_amid_short(lines: list[str], start: int, end: int) -> bool:
    """Tell whether lines stand among short ones, as in verse, tables and talk; what opens a text stands among nothing.

    Lines that stand twice themselves are no company: below several pictures there are several captions. Where a text
    has no more lines than these, two others are enough.
    """
    if start == 0 or any(len(line) > MAX_SHORT for line in lines[start:end]) or is_beside_paragraph(lines, start, end):
        return False
    before, is_begin = _count_short(lines[max(0, start - FEW_SHORT) : start][::-1])
    behind, is_end = _count_short(lines[end : end + FEW_SHORT])
    return before > 0 and before + behind >= (FEW_SHORT // 2 if is_begin and is_end else FEW_SHORT)


def is_refrain(lines: list[str], start: int, end: int) -> bool:
    """Tell whether what stands from `start` to `end` comes again after other short lines, as in a song."""
    key = key_of(lines[start])
    for way in (lines[max(0, start - _MAX_STANZA) : start][::-1], lines[end : end + _MAX_STANZA]):
        for distance, line in enumerate(way):
            if len(line) > MAX_SHORT:
                break
            if distance and key_of(line) == key:
                return True
    return False


def is_cut_short(first: str, second: str) -> bool:
    """Tell whether a line is the beginning of the next one, with dots where it was cut; people talk in fewer words."""
    begin = first.rstrip(" .…")
    return first.endswith(("...", "…")) and len(begin) >= _MIN_CUT and second.startswith(begin)


def _count_short(lines: list[str]) -> tuple[int, bool]:
    """Return how many short lines there are that stand once, and whether the text has no other line on this side."""
    count = 0
    for key, same in groupby(lines, key_of):
        texts = list(same)
        if len(texts[0]) > MAX_SHORT or not _NO_WORD.sub("", key):
            return count, False
        count += len(texts) == 1
    return count, len(lines) < FEW_SHORT


# Each line is a neighbour of several.
@lru_cache(maxsize=256)
def key_of(text: str) -> str:
    """Return what is equal for lines that say the same: their letters and figures without the credit they end in."""
    # Rows of stars and dots have no letters; they are compared as they are.
    said = _LABEL.sub("", split_credit(text)[0])
    return " ".join(_NO_WORD.sub(" ", folded(said)).split()) or text
