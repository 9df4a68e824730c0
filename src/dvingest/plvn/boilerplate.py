"""Lines that stand on the newspaper's pages and belong to no article: phrases as data, each with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dvingest.extraction.text import folded
from dvingest.plvn.line_patterns import LINE_PATTERNS
from dvingest.plvn.rows import compile_row

Place = Literal["heading", "line", "opening"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand alone on a line and are never the article's.

    `heading`: opens a box of links; `line`: a button or note of the page; `opening`: begins a line that goes
    on with the title of another article.
    """

    text: str
    place: Place
    why: str
    sure: bool = True
    """False: the words may be a sub-heading of the article; links behind them, or plain dress, decide."""


PHRASES = (
    Phrase("Cùng chuyên mục", "heading", "first list after every article, eras B and C"),
    Phrase("Tin cùng chuyên mục", "heading", "the same list on sibling papers"),
    Phrase("Bài cùng chuyên mục", "heading", "the same list on sibling papers"),
    Phrase("Tin bài cùng chuyên mục", "heading", "the same list on sibling papers"),
    Phrase("Các tin cùng chuyên mục", "heading", "the same list on sibling papers"),
    Phrase("Đọc thêm", "heading", "second list after every article, eras B and C", sure=False),
    Phrase("Đọc tiếp", "heading", "list after the article", sure=False),
    Phrase("Đọc nhiều", "heading", "list of the side column", sure=False),
    Phrase("Tin đọc nhiều", "heading", "list of the side column, era B"),
    Phrase("Tin đọc nhiều nhất", "heading", "list of the side column"),
    Phrase("Đọc nhiều nhất", "heading", "list of the side column"),
    Phrase("Xem nhiều", "heading", "list of the side column", sure=False),
    Phrase("Xem nhiều nhất", "heading", "list of the side column"),
    Phrase("Xem thêm", "heading", "box inside or after the body", sure=False),
    Phrase("Tin liên quan", "heading", "box inside the body"),
    Phrase("Bài liên quan", "heading", "box inside the body"),
    Phrase("Tin bài liên quan", "heading", "box at the beginning of the body, vendor's template"),
    Phrase("Bài viết liên quan", "heading", "box inside the body"),
    Phrase("Các bài liên quan", "heading", "box inside the body"),
    Phrase("Các tin liên quan", "heading", "box inside the body"),
    Phrase("Tin tức liên quan", "heading", "box inside the body"),
    Phrase("Có liên quan", "heading", "box inside the body", sure=False),
    Phrase("Liên quan", "heading", "box inside the body", sure=False),
    Phrase("Tham khảo thêm", "heading", "box inside and below the body, government's paper", sure=False),
    Phrase("Đọc thêm về", "heading", "label of the tags, other papers"),
    Phrase("Chủ đề liên quan", "heading", "label of the tags, other papers"),
    Phrase("Khám phá thêm chủ đề", "heading", "label of the tags, other papers"),
    Phrase("Tin nên đọc", "heading", "box above and inside the body, sister papers"),
    Phrase("Tin khác", "heading", "list after the article, era A", sure=False),
    Phrase("Các tin khác", "heading", "list after the article, era A"),
    Phrase("Tin bài khác", "heading", "list after the article, era A"),
    Phrase("Bài khác", "heading", "list after the article, era A", sure=False),
    Phrase("Các bài khác", "heading", "list after the article, era A"),
    Phrase("Các tin đã đưa", "heading", "list after the article, era A"),
    Phrase("Tin đã đưa", "heading", "list after the article, era A"),
    Phrase("Tin cũ hơn", "heading", "list after the article, era A"),
    Phrase("Tin mới hơn", "heading", "list after the article, era A"),
    Phrase("Tin mới", "heading", "list after the article", sure=False),
    Phrase("Tin mới nhất", "heading", "list after the article"),
    Phrase("Mới nhất", "heading", "list after the article", sure=False),
    Phrase("Tin nổi bật", "heading", "list after the article", sure=False),
    Phrase("Bài viết khác", "heading", "list after the article"),
    Phrase("Các bài viết khác", "heading", "list after the article"),
    Phrase("Tin tức khác", "heading", "list after the article"),
    Phrase("Tin cùng loại", "heading", "list after the article"),
    Phrase("Tin cùng mục", "heading", "list after the article"),
    Phrase("Bài đọc nhiều", "heading", "list after the article"),
    Phrase("Tin đọc nhiều trong tuần", "heading", "list after the article"),
    Phrase("Tin tài trợ", "heading", "adverts below the article"),
    Phrase("Nhiều người đọc", "heading", "list after the article", sure=False),
    Phrase("Nổi bật", "heading", "list after the article", sure=False),
    Phrase("Tiêu điểm", "heading", "list after the article", sure=False),
    Phrase("Tin hot", "heading", "list after the article", sure=False),
    Phrase("Tin trong ngày", "heading", "list after the article", sure=False),
    Phrase("Dành cho bạn", "heading", "list after the article", sure=False),
    Phrase("Gợi ý cho bạn", "heading", "list after the article", sure=False),
    Phrase("Đề xuất cho bạn", "heading", "list after the article", sure=False),
    Phrase("Chuyên mục khác", "heading", "list after the article", sure=False),
    Phrase("Sự kiện liên quan", "heading", "box of a running story", sure=False),
    Phrase("Thông tin doanh nghiệp", "heading", "box of the side column, era B", sure=False),
    Phrase("Có thể bạn quan tâm", "heading", "list after the article"),
    Phrase("Bạn có thể quan tâm", "heading", "list after the article"),
    Phrase("Có thể bạn muốn đọc", "heading", "list after the article"),
    Phrase("Bạn quan tâm", "heading", "list after the article"),
    Phrase("Theo dòng sự kiện", "heading", "box of a running story, era B", sure=False),
    Phrase("Cùng sự kiện", "heading", "box of a running story"),
    Phrase("Cùng chủ đề", "heading", "box of a running story", sure=False),
    Phrase("Tin cùng chủ đề", "heading", "box of a running story"),
    Phrase("Bài cùng chủ đề", "heading", "box of a running story"),
    Phrase("Bài viết cùng chủ đề", "heading", "box of a running story"),
    Phrase("Cùng loạt bài", "heading", "box of a series"),
    Phrase("Bài cùng loạt", "heading", "box of a series"),
    Phrase("Bài cùng tác giả", "heading", "list of what an author wrote"),
    Phrase("Cùng tác giả", "heading", "list of what an author wrote", sure=False),
    Phrase("Video đang được xem nhiều", "heading", "films below the article"),
    Phrase("Video nổi bật", "heading", "films below the article", sure=False),
    Phrase("Đừng bỏ lỡ", "heading", "box inside the body", sure=False),
    Phrase("Nên đọc", "heading", "list after the article, sister papers", sure=False),
    Phrase("Bạn nên đọc", "heading", "box inside the body", sure=False),
    Phrase("Ý kiến bạn đọc", "heading", "comment box, era B", sure=False),
    Phrase("Ý kiến độc giả", "heading", "comment box", sure=False),
    Phrase("Ý kiến", "heading", "comment box, with the number of comments", sure=False),
    Phrase("Bình luận", "heading", "comment box", sure=False),
    Phrase("Bình luận bài viết", "heading", "comment box"),
    Phrase("Bình luận hay", "heading", "comment box, other papers", sure=False),
    Phrase("Bình luận không đăng nhập", "heading", "comment box, other papers"),
    Phrase("Thông tin bạn đọc", "line", "form of the comment box, other papers", sure=False),
    Phrase("Bạn cần đăng nhập để thực hiện chức năng này!", "line", "note of the comment form, other papers"),
    Phrase("Trở thành người đầu tiên tặng sao cho bài viết", "line", "gift to the author, other papers"),
    Phrase("Gửi bình luận", "line", "button of the comment box"),
    Phrase("Gửi ý kiến", "line", "button of the comment box"),
    Phrase("Đặt câu hỏi giao lưu", "heading", "form of an interview with readers, era B"),
    Phrase("Từ khóa", "heading", "label of the tags", sure=False),
    Phrase("Tags", "heading", "label of the tags"),
    Phrase("Chủ đề", "heading", "label of the tags", sure=False),
    Phrase("Chia sẻ", "line", "button", sure=False),
    Phrase("Chia sẻ bài viết", "line", "button"),
    Phrase("Chia sẻ bài viết này", "line", "button"),
    Phrase("Chia sẻ qua email", "line", "button"),
    Phrase("Thích và chia sẻ", "line", "button"),
    Phrase("Gửi email", "line", "button"),
    Phrase("In bài", "line", "button"),
    Phrase("Bình luận của bạn", "line", "comment box"),
    Phrase("Viết bình luận", "line", "comment box"),
    Phrase("Ý kiến của bạn", "line", "comment box", sure=False),
    Phrase("Theo dõi chúng tôi", "line", "networks of the newspaper"),
    Phrase("Kết nối với chúng tôi", "line", "networks of the newspaper"),
    Phrase("Xem ảnh lớn", "line", "button of a picture"),
    Phrase("Tắt tiếng", "line", "button of a player", sure=False),
    Phrase("Báo lỗi", "line", "button", sure=False),
    Phrase("Góp ý", "line", "button", sure=False),
    Phrase("Chia sẻ Facebook", "line", "button"),
    Phrase("Nghe bài viết", "line", "button of the audio player"),
    Phrase("Nghe đọc bài", "line", "button of the audio player"),
    Phrase("Cỡ chữ", "line", "label of the buttons for the size of letters", sure=False),
    Phrase("Giảm cỡ chữ", "line", "button for the size of letters"),
    Phrase("Tăng cỡ chữ", "line", "button for the size of letters"),
    Phrase("Skip to content", "line", "link above the menus"),
    Phrase("Toggle navigation", "line", "button of the menus"),
    Phrase("Đăng ký nhận bản tin", "line", "form of the newsletter"),
    Phrase("Nhập email của bạn", "line", "form of the newsletter"),
    Phrase("Nghe bài báo", "line", "button of the audio player"),
    Phrase("Nghe tin bài", "line", "button of the audio player"),
    Phrase("Nghe nội dung bài", "line", "button of the audio player"),
    Phrase("Nghe nội dung bài viết", "line", "button of the audio player"),
    Phrase("Play Video", "line", "button of a player"),
    Phrase("Fullscreen", "line", "button of a player"),
    Phrase("Unmute", "line", "button of a player"),
    Phrase("Picture-in-Picture", "line", "button of a player"),
    Phrase("Lưu bài", "line", "button"),
    Phrase("Lưu bài viết", "line", "button"),
    Phrase("In bài viết", "line", "button"),
    Phrase("Gửi bài viết", "line", "button"),
    Phrase("Sao chép liên kết", "line", "button"),
    Phrase("Copy link", "line", "button"),
    Phrase("Lấy link", "line", "button"),
    Phrase("Ủng hộ tác giả", "line", "box with a code to send money"),
    Phrase("Lấy link!", "line", "button below the address an article was taken from"),
    Phrase("Bản in", "line", "button", sure=False),
    Phrase("Link bài gốc", "line", "label of the address an article was taken from"),
    Phrase("Link gốc", "line", "label of the address an article was taken from"),
    Phrase("Xem tiếp", "line", "button under a list, era B"),
    Phrase("Xem thêm bình luận", "line", "button of the comment box"),
    Phrase("Tải thêm", "line", "button under a list"),
    Phrase("Kéo xuống để xem tiếp", "line", "hint under a list, era B"),
    Phrase("Quảng cáo", "line", "label of an advert", sure=False),
    Phrase("Advertisement", "line", "label of an advert"),
    Phrase("Trở lại trang chủ", "line", "link below the article"),
    Phrase("Trở về trang chủ", "line", "link below the article"),
    Phrase("Về trang chủ", "line", "link below the article"),
    Phrase("Lên đầu trang", "line", "link below the article"),
    Phrase("Về đầu trang", "line", "link below the article"),
    Phrase("Trở lại đầu trang", "line", "link below the article"),
    Phrase("Báo điện tử Pháp luật Việt Nam", "line", "footer of the page"),
    Phrase("Cơ quan chủ quản: Bộ Tư pháp", "line", "footer of the page"),
    Phrase("PLVN", "line", "the newspaper's own name in the place of an author's"),
    Phrase("Theo dõi Báo Pháp luật Việt Nam trên Google News", "line", "invitation below the article"),
    Phrase("Quay lại trang chủ", "line", "link below the article"),
    Phrase("Quay lại chuyên mục", "line", "link below the article"),
    Phrase("Trở lại chuyên mục", "line", "link below the article"),
    Phrase("Về trang Chủ đề", "line", "link of a box, other papers"),
    Phrase("Tặng sao cho tác giả", "line", "gift to the author, other papers"),
    Phrase("Tặng sao cho bài viết hay", "line", "gift to the author, other papers"),
    Phrase("Theo dõi VietnamPlus", "line", "button of another paper"),
    Phrase("Google News", "line", "button below the date, other papers", sure=False),
    Phrase("Phóng to", "line", "button of a picture", sure=False),
    Phrase("Xem thêm", "line", "button that unfolds a text", sure=False),
    Phrase("Đọc tiếp", "line", "button that unfolds a text", sure=False),
    Phrase("Từ khóa", "opening", "tags as a line of links"),
    Phrase("Tags", "opening", "tags as a line of links"),
    Phrase("Chủ đề", "opening", "tags as a line of links"),
    Phrase("Chia sẻ", "opening", "links to networks as a line"),
    Phrase("Mời độc giả xem thêm video", "opening", "above a film of another article"),
    Phrase("Mời bạn đọc xem thêm video", "opening", "above a film of another article"),
    Phrase("Mời quý độc giả xem thêm video", "opening", "above a film of another article"),
    Phrase("Mời độc giả xem video", "opening", "above a film, and named by it"),
    Phrase("Mời bạn đọc xem video", "opening", "above a film, and named by it"),
    Phrase("Mời quý độc giả xem video", "opening", "above a film, and named by it"),
    Phrase("Mời quý vị xem video", "opening", "above a film, and named by it"),
    Phrase("Mời độc giả xem thêm", "opening", "one link as a paragraph"),
    Phrase("Mời bạn đọc xem thêm", "opening", "one link as a paragraph"),
    Phrase("Mời quý độc giả xem thêm", "opening", "one link as a paragraph"),
    Phrase("Mời độc giả đọc thêm", "opening", "one link as a paragraph"),
    Phrase("Mời bạn đọc đọc thêm", "opening", "one link as a paragraph"),
    Phrase("Có thể bạn quan tâm", "opening", "one link as a paragraph"),
    Phrase("Xem thêm", "opening", "one link as a paragraph"),
    Phrase("Đọc thêm", "opening", "one link as a paragraph"),
    Phrase("Đọc tiếp", "opening", "one link as a paragraph"),
    Phrase("Tin liên quan", "opening", "one link as a paragraph"),
    Phrase("Bài liên quan", "opening", "one link as a paragraph"),
    Phrase("Dòng sự kiện", "opening", "link to a running story"),
    Phrase("Theo dòng sự kiện", "opening", "link to a running story, era B"),
)

