"""What scrapers wrote twice: captions of lost pictures, which stand in a cell and in a paragraph in it; and text.

Plain text has hardly another sign of a caption. But verse repeats itself as well, and so do tables and talk, so the
lines around a repetition decide with it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile
from statistics import median

from dvingest.extraction.cleaning.joining import MAX_IN_ROW, end_of_parts, half_of, without_bars, without_glue
from dvingest.extraction.cleaning.neighbours import (
    FEW_SHORT,
    MAX_SHORT,
    MIN_PARAGRAPH,
    is_amid_short,
    is_beside_paragraph,
    is_cut_short,
    is_refrain,
    key_of,
)
from dvingest.extraction.scraped.doubled_lists import end_of_cells, end_of_items
from dvingest.extraction.text import NEXT_SENTENCE
from dvingest.extraction.wording.credits import credit_of, is_caption_alone, split_credit
from dvingest.model import Image

_MAX_CAPTION = 400
_MOST_IN_ROW = 6
_MIN_HALF = 5
_MIN_SPACES = 3
_MIN_SENTENCE = 8
_PARAGRAPH = 160
_FEW_WORDS = 35
_NO_CAPTION = re.compile(r"^(?:[-–—+*•]|\w\) )|[:;,?!]$")
_WHOLLY_QUOTED = re.compile(r"^[“\"][^“”\"]{60,}[”\"]$")
_SPEECH = re.compile(r"^[“\"‘'][^“”\"]{1,60}[”\"’']$")
# Whoever says that much in so few words tells or pleads; a caption names what is seen.
_TELLS = re.compile(
    r"\b(?:không(?! (?:gian|khí))|chưa|vẫn|chẳng|chả|đừng|hãy|rồi|thôi|nhé|ơi|tôi|mình|gì)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Settled:
    """Lines each of which was meant to stand there, and the pictures whose captions are known by repetition."""

    lines: list[str]
    images: list[Image] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def take(self, caption: str) -> None:
        """Count `caption` as a picture's, or as the credit of the one before if it is nothing else."""
        credit = credit_of(caption)
        if credit is None:
            self.images.append(Image(None, half_of(caption) or caption))
            self.dropped["repeated_caption"] += 1
        else:
            self.take_credit(credit)

    def take_credit(self, credit: str) -> None:
        """Give the last picture its credit, unless it has one."""
        self.dropped["credit_line"] += 1
        if self.images and self.images[-1].credit is None:
            self.images[-1] = replace(self.images[-1], credit=credit)


def settle_doubled(lines: list[str], *, has_lead: bool = True) -> Settled:
    """Return the lines without repetitions of scrapers, and the captions among these.

    Two alike in a row are a caption: letters decide, marks and a credit behind may differ, and the longer one is kept.
    So are two rows of captions alike (all `alt`s, then all captions), and a line that says one thing twice. Cells of
    tables, verse and talk keep their repetitions; of a paragraph, a question or a quotation one remains, and so does
    the first line where no lead is known, if it is as long as one.
    """
    settled = Settled([])
    lines = _settle_joined(settled, without_glue(without_bars(lines)))
    if _is_doubled_throughout(lines):
        _halve(settled, lines)
        return settled
    keys = [key_of(line) for line in lines]
    has_captions = _has_captions(lines)
    index = 0
    while index < len(lines):
        row = _row_repeated_at(lines, keys, index)
        end = index + max(1, 2 * row)
        while row and keys[end : end + row] == keys[end - row : end]:
            end += row
        cells = max(end_of_cells(lines, index), end_of_items(lines, index))
        if cells:
            settled.lines += [lines[place] for place in range(index, cells, 2)]
            settled.dropped["repeated_text"] += (cells - index) // 2
            end = cells
        elif row == 1 and index == 0 and not has_lead and _is_paragraph(lines[0]):
            settled.lines.append(lines[0])
            settled.dropped["repeated_text"] += 1
        elif row == 1:
            _settle_run(settled, lines, index, end, has_captions=has_captions)
        elif row:
            _settle_row(settled, lines, index, row)
        else:
            _settle_single(settled, lines, index, may_open=not (settled.lines or has_lead))
        index = end
    return settled


def _is_paragraph(line: str) -> bool:
    return len(line) >= MIN_PARAGRAPH and line.endswith(".") and split_credit(line)[1] is None


