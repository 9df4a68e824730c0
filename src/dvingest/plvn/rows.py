"""Lines that belong to a page in a row with its buttons and notes, and may be the text's elsewhere, with reasons."""

from __future__ import annotations

import re

_PLAYER = r"nghe|^0?0:00|play|time|duration|loaded|trình duyệt|browser|đọc bài"
_COOKIE = r"cookie"
_ANY = r""

IN_ROWS = (
    (
        r"facebook|twitter|x|zalo|messenger|telegram|linkedin|pinterest|email|print|(?:fan)?page|youtube|tiktok",
        _ANY,
        "networks and ways to send on",
    ),
    (r"quay lại|trở về|thích|like|share|gửi|in|lưu|theo dõi", _ANY, "buttons"),
    (r"a ?[+-]?", _ANY, "buttons for the size of letters"),
    (r"\d{1,3}/\d{1,3}", r"phóng to|ảnh|slide|xem", "counter of a slide show"),
    (r"-?\d{1,2}:\d\d|/|\d(?:[.,]\d+)?x|mute", _PLAYER, "clock, dash and speed of a player; reports have clocks"),
    (r"giọng (?:đọc|nam|nữ)\b.{0,20}|(?:nam|nữ) miền (?:bắc|trung|nam)", _PLAYER, "voices of a player"),
    (r"đăng ký|subscribe|gửi", r"bản tin|email", "button of the newsletter"),
    (r"(?:tôi )?(?:chấp nhận|đồng ý|từ chối)(?: tất cả)?", _COOKIE, "answers about cookies"),
)
"""What a line is, what a sure line in its row has to say, and why."""

_IN_ROWS = tuple((re.compile(line, re.I), re.compile(beside, re.I | re.M)) for line, beside, _ in IN_ROWS)
_LONGEST = 40
_AROUND = " .:…»›|•*#[]()"


def may_stand_in_row(text: str) -> bool:
    """Tell whether `text` is one of the page's where a button or note of the page stands right beside it."""
    return len(text) <= _LONGEST and any(line.fullmatch(text.strip(_AROUND)) for line, _ in _IN_ROWS)


def is_of_row(text: str, sure: str) -> bool:
    """Tell whether `text` belongs to the page in a row whose other lines, `sure`, do."""
    return any(beside.search(sure) and line.fullmatch(text.strip(_AROUND)) for line, beside in _IN_ROWS)