SCRIPT_SIGNS = (
    "window.addEventListener",
    "CMS_BANNER.pushAds",
    "googletag.cmd",
    "adsbygoogle",
    "document.getElementById",
)
"""What the scripts of adverts have and no article's text."""

_SURE = frozenset(folded(phrase.text) for phrase in PHRASES if phrase.place == "heading" and phrase.sure)
_SURE_LINES = frozenset(folded(phrase.text) for phrase in PHRASES if phrase.place == "line" and phrase.sure)
_PLACES: dict[Place, frozenset[str]] = {
    place: frozenset(folded(phrase.text) for phrase in PHRASES if phrase.place == place)
    for place in ("heading", "line", "opening")
}
_HEADING = "|".join(
    re.escape(text)
    for phrase in sorted(PHRASES, key=lambda phrase: -len(phrase.text))
    if phrase.place == "heading"
    for text in (phrase.text, phrase.text.upper())
)
_HEADINGS_BEHIND = re.compile(rf"(?:^|(?<=[.!?…”)])\s)(?:{_HEADING})(?:\s+(?:{_HEADING}))*\s*$")
_FIRST_WORDS = frozenset(folded(phrase.text).split(" ", 1)[0] for phrase in PHRASES)
_ANY_LINE = re.compile("|".join(f"(?:{pattern})" for pattern, _ in LINE_PATTERNS), re.IGNORECASE)
_ROW = compile_row(phrase.text for phrase in PHRASES if phrase.place == "line" and phrase.sure)
_LONGEST = max(len(phrase.text) for phrase in PHRASES) + 12
# "Bình luận (7)"
_COUNT = re.compile(r"\s*\(\d{1,5}\)$")
_AROUND = " .:…»>›-–—|•*#[]()"


