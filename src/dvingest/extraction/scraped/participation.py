"""What readers are asked and what they answered, in plain text: polls, and comments below an article."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile

from dvingest.extraction.cleaning.neighbours import FEW_SHORT, MIN_PARAGRAPH
from dvingest.plvn.boilerplate import is_sure_box_heading
from dvingest.plvn.rows import AGO

_POLL = re.compile(
    r"(?:thăm dò|trưng cầu|khảo sát)(?: (?:ý kiến|dư luận|bạn đọc|độc giả)){0,2}:?|bình chọn:?", re.IGNORECASE
)
_VOTE = re.compile(r"(?:bình chọn|biểu quyết|gửi ý kiến|xem kết quả)(?: \(\d+\))?", re.IGNORECASE)
_LONGEST_POLL = 12
_LONGEST_ANSWER = 200
_FEW_ABOVE = 12
_HEADING = r"(?:ý kiến(?: (?:bạn đọc|độc giả))?|bình luận(?: bài viết)?)"
_COMMENTS = re.compile(rf"{_HEADING}\W*(?:\(?\d{{1,5}}\)?)?:?", re.IGNORECASE)
_NUMBERED = re.compile(rf"{_HEADING}\s?\([1-9]\d{{0,4}}\):?", re.IGNORECASE)
_WRITER = re.compile(rf"\w[^.!?]{{1,39}}?[\s·|-]*{AGO}", re.IGNORECASE)
_BESIDE_REPLY = r"thích|\d{1,5}|\d{1,2} \w+ trước"
_REPLY = re.compile(rf"(?P<beside>(?:{_BESIDE_REPLY}|[\s,.·|•-])*)\b(?:trả lời|phản hồi)", re.IGNORECASE)
# The form of era B, below its heading.
_FORM = re.compile(r"ý kiến của bạn sẽ được biên tập", re.IGNORECASE)
_ABOVE_REPLY = re.compile(_BESIDE_REPLY, re.IGNORECASE)


def without_comments(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Return the lines above the heading of readers' comments, if somebody may write or reply below it, or has.

    How many have is told by a number in brackets behind the heading.
    """
    start = _begin_above_replies(lines) or _begin_by_number(lines)
    if start < FEW_SHORT and not any(len(line) >= MIN_PARAGRAPH for line in lines[:start]):
        return lines
    dropped["trailing_box"] += 1
    return lines[:start]


def _begin_above_replies(lines: list[str]) -> int:
    """Return where the comments begin above the first button to reply or the form; 0 if there is neither."""
    for index, (above, line) in enumerate(pairwise(lines)):
        is_reply = _is_reply(above, line)
        if is_reply or _FORM.match(line):
            # "Bình luận" may be a sub-heading further up.
            near = range(index, max(0, index - _FEW_ABOVE), -1)
            heads = (place for place in near if _COMMENTS.fullmatch(lines[place]))
            start = next((place for place in heads if is_reply or place == index or lines[place][-1] in "):"), 0)
            return start or next((place for place in near[:3] if _WRITER.fullmatch(lines[place])), 0)
    return 0


def _begin_by_number(lines: list[str]) -> int:
    """Return where the heading with the number of comments stands; 0 if there is none with less below it than above."""
    start = next((index for index in reversed(range(len(lines))) if _NUMBERED.fullmatch(lines[index])), 0)
    comments = takewhile(lambda line: not is_sure_box_heading(line), lines[start:])
    return start if sum(map(len, comments)) < sum(map(len, lines[:start])) else 0


def _is_reply(above: str, line: str) -> bool:
    """Tell whether a line is the button to reply to a comment, with others or below one of these."""
    button = _REPLY.fullmatch(line)
    return button is not None and (button["beside"].strip() != "" or _ABOVE_REPLY.fullmatch(above) is not None)


def without_poll(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Return the lines without the first poll: a heading, question and answers, and a button to vote below them."""
    for start, line in enumerate(lines):
        if _POLL.fullmatch(line) is None:
            continue
        below = lines[start + 1 : start + 1 + _LONGEST_POLL]
        short = list(takewhile(lambda other: len(other) <= _LONGEST_ANSWER and other[-1] not in ".;,", below))
        votes = [index for index, other in enumerate(short) if _VOTE.fullmatch(other)]
        if votes:
            dropped["poll"] += 1
            return lines[:start] + lines[start + 2 + votes[-1] :]
    return lines
