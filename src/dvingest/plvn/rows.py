"""Lines that belong to a page in a row with its buttons and notes, and may be the text's elsewhere, with reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PLAYER = r"nghe|^0?0:00|play|time|duration|loaded|trình duyệt|browser|đọc bài"
_COOKIE = r"cookie"
_ANY = r""

IN_ROWS = (
    (
        r"facebook|twitter|x|zalo|messenger|telegram|linkedin|pinterest|email|print|(?:fan)?page|youtube|tiktok|"
        r"google news",
        _ANY,
        "networks and ways to send on",
    ),
    (r"quay lại|trở về|thích|like|share|gửi|in|lưu|theo dõi", _ANY, "buttons"),
    (r"a ?[+-]?", _ANY, "buttons for the size of letters"),
    (r"\d{1,3}/\d{1,3}", r"phóng to|ảnh|slide|xem", "counter of a slide show"),
    (r"\d{1,3}", r"tặng sao", "gifts that readers gave"),
    (r"-?\d{1,2}:\d\d|/|\d(?:[.,]\d+)?x|mute", _PLAYER, "clock, dash and speed of a player; reports have clocks"),
    (r"giọng (?:đọc|nam|nữ)\b.{0,20}|(?:nam|nữ) miền (?:bắc|trung|nam)", _PLAYER, "voices of a player"),
    (r"đăng ký|subscribe|gửi", r"bản tin|email", "button of the newsletter"),
    (r"(?:tôi )?(?:chấp nhận|đồng ý|từ chối)(?: tất cả)?", _COOKIE, "answers about cookies"),
)
"""What a line is, what a sure line in its row has to say, and why."""

_IN_ROWS = tuple((re.compile(line, re.I), re.compile(beside, re.I | re.M)) for line, beside, _ in IN_ROWS)
_LONGEST = 40
_LONGEST_ROW = 120
_FEWEST = 3
_BETWEEN = r"[\s,;|•·/–-]+"
_BUTTON = r"thích|like|share|trả lời|phản hồi|in|lưu|gửi|theo dõi|quay lại|chia sẻ|bình luận"
_NETWORK = IN_ROWS[0][0]
AGO = r"\d{1,2} (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước"
"""How long ago something was written, as comments and cards say it."""
_COUNT = rf"\(?\d{{1,5}}\)?|{AGO}|vừa xong|hôm qua"
_BUTTONS = re.compile(rf"\b(?:{_BUTTON})\b", re.IGNORECASE)
_AROUND = " .:…»›|•*#[]()"


@dataclass(frozen=True, slots=True)
class Row:
    """What finds buttons, networks and counts that stand together on one line."""

    whole: re.Pattern[str]
    thing: re.Pattern[str]
    sure: re.Pattern[str]

    def is_whole(self, text: str) -> bool:
        """Tell whether `text` is such a row: with a button that is one anywhere, or three things with a button.

        A list of networks is none.
        """
        found = self.whole.fullmatch(text.strip(_AROUND)) if len(text) <= _LONGEST_ROW else None
        return found is not None and (
            self.sure.search(text) is not None
            or (len(self.thing.findall(text)) >= _FEWEST and _BUTTONS.search(text) is not None)
        )


def compile_row(sure: Iterable[str]) -> Row:
    """Return what finds rows, given the words that are a button anywhere."""
    anywhere = "|".join(map(re.escape, sorted(sure, key=len, reverse=True)))
    thing = rf"(?:{anywhere}|{_BUTTON}|{_NETWORK}|{_COUNT})"
    patterns = (rf"{thing}(?:{_BETWEEN}{thing})+", thing, rf"\b(?:{anywhere})\b")
    return Row(*(re.compile(pattern, re.IGNORECASE) for pattern in patterns))


def is_network(text: str) -> bool:
    """Tell whether `text` is the name of a network or of a way to send on, and nothing else."""
    return len(text) <= _LONGEST and _IN_ROWS[0][0].fullmatch(text.strip(_AROUND)) is not None


def may_stand_in_row(text: str) -> bool:
    """Tell whether `text` is one of the page's where a button or note of the page stands right beside it."""
    return len(text) <= _LONGEST and any(line.fullmatch(text.strip(_AROUND)) for line, _ in _IN_ROWS)


def without_row(row: list[str], sure: list[str]) -> list[str]:
    """Return the lines of a row without those that belong to the page there because its lines `sure` do."""
    beside_them = "\n".join(sure)
    lines = [line for line, beside in _IN_ROWS if beside.search(beside_them)] if sure else []
    return [text for text in row if not any(line.fullmatch(text.strip(_AROUND)) for line in lines)]