def is_box_heading(text: str) -> bool:
    """Tell whether `text` is, as a whole line, the heading of a box of links."""
    return len(text) <= _LONGEST and _bare(text) in (_SURE if _is_sentence(text) else _PLACES["heading"])


def is_sure_box_heading(text: str) -> bool:
    """Tell whether `text` as a whole line heads a box wherever it stands."""
    return len(text) <= _LONGEST and _bare(text) in _SURE


def headings_behind(text: str) -> list[str]:
    """Return the headings of boxes in a row behind a sentence, or that are all a line has, if one is sure."""
    found = _HEADINGS_BEHIND.search(text, max(0, len(text) - 2 * _LONGEST))
    headings = re.findall(_HEADING, found[0]) if found else []
    return headings if any(map(is_sure_box_heading, headings)) else []


def is_page_line(text: str, is_heading: bool = False) -> bool:
    """Tell whether `text` is, as a whole line, a button, hint or note of the page.

    `is_heading`: it is dressed like a sub-heading, so that words an article may have for one are left alone.
    """
    is_sure = is_heading or _is_sentence(text)
    if len(text) <= _LONGEST and _bare(text) in (_SURE_LINES if is_sure else _PLACES["line"]):
        return True
    if not is_sure and _ROW.is_whole(text):
        return True
    # Long lines are text, unless a script stands in them.
    if len(text) > 350 and ");" not in text:
        return False
    return _ANY_LINE.match(text) is not None or any(map(text.__contains__, SCRIPT_SIGNS))


def opening_phrase(text: str) -> str | None:
    """Return the words before the colon if they announce another article ("Xem thêm: …"), as written."""
    end = text.find(":", 0, _LONGEST + 1)
    return text[:end] if end >= 0 and _bare(text[:end]) in _PLACES["opening"] else None


def _is_sentence(text: str) -> bool:
    """Tell whether a line ends in a full stop: a text has the words of a button so ("Hãy trung thực. Chia sẻ.")."""
    return text.endswith(".") and not text.endswith("..")


def _bare(text: str) -> str:
    """Return what is compared of a line; "" if no phrase begins with its first word, as is so of nearly every line."""
    bare = (_COUNT.sub("", text) if text.endswith(")") else text).strip(_AROUND)
    return folded(bare) if bare and folded(bare.split(maxsplit=1)[0]) in _FIRST_WORDS else ""
