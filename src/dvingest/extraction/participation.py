"""What readers are asked and what they answered, in plain text: polls, and comments below an article."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile

from dvingest.extraction.neighbours import FEW_SHORT, MIN_PARAGRAPH

_POLL = re.compile(
    r"(?:thăm dò|trưng cầu|khảo sát)(?: (?:ý kiến|dư luận|bạn đọc|độc giả)){0,2}:?|bình chọn:?", re.IGNORECASE
)
_VOTE = re.compile(r"(?:bình chọn|biểu quyết|gửi ý kiến|xem kết quả)(?: \(\d+\))?", re.IGNORECASE)
_LONGEST_POLL = 12
_LONGEST_ANSWER = 200
_FEW_ABOVE = 12
_COMMENTS = re.compile(
    r"(?:ý kiến(?: (?:bạn đọc|độc giả))?|bình luận(?: bài viết)?)\W*(?:\(?\d{1,5}\)?)?:?", re.IGNORECASE
)
_WRITER = re.compile(r"\w[^.!?]{1,39}?[\s·|-]*\d{1,2} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước", re.IGNORECASE)
_BESIDE_REPLY = r"thích|\d{1,5}|\d{1,2} \w+ trước"
_REPLY = re.compile(rf"(?P<beside>(?:{_BESIDE_REPLY}|[\s,.·|•-])*)\b(?:trả lời|phản hồi)", re.IGNORECASE)
# The form of era B, below its heading.
_FORM = re.compile(r"ý kiến của bạn sẽ được biên tập", re.IGNORECASE)
_ABOVE_REPLY = re.compile(_BESIDE_REPLY, re.IGNORECASE)


def without_comments(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Return the lines above the heading of readers' comments, if somebody may write or reply below it."""
    reply = next((index for index, pair in enumerate(pairwise(lines)) if _is_reply(*pair) or _FORM.match(pair[1])), 0)
    # "Bình luận" may be a sub-heading further up.
    near = range(reply, max(0, reply - _FEW_ABOVE), -1)
    start = next((index for index in near if _COMMENTS.fullmatch(lines[index])), 0)
    start = start or next((index for index in near[:3] if _WRITER.fullmatch(lines[index])), 0)
    if start < FEW_SHORT and not any(len(line) >= MIN_PARAGRAPH for line in lines[:start]):
        return lines
    dropped["trailing_box"] += 1
    return lines[:start]


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
