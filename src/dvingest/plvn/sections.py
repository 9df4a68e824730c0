"""Names of the newspaper's sections, as its menus and breadcrumbs show them."""

from __future__ import annotations

import re

from dvingest.extraction.text import folded

_NAMES = (
    *("Trang chủ", "Thời sự", "Chính trị", "Thời sự - Chính trị", "Tư pháp", "Hoạt động Bộ trưởng"),
    *("Hoạt động ngành Tư pháp", "Kinh tế", "Kinh doanh", "Tài chính", "Chứng khoán", "Ngân hàng", "Kinh tế số"),
    *("Doanh nghiệp - Doanh nhân", "Doanh nghiệp", "Quốc tế", "Pháp luật", "Tin nóng", "Pháp đình", "Điều tra"),
    *("Xa lộ pháp luật", "Xã hội", "Dân sinh", "Y tế", "Giáo dục", "Môi trường", "Giao thông", "Tin địa phương"),
    *("Văn hóa", "Du lịch", "Bản sắc Việt", "Giải trí", "Thể thao", "Sống an vui", "Giới thiệu sách", "Sáng tác"),
    *("Bất động sản", "Chính sách", "Thị trường", "Phong thủy", "Không gian xinh", "Nhà đẹp", "Sàn giao dịch"),
    *("Bạn đọc", "Cử tri", "Tư vấn", "Tư vấn 365", "Đơn thư", "Văn bản mới", "Tiêu dùng & dư luận", "Multimedia"),
    *("Sự kiện & Bàn luận", "Nhịp sống", "Nhịp sống hôm nay", "Sống khỏe", "Công nghệ", "Xe", "Thế giới sao"),
)
_SECTIONS = frozenset(map(folded, _NAMES))
_ANY = "|".join(map(re.escape, sorted(_SECTIONS, key=len, reverse=True)))
_ROW = re.compile(rf"(?:{_ANY})(?:,? (?:{_ANY}))+")
# What else the menus and the head of a page say.
_OF_MENUS = frozenset(
    folded(name)
    for name in (
        *("Báo Pháp luật Việt Nam", "Pháp luật Việt Nam", "Báo điện tử Pháp luật Việt Nam", "PLVN", "Menu", "Danh mục"),
        *("Báo Pháp luật Việt Nam điện tử", "Pháp luật Việt Nam điện tử", "Trang nhất", "Đường dây nóng"),
        *("Đăng nhập", "Đăng ký", "Đăng xuất", "Tìm kiếm", "Tài khoản", "Liên hệ", "Quảng cáo", "Tòa soạn", "RSS"),
        *("Mới nhất", "Tin mới", "Tin mới nhất", "Đọc nhiều", "Video", "Ảnh", "Podcast", "Podcasts", "Infographic"),
        *("Longform", "E-paper", "E-Magazine", "Báo in", "Báo giấy", "English", "Chuyên mục", "Chuyên đề", "Media"),
    )
)
_DESK_OF_NO_SECTION = folded("Nội chính")
_LONGEST = 120
_LONGEST_WAY = 300
_BETWEEN = re.compile(r"\s*[>»›/|]\s*|\s+[-–]\s+")
_ITEM = re.compile(r"[*•□○■☆+–-]\s+")
# "• Hà Nội 18°C"
_WEATHER = re.compile(r"\W*[^\W\d][^\d.,:;]{1,40} -?\d{1,2} ?°C")
# "Hotline: 0913.000.111 - toasoan@…", the row above the logo.
_CONTACT = re.compile(r"(?:hotline|đường dây nóng|email)\b[\W\d_]*(?:\S+@\S+)?|\S+@\S+\.\w+", re.IGNORECASE)
_FRONT_PAGE = re.compile(r"(?:trang chủ|trang nhất|home)\s*[>»›/|]", re.IGNORECASE)


def is_desk(name: str) -> bool:
    """Tell whether a part of the newsroom is called so: by a section, or "Nội chính"."""
    return folded(name) in _SECTIONS or folded(name) == _DESK_OF_NO_SECTION


def leads_to_article(line: str) -> bool:
    """Tell whether a line is the way to an article: names of sections, or whatever is below the front page.

    So is a sign between two of them that a scraper left on a line of its own.
    """
    if leads_from_front_page(line):
        return True
    if len(line) > _LONGEST:
        return False
    names = [folded(name) for name in _BETWEEN.split(line) if name]
    return all(name in _SECTIONS or _ROW.fullmatch(name) for name in names)


def leads_from_front_page(line: str) -> bool:
    """Tell whether a line is the whole way from the front page to the article, which may end in its title."""
    return len(line) <= _LONGEST_WAY and _FRONT_PAGE.match(line) is not None


def is_of_menu(line: str) -> bool:
    """Tell whether a line is one of the menus of a page: the name of a section, a button beside these, or weather."""
    if len(line) > _LONGEST:
        return False
    line = _ITEM.sub("", line, count=1) if _ITEM.match(line) else line
    if leads_to_article(line) or folded(line) in _OF_MENUS:
        return True
    return _WEATHER.fullmatch(line) is not None or _CONTACT.fullmatch(line) is not None
