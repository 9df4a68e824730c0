"""Lines of a scraped text beside one another: which are alike, and among what they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

from dvingest.extraction.credits import split_credit
from dvingest.extraction.text import folded

MAX_SHORT = 60
"""Characters of a line of verse, of talk, of a cell."""
FEW_SHORT = 4
"""That many such lines in a row are no chance."""
MIN_PARAGRAPH = 100
_NO_WORD = re.compile(r"[\W_]+")


def is_beside_paragraph(lines: list[str], start: int, end: int) -> bool:
    """Tell whether a paragraph stands right above or below the lines from `start` to `end`."""
    beside = [*lines[max(0, start - 1) : start], *lines[end : end + 1]]
    return any(len(other) >= MIN_PARAGRAPH for other in beside)


def is_amid_short(lines: list[str], start: int, end: int) -> bool:
    """Tell whether lines stand among short ones, as in verse, tables and talk; what opens a text stands among nothing.

    Lines that stand twice themselves are no company: below several pictures there are several captions.
    """
    if start == 0 or any(len(line) > MAX_SHORT for line in lines[start:end]) or is_beside_paragraph(lines, start, end):
        return False
    before = _count_short(lines[max(0, start - FEW_SHORT) : start][::-1])
    behind = _count_short(lines[end : end + FEW_SHORT])
    return before > 0 and before + behind >= FEW_SHORT


def _count_short(lines: list[str]) -> int:
    count = 0
    for key, same in groupby(lines, key_of):
        texts = list(same)
        if len(texts[0]) > MAX_SHORT or not _NO_WORD.sub("", key):
            break
        count += len(texts) == 1
    return count


# Each line is a neighbour of several.
@lru_cache(maxsize=256)
def key_of(text: str) -> str:
    """Return what is equal for lines that say the same: their letters and figures without the credit they end in."""
    # Rows of stars and dots have no letters; they are compared as they are.
    return " ".join(_NO_WORD.sub(" ", folded(split_credit(text)[0])).split()) or text
