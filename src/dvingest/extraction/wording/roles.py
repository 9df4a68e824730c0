"""What stands beside a name in an author line: a title, a place of work, a role, a word for one of the newsroom."""

from __future__ import annotations

import re

from dvingest.plvn.sections import is_desk

# Titles before a name: "Luật sư Trần Minh", "ThS. Lê An".
STANDING = re.compile(
    r"^(?i:luật sư|luật gia|nhà báo|nhà văn|nhà thơ|thạc sĩ|tiến sĩ|(?:phó )?giáo sư|bác sĩ|ths|ts|pgs|gs|"
    r"(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng))\.?(?:,? |-)"
)
# Where somebody with such a title works, behind the name; "Trường Sơn" is somebody else's.
_WORKPLACE = re.compile(
    r"(?:\s*,\s*|\s+[-–—]\s+)(?i:khoa|trường|đại học|học viện|viện|văn phòng|công ty|đoàn luật sư|hội|sở|bộ|cục|"
    r"trung tâm|tòa|toà|công an)(?:\s+[^\s.:;!?()]+){2,12}$"
)
# "PV Thời sự" is a desk; before a name of two words it is what somebody is.
STAFF = re.compile(r"^(?i:phóng viên|pv|cộng tác viên|ctv)\.?:?\s+(?=\S+\s+\S)")
STAFF_WORD = re.compile(r"(?:phóng viên|p\.?v\.?|btv|ctv|cộng tác viên)\.?", re.IGNORECASE)
# Who wrote without being named, perhaps of a desk.
_STAFF_ALONE = re.compile(
    r"(?:nhóm )?(?:phóng viên|p\.?v\.?|btv|ctv|cộng tác viên)(?: (?:báo )?plvn| miền (?:bắc|trung|nam|tây))?\.?|"
    r"(?:(?:nhóm )?(?:phóng viên|pv)|ban) (?P<desk>.+)",
    re.IGNORECASE,
)
_LONGEST_DESK = 40

# What somebody did to the text, which names nobody.
ROLES = (
    r"t/h|th|thực hiện|tổng hợp|ghi|ghi chép|lược (?:ghi|thuật|dịch)|biên (?:dịch|soạn|tập)|dịch|thuật|chuyển ngữ|"
    r"bởi|tác giả|sưu tầm|s/t|st|b/t|phỏng vấn|trình bày|bài|tin|(?:bài|tin)(?: và| &|,|/) ?ảnh"
)
# Who made pictures, films or the page, but need not have written a word.
WORK = (
    r"(?:ảnh(?: minh (?:họa|hoạ)| tư liệu)?|clip|video|đồ (?:họa|hoạ)|infographic|thiết kế|kỹ thuật|trình bày|"
    r"minh (?:họa|hoạ)|giọng đọc|hậu kỳ|quay(?:,| và|/)? dựng)"
)
ROLE = re.compile(rf"(?:{ROLES})(?:(?:\s*[,/]\s*|\s+(?:và\s+)?)(?:{ROLES}))*", re.IGNORECASE)
# With no bracket or dash before it a role is one only where two words of a name come first, and in small letters.
_ROLE_BEHIND = re.compile(
    rf"(\S\s*)[-–—/|]\s*(?i:{ROLES})$|"
    r"(\S+\s+\S+)\s+(?:t/h|ghi|thực hiện|tổng hợp|lược (?:ghi|thuật|dịch)|biên dịch|chuyển ngữ)$"
)


def without_role(text: str) -> str:
    """Return a line of names without what somebody did behind them: "Minh Trang - t/h", "Trần Minh thực hiện"."""
    found = _ROLE_BEHIND.search(text) if text[-1:].islower() or text[-1:].isupper() else None
    return (text[: found.start()] + (found[1] or found[2])).rstrip(" -–—/|") if found else text


def without_workplace(text: str) -> str:
    """Return a name with a title before it without the place of work behind it; any other text as it is."""
    return _WORKPLACE.sub("", text) if STANDING.match(text) else text


def without_standing(text: str) -> str:
    """Return a name without the title before it: "Luật sư Trần Minh" is Trần Minh."""
    return STANDING.sub("", text)


def names_staff(text: str) -> bool:
    """Tell whether `text` is nothing but a word for somebody of the newsroom: "PV", "Nhóm phóng viên"."""
    found = _STAFF_ALONE.fullmatch(text.strip(" ()")) if len(text) <= _LONGEST_DESK else None
    return found is not None and (found["desk"] is None or is_desk(found["desk"]))