def _has_captions(lines: list[str]) -> bool:
    """Tell whether sentences stand twice in a row that nobody tells so: then no short one does by chance."""
    return any(above == line and len(line) <= MAX_IN_ROW and _is_sentence(line) for above, line in pairwise(lines))


def _settle_run(settled: Settled, lines: list[str], start: int, end: int, *, has_captions: bool) -> None:
    """Settle lines from `start` to `end` that are alike; `has_captions`: other captions stand twice."""
    text = max(lines[start:end], key=len)
    if len(text) > _MAX_CAPTION or _WHOLLY_QUOTED.match(text):
        settled.lines.append(text)
        settled.dropped["repeated_text"] += 1
    elif is_caption_alone(text) or credit_of(text) or (has_captions and _is_long_sentence(text)):
        settled.take(text)
    elif (
        is_refrain(lines, start, end)
        or _SPEECH.match(text)
        or (
            is_amid_short(lines, start, end)
            and not _is_sentence_amid_none(lines, start, end)
            and not (_is_sentence(text) and _are_captions_doubled(lines))
        )
    ):
        settled.lines += lines[start:end]
    elif _may_be_caption(lines, start, end, has_captions=has_captions):
        settled.take(text)
    elif text[-1] in ":?" and text.count(" ") >= _MIN_SPACES:
        settled.lines.append(text)
        settled.dropped["repeated_text"] += 1
    else:
        settled.lines += lines[start:end]


def _settle_row(settled: Settled, lines: list[str], start: int, row: int) -> None:
    """Settle as many lines from `start` on as stand in a `row` that is repeated."""
    if _is_row_of_captions(lines, start, row):
        above = ""
        for place in range(start, start + row):
            line = max((lines[place], lines[place + row]), key=len)
            if above and split_credit(f"{above.rstrip('.')}. {line}")[0] == above.rstrip("."):
                settled.take_credit(credit_of(line) or line.strip("()[] "))
            else:
                settled.take(line)
            above = line
        return
    for place in range(start, start + row):
        _settle_single(settled, lines, place)
    settled.dropped["repeated_text"] += row


def _are_captions_doubled(lines: list[str]) -> bool:
    """Tell whether a line with the credit of a picture stands twice in a row: so do all captions then."""
    return any(above == line and is_caption_alone(line) for above, line in pairwise(lines))


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and text.count(" ") > _MIN_SPACES and not _is_told(text)


def _is_long_sentence(text: str) -> bool:
    """Tell whether nobody sings or says that much in one breath, twice in a row."""
    return _is_sentence(text) and text.count(" ") >= _MIN_SENTENCE


def _is_sentence_amid_none(lines: list[str], start: int, end: int) -> bool:
    """Tell whether a line is a sentence and none of those around it is: a caption below items, headlines or cells.

    Where it is one each time, it is enough that none of several above it is; verse puts its full stops at the end.
    """
    text = max(lines[start:end], key=len)
    ways = (lines[max(0, start - FEW_SHORT) : start][::-1], lines[end : end + FEW_SHORT])
    above, below = (list(takewhile(lambda line: len(line) <= MAX_SHORT, way)) for way in ways)
    is_plain = not any(line[-1] in ".!?…,;" for line in above)
    is_below_list = len(above) == FEW_SHORT and all(line[-1] == "." for line in lines[start:end])
    is_plain = is_plain and (is_below_list or not any(line[-1] in ".!?…,;" for line in below))
    return text.count(" ") > _MIN_SPACES and text[-1] == "." and is_plain


def _settle_single(settled: Settled, lines: list[str], index: int, *, may_open: bool = False) -> None:
    """Settle a line that is like none beside it; `may_open`: it may be what a text begins with."""
    text = lines[index]
    half = half_of(text)
    if (
        half is not None
        and (not _is_told(half) or text == half + half)
        and not is_amid_short(lines, index, index + 1)
        and _may_be_half(lines, index, half)
    ):
        settled.take(half)
    elif may_open and len(text) >= _PARAGRAPH and NEXT_SENTENCE.search(text):
        # "… 6 người thiệt mạng. Các nạn nhân … (Nguồn ảnh: Reuters)": the credit is that of all pictures.
        settled.lines.append(text)
    elif is_caption_alone(half or text, at_end=index + 1 == len(lines)) or credit_of(text):
        settled.take(half or text)
    else:
        settled.lines.append(text)


