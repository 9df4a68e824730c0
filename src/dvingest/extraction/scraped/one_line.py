"""Texts that a scraper wrote on one line: what can be told apart by the mark of the lead, day, tags and headings."""

from __future__ import annotations

import re

from dvingest.extraction.text import CAPITALS
from dvingest.extraction.wording.byline import reads_like_names
from dvingest.extraction.wording.marks import split_mark
from dvingest.extraction.wording.roles import names_staff, without_standing
from dvingest.plvn.boilerplate import is_page_line

_MAY_BE_MARK = re.compile(r"(?<=[^\s.:!?])\s?[(\[][^()\[\]]{2,30}[)\]]\s*[-–—]")
_LONGEST_HEAD = 300
_LONGEST_LEAD = 500
_FEWEST_BARS = 3
_BAR = re.compile(r" \| ")
_CLOSE_BAR = re.compile(r"(?<! )\|(?! )")
# "Thứ Tư 12/06/2024 | 17:05 GMT+7"; a day without a clock may be the title's.
_DAY = re.compile(
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),? (?:ngày )?)?\b\d{1,2}/\d{1,2}/\d{4}"
    r"[\s,|-]{1,4}\d{1,2}[:h]\d\d(?: \(?GMT ?\+7\)?)?",
    re.IGNORECASE,
)
_SPACE = re.compile(r" ")
_NEXT = re.compile(r"(?<=[.!?…”])[ \xa0]+(?=\S)")
_GAP = re.compile(r"(?<=[.!?…”:)])[ \xa0]{2,}(?=\S)")
_TAGS = re.compile(r"(?<= )(?:từ khóa|từ khoá|tags?) ?: ", re.IGNORECASE)
_COMMENTS = re.compile(r"(?<= )(?:bình luận|ý kiến(?: (?:bạn đọc|độc giả))?) \([1-9]\d{0,4}\) ", re.IGNORECASE)
_ENDS = (".", "!", "?", "”")
_BOX = re.compile(rf"(?<=[.!?…”)])\s(?:(?:Tin |Bài |Tin bài )?[Cc]ùng chuyên mục)(?=\s[{CAPITALS}“\"\d])")


def part_at_gaps(text: str) -> str:
    """Return a text of few lines with its last one parted at wide gaps between sentences: a scraper joined them so.

    Whoever types two spaces behind every full stop joins nothing.
    """
    above, _, last = text.rstrip().rpartition("\n")
    if len(last) <= _LONGEST_LEAD or above.count("\n") > _FEWEST_BARS:
        return text
    gaps = len(_GAP.findall(last))
    return f"{above}\n{_GAP.sub(chr(10), last)}" if _FEWEST_BARS <= gaps < len(_NEXT.findall(last)) else text


def part_sole_line(text: str) -> list[str]:
    """Return title, date, text, author and boxes of a text that is all on one line, as far as these can be told apart.

    What is behind the heading of the first box goes: its titles are not to be told from one another.
    """
    for bar in (_CLOSE_BAR, _BAR):
        if len(parts := bar.split(text)) > _FEWEST_BARS:
            return [part for part in parts if part.strip()]
    may_be_marks = _MAY_BE_MARK.finditer(text, 0, _LONGEST_HEAD)
    mark = next((found for found in may_be_marks if split_mark(text[found.start() : found.end() + 2])[1]), None)
    has_head = mark is not None and len(text) - mark.end() > _LONGEST_LEAD
    head, text = (text[: mark.start()], text[mark.start() :]) if mark and has_head else ("", text)
    box = _BOX.search(text)
    text, boxes = (text[: box.start()], [box[0]]) if box else (text, [])
    return [part.strip() for part in (*_part_head(head), *part_end(text), *boxes) if part.strip()]


def _part_head(head: str) -> list[str]:
    """Return title, date and buttons that stand above the mark of the lead."""
    day = _DAY.search(head)
    if day is not None and day.start():
        return [head[: day.start()], day[0], head[day.end() :]]
    words = head.split()
    row = next((at for at in range(1, len(words)) if is_page_line(" ".join(words[at:]))), len(words))
    return [" ".join(words[:row]), " ".join(words[row:])]


def part_end(text: str) -> list[str]:
    """Return a long text, and the author, tags and buttons that stand behind it on the same line; comments go."""
    comments = _COMMENTS.search(text, len(text) // 2)
    text = text[: comments.start()].rstrip() if comments else text
    end = max(0, len(text) - _LONGEST_HEAD)
    words = [space.end() for space in _SPACE.finditer(text, end)]
    row = next((at for at in words if is_page_line(text[at:]) and not text.endswith(".")), len(text))
    tags = _TAGS.search(text, end, row)
    parts = [text[tags.start() : row], text[row:]] if tags else [text[row:]]
    text = text[: tags.start() if tags else row].rstrip()
    name = next((at for at in words if text[:at].rstrip().endswith(_ENDS) and _is_author(text[at:])), len(text))
    return [text[:name], text[name:], *parts]


def _is_author(part: str) -> bool:
    return reads_like_names(without_standing(part)) or names_staff(part)