def _may_be_half(lines: list[str], index: int, half: str) -> bool:
    many = half.count(" ") + 1 >= _MIN_HALF
    return many or _may_be_caption([*lines[:index], half, *lines[index + 1 :]], index, index + 1)


def _row_repeated_at(lines: list[str], keys: list[str], index: int) -> int:
    """Return how many lines from `index` on stand there once more right behind: 0 for none."""
    if index + 1 < len(lines) and is_cut_short(lines[index], lines[index + 1]):
        return 1
    for row in range(1, min(_MOST_IN_ROW, (len(lines) - index) // 2) + 1):
        is_repeated = keys[index : index + row] == keys[index + row : index + 2 * row]
        # Nobody writes a paragraph twice in a row: a box, and the paragraphs in it.
        is_box = max(map(len, lines[index : index + row])) >= MIN_PARAGRAPH
        if is_repeated and (row == 1 or is_box or _is_row_of_captions(lines, index, row)):
            return row
    return 0


def _is_row_of_captions(lines: list[str], index: int, row: int) -> bool:
    texts = lines[index : index + row]
    if any(len(text) > MAX_IN_ROW or " " not in text or _NO_CAPTION.search(text) for text in texts):
        return False
    # A stanza sung again is made of short lines between short lines.
    return not is_amid_short(lines, index, index + 2 * row)


def _may_be_caption(lines: list[str], start: int, end: int, *, has_captions: bool = False) -> bool:
    text = lines[start]
    spaces = text.count(" ")
    if spaces == 0 or _NO_CAPTION.search(text) or not any(map(str.isalpha, text)):
        return False
    above = lines[start - 1] if start else ""
    if has_captions and end - start == 2 and text.endswith("."):
        return True
    if spaces <= _MIN_SPACES and text.endswith(".") and len(above) <= _FEW_WORDS and above.endswith((".", "!", "?")):
        # One short sentence after the other is how stories are told; news have no such paragraphs.
        return False
    if _is_told(text):
        return False
    if spaces >= _MIN_SPACES:
        return True
    # A name below a picture stands beside paragraphs.
    return is_beside_paragraph(lines, start, end)


def _is_told(text: str) -> bool:
    return text.count(" ") <= _MIN_SPACES + 1 and text.endswith((".", "…")) and _TELLS.search(text) is not None


def _settle_joined(settled: Settled, lines: list[str]) -> list[str]:
    """Return the lines without those that are the next ones written together: a box, before the paragraphs in it.

    A short one is a caption with its credit, and its parts go with it.
    """
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        end = end_of_parts(lines, index)
        index += 1
        if end - index < 2:
            kept.append(line)
        elif _is_cell_of_caption(lines, index, end):
            settled.take(line)
            index = end
        else:
            settled.dropped["repeated_text"] += 1
    return kept


def _is_cell_of_caption(lines: list[str], start: int, end: int) -> bool:
    """Tell whether parts of a cell are a caption: sentences, or with a credit. A notice has a heading first."""
    if sum(map(len, lines[start:end])) > MAX_IN_ROW:
        return False
    if credit_of(lines[end - 1]) is not None or is_caption_alone(lines[start - 1]):
        return True
    return all(line.endswith(".") for line in lines[start:end])


def _is_doubled_throughout(lines: list[str]) -> bool:
    """Tell whether nearly every line stands twice or more and they are as long as paragraphs: a scraper's doing."""
    runs = [(key, len(list(same))) for key, same in groupby(lines)]
    doubled = [len(key) for key, count in runs if count > 1]
    return len(runs) >= FEW_SHORT and len(doubled) * 5 >= len(runs) * 4 and median(doubled) >= _PARAGRAPH


def _halve(settled: Settled, lines: list[str]) -> None:
    """Settle every line once; what stands twice as often as most is a caption."""
    runs = [(line, len(list(same))) for line, same in groupby(lines)]
    times = Counter(count for _, count in runs).most_common(1)[0][0]
    for line, count in runs:
        if count >= 2 * times and len(line) <= _MAX_CAPTION:
            settled.take(line)
        else:
            settled.lines.append(line)
            settled.dropped["repeated_text"] += count > 1
